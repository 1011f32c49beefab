<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE" sourcelanguage="en">
<context>
    <name>Access</name>
    <message>
        <source>A user name has 1 to 64 of a-z, 0-9, dot, hyphen and underscore, and begins with a letter or digit.</source>
        <translation>Ein Benutzername hat 1 bis 64 Zeichen aus a-z, 0-9, Punkt, Bindestrich und Unterstrich und beginnt mit einem Buchstaben oder einer Ziffer.</translation>
    </message>
    <message>
        <source>The display name is too long or not one line.</source>
        <translation>Der Anzeigename ist zu lang oder nicht einzeilig.</translation>
    </message>
    <message>
        <source>There is no such role.</source>
        <translation>Diese Rolle gibt es nicht.</translation>
    </message>
    <message>
        <source>A PIN has 4 to 12 digits.</source>
        <translation>Eine PIN hat 4 bis 12 Ziffern.</translation>
    </message>
    <message>
        <source>There is no such session.</source>
        <translation>Diese Sitzung gibt es nicht.</translation>
    </message>
    <message>
        <source>Please sign in to write.</source>
        <translation>Bitte zum Schreiben anmelden.</translation>
    </message>
    <message>
        <source>Your account is not active any more.</source>
        <translation>Ihr Konto ist nicht mehr aktiv.</translation>
    </message>
    <message>
        <source>Your session has ended.</source>
        <translation>Ihre Sitzung ist beendet.</translation>
    </message>
    <message>
        <source>The station is set up already.</source>
        <translation>Die Station ist bereits eingerichtet.</translation>
    </message>
    <message>
        <source>Too many wrong codes; try again later.</source>
        <translation>Zu viele falsche Codes; bitte später erneut versuchen.</translation>
    </message>
    <message>
        <source>The setup code is wrong or too old.</source>
        <translation>Der Einrichtungscode ist falsch oder abgelaufen.</translation>
    </message>
    <message>
        <source>Too many people sign in at the moment; try again soon.</source>
        <translation>Zurzeit melden sich zu viele Personen an; bitte gleich erneut versuchen.</translation>
    </message>
    <message>
        <source>Too many failed attempts; try again in %1 s.</source>
        <translation>Zu viele Fehlversuche; bitte in %1 s erneut versuchen.</translation>
    </message>
    <message>
        <source>User name or password is wrong.</source>
        <translation>Benutzername oder Kennwort ist falsch.</translation>
    </message>
    <message>
        <source>Please sign in.</source>
        <translation>Bitte anmelden.</translation>
    </message>
    <message>
        <source>There is no such user.</source>
        <translation>Diesen Benutzer gibt es nicht.</translation>
    </message>
    <message>
        <source>There is a user of this name already.</source>
        <translation>Einen Benutzer dieses Namens gibt es bereits.</translation>
    </message>
    <message>
        <source>The password could not be stored.</source>
        <translation>Das Kennwort konnte nicht gespeichert werden.</translation>
    </message>
    <message>
        <source>A password has at least 12 characters.</source>
        <translation>Ein Kennwort hat mindestens 12 Zeichen.</translation>
    </message>
    <message>
        <source>A password has at most 256 characters.</source>
        <translation>Ein Kennwort hat höchstens 256 Zeichen.</translation>
    </message>
    <message>
        <source>The password must not contain the user name.</source>
        <translation>Das Kennwort darf den Benutzernamen nicht enthalten.</translation>
    </message>
    <message>
        <source>This password is too easy to guess.</source>
        <translation>Dieses Kennwort ist zu leicht zu erraten.</translation>
    </message>
    <message>
        <source>Your role does not exist any more.</source>
        <translation>Ihre Rolle gibt es nicht mehr.</translation>
    </message>
    <message>
        <source>Your role may look, but not write.</source>
        <translation>Ihre Rolle darf ansehen, aber nicht schreiben.</translation>
    </message>
    <message>
        <source>Your role may not write in this area.</source>
        <translation>Ihre Rolle darf in diesem Bereich nicht schreiben.</translation>
    </message>
    <message>
        <source>This value can only be read.</source>
        <translation>Dieser Wert kann nur gelesen werden.</translation>
    </message>
    <message>
        <source>Your role may not write this value.</source>
        <translation>Ihre Rolle darf diesen Wert nicht schreiben.</translation>
    </message>
    <message>
        <source>This value can only be written at the panel on site.</source>
        <translation>Dieser Wert kann nur am Bedienpanel vor Ort geschrieben werden.</translation>
    </message>
    <message>
        <source>The new password is the old one.</source>
        <translation>Das neue Passwort ist das alte.</translation>
    </message>
    <message>
        <source>Choose a password of your own first.</source>
        <translation>Zuerst ein eigenes Passwort wählen.</translation>
    </message>
    <message>
        <source>A user who is gone had this name; choose another.</source>
        <translation>So hieß ein Benutzer, den es nicht mehr gibt; bitte einen anderen Namen wählen.</translation>
    </message>
    <message>
        <source>The password has just been changed.</source>
        <translation>Das Passwort wurde gerade geändert.</translation>
    </message>
    <message>
        <source>The token is not valid.</source>
        <translation>Das Token ist ungültig.</translation>
    </message>
    <message>
        <source>Choose a password of your own first, in a browser.</source>
        <translation>Zuerst im Browser ein eigenes Passwort wählen.</translation>
    </message>
    <message>
        <source>There is no such token.</source>
        <translation>Dieses Token gibt es nicht.</translation>
    </message>
    <message>
        <source>The name of a token is one line of 1 to 100 characters.</source>
        <translation>Der Name eines Tokens ist eine Zeile mit 1 bis 100 Zeichen.</translation>
    </message>
    <message>
        <source>A token must end, and later than now.</source>
        <translation>Ein Token muss ein Ende haben, das später ist als jetzt.</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is no network such as 192.0.2.0/24.</source>
        <translation>&apos;%1&apos; ist kein Netz wie 192.0.2.0/24.</translation>
    </message>
    <message>
        <source>This would leave no administrator without an end; make another first.</source>
        <translation>Danach gäbe es keinen Administrator ohne Ablauf; zuerst einen weiteren anlegen.</translation>
    </message>
    <message>
        <source>There is no area &apos;%1&apos;.</source>
        <translation>Den Bereich &apos;%1&apos; gibt es nicht.</translation>
    </message>
    <message>
        <source>The user has too many tokens; remove some first.</source>
        <translation>Der Benutzer hat zu viele Tokens; zuerst welche entfernen.</translation>
    </message>
    <message>
        <source>This is done at the panel on site only.</source>
        <translation>Das geht nur am Panel vor Ort.</translation>
    </message>
    <message>
        <source>Your role may not write in the whole plant.</source>
        <translation>Ihre Rolle darf nicht in der ganzen Anlage schreiben.</translation>
    </message>
    <message>
        <source>Enter the code of your authenticator app.</source>
        <translation>Geben Sie den Code Ihrer Authenticator-App ein.</translation>
    </message>
    <message>
        <source>The code is wrong or was used already.</source>
        <translation>Der Code ist falsch oder wurde schon benutzt.</translation>
    </message>
    <message>
        <source>This user has no second factor.</source>
        <translation>Dieser Benutzer hat keinen zweiten Faktor.</translation>
    </message>
    <message>
        <source>Begin to set it up again.</source>
        <translation>Beginnen Sie die Einrichtung von vorn.</translation>
    </message>
    <message>
        <source>The code is wrong or too old.</source>
        <translation>Der Code ist falsch oder zu alt.</translation>
    </message>
    <message>
        <source>The key file cannot be written.</source>
        <translation>Die Schlüsseldatei kann nicht geschrieben werden.</translation>
    </message>
    <message>
        <source>The key file is not readable, or open to others.</source>
        <translation>Die Schlüsseldatei ist nicht lesbar oder für andere offen.</translation>
    </message>
    <message>
        <source>There is a second factor already; turn it off first.</source>
        <translation>Es gibt schon einen zweiten Faktor; schalten Sie ihn zuerst ab.</translation>
    </message>
    <message>
        <source>The code does not count: the station cannot store that it is used now.</source>
        <translation>Der Code gilt nicht: Die Station kann nicht speichern, dass er nun benutzt ist.</translation>
    </message>
    <message>
        <source>The key that seals second factors is missing.</source>
        <translation>Der Schlüssel, der die zweiten Faktoren versiegelt, fehlt.</translation>
    </message>
    <message>
        <source>The key of the second factors, vault.key, is missing.</source>
        <translation>Der Schlüssel der zweiten Faktoren, vault.key, fehlt.</translation>
    </message>
    <message>
        <source>There is no such value.</source>
        <translation>Diesen Wert gibt es nicht.</translation>
    </message>
    <message>
        <source>Your role may not write from here.</source>
        <translation>Ihre Rolle darf von hier aus nicht schreiben.</translation>
    </message>
    <message>
        <source>A shared account cannot administer; give it another role.</source>
        <translation>Ein gemeinsam benutztes Konto kann nicht verwalten; geben Sie ihm eine andere Rolle.</translation>
    </message>
    <message>
        <source>Disable or remove the user first.</source>
        <translation>Zuerst den Benutzer sperren oder entfernen.</translation>
    </message>
    <message>
        <source>There is and was no user of this name.</source>
        <translation>Es gibt und gab keinen Benutzer dieses Namens.</translation>
    </message>
    <message>
        <source>A notice has 1 to %1 characters.</source>
        <translation>Ein Hinweis hat 1 bis %1 Zeichen.</translation>
    </message>
    <message>
        <source>The name of a certificate is one line of 1 to 100 characters.</source>
        <translation>Der Name eines Zertifikats ist eine Zeile mit 1 bis 100 Zeichen.</translation>
    </message>
    <message>
        <source>The notice cannot be read: %1</source>
        <translation>Der Hinweis ist nicht lesbar: %1</translation>
    </message>
    <message>
        <source>The notice cannot be removed.</source>
        <translation>Der Hinweis lässt sich nicht entfernen.</translation>
    </message>
    <message>
        <source>The notice cannot be written: %1</source>
        <translation>Der Hinweis lässt sich nicht schreiben: %1</translation>
    </message>
    <message>
        <source>The notice has control characters.</source>
        <translation>Der Hinweis enthält Steuerzeichen.</translation>
    </message>
    <message>
        <source>The notice is not UTF-8 text.</source>
        <translation>Der Hinweis ist kein UTF-8-Text.</translation>
    </message>
    <message>
        <source>The user has no such certificate.</source>
        <translation>Dieses Zertifikat hat der Benutzer nicht.</translation>
    </message>
    <message>
        <source>The user has too many certificates; remove some first.</source>
        <translation>Der Benutzer hat zu viele Zertifikate; zuerst einige entfernen.</translation>
    </message>
    <message>
        <source>This certificate is somebody&apos;s already.</source>
        <translation>Dieses Zertifikat gehört schon jemandem.</translation>
    </message>
    <message>
        <source>This is not one certificate as a PEM text.</source>
        <translation>Das ist nicht genau ein Zertifikat als PEM-Text.</translation>
    </message>
    <message>
        <source>vault.key does not open the second factor of %1; turn it off first.</source>
        <translation>vault.key öffnet den zweiten Faktor von %1 nicht; schalten Sie ihn zuerst ab.</translation>
    </message>
    <message>
        <source>Records call the station itself so.</source>
        <translation>So heißt im Protokoll die Station selbst.</translation>
    </message>
</context>
<context>
    <name>ApprovalFacts</name>
    <message>
        <source>%1 left</source>
        <translation>noch %1</translation>
    </message>
    <message>
        <source>Reason: %1</source>
        <translation>Grund: %1</translation>
    </message>
</context>
<context>
    <name>ApprovalRow</name>
    <message>
        <source>Take back</source>
        <translation>Zurückziehen</translation>
    </message>
    <message>
        <source>Decide</source>
        <translation>Entscheiden</translation>
    </message>
</context>
<context>
    <name>ApprovalsDialog</name>
    <message>
        <source>Nothing is written before another person has approved it</source>
        <translation>Geschrieben wird erst, wenn eine andere Person zugestimmt hat</translation>
    </message>
    <message>
        <source>Waiting for approval</source>
        <translation>Warten auf Zustimmung</translation>
    </message>
    <message>
        <source>Nothing waits.</source>
        <translation>Nichts wartet.</translation>
    </message>
</context>
<context>
    <name>ApproverDialog</name>
    <message>
        <source>Decline</source>
        <translation>Ablehnen</translation>
    </message>
    <message>
        <source>Approve</source>
        <translation>Zustimmen</translation>
    </message>
    <message>
        <source>Choose another person</source>
        <translation>Andere Person wählen</translation>
    </message>
    <message>
        <source>Checking…</source>
        <translation>Wird geprüft …</translation>
    </message>
    <message>
        <source>Enter PIN</source>
        <translation>PIN eingeben</translation>
    </message>
    <message>
        <source>Approve: %1</source>
        <translation>Zustimmen: %1</translation>
    </message>
    <message>
        <source>The request does not wait any more.</source>
        <translation>Die Anfrage wartet nicht mehr.</translation>
    </message>
</context>
<context>
    <name>Audit</name>
    <message>
        <source>The record was changed: row %1 does not fit.</source>
        <translation>Das Protokoll wurde verändert: Zeile %1 passt nicht.</translation>
    </message>
    <message>
        <source>The cut could not be signed.</source>
        <translation>Die Abtrennung konnte nicht signiert werden.</translation>
    </message>
    <message>
        <source>The file cannot be written.</source>
        <translation>Die Datei kann nicht geschrieben werden.</translation>
    </message>
    <message>
        <source>Line %1 of the file does not fit.</source>
        <translation>Zeile %1 der Datei passt nicht.</translation>
    </message>
    <message>
        <source>The row could not be signed.</source>
        <translation>Die Zeile konnte nicht signiert werden.</translation>
    </message>
    <message>
        <source>There is no key to sign changed rows.</source>
        <translation>Es gibt keinen Schlüssel, um geänderte Zeilen zu signieren.</translation>
    </message>
</context>
<context>
    <name>Backup</name>
    <message>
        <source>It is damaged, or no archive of this program.</source>
        <translation>Sie ist beschädigt oder kein Archiv dieses Programms.</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is a hard link.</source>
        <translation>„%1“ ist ein Hardlink.</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is a symbolic link.</source>
        <translation>„%1“ ist ein symbolischer Link.</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is a folder.</source>
        <translation>„%1“ ist ein Ordner.</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is a device.</source>
        <translation>„%1“ ist eine Gerätedatei.</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is a FIFO.</source>
        <translation>„%1“ ist eine FIFO.</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is no plain file.</source>
        <translation>„%1“ ist keine gewöhnliche Datei.</translation>
    </message>
    <message>
        <source>It unpacks to more than it says.</source>
        <translation>Sie enthält mehr, als sie angibt.</translation>
    </message>
    <message>
        <source>It would unpack to %1 MiB: that is no backup.</source>
        <translation>Sie würde ausgepackt %1 MiB ergeben: das ist keine Sicherung.</translation>
    </message>
    <message>
        <source>It does not begin with its manifest.</source>
        <translation>Sie beginnt nicht mit ihrem Verzeichnis.</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is not in its manifest.</source>
        <translation>„%1“ steht nicht in ihrem Verzeichnis.</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is not as its manifest says.</source>
        <translation>„%1“ ist nicht so, wie ihr Verzeichnis sagt.</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is missing.</source>
        <translation>„%1“ fehlt.</translation>
    </message>
    <message>
        <source>&apos;%1&apos; cannot be read.</source>
        <translation>„%1“ kann nicht gelesen werden.</translation>
    </message>
    <message>
        <source>It was changed while it was read.</source>
        <translation>Sie wurde verändert, während sie gelesen wurde.</translation>
    </message>
    <message>
        <source>The archive cannot be written: %1</source>
        <translation>Das Archiv kann nicht geschrieben werden: %1</translation>
    </message>
    <message>
        <source>&apos;%1&apos; exists already.</source>
        <translation>„%1“ gibt es schon.</translation>
    </message>
    <message>
        <source>The folder holds no database.</source>
        <translation>Der Ordner enthält keine Datenbank.</translation>
    </message>
    <message>
        <source>&apos;%1&apos; cannot be removed.</source>
        <translation>„%1“ kann nicht entfernt werden.</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is an absolute path.</source>
        <translation>„%1“ ist ein absoluter Pfad.</translation>
    </message>
    <message>
        <source>&apos;%1&apos; leads out of the folder.</source>
        <translation>„%1“ führt aus dem Ordner hinaus.</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is there twice.</source>
        <translation>„%1“ ist zweimal vorhanden.</translation>
    </message>
    <message>
        <source>&apos;%1&apos; and &apos;%2&apos; differ by case only.</source>
        <translation>„%1“ und „%2“ unterscheiden sich nur in der Groß- und Kleinschreibung.</translation>
    </message>
    <message>
        <source>It holds more than %1 files.</source>
        <translation>Sie enthält mehr als %1 Dateien.</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is no file of a station.</source>
        <translation>„%1“ ist keine Datei einer Station.</translation>
    </message>
    <message>
        <source>Its manifest lacks size or hash of &apos;%1&apos;.</source>
        <translation>In ihrem Verzeichnis fehlt Größe oder Prüfsumme von „%1“.</translation>
    </message>
    <message>
        <source>Its manifest is damaged.</source>
        <translation>Ihr Verzeichnis ist beschädigt.</translation>
    </message>
    <message>
        <source>It is of another version of the program.</source>
        <translation>Sie ist von einer anderen Version des Programms.</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is not empty.</source>
        <translation>„%1“ ist nicht leer.</translation>
    </message>
    <message>
        <source>The backup does not hold &apos;%1&apos;.</source>
        <translation>Die Sicherung enthält „%1“ nicht.</translation>
    </message>
    <message>
        <source>It needs %1 MiB, and %2 are free.</source>
        <translation>Sie braucht %1 MiB, und %2 sind frei.</translation>
    </message>
    <message>
        <source>&apos;%1&apos; cannot be written.</source>
        <translation>„%1“ kann nicht geschrieben werden.</translation>
    </message>
    <message>
        <source>&apos;%1&apos; cannot be moved away.</source>
        <translation>„%1“ kann nicht beiseitegelegt werden.</translation>
    </message>
    <message>
        <source>&apos;%1&apos; could not be put back; what was there is in &apos;%2&apos;.</source>
        <translation>„%1“ konnte nicht zurückgelegt werden; was dort war, ist in „%2“.</translation>
    </message>
    <message>
        <source>It is no backup, or a part is missing.</source>
        <translation>Es ist keine Sicherung, oder ein Teil fehlt.</translation>
    </message>
    <message>
        <source>It was changed after it was made.</source>
        <translation>Sie wurde verändert, nachdem sie angelegt war.</translation>
    </message>
    <message>
        <source>&apos;%1&apos; cannot be made.</source>
        <translation>„%1“ kann nicht angelegt werden.</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is in the way.</source>
        <translation>„%1“ ist im Weg.</translation>
    </message>
    <message>
        <source>&apos;%1&apos; cannot be copied.</source>
        <translation>„%1“ kann nicht kopiert werden.</translation>
    </message>
    <message>
        <source>The passphrase needs at least %1 characters.</source>
        <translation>Die Passphrase braucht mindestens %1 Zeichen.</translation>
    </message>
    <message>
        <source>There is not enough memory for the key.</source>
        <translation>Der Speicher reicht für den Schlüssel nicht aus.</translation>
    </message>
    <message>
        <source>The passphrase is wrong, or the backup was changed.</source>
        <translation>Die Passphrase ist falsch, oder die Sicherung wurde verändert.</translation>
    </message>
    <message>
        <source>A key was changed meanwhile; make the backup anew.</source>
        <translation>Währenddessen wurde ein Schlüssel gewechselt; die Sicherung neu erstellen.</translation>
    </message>
    <message>
        <source>The backup was stopped.</source>
        <translation>Die Sicherung wurde abgebrochen.</translation>
    </message>
</context>
<context>
    <name>Certificate</name>
    <message>
        <source>The certificate cannot be written: %1</source>
        <translation>Das Zertifikat kann nicht geschrieben werden: %1</translation>
    </message>
    <message>
        <source>The certificate cannot be made.</source>
        <translation>Das Zertifikat kann nicht erzeugt werden.</translation>
    </message>
    <message>
        <source>The certificate is not valid: it is no PEM text.</source>
        <translation>Das Zertifikat ist ungültig: es ist kein PEM-Text.</translation>
    </message>
    <message>
        <source>The key is not an RSA or EC key in PEM without a passphrase.</source>
        <translation>Der Schlüssel ist kein RSA- oder EC-Schlüssel in PEM ohne Passwort.</translation>
    </message>
    <message>
        <source>The key does not belong to the first certificate of the chain.</source>
        <translation>Der Schlüssel gehört nicht zum ersten Zertifikat der Kette.</translation>
    </message>
    <message>
        <source>The certificate of &apos;%1&apos; is good from %2 on only.</source>
        <translation>Das Zertifikat von „%1“ gilt erst ab %2.</translation>
    </message>
    <message>
        <source>The certificate of &apos;%1&apos; has ended on %2.</source>
        <translation>Das Zertifikat von „%1“ ist am %2 abgelaufen.</translation>
    </message>
    <message>
        <source>The chain is not in order: &apos;%1&apos; has not signed &apos;%2&apos;.</source>
        <translation>Die Zertifikatskette ist nicht in Ordnung: „%1“ hat „%2“ nicht unterschrieben.</translation>
    </message>
    <message>
        <source>The certificate cannot be used: %1.</source>
        <translation>Das Zertifikat ist nicht verwendbar: %1.</translation>
    </message>
    <message>
        <source>There is no certificate.</source>
        <translation>Es gibt kein Zertifikat.</translation>
    </message>
    <message>
        <source>The certificate names no host (it has no subject alternative name).</source>
        <translation>Das Zertifikat nennt keinen Host (es hat keinen alternativen Namen, SAN).</translation>
    </message>
    <message>
        <source>The certificate is not for servers.</source>
        <translation>Das Zertifikat ist nicht für Server bestimmt.</translation>
    </message>
    <message>
        <source>others may read it; want mode 0600</source>
        <translation>andere dürfen ihn lesen; nötig ist der Modus 0600</translation>
    </message>
    <message>
        <source>The certificate cannot be put in place.</source>
        <translation>Das Zertifikat kann nicht eingesetzt werden.</translation>
    </message>
    <message>
        <source>Another program is installing a certificate.</source>
        <translation>Ein anderes Programm installiert gerade ein Zertifikat.</translation>
    </message>
    <message>
        <source>The data folder cannot be written.</source>
        <translation>In den Datenordner kann nicht geschrieben werden.</translation>
    </message>
</context>
<context>
    <name>CommunicationDialog</name>
    <message>
        <source>Communication</source>
        <translation>Kommunikation</translation>
    </message>
</context>
<context>
    <name>ConfirmDialog</name>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Write</source>
        <translation>Schreiben</translation>
    </message>
    <message>
        <source>Change %1?</source>
        <translation>%1 ändern?</translation>
    </message>
    <message>
        <source>Ask for approval</source>
        <translation>Zustimmung anfragen</translation>
    </message>
    <message>
        <source>Sent when another person has approved it.</source>
        <translation>Gesendet wird, wenn eine andere Person zugestimmt hat.</translation>
    </message>
</context>
<context>
    <name>DeviceRow</name>
    <message>
        <source>%1, unit %2</source>
        <translation>%1, Geräteadresse %2</translation>
    </message>
    <message>
        <source>not encrypted</source>
        <translation>nicht verschlüsselt</translation>
    </message>
    <message>
        <source>%1 requests, %2 failed</source>
        <translation>%1 Anfragen, %2 fehlgeschlagen</translation>
    </message>
    <message>
        <source>round trip %1 ms</source>
        <translation>Umlaufzeit %1 ms</translation>
    </message>
</context>
<context>
    <name>Dialog</name>
    <message>
        <source>closes in %1 s</source>
        <translation>schließt in %1 s</translation>
    </message>
</context>
<context>
    <name>DialogHost</name>
    <message>
        <source>Write</source>
        <translation>Schreiben</translation>
    </message>
    <message>
        <source>Write %1</source>
        <translation>%1 schreiben</translation>
    </message>
    <message>
        <source>Reason, kept in the audit record</source>
        <translation>Grund, wird protokolliert</translation>
    </message>
    <message>
        <source>Why is %1 changed?</source>
        <translation>Warum wird %1 geändert?</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Ask for approval</source>
        <translation>Zustimmung anfragen</translation>
    </message>
    <message>
        <source>Ask for %1</source>
        <translation>%1 anfragen</translation>
    </message>
</context>
<context>
    <name>Faceplate</name>
    <message>
        <source>Writing…</source>
        <translation>Schreibt…</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>Anmelden</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Ändern</translation>
    </message>
</context>
<context>
    <name>Forward</name>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>%1 holds no certificate.</source>
        <translation>%1 enthält kein Zertifikat.</translation>
    </message>
    <message>
        <source>%1 is open to others; set its mode to 0600.</source>
        <translation>%1 ist für andere offen; Modus auf 0600 setzen.</translation>
    </message>
    <message>
        <source>%1 holds no key, or one with a passphrase.</source>
        <translation>%1 enthält keinen Schlüssel oder einen mit Passwort.</translation>
    </message>
    <message>
        <source>The syslog server does not answer.</source>
        <translation>Der Syslog-Server antwortet nicht.</translation>
    </message>
    <message>
        <source>The syslog server&apos;s certificate is not accepted: %1</source>
        <translation>Das Zertifikat des Syslog-Servers wird nicht angenommen: %1</translation>
    </message>
</context>
<context>
    <name>Header</name>
    <message>
        <source>Communication</source>
        <translation>Kommunikation</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>Anmelden</translation>
    </message>
    <message>
        <source>View only</source>
        <translation>Nur ansehen</translation>
    </message>
    <message>
        <source>Not on record</source>
        <translation>Nicht im Protokoll</translation>
    </message>
    <message>
        <source>The disk takes no rows</source>
        <translation>Die Platte nimmt keine Zeilen an</translation>
    </message>
    <message numerus="yes">
        <source>%n to approve</source>
        <translation>
            <numerusform>%n Zustimmung offen</numerusform>
            <numerusform>%n Zustimmungen offen</numerusform>
        </translation>
    </message>
    <message>
        <source>Second person</source>
        <translation>Zweite Person</translation>
    </message>
    <message>
        <source>New project waits</source>
        <translation>Neues Projekt wartet</translation>
    </message>
    <message>
        <source>For the next start</source>
        <translation>Auf den nächsten Start</translation>
    </message>
</context>
<context>
    <name>History</name>
    <message>
        <source>A part of the history is damaged.</source>
        <translation>Ein Teil der Historie ist beschädigt.</translation>
    </message>
    <message>
        <source>The journal of the history cannot be used.</source>
        <translation>Das Journal der Historie kann nicht verwendet werden.</translation>
    </message>
    <message>
        <source>The journal of the history is of another program.</source>
        <translation>Das Journal der Historie stammt von einem anderen Programm.</translation>
    </message>
</context>
<context>
    <name>Language</name>
    <message>
        <source>Language of the texts, de or en; that of the system by default</source>
        <translation>Sprache der Texte, de oder en; ohne Angabe die des Systems</translation>
    </message>
    <message>
        <source>--language wants de or en</source>
        <translation>--language erwartet de oder en</translation>
    </message>
</context>
<context>
    <name>LimitsLine</name>
    <message>
        <source>Normal %1</source>
        <translation>Normal %1</translation>
    </message>
    <message>
        <source>Can be set %1</source>
        <translation>Einstellbar %1</translation>
    </message>
</context>
<context>
    <name>LocalOnlyMark</name>
    <message>
        <source>LOCAL ONLY</source>
        <translation>NUR VOR ORT</translation>
    </message>
</context>
<context>
    <name>LockoutDialog</name>
    <message>
        <source>What is locked takes no writes from browsers, programs and control systems</source>
        <translation>Gesperrtes nimmt nichts von Browsern, Programmen und Leitsystemen an</translation>
    </message>
    <message>
        <source>Local control</source>
        <translation>Vor-Ort-Bedienung</translation>
    </message>
</context>
<context>
    <name>LockoutRow</name>
    <message>
        <source>remote writes are taken</source>
        <translation>Fernschreiben möglich</translation>
    </message>
    <message>
        <source>Lift</source>
        <translation>Aufheben</translation>
    </message>
    <message>
        <source>Lock</source>
        <translation>Sperren</translation>
    </message>
</context>
<context>
    <name>LogoutNotice</name>
    <message numerus="yes">
        <source>%1 is signed out in %n second(s). Touch to stay.</source>
        <translation>
            <numerusform>%1 wird in %n Sekunde abgemeldet. Zum Bleiben berühren.</numerusform>
            <numerusform>%1 wird in %n Sekunden abgemeldet. Zum Bleiben berühren.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Modbus</name>
    <message>
        <source>read coils</source>
        <translation>Spulen lesen</translation>
    </message>
    <message>
        <source>read discrete inputs</source>
        <translation>diskrete Eingänge lesen</translation>
    </message>
    <message>
        <source>read holding registers</source>
        <translation>Halteregister lesen</translation>
    </message>
    <message>
        <source>read input registers</source>
        <translation>Eingangsregister lesen</translation>
    </message>
    <message>
        <source>write single coil</source>
        <translation>einzelne Spule schreiben</translation>
    </message>
    <message>
        <source>write single register</source>
        <translation>einzelnes Register schreiben</translation>
    </message>
    <message>
        <source>read exception status</source>
        <translation>Ausnahmestatus lesen</translation>
    </message>
    <message>
        <source>diagnostics</source>
        <translation>Diagnose</translation>
    </message>
    <message>
        <source>get communication event counter</source>
        <translation>Ereigniszähler lesen</translation>
    </message>
    <message>
        <source>get communication event log</source>
        <translation>Ereignisprotokoll lesen</translation>
    </message>
    <message>
        <source>write multiple coils</source>
        <translation>mehrere Spulen schreiben</translation>
    </message>
    <message>
        <source>write multiple registers</source>
        <translation>mehrere Register schreiben</translation>
    </message>
    <message>
        <source>report server id</source>
        <translation>Serverkennung lesen</translation>
    </message>
    <message>
        <source>read file record</source>
        <translation>Dateisatz lesen</translation>
    </message>
    <message>
        <source>write file record</source>
        <translation>Dateisatz schreiben</translation>
    </message>
    <message>
        <source>mask write register</source>
        <translation>Register mit Maske schreiben</translation>
    </message>
    <message>
        <source>read/write multiple registers</source>
        <translation>mehrere Register lesen und schreiben</translation>
    </message>
    <message>
        <source>read FIFO queue</source>
        <translation>FIFO lesen</translation>
    </message>
    <message>
        <source>encapsulated interface transport</source>
        <translation>gekapselter Transport (MEI)</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 bis %2</translation>
    </message>
    <message>
        <source>exception %1: %2</source>
        <translation>Ausnahme %1: %2</translation>
    </message>
</context>
<context>
    <name>ModbusCodec</name>
    <message>
        <source>the value does not fit the registers of %1</source>
        <translation>der Wert passt nicht in die Register von %1</translation>
    </message>
</context>
<context>
    <name>ModbusDiagnostics</name>
    <message>
        <source>return query data</source>
        <translation>Abfragedaten zurückgeben</translation>
    </message>
    <message>
        <source>restart communications option</source>
        <translation>Kommunikation neu starten</translation>
    </message>
    <message>
        <source>return diagnostic register</source>
        <translation>Diagnoseregister</translation>
    </message>
    <message>
        <source>change ASCII input delimiter</source>
        <translation>ASCII-Endezeichen ändern</translation>
    </message>
    <message>
        <source>force listen only mode</source>
        <translation>nur noch mithören lassen</translation>
    </message>
    <message>
        <source>clear counters and diagnostic register</source>
        <translation>Zähler und Diagnoseregister löschen</translation>
    </message>
    <message>
        <source>return bus message count</source>
        <translation>Nachrichten auf dem Bus</translation>
    </message>
    <message>
        <source>return bus communication error count</source>
        <translation>Übertragungsfehler auf dem Bus</translation>
    </message>
    <message>
        <source>return bus exception error count</source>
        <translation>Ausnahmen des Geräts</translation>
    </message>
    <message>
        <source>return server message count</source>
        <translation>Nachrichten an das Gerät</translation>
    </message>
    <message>
        <source>return server no response count</source>
        <translation>Nachrichten ohne Antwort</translation>
    </message>
    <message>
        <source>return server NAK count</source>
        <translation>Antworten mit NAK</translation>
    </message>
    <message>
        <source>return server busy count</source>
        <translation>Antworten „beschäftigt“</translation>
    </message>
    <message>
        <source>return bus character overrun count</source>
        <translation>Zeichenüberläufe</translation>
    </message>
    <message>
        <source>clear overrun counter and flag</source>
        <translation>Überlaufzähler und Merker löschen</translation>
    </message>
    <message>
        <source>vendor name</source>
        <translation>Hersteller</translation>
    </message>
    <message>
        <source>product code</source>
        <translation>Produktcode</translation>
    </message>
    <message>
        <source>revision</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>vendor URL</source>
        <translation>Internetadresse des Herstellers</translation>
    </message>
    <message>
        <source>product name</source>
        <translation>Produktname</translation>
    </message>
    <message>
        <source>model name</source>
        <translation>Modellname</translation>
    </message>
    <message>
        <source>user application name</source>
        <translation>Name der Anwendung</translation>
    </message>
    <message>
        <source>exception status, outputs 8 to 1</source>
        <translation>Ausnahmestatus, Ausgänge 8 bis 1</translation>
    </message>
    <message>
        <source>still busy with a command</source>
        <translation>noch mit einem Befehl beschäftigt</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>ja</translation>
    </message>
    <message>
        <source>no</source>
        <translation>nein</translation>
    </message>
    <message>
        <source>events</source>
        <translation>Ereignisse</translation>
    </message>
    <message>
        <source>messages</source>
        <translation>Nachrichten</translation>
    </message>
    <message>
        <source>newest events first</source>
        <translation>neueste Ereignisse zuerst</translation>
    </message>
    <message>
        <source>server id, run indicator and more</source>
        <translation>Kennung, Laufanzeige und Weiteres</translation>
    </message>
    <message>
        <source>as text</source>
        <translation>als Text</translation>
    </message>
    <message>
        <source>file %1 from record %2</source>
        <translation>Datei %1 ab Datensatz %2</translation>
    </message>
    <message>
        <source>object %1</source>
        <translation>Objekt %1</translation>
    </message>
    <message>
        <source>communication error</source>
        <translation>Übertragungsfehler</translation>
    </message>
    <message>
        <source>character overrun</source>
        <translation>Zeichenüberlauf</translation>
    </message>
    <message>
        <source>in listen only mode</source>
        <translation>hört nur mit</translation>
    </message>
    <message>
        <source>broadcast</source>
        <translation>Rundruf</translation>
    </message>
    <message>
        <source>exception 1 to 3</source>
        <translation>Ausnahme 1 bis 3</translation>
    </message>
    <message>
        <source>exception 4</source>
        <translation>Ausnahme 4</translation>
    </message>
    <message>
        <source>exception 5 or 6</source>
        <translation>Ausnahme 5 oder 6</translation>
    </message>
    <message>
        <source>exception 7</source>
        <translation>Ausnahme 7</translation>
    </message>
    <message>
        <source>write timeout</source>
        <translation>Zeitüberschreitung beim Senden</translation>
    </message>
    <message>
        <source>received</source>
        <translation>empfangen</translation>
    </message>
    <message>
        <source>sent</source>
        <translation>gesendet</translation>
    </message>
    <message>
        <source>communication restarted</source>
        <translation>Kommunikation neu gestartet</translation>
    </message>
    <message>
        <source>listen only mode entered</source>
        <translation>hört ab jetzt nur mit</translation>
    </message>
    <message>
        <source>sub-function %1</source>
        <translation>Unterfunktion %1</translation>
    </message>
    <message>
        <source>queue, oldest first</source>
        <translation>Warteschlange, ältester Wert zuerst</translation>
    </message>
    <message>
        <source>there is no sub-function %1 that only reads</source>
        <translation>eine Unterfunktion %1, die nur liest, gibt es nicht</translation>
    </message>
    <message>
        <source>the device says again and again that more follows</source>
        <translation>das Gerät sagt immer wieder, dass noch mehr folgt</translation>
    </message>
</context>
<context>
    <name>ModbusRequests</name>
    <message>
        <source>%1 values at address %2 are more than one request can ask for</source>
        <translation>%1 Werte ab Adresse %2 sind mehr, als eine Anfrage lesen kann</translation>
    </message>
    <message>
        <source>the byte count is not the one asked for</source>
        <translation>die Byteanzahl ist nicht die angeforderte</translation>
    </message>
    <message>
        <source>the answer is not as long as it says</source>
        <translation>die Antwort ist nicht so lang, wie sie angibt</translation>
    </message>
    <message>
        <source>the answer does not repeat what was written</source>
        <translation>die Antwort wiederholt das Geschriebene nicht</translation>
    </message>
    <message>
        <source>the answer is empty</source>
        <translation>die Antwort ist leer</translation>
    </message>
    <message>
        <source>the exception has no code</source>
        <translation>die Ausnahme hat keinen Code</translation>
    </message>
    <message>
        <source>the answer is for function %1</source>
        <translation>die Antwort gilt für Funktion %1</translation>
    </message>
    <message>
        <source>illegal function</source>
        <translation>unzulässige Funktion</translation>
    </message>
    <message>
        <source>illegal data address</source>
        <translation>unzulässige Datenadresse</translation>
    </message>
    <message>
        <source>illegal data value</source>
        <translation>unzulässiger Datenwert</translation>
    </message>
    <message>
        <source>server device failure</source>
        <translation>Störung des Geräts</translation>
    </message>
    <message>
        <source>acknowledge</source>
        <translation>angenommen, in Bearbeitung</translation>
    </message>
    <message>
        <source>server device busy</source>
        <translation>Gerät beschäftigt</translation>
    </message>
    <message>
        <source>memory parity error</source>
        <translation>Speicherparitätsfehler</translation>
    </message>
    <message>
        <source>gateway path unavailable</source>
        <translation>Gateway-Pfad nicht verfügbar</translation>
    </message>
    <message>
        <source>gateway target device failed to respond</source>
        <translation>Zielgerät des Gateways antwortet nicht</translation>
    </message>
    <message>
        <source>exception %1</source>
        <translation>Ausnahme %1</translation>
    </message>
    <message>
        <source>a file has the number 1 to 65535 and records 0 to 9999, and one request has room for 121 of them, 122 in a write</source>
        <translation>eine Datei hat die Nummer 1 bis 65535 und die Datensätze 0 bis 9999, und eine Anfrage fasst davon 121, beim Schreiben 122</translation>
    </message>
    <message>
        <source>the answer does not repeat what was asked</source>
        <translation>die Antwort wiederholt nicht, was gefragt wurde</translation>
    </message>
    <message>
        <source>the answer does not hold the records asked for</source>
        <translation>die Antwort enthält nicht die verlangten Datensätze</translation>
    </message>
    <message>
        <source>the address must be 0 to 65535</source>
        <translation>die Adresse muss 0 bis 65535 sein</translation>
    </message>
    <message>
        <source>objects of the identification have the numbers 0 to 255</source>
        <translation>Objekte der Kennung haben die Nummern 0 bis 255</translation>
    </message>
</context>
<context>
    <name>NavigationRail</name>
    <message>
        <source>Day</source>
        <translation>Tag</translation>
    </message>
    <message>
        <source>Night</source>
        <translation>Nacht</translation>
    </message>
    <message>
        <source>Contrast</source>
        <translation>Kontrast</translation>
    </message>
</context>
<context>
    <name>NumberDialog</name>
    <message>
        <source>Now %1 %2</source>
        <translation>Jetzt %1 %2</translation>
    </message>
    <message>
        <source>Write</source>
        <translation>Schreiben</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Minimum %1</source>
        <translation>Minimum %1</translation>
    </message>
    <message>
        <source>Maximum %1</source>
        <translation>Maximum %1</translation>
    </message>
    <message>
        <source>Ask for approval</source>
        <translation>Zustimmung anfragen</translation>
    </message>
</context>
<context>
    <name>PanelCommand</name>
    <message>
        <source>Open a window instead of the full screen</source>
        <translation>Öffnet ein Fenster statt des Vollbilds</translation>
    </message>
    <message>
        <source>Size of the window, 1280x800 by default</source>
        <translation>Größe des Fensters, ohne Angabe 1280x800</translation>
    </message>
    <message>
        <source>Resolution of the screen, when it reports a wrong one</source>
        <translation>Auflösung des Bildschirms, falls er eine falsche meldet</translation>
    </message>
    <message>
        <source>Larger touch targets</source>
        <translation>Größere Berührungsflächen</translation>
    </message>
    <message>
        <source>day, night or contrast</source>
        <translation>day (Tag), night (Nacht) oder contrast (Kontrast)</translation>
    </message>
    <message>
        <source>Do not serve browsers</source>
        <translation>Keine Browser bedienen</translation>
    </message>
    <message>
        <source>--pixels-per-mm wants 1 to 40</source>
        <translation>--pixels-per-mm erwartet 1 bis 40</translation>
    </message>
    <message>
        <source>--size wants width and height, as 1280x800</source>
        <translation>--size erwartet Breite und Höhe, etwa 1280x800</translation>
    </message>
</context>
<context>
    <name>Quality</name>
    <message>
        <source>On</source>
        <translation>Ein</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>Aus</translation>
    </message>
    <message>
        <source>Stale: no new value</source>
        <translation>Veraltet: kein neuer Wert</translation>
    </message>
    <message>
        <source>Not read yet</source>
        <translation>Noch nicht gelesen</translation>
    </message>
    <message>
        <source>No communication</source>
        <translation>Keine Kommunikation</translation>
    </message>
    <message>
        <source>Not available in the device</source>
        <translation>Im Gerät nicht verfügbar</translation>
    </message>
    <message>
        <source>Outside what the value can be</source>
        <translation>Außerhalb des möglichen Bereichs</translation>
    </message>
    <message>
        <source>Wrong configuration</source>
        <translation>Falsch konfiguriert</translation>
    </message>
    <message>
        <source>Out of service</source>
        <translation>Außer Betrieb</translation>
    </message>
    <message>
        <source>STALE</source>
        <translation>ALT</translation>
    </message>
    <message>
        <source>WAIT</source>
        <translation>WARTET</translation>
    </message>
    <message>
        <source>COMM</source>
        <translation>KOMM</translation>
    </message>
    <message>
        <source>EXC %1</source>
        <translation>AUSN %1</translation>
    </message>
    <message>
        <source>N/A</source>
        <translation>N/V</translation>
    </message>
    <message>
        <source>RANGE</source>
        <translation>BEREICH</translation>
    </message>
    <message>
        <source>CONFIG</source>
        <translation>KONFIG</translation>
    </message>
    <message>
        <source>OUT</source>
        <translation>A.BETR.</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 min</translation>
    </message>
    <message>
        <source>%1 h</source>
        <translation>%1 h</translation>
    </message>
    <message>
        <source>%1 d</source>
        <translation>%1 d</translation>
    </message>
    <message>
        <source>Beyond its limits: the limit is shown</source>
        <translation>Außerhalb seiner Grenzen: die Grenze wird gezeigt</translation>
    </message>
    <message>
        <source>LIMIT</source>
        <translation>GRENZE</translation>
    </message>
</context>
<context>
    <name>QualityLine</name>
    <message>
        <source>Quality</source>
        <translation>Qualität</translation>
    </message>
    <message>
        <source>Good, live</source>
        <translation>Gut, aktuell</translation>
    </message>
    <message>
        <source>Never answered</source>
        <translation>Nie geantwortet</translation>
    </message>
    <message>
        <source>Last answer %1 ago</source>
        <translation>Letzte Antwort vor %1</translation>
    </message>
</context>
<context>
    <name>Roles</name>
    <message>
        <source>Viewer</source>
        <translation>Beobachter</translation>
    </message>
    <message>
        <source>Operator</source>
        <translation>Bediener</translation>
    </message>
    <message>
        <source>Engineer</source>
        <translation>Ingenieur</translation>
    </message>
    <message>
        <source>Administrator</source>
        <translation>Administrator</translation>
    </message>
</context>
<context>
    <name>ScreenView</name>
    <message>
        <source>This screen does not exist: %1</source>
        <translation>Dieses Bild gibt es nicht: %1</translation>
    </message>
</context>
<context>
    <name>SetupNotice</name>
    <message>
        <source>There is no administrator yet. Open %1 in a browser on this computer and enter the code:</source>
        <translation>Es gibt noch keinen Administrator. Öffnen Sie %1 in einem Browser auf diesem Rechner und geben Sie den Code ein:</translation>
    </message>
    <message>
        <source>The browser must show this SHA-256 of the certificate: %1</source>
        <translation>Der Browser muss diesen SHA-256 des Zertifikats zeigen: %1</translation>
    </message>
</context>
<context>
    <name>SignInDialog</name>
    <message>
        <source>Sign in</source>
        <translation>Anmelden</translation>
    </message>
    <message>
        <source>Choose a user</source>
        <translation>Benutzer wählen</translation>
    </message>
    <message>
        <source>Checking…</source>
        <translation>Prüft…</translation>
    </message>
    <message>
        <source>Enter PIN</source>
        <translation>PIN eingeben</translation>
    </message>
</context>
<context>
    <name>SimulationMark</name>
    <message>
        <source>SIMULATION</source>
        <translation>SIMULATION</translation>
    </message>
</context>
<context>
    <name>StateDialog</name>
    <message>
        <source>Off</source>
        <translation>Aus</translation>
    </message>
    <message>
        <source>On</source>
        <translation>Ein</translation>
    </message>
    <message>
        <source>Now: %1</source>
        <translation>Jetzt: %1</translation>
    </message>
</context>
<context>
    <name>Station</name>
    <message>
        <source>The data folder %1 cannot be made or is not yours.</source>
        <translation>Der Datenordner %1 kann nicht angelegt werden oder gehört Ihnen nicht.</translation>
    </message>
    <message>
        <source>The project has no connection %1.</source>
        <translation>Im Projekt gibt es keine Verbindung %1.</translation>
    </message>
    <message>
        <source>Another station uses the data folder %1.</source>
        <translation>Eine andere Station verwendet den Datenordner %1.</translation>
    </message>
</context>
<context>
    <name>StationKey</name>
    <message>
        <source>The station&apos;s key cannot be made.</source>
        <translation>Der Schlüssel der Station kann nicht angelegt werden.</translation>
    </message>
    <message>
        <source>That is no public key of a station.</source>
        <translation>Das ist kein öffentlicher Schlüssel einer Station.</translation>
    </message>
    <message>
        <source>The data folder holds no station key.</source>
        <translation>Im Datenordner liegt kein Schlüssel einer Station.</translation>
    </message>
    <message>
        <source>The station&apos;s key cannot be read.</source>
        <translation>Der Schlüssel der Station ist nicht lesbar.</translation>
    </message>
    <message>
        <source>The station&apos;s key must be readable by its owner only.</source>
        <translation>Den Schlüssel der Station darf nur sein Eigentümer lesen können.</translation>
    </message>
    <message>
        <source>station-key.pem is no Ed25519 key.</source>
        <translation>station-key.pem ist kein Ed25519-Schlüssel.</translation>
    </message>
    <message>
        <source>A change of the station&apos;s key was cut off; the start of the station or &apos;mwsctl key rotate station&apos; ends it.</source>
        <translation>Ein Wechsel des Schlüssels der Station wurde abgebrochen; der Start der Station oder „mwsctl key rotate station“ beendet ihn.</translation>
    </message>
    <message>
        <source>old-station-keys.json was changed, or is of another station.</source>
        <translation>old-station-keys.json wurde verändert oder gehört zu einer anderen Station.</translation>
    </message>
    <message>
        <source>old-station-keys.json cannot be written.</source>
        <translation>old-station-keys.json kann nicht geschrieben werden.</translation>
    </message>
</context>
<context>
    <name>StationOptions</name>
    <message>
        <source>Folder of the plant&apos;s project (required)</source>
        <translation>Projektordner der Anlage (erforderlich)</translation>
    </message>
    <message>
        <source>Folder for users, audit trail, history and certificate</source>
        <translation>Ordner für Benutzer, Protokoll, Historie und Zertifikat</translation>
    </message>
    <message>
        <source>Where a connection of the project is to be found instead; repeatable</source>
        <translation>Abweichender Ort einer Verbindung des Projekts; mehrfach möglich</translation>
    </message>
    <message>
        <source>Address the web listens on, once there is an administrator; 0.0.0.0 or :: for all</source>
        <translation>Adresse, auf der der Webserver lauscht, sobald es einen Administrator gibt; 0.0.0.0 oder :: für alle</translation>
    </message>
    <message>
        <source>Port of the web, 8443 by default; 0: any</source>
        <translation>Port des Webservers, ohne Angabe 8443; 0: beliebig</translation>
    </message>
    <message>
        <source>Name browsers use for this computer; repeatable</source>
        <translation>Name dieses Rechners für Browser; mehrfach möglich</translation>
    </message>
    <message>
        <source>File written when everything runs</source>
        <translation>Datei, die geschrieben wird, sobald alles läuft</translation>
    </message>
    <message>
        <source>--endpoint wants connection=host:port</source>
        <translation>--endpoint erwartet Verbindung=Host:Port</translation>
    </message>
    <message>
        <source>--address wants an IP address</source>
        <translation>--address erwartet eine IP-Adresse</translation>
    </message>
    <message>
        <source>--port wants 0 to 65535</source>
        <translation>--port erwartet 0 bis 65535</translation>
    </message>
    <message>
        <source>--project is missing</source>
        <translation>--project fehlt</translation>
    </message>
    <message>
        <source>Whom to tell about weaknesses, as /.well-known/security.txt says it: a mailto: or https: address</source>
        <translation>Wem Schwachstellen zu melden sind, wie /.well-known/security.txt es sagt: eine Adresse mit mailto: oder https:</translation>
    </message>
    <message>
        <source>--security-contact wants a mailto:, https: or tel: address</source>
        <translation>--security-contact verlangt eine Adresse mit mailto:, https: oder tel:</translation>
    </message>
    <message>
        <source>Days that rows of the audit trail are kept, 730 by default; 0: for ever</source>
        <translation>Tage, die Zeilen des Protokolls bleiben, sonst 730; 0: für immer</translation>
    </message>
    <message>
        <source>--audit-days wants 0 or 30 to 36500</source>
        <translation>--audit-days braucht 0 oder 30 bis 36500</translation>
    </message>
    <message>
        <source>--audit-syslog wants host:port</source>
        <translation>--audit-syslog verlangt host:port</translation>
    </message>
    <message>
        <source>Sends audit rows to systemd&apos;s journal, too</source>
        <translation>Sendet Protokolleinträge auch an das Journal von systemd</translation>
    </message>
    <message>
        <source>Sends audit rows to this syslog server, too, over TLS (RFC 5425); port 6514 by default</source>
        <translation>Sendet Protokolleinträge auch an diesen Syslog-Server, über TLS (RFC 5425); Port 6514, wenn keiner genannt ist</translation>
    </message>
    <message>
        <source>PEM file with the authorities that the syslog server&apos;s certificate may be of (required with --audit-syslog)</source>
        <translation>PEM-Datei mit den Zertifizierungsstellen, von denen das Zertifikat des Syslog-Servers sein darf (nötig mit --audit-syslog)</translation>
    </message>
    <message>
        <source>PEM file with the certificate that the station shows the syslog server</source>
        <translation>PEM-Datei mit dem Zertifikat, das die Station dem Syslog-Server zeigt</translation>
    </message>
    <message>
        <source>PEM file with the key of that certificate</source>
        <translation>PEM-Datei mit dem Schlüssel dieses Zertifikats</translation>
    </message>
    <message>
        <source>--audit-syslog is missing</source>
        <translation>--audit-syslog fehlt</translation>
    </message>
    <message>
        <source>--audit-syslog wants --audit-syslog-ca</source>
        <translation>--audit-syslog verlangt --audit-syslog-ca</translation>
    </message>
    <message>
        <source>--audit-syslog-certificate and --audit-syslog-key go together</source>
        <translation>--audit-syslog-certificate und --audit-syslog-key gehören zusammen</translation>
    </message>
    <message>
        <source>Port of plain HTTP that sends browsers to https, once there is an administrator; none by default; 0: any</source>
        <translation>Port für unverschlüsseltes HTTP, das Browser zu https schickt, sobald es einen Administrator gibt; ohne Angabe keiner; 0: beliebig</translation>
    </message>
    <message>
        <source>Address or network of a reverse proxy whose X-Forwarded-For counts; repeatable</source>
        <translation>Adresse oder Netz eines Reverse-Proxys, dessen X-Forwarded-For gilt; mehrfach möglich</translation>
    </message>
    <message>
        <source>Path that everything of the web lies below, as /plant1; / by default</source>
        <translation>Pfad, unter dem alles vom Webserver liegt, etwa /anlage1; ohne Angabe /</translation>
    </message>
    <message>
        <source>--redirect-port wants 0 to 65535</source>
        <translation>--redirect-port erwartet 0 bis 65535</translation>
    </message>
    <message>
        <source>--redirect-port wants another port than --port</source>
        <translation>--redirect-port erwartet einen anderen Port als --port</translation>
    </message>
    <message>
        <source>--trusted-proxy wants an address, or a network of at least /8 (IPv6: /32)</source>
        <translation>--trusted-proxy erwartet eine Adresse oder ein Netz von mindestens /8 (IPv6: /32)</translation>
    </message>
    <message>
        <source>--base-path wants a path such as /plant1, of letters, digits and -_~</source>
        <translation>--base-path erwartet einen Pfad wie /anlage1 aus Buchstaben, Ziffern und -_~</translation>
    </message>
    <message>
        <source>Connections that browsers and programs may have at a time, 256 by default</source>
        <translation>Verbindungen, die Browser und Programme zugleich haben dürfen, sonst 256</translation>
    </message>
    <message>
        <source>Those of one address (IPv6: of its /64) among them, 32 by default</source>
        <translation>Davon die einer Adresse (IPv6: ihres /64), sonst 32</translation>
    </message>
    <message>
        <source>--connections wants 8 to 768</source>
        <translation>--connections erwartet 8 bis 768</translation>
    </message>
    <message>
        <source>--connections-per-address wants 1 to the number of --connections</source>
        <translation>--connections-per-address erwartet 1 bis zur Zahl von --connections</translation>
    </message>
    <message>
        <source>Address or network that connections to devices may lead to, as 192.168.10.0/24; repeatable; all but link-local ones by default</source>
        <translation>Adresse oder Netz, wohin Verbindungen zu Geräten führen dürfen, etwa 192.168.10.0/24; wiederholbar; ohne Angabe alle außer Link-Local-Adressen</translation>
    </message>
    <message>
        <source>Days that the history of values is kept, 730 by default; 0: for ever</source>
        <translation>Tage, für die der Verlauf der Werte aufgehoben wird, ohne Angabe 730; 0: für immer</translation>
    </message>
    <message>
        <source>--device-network wants an IP address, or a network such as 192.168.10.0/24</source>
        <translation>--device-network verlangt eine IP-Adresse oder ein Netz wie 192.168.10.0/24</translation>
    </message>
    <message>
        <source>--history-days wants 0 to 36500</source>
        <translation>--history-days verlangt 0 bis 36500</translation>
    </message>
    <message>
        <source>--client-certificates required cannot be met behind a --trusted-proxy</source>
        <translation>--client-certificates required ist hinter einem --trusted-proxy nicht erfüllbar</translation>
    </message>
    <message>
        <source>--client-certificates wants off, optional or required</source>
        <translation>--client-certificates erwartet off, optional oder required</translation>
    </message>
    <message>
        <source>Whether browsers and programs show certificates of users, signed by web-clients/ca.pem of the data folder: off (default), optional or required</source>
        <translation>Ob Browser und Programme Zertifikate von Benutzern zeigen, signiert von web-clients/ca.pem des Datenordners: off (Vorgabe), optional oder required</translation>
    </message>
    <message>
        <source>--audit-syslog-text wants line or cef</source>
        <translation>--audit-syslog-text verlangt line oder cef</translation>
    </message>
    <message>
        <source>What stands behind the fields of such a row: a line for people, or the Common Event Format (cef)</source>
        <translation>Was hinter den Feldern einer solchen Zeile steht: eine Zeile für Menschen oder das Common Event Format (cef)</translation>
    </message>
</context>
<context>
    <name>Storage</name>
    <message>
        <source>The database is damaged; restore it from a backup.</source>
        <translation>Die Datenbank ist beschädigt; bitte aus einer Sicherung wiederherstellen.</translation>
    </message>
    <message>
        <source>The database has version %1, this program knows up to %2; use the newer program.</source>
        <translation>Die Datenbank hat die Version %1, dieses Programm kennt nur bis %2; bitte das neuere Programm verwenden.</translation>
    </message>
    <message>
        <source>The file is a database of another program.</source>
        <translation>Die Datei ist die Datenbank eines anderen Programms.</translation>
    </message>
    <message>
        <source>A step of the database schema is missing.</source>
        <translation>Ein Schritt des Datenbankschemas fehlt.</translation>
    </message>
    <message>
        <source>The database is in use by another program.</source>
        <translation>Die Datenbank wird von einem anderen Programm verwendet.</translation>
    </message>
    <message>
        <source>The database cannot be written.</source>
        <translation>Die Datenbank kann nicht beschrieben werden.</translation>
    </message>
    <message>
        <source>The disk is full.</source>
        <translation>Der Datenträger ist voll.</translation>
    </message>
    <message>
        <source>The entry exists already or does not fit the others.</source>
        <translation>Der Eintrag ist bereits vorhanden oder passt nicht zu den anderen.</translation>
    </message>
    <message>
        <source>The database could not do what was asked.</source>
        <translation>Die Datenbank konnte den Auftrag nicht ausführen.</translation>
    </message>
    <message>
        <source>The database file cannot be opened.</source>
        <translation>Die Datenbankdatei kann nicht geöffnet werden.</translation>
    </message>
    <message>
        <source>The database file belongs to another user.</source>
        <translation>Die Datenbankdatei gehört einem anderen Benutzer.</translation>
    </message>
    <message>
        <source>The database is open already.</source>
        <translation>Die Datenbank ist bereits geöffnet.</translation>
    </message>
    <message>
        <source>The database is closed.</source>
        <translation>Die Datenbank ist geschlossen.</translation>
    </message>
    <message>
        <source>The file for the copy exists already.</source>
        <translation>Die Datei für die Kopie ist bereits vorhanden.</translation>
    </message>
</context>
<context>
    <name>TextDialog</name>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
</context>
<context>
    <name>TextKeys</name>
    <message>
        <source>Space</source>
        <translation>Leer</translation>
    </message>
</context>
<context>
    <name>TlsText</name>
    <message>
        <source>%1 cannot be read: %2</source>
        <translation>%1 ist nicht lesbar: %2</translation>
    </message>
    <message>
        <source>%1 holds no certificate.</source>
        <translation>%1 enthält kein Zertifikat.</translation>
    </message>
    <message>
        <source>%1 is open to others; set its mode to 0600.</source>
        <translation>%1 ist für andere offen; den Modus auf 0600 setzen.</translation>
    </message>
    <message>
        <source>%1 holds no key, or one with a password.</source>
        <translation>%1 enthält keinen Schlüssel oder einen mit Passwort.</translation>
    </message>
    <message>
        <source>There is no TLS on this computer.</source>
        <translation>Auf diesem Rechner gibt es kein TLS.</translation>
    </message>
</context>
<context>
    <name>ToggleWidget</name>
    <message>
        <source>Start</source>
        <translation>Start</translation>
    </message>
    <message>
        <source>On</source>
        <translation>Ein</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>Aus</translation>
    </message>
</context>
<context>
    <name>Trust</name>
    <message>
        <source>%1 cannot be read: %2</source>
        <translation>%1 ist nicht lesbar: %2</translation>
    </message>
    <message>
        <source>%1 holds no certificate.</source>
        <translation>%1 enthält kein Zertifikat.</translation>
    </message>
    <message>
        <source>%1 is no revocation list in PEM, or a damaged one.</source>
        <translation>%1 ist keine Sperrliste in PEM oder eine beschädigte.</translation>
    </message>
    <message>
        <source>The authorities cannot be used.</source>
        <translation>Die Zertifizierungsstellen sind nicht verwendbar.</translation>
    </message>
    <message>
        <source>The certificate has been revoked.</source>
        <translation>Das Zertifikat ist gesperrt.</translation>
    </message>
    <message>
        <source>The certificate has expired.</source>
        <translation>Das Zertifikat ist abgelaufen.</translation>
    </message>
    <message>
        <source>The certificate is from an authority that ca.pem does not hold.</source>
        <translation>Das Zertifikat stammt von einer Zertifizierungsstelle, die nicht in ca.pem steht.</translation>
    </message>
    <message>
        <source>The certificate is not accepted: %1</source>
        <translation>Das Zertifikat wird nicht angenommen: %1</translation>
    </message>
    <message>
        <source>The certificate is not valid yet; is the clock right?</source>
        <translation>Das Zertifikat gilt noch nicht; stimmt die Uhr?</translation>
    </message>
    <message>
        <source>The revocation list is not one of the certificate&apos;s authority.</source>
        <translation>Die Sperrliste ist nicht die der Zertifizierungsstelle des Zertifikats.</translation>
    </message>
    <message>
        <source>The revocation list of the certificate&apos;s authority is out of date; bring a new one.</source>
        <translation>Die Sperrliste der Zertifizierungsstelle des Zertifikats ist veraltet; eine neue bereitstellen.</translation>
    </message>
    <message>
        <source>There is no certificate.</source>
        <translation>Es gibt kein Zertifikat.</translation>
    </message>
</context>
<context>
    <name>UserDialog</name>
    <message>
        <source>Sign out</source>
        <translation>Abmelden</translation>
    </message>
    <message numerus="yes">
        <source>Signed out by itself after %n second(s) without a touch</source>
        <translation>
            <numerusform>Meldet sich nach %n Sekunde ohne Berührung selbst ab</numerusform>
            <numerusform>Meldet sich nach %n Sekunden ohne Berührung selbst ab</numerusform>
        </translation>
    </message>
    <message>
        <source>Local control</source>
        <translation>Vor-Ort-Bedienung</translation>
    </message>
</context>
<context>
    <name>UserList</name>
    <message>
        <source>No user has a PIN yet. An administrator sets one in the browser or with mwsctl.</source>
        <translation>Noch kein Benutzer hat eine PIN. Ein Administrator setzt sie im Browser oder mit mwsctl.</translation>
    </message>
    <message>
        <source>Nobody else with a PIN may approve this.</source>
        <translation>Niemand sonst mit einer PIN darf dem zustimmen.</translation>
    </message>
</context>
<context>
    <name>WebLine</name>
    <message>
        <source>Browsers: %1</source>
        <translation>Browser: %1</translation>
    </message>
    <message>
        <source>SHA-256 of the certificate: %1</source>
        <translation>SHA-256 des Zertifikats: %1</translation>
    </message>
</context>
<context>
    <name>WidgetView</name>
    <message>
        <source>Unknown widget: %1</source>
        <translation>Unbekanntes Element: %1</translation>
    </message>
</context>
<context>
    <name>Writes</name>
    <message>
        <source>This value does not exist.</source>
        <translation>Diesen Wert gibt es nicht.</translation>
    </message>
    <message>
        <source>This value is read only.</source>
        <translation>Dieser Wert ist nur lesbar.</translation>
    </message>
    <message>
        <source>Not a value of this kind.</source>
        <translation>Kein Wert dieser Art.</translation>
    </message>
    <message>
        <source>Outside the permitted range.</source>
        <translation>Außerhalb des zulässigen Bereichs.</translation>
    </message>
    <message>
        <source>Does not fit the step.</source>
        <translation>Passt nicht zur Schrittweite.</translation>
    </message>
    <message>
        <source>Does not fit the device&apos;s registers.</source>
        <translation>Passt nicht in die Register des Geräts.</translation>
    </message>
    <message>
        <source>Too soon after the last write. Try again.</source>
        <translation>Zu kurz nach dem letzten Schreiben. Bitte erneut versuchen.</translation>
    </message>
    <message>
        <source>Needs a confirmation.</source>
        <translation>Bestätigung erforderlich.</translation>
    </message>
    <message>
        <source>Needs a reason.</source>
        <translation>Begründung erforderlich.</translation>
    </message>
    <message>
        <source>Not sent: it could not be recorded.</source>
        <translation>Nicht gesendet: Protokollieren nicht möglich.</translation>
    </message>
    <message>
        <source>Not sent: the device could not be reached in time.</source>
        <translation>Nicht gesendet: Gerät nicht rechtzeitig erreichbar.</translation>
    </message>
    <message>
        <source>Not sent: the right to write ended while it waited.</source>
        <translation>Nicht gesendet: Das Recht zu schreiben endete, während der Wert wartete.</translation>
    </message>
    <message>
        <source>Too many writes are waiting.</source>
        <translation>Zu viele Schreibaufträge warten.</translation>
    </message>
    <message>
        <source>Exception 1: illegal function</source>
        <translation>Ausnahme 1: unzulässige Funktion</translation>
    </message>
    <message>
        <source>Exception 2: illegal data address</source>
        <translation>Ausnahme 2: unzulässige Datenadresse</translation>
    </message>
    <message>
        <source>Exception 3: illegal data value</source>
        <translation>Ausnahme 3: unzulässiger Datenwert</translation>
    </message>
    <message>
        <source>Exception 4: device failure</source>
        <translation>Ausnahme 4: Störung des Geräts</translation>
    </message>
    <message>
        <source>Exception 5: accepted, still working</source>
        <translation>Ausnahme 5: angenommen, in Bearbeitung</translation>
    </message>
    <message>
        <source>Exception 6: device busy</source>
        <translation>Ausnahme 6: Gerät beschäftigt</translation>
    </message>
    <message>
        <source>Exception 8: memory parity error</source>
        <translation>Ausnahme 8: Speicherparitätsfehler</translation>
    </message>
    <message>
        <source>Exception 10: gateway path unavailable</source>
        <translation>Ausnahme 10: Gateway-Pfad nicht verfügbar</translation>
    </message>
    <message>
        <source>Exception 11: device behind the gateway does not answer</source>
        <translation>Ausnahme 11: Gerät hinter dem Gateway antwortet nicht</translation>
    </message>
    <message>
        <source>Exception %1</source>
        <translation>Ausnahme %1</translation>
    </message>
    <message>
        <source>Written: %1</source>
        <translation>Geschrieben: %1</translation>
    </message>
    <message>
        <source>Sent: %1</source>
        <translation>Gesendet: %1</translation>
    </message>
    <message>
        <source>The device holds %1 instead of %2.</source>
        <translation>Im Gerät steht %1 statt %2.</translation>
    </message>
    <message>
        <source>Refused by the device. %1.</source>
        <translation>Vom Gerät abgelehnt. %1.</translation>
    </message>
    <message>
        <source>No answer: it is unknown whether the device took the value.</source>
        <translation>Keine Antwort: ob das Gerät den Wert übernommen hat, ist unbekannt.</translation>
    </message>
    <message>
        <source>Not sent: a newer value took its place.</source>
        <translation>Nicht gesendet: Ein neuerer Wert hat diesen ersetzt.</translation>
    </message>
    <message>
        <source>Not sent: a register that has to be read first could not be read.</source>
        <translation>Nicht gesendet: Ein Register, das vorher gelesen werden muss, war nicht lesbar.</translation>
    </message>
    <message>
        <source>At most %1 away from the present value.</source>
        <translation>Höchstens %1 vom jetzigen Wert entfernt.</translation>
    </message>
    <message>
        <source>Changes by at most %1 per second. Try again.</source>
        <translation>Ändert sich höchstens um %1 je Sekunde. Erneut versuchen.</translation>
    </message>
    <message>
        <source>Not sent: without a good present value the step cannot be judged.</source>
        <translation>Nicht gesendet: Ohne guten jetzigen Wert ist der Schritt nicht zu beurteilen.</translation>
    </message>
    <message>
        <source>Not sent: declined by %1.</source>
        <translation>Nicht gesendet: abgelehnt von %1.</translation>
    </message>
    <message>
        <source>Not sent: taken back.</source>
        <translation>Nicht gesendet: zurückgezogen.</translation>
    </message>
    <message>
        <source>Not sent: nobody approved it in time.</source>
        <translation>Nicht gesendet: Niemand hat rechtzeitig zugestimmt.</translation>
    </message>
    <message>
        <source>Not sent: what allowed it ended while it waited.</source>
        <translation>Nicht gesendet: Was es erlaubte, endete während des Wartens.</translation>
    </message>
    <message>
        <source>Waits for the approval of another person.</source>
        <translation>Wartet auf die Zustimmung einer anderen Person.</translation>
    </message>
    <message>
        <source>Another write of this value waits for approval.</source>
        <translation>Ein anderer Schreibauftrag für diesen Wert wartet auf Zustimmung.</translation>
    </message>
    <message>
        <source>Not sent: the request does not wait any more.</source>
        <translation>Nicht gesendet: Die Anfrage wartet nicht mehr.</translation>
    </message>
    <message>
        <source>Another person than who asked for it must approve.</source>
        <translation>Zustimmen muss eine andere Person als die anfragende.</translation>
    </message>
</context>
<context>
    <name>main</name>
    <message>
        <source>Project folder to open</source>
        <translation>Zu öffnender Projektordner</translation>
    </message>
    <message>
        <source>File written when the window is open</source>
        <translation>Datei, die geschrieben wird, wenn das Fenster offen ist</translation>
    </message>
    <message>
        <source>file</source>
        <translation>Datei</translation>
    </message>
</context>
<context>
    <name>mws-simulator</name>
    <message>
        <source>Project folder; the built-in demo without it</source>
        <translation>Projektordner; ohne Angabe die eingebaute Demo</translation>
    </message>
    <message>
        <source>Where a TCP connection listens; port 0: any</source>
        <translation>Wo eine TCP-Verbindung lauscht; Port 0: beliebig</translation>
    </message>
    <message>
        <source>Link to the pseudo-terminal of a serial connection</source>
        <translation>Verweis auf das Pseudoterminal einer seriellen Verbindung</translation>
    </message>
    <message>
        <source>Unix socket that takes commands</source>
        <translation>Unix-Socket, der Befehle annimmt</translation>
    </message>
    <message>
        <source>File for every write request received</source>
        <translation>Datei für jeden empfangenen Schreibauftrag</translation>
    </message>
    <message>
        <source>Written when everything listens</source>
        <translation>Wird geschrieben, sobald alles lauscht</translation>
    </message>
    <message>
        <source>Command to carry out at the start</source>
        <translation>Befehl, der beim Start ausgeführt wird</translation>
    </message>
    <message>
        <source>Plant seconds per second, 0 to 1000</source>
        <translation>Anlagensekunden je Sekunde, 0 bis 1000</translation>
    </message>
    <message>
        <source>Move numeric tags that the plant does not drive</source>
        <translation>Numerische Messstellen bewegen, die die Anlage nicht führt</translation>
    </message>
    <message>
        <source>Simulated plant: Modbus TCP and RTU devices with moving values.</source>
        <translation>Simulierte Anlage: Modbus-TCP- und RTU-Geräte mit bewegten Werten.</translation>
    </message>
</context>
<context>
    <name>mws::AddressNotation</name>
    <message>
        <source>wants five or six digits, such as 40001 or 400001</source>
        <translation>erwartet fünf oder sechs Ziffern, etwa 40001 oder 400001</translation>
    </message>
    <message>
        <source>wants %MW, %IW, %M or %I and a number, such as %MW0</source>
        <translation>erwartet %MW, %IW, %M oder %I und eine Zahl, etwa %MW0</translation>
    </message>
    <message>
        <source>wants 0x and hexadecimal digits, such as 0x001F</source>
        <translation>erwartet 0x und hexadezimale Ziffern, etwa 0x001F</translation>
    </message>
    <message>
        <source>wants a number from 1 to 65536</source>
        <translation>erwartet eine Zahl von 1 bis 65536</translation>
    </message>
    <message>
        <source>wants a number from 0 to 65535</source>
        <translation>erwartet eine Zahl von 0 bis 65535</translation>
    </message>
</context>
<context>
    <name>mws::ApprovalModel</name>
    <message>
        <source>Wrong PIN</source>
        <translation>Falsche PIN</translation>
    </message>
    <message>
        <source>The request does not wait any more.</source>
        <translation>Die Anfrage wartet nicht mehr.</translation>
    </message>
    <message>
        <source>%1 asks for it at the panel, until %2</source>
        <translation>%1 bittet am Panel darum, bis %2</translation>
    </message>
    <message>
        <source>%1 asks for it from afar, until %2</source>
        <translation>%1 bittet aus der Ferne darum, bis %2</translation>
    </message>
</context>
<context>
    <name>mws::DeviceModel</name>
    <message>
        <source>Not connected</source>
        <translation>Nicht verbunden</translation>
    </message>
    <message>
        <source>Switched off in the project</source>
        <translation>Im Projekt abgeschaltet</translation>
    </message>
    <message>
        <source>Waiting for the first answer</source>
        <translation>Wartet auf erste Antwort</translation>
    </message>
    <message>
        <source>Answers</source>
        <translation>Antwortet</translation>
    </message>
    <message>
        <source>Missing answers</source>
        <translation>Antworten fehlen</translation>
    </message>
    <message>
        <source>Does not answer</source>
        <translation>Antwortet nicht</translation>
    </message>
    <message>
        <source>Broadcast: all devices of the line, none answers</source>
        <translation>Rundruf: alle Geräte der Leitung, keines antwortet</translation>
    </message>
    <message>
        <source>Answers; not connected between requests</source>
        <translation>Antwortet; zwischen den Anfragen nicht verbunden</translation>
    </message>
</context>
<context>
    <name>mws::HistoryService</name>
    <message>
        <source>There is no such tag.</source>
        <translation>Diese Messstelle gibt es nicht.</translation>
    </message>
    <message>
        <source>The time range is empty.</source>
        <translation>Der Zeitbereich ist leer.</translation>
    </message>
    <message>
        <source>The journal of the history cannot be written.</source>
        <translation>Das Journal der Historie kann nicht geschrieben werden.</translation>
    </message>
</context>
<context>
    <name>mws::LockoutDesk</name>
    <message>
        <source>There is no such area.</source>
        <translation>Diesen Bereich gibt es nicht.</translation>
    </message>
</context>
<context>
    <name>mws::LockoutModel</name>
    <message>
        <source>Whole plant</source>
        <translation>Ganze Anlage</translation>
    </message>
    <message>
        <source>by %1 since %2</source>
        <translation>von %1 seit %2</translation>
    </message>
</context>
<context>
    <name>mws::NumberEntry</name>
    <message>
        <source>Below the minimum of %1</source>
        <translation>Unter dem Minimum von %1</translation>
    </message>
    <message>
        <source>Above the maximum of %1</source>
        <translation>Über dem Maximum von %1</translation>
    </message>
    <message>
        <source>Only in steps of %1</source>
        <translation>Nur in Schritten von %1</translation>
    </message>
</context>
<context>
    <name>mws::Plant</name>
    <message numerus="yes">
        <source>%n device(s) online</source>
        <translation>
            <numerusform>%n Gerät online</numerusform>
            <numerusform>%n Geräte online</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n device(s) offline</source>
        <translation>
            <numerusform>%1/%n Gerät offline</numerusform>
            <numerusform>%1/%n Geräte offline</numerusform>
        </translation>
    </message>
    <message>
        <source>The certificate of the web has ended on %1.</source>
        <translation>Das Zertifikat für Browser ist am %1 abgelaufen.</translation>
    </message>
    <message>
        <source>The certificate of the web ends on %1.</source>
        <translation>Das Zertifikat für Browser endet am %1.</translation>
    </message>
</context>
<context>
    <name>mws::ProjectText</name>
    <message>
        <source>is missing</source>
        <translation>fehlt</translation>
    </message>
    <message>
        <source>must be 1 to 64 of a-z, 0-9, _ and -, and begin with a letter or digit</source>
        <translation>muss 1 bis 64 Zeichen aus a-z, 0-9, _ und - haben und mit einem Buchstaben oder einer Ziffer beginnen</translation>
    </message>
    <message>
        <source>must be 1 to 128 of a-z, 0-9, _, - and ., and begin with a letter or digit</source>
        <translation>muss 1 bis 128 Zeichen aus a-z, 0-9, _, - und . haben und mit einem Buchstaben oder einer Ziffer beginnen</translation>
    </message>
    <message>
        <source>is longer than %1 characters</source>
        <translation>ist länger als %1 Zeichen</translation>
    </message>
    <message>
        <source>must not contain control characters</source>
        <translation>darf keine Steuerzeichen enthalten</translation>
    </message>
    <message>
        <source>must be 1 to 128 characters without control characters</source>
        <translation>muss 1 bis 128 Zeichen ohne Steuerzeichen haben</translation>
    </message>
    <message>
        <source>is there twice</source>
        <translation>kommt zweimal vor</translation>
    </message>
    <message>
        <source>must be %1 to %2</source>
        <translation>muss %1 bis %2 sein</translation>
    </message>
    <message>
        <source>must be a number</source>
        <translation>muss eine Zahl sein</translation>
    </message>
    <message>
        <source>must be at most 120 characters, no / and no control character</source>
        <translation>darf höchstens 120 Zeichen, kein / und kein Steuerzeichen haben</translation>
    </message>
    <message>
        <source>must contain view</source>
        <translation>muss view enthalten</translation>
    </message>
    <message>
        <source>cannot be read: %1</source>
        <translation>kann nicht gelesen werden: %1</translation>
    </message>
    <message>
        <source>is larger than 64 MiB</source>
        <translation>ist größer als 64 MiB</translation>
    </message>
    <message>
        <source>must be a JSON object</source>
        <translation>muss ein JSON-Objekt sein</translation>
    </message>
    <message>
        <source>must be %1, as the file is named</source>
        <translation>muss %1 sein, wie die Datei heißt</translation>
    </message>
    <message>
        <source>was made by a newer version of this program (%1)</source>
        <translation>wurde mit einer neueren Version dieses Programms erstellt (%1)</translation>
    </message>
    <message>
        <source>must be a text</source>
        <translation>muss ein Text sein</translation>
    </message>
    <message>
        <source>must be one of: %1</source>
        <translation>muss eines sein von: %1</translation>
    </message>
    <message>
        <source>is not a known key</source>
        <translation>ist kein bekannter Schlüssel</translation>
    </message>
    <message>
        <source>must be %1</source>
        <translation>muss %1 sein</translation>
    </message>
    <message>
        <source>%1 cannot be written: %2</source>
        <translation>%1 kann nicht geschrieben werden: %2</translation>
    </message>
    <message>
        <source>the id is no file name</source>
        <translation>die Kennung ist kein Dateiname</translation>
    </message>
    <message>
        <source>reaches beyond column %1</source>
        <translation>reicht über Spalte %1 hinaus</translation>
    </message>
    <message>
        <source>lies on %1</source>
        <translation>liegt auf %1</translation>
    </message>
    <message>
        <source>is no property of %1</source>
        <translation>ist keine Eigenschaft von %1</translation>
    </message>
    <message>
        <source>is not a valid %1</source>
        <translation>ist kein gültiger Wert für %1</translation>
    </message>
    <message>
        <source>must name %1 tags</source>
        <translation>muss %1 Messstellen nennen</translation>
    </message>
    <message>
        <source>must name %1 to %2 tags</source>
        <translation>muss %1 bis %2 Messstellen nennen</translation>
    </message>
    <message>
        <source>there is no tag %1</source>
        <translation>es gibt keine Messstelle %1</translation>
    </message>
    <message>
        <source>%1 cannot show this kind of value</source>
        <translation>%1 kann Werte dieser Art nicht anzeigen</translation>
    </message>
    <message>
        <source>is no known widget</source>
        <translation>ist kein bekanntes Element</translation>
    </message>
    <message>
        <source>is no known icon</source>
        <translation>ist kein bekanntes Symbol</translation>
    </message>
    <message>
        <source>is used twice</source>
        <translation>wird zweimal verwendet</translation>
    </message>
    <message>
        <source>must be bool in this table</source>
        <translation>muss in dieser Tabelle bool sein</translation>
    </message>
    <message>
        <source>is missing: which bit of the register, 0 to 15</source>
        <translation>fehlt: welches Bit des Registers, 0 bis 15</translation>
    </message>
    <message>
        <source>is missing: bytes of the text, 1 to 250</source>
        <translation>fehlt: Bytes des Textes, 1 bis 250</translation>
    </message>
    <message>
        <source>is only for the type string</source>
        <translation>gilt nur für den Typ string</translation>
    </message>
    <message>
        <source>the value reaches beyond address 65535</source>
        <translation>der Wert reicht über Adresse 65535 hinaus</translation>
    </message>
    <message>
        <source>is only for types of 64 bit</source>
        <translation>gilt nur für Typen mit 64 Bit</translation>
    </message>
    <message>
        <source>must not be 0</source>
        <translation>darf nicht 0 sein</translation>
    </message>
    <message>
        <source>is not for bool and string</source>
        <translation>gilt nicht für bool und string</translation>
    </message>
    <message>
        <source>is only for numbers in registers</source>
        <translation>gilt nur für Zahlen in Registern</translation>
    </message>
    <message>
        <source>must be greater than low</source>
        <translation>muss größer als low sein</translation>
    </message>
    <message>
        <source>must be greater than normalLow</source>
        <translation>muss größer als normalLow sein</translation>
    </message>
    <message>
        <source>%1 is used twice</source>
        <translation>%1 wird zweimal verwendet</translation>
    </message>
    <message>
        <source>must be normal, active, warning or alarm</source>
        <translation>muss normal, active, warning oder alarm sein</translation>
    </message>
    <message>
        <source>are not for texts</source>
        <translation>gelten nicht für Texte</translation>
    </message>
    <message>
        <source>must not be less than min</source>
        <translation>darf nicht kleiner als min sein</translation>
    </message>
    <message>
        <source>must be greater than 0</source>
        <translation>muss größer als 0 sein</translation>
    </message>
    <message>
        <source>limits are only for numbers</source>
        <translation>Grenzwerte gelten nur für Zahlen</translation>
    </message>
    <message>
        <source>this table cannot be written</source>
        <translation>diese Tabelle kann nicht geschrieben werden</translation>
    </message>
    <message>
        <source>a command is never repeated</source>
        <translation>ein Befehl wird nie wiederholt</translation>
    </message>
    <message>
        <source>a part of a register is written as bitWrite of its device says</source>
        <translation>ein Teil eines Registers wird geschrieben, wie bitWrite des Geräts es sagt</translation>
    </message>
    <message>
        <source>a coil is written by single or multiple</source>
        <translation>eine Coil wird mit single oder multiple geschrieben</translation>
    </message>
    <message>
        <source>several registers are written by multiple or readWrite</source>
        <translation>mehrere Register werden mit multiple oder readWrite geschrieben</translation>
    </message>
    <message>
        <source>must be area/name or area/unit/name</source>
        <translation>muss Bereich/Name oder Bereich/Teilanlage/Name sein</translation>
    </message>
    <message>
        <source>must not be negative</source>
        <translation>darf nicht negativ sein</translation>
    </message>
    <message>
        <source>there is no poll class %1</source>
        <translation>es gibt keine Abfrageklasse %1</translation>
    </message>
    <message>
        <source>there is no role %1</source>
        <translation>es gibt keine Rolle %1</translation>
    </message>
    <message>
        <source>must name a screen of the project</source>
        <translation>muss ein Bild des Projekts nennen</translation>
    </message>
    <message>
        <source>is the name of a built-in role</source>
        <translation>ist der Name einer eingebauten Rolle</translation>
    </message>
    <message>
        <source>administer belongs to the built-in administrator alone</source>
        <translation>administer gehört allein dem eingebauten Administrator</translation>
    </message>
    <message>
        <source>device %1 has no connection</source>
        <translation>Gerät %1 hat keine Verbindung</translation>
    </message>
    <message>
        <source>unit %1 is used twice on this connection</source>
        <translation>Geräteadresse %1 wird an dieser Verbindung zweimal verwendet</translation>
    </message>
    <message>
        <source>must be one path part, such as pumping</source>
        <translation>muss ein einzelner Pfadteil sein, etwa pumping</translation>
    </message>
    <message>
        <source>there is no template %1</source>
        <translation>es gibt keine Vorlage %1</translation>
    </message>
    <message>
        <source>the template has no parameter %1</source>
        <translation>die Vorlage hat keinen Parameter %1</translation>
    </message>
    <message>
        <source>there is no device %1</source>
        <translation>es gibt kein Gerät %1</translation>
    </message>
    <message>
        <source>its tag %1 is used twice</source>
        <translation>seine Messstelle %1 wird zweimal verwendet</translation>
    </message>
    <message>
        <source>its path %1 is used twice; give another parameter or area</source>
        <translation>sein Pfad %1 wird zweimal verwendet; bitte anderen Parameter oder Bereich angeben</translation>
    </message>
    <message>
        <source>%1 cannot be read: %2</source>
        <translation>%1 kann nicht gelesen werden: %2</translation>
    </message>
    <message>
        <source>it is a symbolic link</source>
        <translation>ist ein symbolischer Link</translation>
    </message>
    <message>
        <source>another program is reading or saving this project</source>
        <translation>ein anderes Programm liest oder speichert dieses Projekt gerade</translation>
    </message>
    <message>
        <source>the save that was cut off cannot be finished: %1</source>
        <translation>das abgebrochene Speichern kann nicht beendet werden: %1</translation>
    </message>
    <message>
        <source>%1 is not as that save left it; remove the file %2 to keep all files as they are now</source>
        <translation>%1 ist nicht mehr so, wie dieses Speichern es hinterließ; die Datei %2 löschen, um alle Dateien so zu behalten, wie sie jetzt sind</translation>
    </message>
    <message>
        <source>two connections have the id %1</source>
        <translation>zwei Verbindungen haben die Kennung %1</translation>
    </message>
    <message>
        <source>two screens have the id %1</source>
        <translation>zwei Bilder haben die Kennung %1</translation>
    </message>
    <message>
        <source>%1 cannot be made</source>
        <translation>%1 kann nicht angelegt werden</translation>
    </message>
    <message>
        <source>has no effect on kind %1</source>
        <translation>hat bei der Art %1 keine Wirkung</translation>
    </message>
    <message>
        <source>needs the backend own</source>
        <translation>braucht das Backend own</translation>
    </message>
    <message>
        <source>is only for bool and bitField in a register</source>
        <translation>gilt nur für bool und bitField in einem Register</translation>
    </message>
    <message>
        <source>must be the number of bits, up to bit 15</source>
        <translation>muss die Zahl der Bits sein, höchstens bis Bit 15</translation>
    </message>
    <message>
        <source>must be 1 to 125 with one byte per register</source>
        <translation>muss bei einem Byte je Register 1 bis 125 sein</translation>
    </message>
    <message>
        <source>is only for string and bitField</source>
        <translation>gilt nur für string und bitField</translation>
    </message>
    <message>
        <source>stands instead of factor, offset and scaleFactor</source>
        <translation>steht anstelle von factor, offset und scaleFactor</translation>
    </message>
    <message>
        <source>must differ from rawLow</source>
        <translation>muss sich von rawLow unterscheiden</translation>
    </message>
    <message>
        <source>must differ from low</source>
        <translation>muss sich von low unterscheiden</translation>
    </message>
    <message>
        <source>wants low, high or both</source>
        <translation>braucht low, high oder beides</translation>
    </message>
    <message>
        <source>stands instead of deadband</source>
        <translation>steht anstelle von deadband</translation>
    </message>
    <message>
        <source>wants low and high of the tag</source>
        <translation>braucht low und high der Messstelle</translation>
    </message>
    <message>
        <source>is only for bool and tags with states</source>
        <translation>gilt nur für bool und Messstellen mit Zuständen</translation>
    </message>
    <message>
        <source>must be %1 hexadecimal digits, several with a blank between</source>
        <translation>muss %1 Hexadezimalziffern haben, mehrere mit Leerzeichen dazwischen</translation>
    </message>
    <message>
        <source>there is no tag %1 of this device</source>
        <translation>dieses Gerät hat keine Messstelle %1</translation>
    </message>
    <message>
        <source>must be an int16 register without a scale</source>
        <translation>muss ein int16-Register ohne Skalierung sein</translation>
    </message>
    <message>
        <source>must be an IP address</source>
        <translation>muss eine IP-Adresse sein</translation>
    </message>
    <message>
        <source>must be an IP address or a network such as 192.0.2.0/24</source>
        <translation>muss eine IP-Adresse oder ein Netz wie 192.0.2.0/24 sein</translation>
    </message>
    <message>
        <source>is empty: nobody may connect</source>
        <translation>ist leer: niemand darf sich verbinden</translation>
    </message>
    <message>
        <source>has no effect with tls: the certificate says it</source>
        <translation>wirkt nicht mit tls: das Zertifikat sagt es</translation>
    </message>
    <message>
        <source>half a register cannot be served</source>
        <translation>ein halbes Register kann nicht angeboten werden</translation>
    </message>
    <message>
        <source>is only for registers</source>
        <translation>nur für Register</translation>
    </message>
    <message>
        <source>must be %1 hexadecimal digits</source>
        <translation>muss %1 Hexadezimalziffern haben</translation>
    </message>
    <message>
        <source>the tag can only be read</source>
        <translation>die Messstelle ist nur lesbar</translation>
    </message>
    <message>
        <source>the tag is written from the panel only</source>
        <translation>die Messstelle wird nur am Panel geschrieben</translation>
    </message>
    <message>
        <source>the tag asks for a person&apos;s confirmation</source>
        <translation>die Messstelle verlangt die Bestätigung einer Person</translation>
    </message>
    <message>
        <source>does not suit the tag: bool, text or number</source>
        <translation>passt nicht zur Messstelle: bool, Text oder Zahl</translation>
    </message>
    <message>
        <source>overlaps the entry at address %1</source>
        <translation>überschneidet sich mit dem Eintrag an Adresse %1</translation>
    </message>
    <message>
        <source>must not be less than from</source>
        <translation>darf nicht kleiner als from sein</translation>
    </message>
    <message>
        <source>lies in the forbidden range %1 to %2</source>
        <translation>liegt im gesperrten Bereich %1 bis %2</translation>
    </message>
    <message>
        <source>its tag %1 lies in the forbidden range %2 to %3</source>
        <translation>seine Messstelle %1 liegt im gesperrten Bereich %2 bis %3</translation>
    </message>
    <message>
        <source>must be a SHA-256 fingerprint in hex</source>
        <translation>muss ein SHA-256-Fingerabdruck in Hex sein</translation>
    </message>
    <message>
        <source>502 is for Modbus without TLS; 802 is usual</source>
        <translation>502 ist für Modbus ohne TLS; üblich ist 802</translation>
    </message>
    <message>
        <source>has no effect without registerWrite multiple or readWrite, or coilWrite multiple</source>
        <translation>wirkt nicht ohne registerWrite multiple oder readWrite oder coilWrite multiple</translation>
    </message>
    <message>
        <source>has more than the %1 registers that one request writes</source>
        <translation>hat mehr als die %1 Register, die eine Anfrage schreibt</translation>
    </message>
    <message>
        <source>0 is a broadcast, which needs the backend own</source>
        <translation>0 ist ein Rundruf; der braucht das Backend own</translation>
    </message>
    <message>
        <source>a broadcast (unit 0) has no FC 22 and FC 23</source>
        <translation>ein Rundruf (Unit 0) hat kein FC 22 und FC 23</translation>
    </message>
    <message>
        <source>is missing: a broadcast (unit 0) can only be written</source>
        <translation>fehlt: Ein Rundruf (Unit 0) kann nur geschrieben werden</translation>
    </message>
    <message>
        <source>a broadcast (unit 0) would change the other bits of the register</source>
        <translation>ein Rundruf (Unit 0) würde die anderen Bits des Registers ändern</translation>
    </message>
    <message>
        <source>cannot be read from a broadcast (unit 0)</source>
        <translation>kann von einem Rundruf (Unit 0) nicht gelesen werden</translation>
    </message>
    <message>
        <source>a broadcast (unit 0) has no values to record</source>
        <translation>ein Rundruf (Unit 0) hat keine Werte zum Aufzeichnen</translation>
    </message>
    <message>
        <source>has no effect without rs485</source>
        <translation>hat ohne rs485 keine Wirkung</translation>
    </message>
    <message>
        <source>has no effect with closeAfterPoll</source>
        <translation>hat mit closeAfterPoll keine Wirkung</translation>
    </message>
    <message>
        <source>must be 1 to 247 on a serial line, 0 is a broadcast</source>
        <translation>muss auf einer seriellen Leitung 1 bis 247 sein, 0 ist ein Rundruf</translation>
    </message>
    <message>
        <source>must be 1 to 247 with RTU frames</source>
        <translation>muss mit RTU-Rahmen 1 bis 247 sein</translation>
    </message>
    <message>
        <source>its tag %1 is not for a broadcast (unit 0)</source>
        <translation>ihr Tag %1 ist nichts für einen Rundruf (Unit 0)</translation>
    </message>
    <message>
        <source>is only for tags with a counter</source>
        <translation>ist nur für Messstellen mit einem Zähler</translation>
    </message>
    <message>
        <source>is counted of connections only: wants ofLink</source>
        <translation>wird nur von Verbindungen gezählt: braucht ofLink</translation>
    </message>
    <message>
        <source>is not for a tag with a counter</source>
        <translation>ist nicht für eine Messstelle mit einem Zähler</translation>
    </message>
    <message>
        <source>must not be there beside %1</source>
        <translation>darf neben %1 nicht da sein</translation>
    </message>
    <message>
        <source>has more than the %1 registers that one request reads</source>
        <translation>hat mehr als die %1 Register, die eine Anfrage liest</translation>
    </message>
    <message>
        <source>its tag %1 has more than the %2 registers that one request reads</source>
        <translation>seine Messstelle %1 hat mehr als die %2 Register, die eine Anfrage liest</translation>
    </message>
    <message>
        <source>leads back to this role</source>
        <translation>führt zu dieser Rolle zurück</translation>
    </message>
    <message>
        <source>configure is for the whole plant: no areas and no tags</source>
        <translation>configure gilt für die ganze Anlage: keine Bereiche und keine Messstellen</translation>
    </message>
    <message>
        <source>no tag lies in %1</source>
        <translation>keine Messstelle liegt in %1</translation>
    </message>
    <message>
        <source>is missing; the command line of the station says where this connection leads</source>
        <translation>fehlt; die Befehlszeile der Station sagt, wohin diese Verbindung führt</translation>
    </message>
    <message>
        <source>the tag asks for a second person</source>
        <translation>die Messstelle verlangt eine zweite Person</translation>
    </message>
    <message>
        <source>%1 of connection %2 is the same unit at the same address</source>
        <translation>%1 der Verbindung %2 ist dieselbe Einheit unter derselben Adresse</translation>
    </message>
    <message>
        <source>its templates make more than %1 tags</source>
        <translation>seine Vorlagen ergeben mehr als %1 Messstellen</translation>
    </message>
    <message>
        <source>has more than %1 entries</source>
        <translation>hat mehr als %1 Einträge</translation>
    </message>
</context>
<context>
    <name>mws::RemoteLockout</name>
    <message>
        <source>The lockout could not be stored.</source>
        <translation>Die Sperre konnte nicht gespeichert werden.</translation>
    </message>
    <message>
        <source>Only the panel on site writes at present: %1 has locked the plant to it.</source>
        <translation>Zurzeit schreibt nur das Panel vor Ort: %1 hat die Anlage darauf beschränkt.</translation>
    </message>
    <message>
        <source>Only the panel on site writes here at present: %1 has locked this area to it.</source>
        <translation>Zurzeit schreibt hier nur das Panel vor Ort: %1 hat diesen Bereich darauf beschränkt.</translation>
    </message>
    <message>
        <source>It is locked to the panel already.</source>
        <translation>Es ist schon auf das Panel beschränkt.</translation>
    </message>
    <message>
        <source>It is not locked to the panel.</source>
        <translation>Es ist nicht auf das Panel beschränkt.</translation>
    </message>
</context>
<context>
    <name>mws::Session</name>
    <message>
        <source>You may not diagnose devices.</source>
        <translation>Sie dürfen keine Geräte diagnostizieren.</translation>
    </message>
    <message>
        <source>There is no such tag.</source>
        <translation>Diese Messstelle gibt es nicht.</translation>
    </message>
    <message>
        <source>You may not scan connections.</source>
        <translation>Sie dürfen Verbindungen nicht absuchen.</translation>
    </message>
</context>
<context>
    <name>mws::TagItem</name>
    <message>
        <source>Read only</source>
        <translation>Nur lesen</translation>
    </message>
    <message>
        <source>Sign in to change this value</source>
        <translation>Zum Ändern anmelden</translation>
    </message>
</context>
<context>
    <name>mws::UserAdmin</name>
    <message>
        <source>There is no such session.</source>
        <translation>Diese Sitzung gibt es nicht.</translation>
    </message>
    <message>
        <source>You may not change accounts.</source>
        <translation>Sie dürfen keine Konten ändern.</translation>
    </message>
    <message>
        <source>You may not make tokens.</source>
        <translation>Sie dürfen keine Tokens anlegen.</translation>
    </message>
    <message>
        <source>There is no such token.</source>
        <translation>Dieses Token gibt es nicht.</translation>
    </message>
</context>
<context>
    <name>mws::UserSession</name>
    <message>
        <source>Wrong user or password</source>
        <translation>Benutzer oder Kennwort falsch</translation>
    </message>
    <message>
        <source>Wrong PIN</source>
        <translation>PIN falsch</translation>
    </message>
</context>
<context>
    <name>mws::app::NorthFace</name>
    <message>
        <source>Modbus server: %1 port %2</source>
        <translation>Modbus-Server: %1 Port %2</translation>
    </message>
    <message>
        <source>The Modbus server does not listen: %1</source>
        <translation>Der Modbus-Server lauscht nicht: %1</translation>
    </message>
</context>
<context>
    <name>mws::app::WebFace</name>
    <message>
        <source>Web: %1</source>
        <translation>Web: %1</translation>
    </message>
    <message>
        <source>Certificate SHA-256: %1</source>
        <translation>Zertifikat SHA-256: %1</translation>
    </message>
    <message>
        <source>There is no administrator yet; the web answers this computer only.</source>
        <translation>Es gibt noch keinen Administrator; der Webserver antwortet nur diesem Rechner.</translation>
    </message>
    <message>
        <source>Setup code, valid for 30 minutes: %1</source>
        <translation>Einrichtungscode, 30 Minuten gültig: %1</translation>
    </message>
    <message>
        <source>Plain HTTP on port %1 leads there.</source>
        <translation>Unverschlüsseltes HTTP auf Port %1 führt dorthin.</translation>
    </message>
</context>
<context>
    <name>mws::editor::Document</name>
    <message>
        <source>New plant</source>
        <translation>Neue Anlage</translation>
    </message>
    <message>
        <source>There is no project.json in %1.</source>
        <translation>In %1 gibt es keine project.json.</translation>
    </message>
    <message>
        <source>Saving would lose what could not be read. Repair by hand first: %1</source>
        <translation>Beim Speichern ginge verloren, was nicht gelesen werden konnte. Bitte zuerst von Hand reparieren: %1</translation>
    </message>
    <message>
        <source>%1 holds another project.</source>
        <translation>%1 enthält ein anderes Projekt.</translation>
    </message>
    <message>
        <source>The id “%1” cannot name a file, or two things have it.</source>
        <translation>Die Kennung „%1“ kann keine Datei benennen oder ist doppelt vergeben.</translation>
    </message>
    <message>
        <source>Device %1 has no connection.</source>
        <translation>Gerät %1 hat keine Verbindung.</translation>
    </message>
    <message>
        <source>Delete connection</source>
        <translation>Verbindung löschen</translation>
    </message>
    <message>
        <source>Delete device</source>
        <translation>Gerät löschen</translation>
    </message>
</context>
<context>
    <name>mws::editor::FieldText</name>
    <message>
        <source>wants a number, such as 0.1</source>
        <translation>erwartet eine Zahl, etwa 0.1</translation>
    </message>
    <message>
        <source>wants a whole number</source>
        <translation>erwartet eine ganze Zahl</translation>
    </message>
    <message>
        <source>wants a number, or nothing</source>
        <translation>erwartet eine Zahl oder nichts</translation>
    </message>
    <message>
        <source>wants yes or no</source>
        <translation>erwartet ja oder nein (yes, no)</translation>
    </message>
    <message>
        <source>wants one of: %1</source>
        <translation>erwartet eines von: %1</translation>
    </message>
    <message>
        <source>wants a-z, 0-9, _ and -, such as pump-1</source>
        <translation>erwartet a-z, 0-9, _ und -, etwa pump-1</translation>
    </message>
    <message>
        <source>Id</source>
        <translation>Kennung</translation>
    </message>
    <message>
        <source>never changes; a-z, 0-9, _ - .</source>
        <translation>bleibt unverändert; a-z, 0-9, _ - .</translation>
    </message>
    <message>
        <source>Path</source>
        <translation>Pfad</translation>
    </message>
    <message>
        <source>area/unit/name</source>
        <translation>Bereich/Teilanlage/Name</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>Beschreibung</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>Tabelle</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>Typ</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>Reihenfolge</translation>
    </message>
    <message>
        <source>ABCD: most significant byte first</source>
        <translation>ABCD: höchstwertiges Byte zuerst</translation>
    </message>
    <message>
        <source>Bit</source>
        <translation>Bit</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>Länge</translation>
    </message>
    <message>
        <source>Poll class</source>
        <translation>Abfrageklasse</translation>
    </message>
    <message>
        <source>Factor</source>
        <translation>Faktor</translation>
    </message>
    <message>
        <source>value = raw × factor + offset</source>
        <translation>Wert = Rohwert × Faktor + Offset</translation>
    </message>
    <message>
        <source>Offset</source>
        <translation>Offset</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>Einheit</translation>
    </message>
    <message>
        <source>engineering unit, such as m³/h</source>
        <translation>physikalische Einheit, etwa m³/h</translation>
    </message>
    <message>
        <source>Decimals</source>
        <translation>Nachkommastellen</translation>
    </message>
    <message>
        <source>0 to 9</source>
        <translation>0 bis 9</translation>
    </message>
    <message>
        <source>Low</source>
        <translation>Anfang</translation>
    </message>
    <message>
        <source>display range</source>
        <translation>Anzeigebereich</translation>
    </message>
    <message>
        <source>High</source>
        <translation>Ende</translation>
    </message>
    <message>
        <source>Normal low</source>
        <translation>Normal ab</translation>
    </message>
    <message>
        <source>band that is shown as normal</source>
        <translation>Bereich, der als normal gezeigt wird</translation>
    </message>
    <message>
        <source>Normal high</source>
        <translation>Normal bis</translation>
    </message>
    <message>
        <source>Not available</source>
        <translation>Nicht verfügbar</translation>
    </message>
    <message>
        <source>raw words as hex that mean no value</source>
        <translation>Rohwörter (hex), die „kein Wert“ bedeuten</translation>
    </message>
    <message>
        <source>Writable</source>
        <translation>Schreibbar</translation>
    </message>
    <message>
        <source>Minimum</source>
        <translation>Minimum</translation>
    </message>
    <message>
        <source>least value that may be written</source>
        <translation>kleinster Wert, der geschrieben werden darf</translation>
    </message>
    <message>
        <source>Maximum</source>
        <translation>Maximum</translation>
    </message>
    <message>
        <source>greatest value that may be written</source>
        <translation>größter Wert, der geschrieben werden darf</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>Schrittweite</translation>
    </message>
    <message>
        <source>Confirm</source>
        <translation>Rückfrage</translation>
    </message>
    <message>
        <source>what a person is asked before a write</source>
        <translation>was vor dem Schreiben gefragt wird</translation>
    </message>
    <message>
        <source>Local only</source>
        <translation>Nur vor Ort</translation>
    </message>
    <message>
        <source>written from the panel only</source>
        <translation>nur vom Bedienpanel geschrieben</translation>
    </message>
    <message>
        <source>Momentary</source>
        <translation>Tastend</translation>
    </message>
    <message>
        <source>a command that the device resets</source>
        <translation>ein Befehl, den das Gerät zurücksetzt</translation>
    </message>
    <message>
        <source>Idempotent</source>
        <translation>Wiederholbar</translation>
    </message>
    <message>
        <source>a setpoint that is sent again when nobody answers</source>
        <translation>ein Sollwert, der ohne Antwort noch einmal gesendet wird</translation>
    </message>
    <message>
        <source>Write function</source>
        <translation>Schreibfunktion</translation>
    </message>
    <message>
        <source>FC 5 or 6 (single), FC 15 or 16 (multiple), FC 22, FC 23</source>
        <translation>FC 5 oder 6 (single), FC 15 oder 16 (multiple), FC 22, FC 23</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Historie</translation>
    </message>
    <message>
        <source>Deadband</source>
        <translation>Totband</translation>
    </message>
    <message>
        <source>smallest change that is recorded</source>
        <translation>kleinste aufgezeichnete Änderung</translation>
    </message>
    <message>
        <source>of the plant</source>
        <translation>der Anlage</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Start screen</source>
        <translation>Startbild</translation>
    </message>
    <message>
        <source>what the panel shows first</source>
        <translation>was das Bedienpanel zuerst zeigt</translation>
    </message>
    <message>
        <source>Simulation</source>
        <translation>Simulation</translation>
    </message>
    <message>
        <source>marked on every screen</source>
        <translation>auf jedem Bild gekennzeichnet</translation>
    </message>
    <message>
        <source>Panel logout</source>
        <translation>Panel-Abmeldung</translation>
    </message>
    <message>
        <source>s without a touch, 30 to 86400</source>
        <translation>s ohne Berührung, 30 bis 86400</translation>
    </message>
    <message>
        <source>names the file</source>
        <translation>benennt die Datei</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>Host</source>
        <translation>Host</translation>
    </message>
    <message>
        <source>Port</source>
        <translation>Port</translation>
    </message>
    <message>
        <source>Serial port</source>
        <translation>Serielle Schnittstelle</translation>
    </message>
    <message>
        <source>Baud rate</source>
        <translation>Baudrate</translation>
    </message>
    <message>
        <source>Parity</source>
        <translation>Parität</translation>
    </message>
    <message>
        <source>Stop bits</source>
        <translation>Stoppbits</translation>
    </message>
    <message>
        <source>Connect timeout</source>
        <translation>Verbindungs-Timeout</translation>
    </message>
    <message>
        <source>ms, 100 to 60000</source>
        <translation>ms, 100 bis 60000</translation>
    </message>
    <message>
        <source>Response timeout</source>
        <translation>Antwort-Timeout</translation>
    </message>
    <message>
        <source>ms, 20 to 60000</source>
        <translation>ms, 20 bis 60000</translation>
    </message>
    <message>
        <source>Inter-byte timeout</source>
        <translation>Zeichen-Timeout</translation>
    </message>
    <message>
        <source>ms of silence that end an answer as damaged, 1 to 5000; 0: as the protocol has it</source>
        <translation>ms Stille, die eine Antwort als beschädigt beenden, 1 bis 5000; 0: wie es das Protokoll vorsieht</translation>
    </message>
    <message>
        <source>Retries</source>
        <translation>Wiederholungen</translation>
    </message>
    <message>
        <source>of reads, 0 to 5; for writes see Idempotent</source>
        <translation>beim Lesen, 0 bis 5; für das Schreiben siehe Wiederholbar</translation>
    </message>
    <message>
        <source>Request gap</source>
        <translation>Anfragepause</translation>
    </message>
    <message>
        <source>ms between two requests, 0 to 5000</source>
        <translation>ms zwischen zwei Anfragen, 0 bis 5000</translation>
    </message>
    <message>
        <source>Quiet time</source>
        <translation>Ruhezeit</translation>
    </message>
    <message>
        <source>names the file of its tags</source>
        <translation>benennt die Datei seiner Messstellen</translation>
    </message>
    <message>
        <source>Area</source>
        <translation>Bereich</translation>
    </message>
    <message>
        <source>first part of the path of its tags</source>
        <translation>erster Teil des Pfads seiner Messstellen</translation>
    </message>
    <message>
        <source>Enabled</source>
        <translation>Aktiv</translation>
    </message>
    <message>
        <source>Registers per read</source>
        <translation>Register je Lesen</translation>
    </message>
    <message>
        <source>1 to 125</source>
        <translation>1 bis 125</translation>
    </message>
    <message>
        <source>Bits per read</source>
        <translation>Bits je Lesen</translation>
    </message>
    <message>
        <source>1 to 2000</source>
        <translation>1 bis 2000</translation>
    </message>
    <message>
        <source>Bridged holes</source>
        <translation>Überlesene Lücken</translation>
    </message>
    <message>
        <source>registers a read may bridge, 0 to 124</source>
        <translation>Register, die ein Lesen überbrücken darf, 0 bis 124</translation>
    </message>
    <message>
        <source>Register write</source>
        <translation>Register schreiben</translation>
    </message>
    <message>
        <source>Template</source>
        <translation>Vorlage</translation>
    </message>
    <message>
        <source>a device template that makes its tags, or nothing</source>
        <translation>Gerätevorlage, die seine Messstellen erzeugt, oder nichts</translation>
    </message>
    <message>
        <source>wants the form %1</source>
        <translation>erwartet die Form %1</translation>
    </message>
    <message>
        <source>wants Writable to be yes</source>
        <translation>erfordert Schreibbar = yes</translation>
    </message>
    <message>
        <source>wants History to be yes</source>
        <translation>erfordert Historie = yes</translation>
    </message>
    <message>
        <source>between values</source>
        <translation>zwischen Werten</translation>
    </message>
    <message>
        <source>Roles</source>
        <translation>Rollen</translation>
    </message>
    <message>
        <source>Write interval</source>
        <translation>Schreibabstand</translation>
    </message>
    <message>
        <source>ms; faster writes are refused</source>
        <translation>ms; schnelleres Schreiben wird abgelehnt</translation>
    </message>
    <message>
        <source>Read back</source>
        <translation>Rücklesen</translation>
    </message>
    <message>
        <source>ms until the value is read back</source>
        <translation>ms bis zum Rücklesen des Werts</translation>
    </message>
    <message>
        <source>Record every</source>
        <translation>Aufzeichnen alle</translation>
    </message>
    <message>
        <source>s at least, 1 to 86400</source>
        <translation>s mindestens, 1 bis 86400</translation>
    </message>
    <message>
        <source>States</source>
        <translation>Zustände</translation>
    </message>
    <message>
        <source>Poll classes</source>
        <translation>Abfrageklassen</translation>
    </message>
    <message>
        <source>Unit</source>
        <comment>address on the bus</comment>
        <translation>Geräteadresse</translation>
    </message>
    <message>
        <source>name or address</source>
        <translation>Name oder Adresse</translation>
    </message>
    <message>
        <source>such as /dev/serial/by-id/…</source>
        <translation>etwa /dev/serial/by-id/…</translation>
    </message>
    <message>
        <source>Data bits</source>
        <translation>Datenbits</translation>
    </message>
    <message>
        <source>7 or 8</source>
        <translation>7 oder 8</translation>
    </message>
    <message>
        <source>1 or 2</source>
        <translation>1 oder 2</translation>
    </message>
    <message>
        <source>Local echo</source>
        <translation>Lokales Echo</translation>
    </message>
    <message>
        <source>the adapter hears what it sends</source>
        <translation>der Adapter hört, was er sendet</translation>
    </message>
    <message>
        <source>Backend</source>
        <translation>Backend</translation>
    </message>
    <message>
        <source>who drives the line</source>
        <translation>wer die Leitung bedient</translation>
    </message>
    <message>
        <source>ms of silence after a timeout</source>
        <translation>ms Stille nach einer Zeitüberschreitung</translation>
    </message>
    <message>
        <source>bool or bitField in a register: 0 to 15, else -1</source>
        <translation>bool oder bitField in einem Register: 0 bis 15, sonst -1</translation>
    </message>
    <message>
        <source>bytes of a string, bits of a bitField, else 0</source>
        <translation>Bytes eines string, Bits eines bitField, sonst 0</translation>
    </message>
    <message>
        <source>Encoding</source>
        <translation>Zeichensatz</translation>
    </message>
    <message>
        <source>Text bytes</source>
        <translation>Textbytes</translation>
    </message>
    <message>
        <source>both bytes of a register, or one</source>
        <translation>beide Bytes eines Registers oder eines</translation>
    </message>
    <message>
        <source>Trim</source>
        <translation>Leerzeichen</translation>
    </message>
    <message>
        <source>where blanks are no part of the text</source>
        <translation>wo Leerzeichen nicht zum Text gehören</translation>
    </message>
    <message>
        <source>Scale</source>
        <translation>Skalierung</translation>
    </message>
    <message>
        <source>Scale factor</source>
        <translation>Skalierungsfaktor</translation>
    </message>
    <message>
        <source>id of the tag of this device that holds the power of ten</source>
        <translation>Id der Messstelle dieses Geräts mit der Zehnerpotenz</translation>
    </message>
    <message>
        <source>Clamp</source>
        <translation>Begrenzung</translation>
    </message>
    <message>
        <source>wants Report to be yes</source>
        <translation>braucht Melden = yes</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>Melden</translation>
    </message>
    <message>
        <source>by exception, to screens</source>
        <translation>nur Änderungen, an Anzeigen</translation>
    </message>
    <message>
        <source>Report deadband</source>
        <translation>Melde-Totband</translation>
    </message>
    <message>
        <source>smallest change that goes out</source>
        <translation>kleinste Änderung, die gemeldet wird</translation>
    </message>
    <message>
        <source>Report percent</source>
        <translation>Melde-Totband %</translation>
    </message>
    <message>
        <source>the same as a part of low to high</source>
        <translation>dasselbe als Anteil von low bis high</translation>
    </message>
    <message>
        <source>Longest silence</source>
        <translation>Längste Stille</translation>
    </message>
    <message>
        <source>s, 1 to 86400</source>
        <translation>s, 1 bis 86400</translation>
    </message>
    <message>
        <source>Debounce</source>
        <translation>Entprellung</translation>
    </message>
    <message>
        <source>ms that a new state must last to count</source>
        <translation>ms, die ein neuer Zustand dauern muss, um zu gelten</translation>
    </message>
    <message>
        <source>Quality debounce</source>
        <translation>Qualität entprellen</translation>
    </message>
    <message>
        <source>ms that failed reads must last to count</source>
        <translation>ms, die Lesefehler dauern müssen, um zu gelten</translation>
    </message>
    <message>
        <source>Forbidden</source>
        <translation>Gesperrt</translation>
    </message>
    <message>
        <source>Modbus server</source>
        <translation>Modbus-Server</translation>
    </message>
    <message>
        <source>for a control system above</source>
        <translation>für ein übergeordnetes Leitsystem</translation>
    </message>
    <message>
        <source>wants Modbus server to be yes</source>
        <translation>verlangt Modbus-Server = ja</translation>
    </message>
    <message>
        <source>Server address</source>
        <translation>Server-Adresse</translation>
    </message>
    <message>
        <source>IP address to listen on; 0.0.0.0 or :: for all</source>
        <translation>IP-Adresse zum Lauschen; 0.0.0.0 oder :: für alle</translation>
    </message>
    <message>
        <source>Server port</source>
        <translation>Server-Port</translation>
    </message>
    <message>
        <source>0: 502, with TLS 802</source>
        <translation>0: 502, mit TLS 802</translation>
    </message>
    <message>
        <source>Server TLS</source>
        <translation>Server-TLS</translation>
    </message>
    <message>
        <source>Modbus/TCP Security with certificates</source>
        <translation>Modbus/TCP Security mit Zertifikaten</translation>
    </message>
    <message>
        <source>Server unit</source>
        <translation>Server-Unit</translation>
    </message>
    <message>
        <source>1 to 247</source>
        <translation>1 bis 247</translation>
    </message>
    <message>
        <source>Server clients</source>
        <translation>Server-Clients</translation>
    </message>
    <message>
        <source>Server write role</source>
        <translation>Server-Schreibrolle</translation>
    </message>
    <message>
        <source>role of writes without TLS; nothing: read only</source>
        <translation>Rolle für Schreiben ohne TLS; leer: nur lesen</translation>
    </message>
    <message>
        <source>Server: most clients</source>
        <translation>Server: höchstens Clients</translation>
    </message>
    <message>
        <source>1 to 64</source>
        <translation>1 bis 64</translation>
    </message>
    <message>
        <source>Server idle timeout</source>
        <translation>Server-Leerlaufzeit</translation>
    </message>
    <message>
        <source>s, 5 to 3600</source>
        <translation>s, 5 bis 3600</translation>
    </message>
    <message>
        <source>Server request rate</source>
        <translation>Server-Anfragerate</translation>
    </message>
    <message>
        <source>per second of one client</source>
        <translation>pro Sekunde je Client</translation>
    </message>
    <message>
        <source>Server shows stale values</source>
        <translation>Server zeigt veraltete Werte</translation>
    </message>
    <message>
        <source>no: as values that are not good</source>
        <translation>nein: wie ungültige Werte</translation>
    </message>
    <message>
        <source>by standard 502, with tls 802</source>
        <translation>nach Norm 502, mit tls 802</translation>
    </message>
    <message>
        <source>Standby host</source>
        <translation>Reserve-Host</translation>
    </message>
    <message>
        <source>tried in turn with the host</source>
        <translation>abwechselnd mit dem Host versucht</translation>
    </message>
    <message>
        <source>Standby port</source>
        <translation>Reserve-Port</translation>
    </message>
    <message>
        <source>0: as the port</source>
        <translation>0: wie der Port</translation>
    </message>
    <message>
        <source>Server name</source>
        <translation>Servername</translation>
    </message>
    <message>
        <source>in the device&apos;s certificate; empty: the host</source>
        <translation>im Zertifikat des Geräts; leer: der Host</translation>
    </message>
    <message>
        <source>Pin</source>
        <translation>Fingerabdruck</translation>
    </message>
    <message>
        <source>SHA-256 of the device&apos;s certificate</source>
        <translation>SHA-256 des Gerätezertifikats</translation>
    </message>
    <message>
        <source>Requests in flight</source>
        <translation>Gleichzeitige Anfragen</translation>
    </message>
    <message>
        <source>that wait for their answers, 1 to 16</source>
        <translation>die auf Antwort warten, 1 bis 16</translation>
    </message>
    <message>
        <source>one by FC 6, 16 or 22; or all by FC 23 (readWrite)</source>
        <translation>eines mit FC 6, 16 oder 22; oder alle mit FC 23 (readWrite)</translation>
    </message>
    <message>
        <source>Coil write</source>
        <translation>Spulen schreiben</translation>
    </message>
    <message>
        <source>FC 5 (single) or FC 15 (multiple)</source>
        <translation>FC 5 (single) oder FC 15 (multiple)</translation>
    </message>
    <message>
        <source>Bit write</source>
        <translation>Bits schreiben</translation>
    </message>
    <message>
        <source>bits of a register by FC 22 (mask), or read and written whole</source>
        <translation>Bits eines Registers mit FC 22 (mask) oder gelesen und ganz geschrieben</translation>
    </message>
    <message>
        <source>Merge writes</source>
        <translation>Schreiben zusammenfassen</translation>
    </message>
    <message>
        <source>adjacent setpoints that wait go out in one request</source>
        <translation>benachbarte Sollwerte, die warten, gehen in einer Anfrage hinaus</translation>
    </message>
    <message>
        <source>300 to 4000000</source>
        <translation>300 bis 4000000</translation>
    </message>
    <message>
        <source>RS-485</source>
        <translation>RS-485</translation>
    </message>
    <message>
        <source>who switches the transmitter: the adapter (none), its driver (kernel), or we by RTS (rts)</source>
        <translation>wer den Sender umschaltet: der Adapter (none), sein Treiber (kernel) oder wir mit RTS (rts)</translation>
    </message>
    <message>
        <source>RTS before</source>
        <translation>RTS-Vorlauf</translation>
    </message>
    <message>
        <source>ms from RTS on to the first byte, 0 to 100</source>
        <translation>ms von RTS an bis zum ersten Byte, 0 bis 100</translation>
    </message>
    <message>
        <source>RTS after</source>
        <translation>RTS-Nachlauf</translation>
    </message>
    <message>
        <source>ms from the last byte to RTS off, 0 to 100</source>
        <translation>ms vom letzten Byte bis RTS aus, 0 bis 100</translation>
    </message>
    <message>
        <source>Pause after connect</source>
        <translation>Pause nach Verbinden</translation>
    </message>
    <message>
        <source>ms; nothing is sent before, 0 to 30000</source>
        <translation>ms; vorher wird nichts gesendet, 0 bis 30000</translation>
    </message>
    <message>
        <source>Idle close</source>
        <translation>Schließen bei Ruhe</translation>
    </message>
    <message>
        <source>s without anything to send, 1 to 86400; 0: stays open</source>
        <translation>s, in denen nichts zu senden war, 1 bis 86400; 0: bleibt offen</translation>
    </message>
    <message>
        <source>Close after poll</source>
        <translation>Nach Abfrage schließen</translation>
    </message>
    <message>
        <source>as soon as nothing is due, so that others can have the device</source>
        <translation>sobald nichts fällig ist, damit andere das Gerät haben können</translation>
    </message>
    <message>
        <source>Turnaround</source>
        <translation>Rundrufpause</translation>
    </message>
    <message>
        <source>ms after a broadcast, 100 to 5000</source>
        <translation>ms nach einem Rundruf, 100 bis 5000</translation>
    </message>
    <message>
        <source>0 to 255; on a serial line 1 to 247, 0: broadcast</source>
        <translation>0 bis 255; auf einer seriellen Leitung 1 bis 247, 0: Rundruf</translation>
    </message>
    <message>
        <source>ms between two requests to it, 0 to 5000</source>
        <translation>ms zwischen zwei Anfragen an das Gerät, 0 bis 5000</translation>
    </message>
    <message>
        <source>Counter</source>
        <translation>Zähler</translation>
    </message>
    <message>
        <source>what the station counts, instead of an address</source>
        <translation>was die Station zählt, anstelle einer Adresse</translation>
    </message>
    <message>
        <source>Of link</source>
        <translation>Der Verbindung</translation>
    </message>
    <message>
        <source>counter of the connection, not of the device</source>
        <translation>Zähler der Verbindung, nicht des Geräts</translation>
    </message>
    <message>
        <source>Identity</source>
        <translation>Identität</translation>
    </message>
    <message>
        <source>asked by FC 43/14 after each connect</source>
        <translation>nach jedem Verbinden mit FC 43/14 erfragt</translation>
    </message>
    <message>
        <source>0-based, 0 to 65535; 40001 is 0</source>
        <translation>ab 0, 0 bis 65535; 40001 ist 0</translation>
    </message>
    <message>
        <source>%1 to %2 for holding registers; 0 in the project is %1</source>
        <translation>%1 bis %2 bei Halteregistern; 0 im Projekt ist %1</translation>
    </message>
    <message>
        <source>0-based: 0</source>
        <translation>Ab 0: 0</translation>
    </message>
    <message>
        <source>1-based: 1</source>
        <translation>Ab 1: 1</translation>
    </message>
    <message>
        <source>5 digits: 40001</source>
        <translation>5 Ziffern: 40001</translation>
    </message>
    <message>
        <source>6 digits: 400001</source>
        <translation>6 Ziffern: 400001</translation>
    </message>
    <message>
        <source>Hexadecimal: 0x0</source>
        <translation>Hexadezimal: 0x0</translation>
    </message>
    <message>
        <source>IEC 61131: %MW0</source>
        <translation>IEC 61131: %MW0</translation>
    </message>
    <message>
        <source>Writes per minute</source>
        <translation>Schreibaufträge je Minute</translation>
    </message>
    <message>
        <source>values that one user writes, 1 to 60000</source>
        <translation>Werte, die ein Benutzer schreibt, 1 bis 60000</translation>
    </message>
    <message>
        <source>Largest step</source>
        <translation>Größter Schritt</translation>
    </message>
    <message>
        <source>from the present value, which must be good</source>
        <translation>vom jetzigen Wert aus, der gut sein muss</translation>
    </message>
    <message>
        <source>Largest rate</source>
        <translation>Größte Änderungsrate</translation>
    </message>
    <message>
        <source>change per second, from write to write</source>
        <translation>Änderung je Sekunde, von Schreiben zu Schreiben</translation>
    </message>
    <message>
        <source>Verbs</source>
        <translation>Rechte</translation>
    </message>
    <message>
        <source>Areas</source>
        <translation>Bereiche</translation>
    </message>
    <message>
        <source>beginnings of paths, such as pumping, intake/well1; nothing: everywhere</source>
        <translation>Anfänge von Pfaden, etwa pumping, intake/well1; nichts: überall</translation>
    </message>
    <message>
        <source>is not of this line</source>
        <translation>gehört nicht zu dieser Zeile</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>Rolle</translation>
    </message>
    <message>
        <source>id; what refers to it follows</source>
        <translation>Kennung; was auf sie verweist, folgt ihr</translation>
    </message>
    <message>
        <source>Inherits</source>
        <translation>Erbt von</translation>
    </message>
    <message>
        <source>roles whose grants it has, too, such as viewer, doser</source>
        <translation>Rollen, deren Rechte sie auch hat, etwa viewer, doser</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>Messstellen</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Von</translation>
    </message>
    <message>
        <source>Networks</source>
        <translation>Netze</translation>
    </message>
    <message>
        <source>ids of tags; nothing: all</source>
        <translation>Kennungen von Messstellen; nichts: alle</translation>
    </message>
    <message>
        <source>such as 10.1.0.0/16, 192.0.2.7; nothing: all</source>
        <translation>etwa 10.1.0.0/16, 192.0.2.7; nichts: alle</translation>
    </message>
    <message>
        <source>Second person</source>
        <translation>Zweite Person</translation>
    </message>
    <message>
        <source>sent when another person has approved it</source>
        <translation>gesendet, wenn eine andere Person zugestimmt hat</translation>
    </message>
    <message>
        <source>Approval time</source>
        <translation>Zeit zur Zustimmung</translation>
    </message>
    <message>
        <source>s that a write waits for a second person, 10 to 3600</source>
        <translation>s, die ein Schreibauftrag auf eine zweite Person wartet, 10 bis 3600</translation>
    </message>
</context>
<context>
    <name>mws::editor::MainWindow</name>
    <message>
        <source>Shows the tags of one group only</source>
        <translation>Zeigt nur die Messstellen einer Gruppe</translation>
    </message>
    <message>
        <source>Filter by any text in a row</source>
        <translation>Nach beliebigem Text einer Zeile filtern</translation>
    </message>
    <message>
        <source>Plant</source>
        <translation>Anlage</translation>
    </message>
    <message>
        <source>Properties</source>
        <translation>Eigenschaften</translation>
    </message>
    <message>
        <source>Problems</source>
        <translation>Probleme</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Beenden</translation>
    </message>
    <message>
        <source>&amp;New</source>
        <translation>&amp;Neu</translation>
    </message>
    <message>
        <source>&amp;Open…</source>
        <translation>Ö&amp;ffnen…</translation>
    </message>
    <message>
        <source>&amp;Save</source>
        <translation>&amp;Speichern</translation>
    </message>
    <message>
        <source>Save &amp;as…</source>
        <translation>Speichern &amp;unter…</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>&amp;Rückgängig</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>&amp;Wiederholen</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>&amp;Kopieren</translation>
    </message>
    <message>
        <source>&amp;Paste</source>
        <translation>&amp;Einfügen</translation>
    </message>
    <message>
        <source>&amp;Fill down</source>
        <translation>&amp;Nach unten füllen</translation>
    </message>
    <message>
        <source>Du&amp;plicate tags</source>
        <translation>Messstellen &amp;duplizieren</translation>
    </message>
    <message>
        <source>&amp;Delete</source>
        <translation>&amp;Löschen</translation>
    </message>
    <message>
        <source>Add &amp;connection</source>
        <translation>&amp;Verbindung hinzufügen</translation>
    </message>
    <message>
        <source>Add &amp;device</source>
        <translation>&amp;Gerät hinzufügen</translation>
    </message>
    <message>
        <source>Add &amp;tag</source>
        <translation>&amp;Messstelle hinzufügen</translation>
    </message>
    <message>
        <source>&amp;Read the selected tag</source>
        <translation>Messstelle &amp;lesen</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Datei</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>&amp;Bearbeiten</translation>
    </message>
    <message>
        <source>&amp;Plant</source>
        <translation>&amp;Anlage</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>Werkzeuge</translation>
    </message>
    <message>
        <source>New connection</source>
        <translation>Neue Verbindung</translation>
    </message>
    <message>
        <source>Add connection</source>
        <translation>Verbindung hinzufügen</translation>
    </message>
    <message>
        <source>Choose a connection first</source>
        <translation>Bitte zuerst eine Verbindung wählen</translation>
    </message>
    <message>
        <source>New device</source>
        <translation>Neues Gerät</translation>
    </message>
    <message>
        <source>Add device</source>
        <translation>Gerät hinzufügen</translation>
    </message>
    <message>
        <source>Choose a device first</source>
        <translation>Bitte zuerst ein Gerät wählen</translation>
    </message>
    <message>
        <source>Nothing was pasted</source>
        <translation>Nichts wurde eingefügt</translation>
    </message>
    <message>
        <source>Reading %1 …</source>
        <translation>Liest %1 …</translation>
    </message>
    <message>
        <source>Choose a tag first</source>
        <translation>Bitte zuerst eine Messstelle wählen</translation>
    </message>
    <message>
        <source>Read: %1   raw: %2</source>
        <translation>Gelesen: %1   Rohwert: %2</translation>
    </message>
    <message>
        <source>Not read: %1 %2</source>
        <translation>Nicht gelesen: %1 %2</translation>
    </message>
    <message>
        <source>Open project folder</source>
        <translation>Projektordner öffnen</translation>
    </message>
    <message>
        <source>Saved</source>
        <translation>Gespeichert</translation>
    </message>
    <message>
        <source>Folder for the project</source>
        <translation>Ordner für das Projekt</translation>
    </message>
    <message>
        <source>Save the changes to the project?</source>
        <translation>Änderungen am Projekt speichern?</translation>
    </message>
    <message>
        <source>Another program has changed the project since it was opened. Overwrite its changes?</source>
        <translation>Ein anderes Programm hat das Projekt seit dem Öffnen geändert. Diese Änderungen überschreiben?</translation>
    </message>
    <message>
        <source>Modbus Web Server editor</source>
        <translation>Modbus Web Server Editor</translation>
    </message>
    <message>
        <source>Choose a device in the tree to see its tags</source>
        <translation>Gerät im Baum wählen, um seine Messstellen zu sehen</translation>
    </message>
    <message>
        <source>All groups</source>
        <translation>Alle Gruppen</translation>
    </message>
    <message>
        <source>This file is not edited here</source>
        <translation>Diese Datei wird hier nicht bearbeitet</translation>
    </message>
    <message>
        <source>No problems</source>
        <translation>Keine Probleme</translation>
    </message>
    <message>
        <source>Problems (%1)</source>
        <translation>Probleme (%1)</translation>
    </message>
    <message>
        <source>Cells that do not fit: %1</source>
        <translation>Zellen, die nicht passen: %1</translation>
    </message>
    <message>
        <source>%1, tags: %2</source>
        <translation>%1, Messstellen: %2</translation>
    </message>
    <message>
        <source>Problems: %1</source>
        <translation>Probleme: %1</translation>
    </message>
    <message>
        <source>How addresses are shown, typed and pasted</source>
        <translation>Wie Adressen gezeigt, eingegeben und eingefügt werden</translation>
    </message>
    <message>
        <source>Roles</source>
        <translation>Rollen</translation>
    </message>
</context>
<context>
    <name>mws::editor::PlantTreeModel</name>
    <message>
        <source>unit %1, %2</source>
        <translation>Adr. %1, %2</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>Wo</translation>
    </message>
</context>
<context>
    <name>mws::editor::ProblemModel</name>
    <message>
        <source>Place</source>
        <translation>Ort</translation>
    </message>
    <message>
        <source>Problem</source>
        <translation>Problem</translation>
    </message>
</context>
<context>
    <name>mws::editor::PropertyModel</name>
    <message>
        <source>%1 is used twice</source>
        <translation>%1 wird zweimal verwendet</translation>
    </message>
    <message>
        <source>%1; without it: %2</source>
        <translation>%1; ohne Angabe: %2</translation>
    </message>
    <message>
        <source>Property</source>
        <translation>Eigenschaft</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>Change %1</source>
        <translation>%1 ändern</translation>
    </message>
</context>
<context>
    <name>mws::editor::RoleModel</name>
    <message>
        <source>New role</source>
        <translation>Neue Rolle</translation>
    </message>
    <message>
        <source>Add role</source>
        <translation>Rolle hinzufügen</translation>
    </message>
    <message>
        <source>Add grant</source>
        <translation>Recht hinzufügen</translation>
    </message>
    <message>
        <source>Delete roles</source>
        <translation>Rollen löschen</translation>
    </message>
    <message>
        <source>%1 is used twice</source>
        <translation>%1 wird zweimal benutzt</translation>
    </message>
    <message>
        <source>Change %1</source>
        <translation>%1 ändern</translation>
    </message>
</context>
<context>
    <name>mws::editor::RolePage</name>
    <message>
        <source>Add role</source>
        <translation>Rolle hinzufügen</translation>
    </message>
    <message>
        <source>Add grant</source>
        <translation>Recht hinzufügen</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Choose a role first</source>
        <translation>Zuerst eine Rolle wählen</translation>
    </message>
</context>
<context>
    <name>mws::editor::TagGridModel</name>
    <message>
        <source>Made by the template of the device</source>
        <translation>Von der Vorlage des Geräts erzeugt</translation>
    </message>
    <message>
        <source>Change %1</source>
        <translation>%1 ändern</translation>
    </message>
    <message>
        <source>New tag</source>
        <translation>Neue Messstelle</translation>
    </message>
    <message>
        <source>Add tag</source>
        <translation>Messstelle hinzufügen</translation>
    </message>
    <message>
        <source>Delete tags</source>
        <translation>Messstellen löschen</translation>
    </message>
    <message>
        <source>%1 copy</source>
        <translation>%1 Kopie</translation>
    </message>
    <message>
        <source>Duplicate tags</source>
        <translation>Messstellen duplizieren</translation>
    </message>
    <message>
        <source>Fill down</source>
        <translation>Nach unten füllen</translation>
    </message>
    <message>
        <source>there is no such column</source>
        <translation>diese Spalte gibt es nicht</translation>
    </message>
    <message>
        <source>Line %1, %2: “%3” %4</source>
        <translation>Zeile %1, %2: „%3“ %4</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>Einfügen</translation>
    </message>
</context>
<context>
    <name>mws::http::Server</name>
    <message>
        <source>Without TLS the web answers this computer only.</source>
        <translation>Ohne TLS antwortet der Webserver nur diesem Rechner.</translation>
    </message>
    <message>
        <source>Port %1 of %2: %3</source>
        <translation>Port %1 von %2: %3</translation>
    </message>
    <message>
        <source>The certificate belongs to no user who may sign in.</source>
        <translation>Das Zertifikat gehört keinem Benutzer, der sich anmelden darf.</translation>
    </message>
    <message>
        <source>The client has shown no certificate.</source>
        <translation>Der Client hat kein Zertifikat gezeigt.</translation>
    </message>
    <message>
        <source>Without TLS nobody can show a certificate.</source>
        <translation>Ohne TLS kann niemand ein Zertifikat zeigen.</translation>
    </message>
</context>
<context>
    <name>mws::modbus::BaudRateText</name>
    <message>
        <source>The port cannot do %1 baud, its driver would use %2.</source>
        <translation>Die Schnittstelle kann keine %1 Baud, ihr Treiber nähme %2.</translation>
    </message>
</context>
<context>
    <name>mws::modbus::DeviceNetworks</name>
    <message>
        <source>&apos;%1&apos; cannot be written: %2</source>
        <translation>&apos;%1&apos; kann nicht geschrieben werden: %2</translation>
    </message>
</context>
<context>
    <name>mws::modbus::HangUp</name>
    <message>
        <source>The adapter of the serial port is gone.</source>
        <translation>Der Adapter der seriellen Schnittstelle ist weg.</translation>
    </message>
</context>
<context>
    <name>mws::modbus::InquiryText</name>
    <message>
        <source>The link is too busy with the polls.</source>
        <translation>Die Verbindung ist mit den Abfragen zu stark ausgelastet.</translation>
    </message>
</context>
<context>
    <name>mws::modbus::MbapTransport</name>
    <message>
        <source>The device sends bytes that are not Modbus/TCP.</source>
        <translation>Das Gerät sendet Bytes, die nicht Modbus/TCP sind.</translation>
    </message>
    <message>
        <source>The device stopped in the middle of an answer.</source>
        <translation>Das Gerät hörte mitten in einer Antwort auf.</translation>
    </message>
</context>
<context>
    <name>mws::modbus::ModbusBus</name>
    <message>
        <source>The device is out of service, or the tag has a wrong address.</source>
        <translation>Das Gerät ist außer Betrieb, oder die Messstelle hat eine falsche Adresse.</translation>
    </message>
    <message>
        <source>The device is out of service.</source>
        <translation>Das Gerät ist außer Betrieb.</translation>
    </message>
    <message>
        <source>The station counts this value; no device has it.</source>
        <translation>Diesen Wert zählt die Station; kein Gerät hat ihn.</translation>
    </message>
    <message>
        <source>The connection is out of service.</source>
        <translation>Die Verbindung ist außer Betrieb.</translation>
    </message>
</context>
<context>
    <name>mws::modbus::PeerFinder</name>
    <message>
        <source>Not permitted by this host: %1 port %2.</source>
        <translation>Von diesem Rechner nicht erlaubt: %1 Port %2.</translation>
    </message>
</context>
<context>
    <name>mws::modbus::Rs485Text</name>
    <message>
        <source>The driver of the port cannot switch an RS-485 line (TIOCSRS485: %1); choose rs485 rts, or none where the adapter does it.</source>
        <translation>Der Treiber der Schnittstelle kann keine RS-485-Leitung umschalten (TIOCSRS485: %1); rs485 rts wählen, oder none, wenn der Adapter es tut.</translation>
    </message>
    <message>
        <source>The port has no RTS line to switch an RS-485 line with (%1); choose rs485 none where the adapter does it.</source>
        <translation>Die Schnittstelle hat keine RTS-Leitung, um eine RS-485-Leitung umzuschalten (%1); rs485 none wählen, wenn der Adapter es tut.</translation>
    </message>
</context>
<context>
    <name>mws::modbus::RtsDriver</name>
    <message>
        <source>The port does not send.</source>
        <translation>Die Schnittstelle sendet nicht.</translation>
    </message>
</context>
<context>
    <name>mws::modbus::RtuTransport</name>
    <message>
        <source>The line is never quiet, or the adapter does not send.</source>
        <translation>Die Leitung ist nie ruhig oder der Adapter sendet nicht.</translation>
    </message>
    <message>
        <source>The request could not be sent.</source>
        <translation>Die Anfrage konnte nicht gesendet werden.</translation>
    </message>
    <message>
        <source>No answer in time.</source>
        <translation>Keine Antwort innerhalb der Zeit.</translation>
    </message>
    <message>
        <source>The answer was damaged, came from another unit or was for another request.</source>
        <translation>Die Antwort war beschädigt, kam von einem anderen Gerät oder galt einer anderen Anfrage.</translation>
    </message>
</context>
<context>
    <name>mws::modbus::ScanText</name>
    <message>
        <source>the project forbids to read all of its registers</source>
        <translation>das Projekt verbietet, irgendeines seiner Register zu lesen</translation>
    </message>
    <message>
        <source>The range must be within %1 to %2, the first not above the last.</source>
        <translation>Der Bereich muss innerhalb von %1 bis %2 liegen, der Anfang nicht über dem Ende.</translation>
    </message>
    <message>
        <source>There is a scan behind this connection already.</source>
        <translation>Hinter dieser Verbindung wird schon gesucht.</translation>
    </message>
    <message>
        <source>No such device is served behind this connection.</source>
        <translation>Ein solches Gerät wird hinter dieser Verbindung nicht betrieben.</translation>
    </message>
    <message>
        <source>A broadcast (unit 0) is not answered.</source>
        <translation>Ein Rundruf (Unit 0) wird nicht beantwortet.</translation>
    </message>
    <message>
        <source>At most %1 addresses are looked at in one scan.</source>
        <translation>Eine Suche sieht höchstens %1 Adressen an.</translation>
    </message>
    <message>
        <source>It took too long: the link is busy, or slow.</source>
        <translation>Es hat zu lange gedauert: die Verbindung ist ausgelastet oder langsam.</translation>
    </message>
</context>
<context>
    <name>mws::modbus::Scheduler</name>
    <message>
        <source>The station stops.</source>
        <translation>Die Station hält an.</translation>
    </message>
    <message>
        <source>The write waited too long and was not sent.</source>
        <translation>Der Schreibauftrag wartete zu lange und wurde nicht gesendet.</translation>
    </message>
    <message>
        <source>The device does not answer.</source>
        <translation>Das Gerät antwortet nicht.</translation>
    </message>
    <message>
        <source>Nothing can be written there now.</source>
        <translation>Dort kann zurzeit nichts geschrieben werden.</translation>
    </message>
    <message>
        <source>A newer value took its place.</source>
        <translation>Ein neuerer Wert trat an seine Stelle.</translation>
    </message>
    <message>
        <source>Too many writes are waiting for this device.</source>
        <translation>Zu viele Schreibaufträge warten auf dieses Gerät.</translation>
    </message>
    <message>
        <source>No answer in time.</source>
        <translation>Keine Antwort innerhalb der Zeit.</translation>
    </message>
    <message>
        <source>The register, which holds other values too, could not be read first: %1</source>
        <translation>Das Register, das auch andere Werte enthält, konnte nicht zuerst gelesen werden: %1</translation>
    </message>
    <message>
        <source>A newer value was written before it was read back.</source>
        <translation>Vor dem Rücklesen wurde ein neuerer Wert geschrieben.</translation>
    </message>
    <message>
        <source>A command is not read back.</source>
        <translation>Ein Befehl wird nicht zurückgelesen.</translation>
    </message>
    <message>
        <source>It could not be read back: %1</source>
        <translation>Rücklesen nicht möglich: %1</translation>
    </message>
    <message>
        <source>answers come up to %1 ms late, the response timeout is too short</source>
        <translation>Antworten kommen bis zu %1 ms zu spät, die Antwortzeit ist zu kurz</translation>
    </message>
    <message>
        <source>%1 (one request for %2 tags)</source>
        <translation>%1 (eine Anfrage für %2 Messstellen)</translation>
    </message>
    <message>
        <source>It was sent to all devices of the line: nobody acknowledges a broadcast.</source>
        <translation>An alle Geräte der Leitung gesendet: Niemand quittiert einen Rundruf.</translation>
    </message>
    <message>
        <source>The device cannot be reached now.</source>
        <translation>Das Gerät ist gerade nicht zu erreichen.</translation>
    </message>
    <message>
        <source>Too many questions are waiting for this link.</source>
        <translation>Es warten zu viele Fragen auf diese Verbindung.</translation>
    </message>
    <message>
        <source>A broadcast (unit 0) is not answered.</source>
        <translation>Ein Rundruf (Unit 0) wird nicht beantwortet.</translation>
    </message>
</context>
<context>
    <name>mws::modbus::SignText</name>
    <message>
        <source>An answer came for a function that was not asked for.</source>
        <translation>Es kam eine Antwort für eine Funktion, nach der nicht gefragt war.</translation>
    </message>
    <message>
        <source>A frame came from a unit that was not asked.</source>
        <translation>Es kam ein Telegramm von einem Gerät, das nicht gefragt war.</translation>
    </message>
    <message>
        <source>A frame came with a transaction number that no request has.</source>
        <translation>Es kam ein Telegramm mit einer Transaktionsnummer, die keine Anfrage hat.</translation>
    </message>
    <message>
        <source>Somebody else sends on this link.</source>
        <translation>Jemand anderes sendet auf dieser Verbindung.</translation>
    </message>
    <message>
        <source>%1 in ten seconds, usual are %2.</source>
        <translation>%1 in zehn Sekunden, üblich sind %2.</translation>
    </message>
    <message>
        <source>%1 of %2 requests in ten seconds; usual are hardly any.</source>
        <translation>%1 von %2 Anfragen in zehn Sekunden; üblich sind kaum welche.</translation>
    </message>
    <message>
        <source>no number</source>
        <translation>keine Zahl</translation>
    </message>
    <message>
        <source>%1 is %2, outside of %3 to %4.</source>
        <translation>%1 ist %2, außerhalb von %3 bis %4.</translation>
    </message>
    <message>
        <source>It was &quot;%1&quot; and is &quot;%2&quot;.</source>
        <translation>Es war „%1“ und ist „%2“.</translation>
    </message>
    <message>
        <source>%1 has never written here before.</source>
        <translation>%1 hat hier noch nie geschrieben.</translation>
    </message>
</context>
<context>
    <name>mws::modbus::SocketLink</name>
    <message>
        <source>The connection was not accepted in time.</source>
        <translation>Die Verbindung wurde nicht rechtzeitig angenommen.</translation>
    </message>
    <message>
        <source>standby %1</source>
        <translation>Reserve %1</translation>
    </message>
</context>
<context>
    <name>mws::modbus::StreamTransport</name>
    <message>
        <source>The answer was damaged.</source>
        <translation>Die Antwort war beschädigt.</translation>
    </message>
    <message>
        <source>The answer was damaged: it stopped in the middle.</source>
        <translation>Die Antwort war beschädigt: Sie brach in der Mitte ab.</translation>
    </message>
    <message>
        <source>The line is never quiet.</source>
        <translation>Die Leitung ist nie still.</translation>
    </message>
    <message>
        <source>The adapter did not repeat what it sent; it may have no local echo.</source>
        <translation>Der Adapter hat nicht wiederholt, was er sendete; vielleicht hat er kein lokales Echo.</translation>
    </message>
    <message>
        <source>No answer in time.</source>
        <translation>Keine Antwort innerhalb der Zeit.</translation>
    </message>
    <message>
        <source>The answer was damaged, came from another unit or was for another request.</source>
        <translation>Die Antwort war beschädigt, kam von einem anderen Gerät oder galt einer anderen Anfrage.</translation>
    </message>
</context>
<context>
    <name>mws::modbus::TagProbe</name>
    <message>
        <source>The device says that the value is not available.</source>
        <translation>Das Gerät meldet, dass der Wert nicht verfügbar ist.</translation>
    </message>
    <message>
        <source>The registers do not hold a value of this type.</source>
        <translation>Die Register enthalten keinen Wert dieses Typs.</translation>
    </message>
    <message>
        <source>The device refuses: %1.</source>
        <translation>Das Gerät lehnt ab: %1.</translation>
    </message>
    <message>
        <source>The answer is not valid: %1.</source>
        <translation>Die Antwort ist ungültig: %1.</translation>
    </message>
    <message>
        <source>The device holds a value beyond the clamp.</source>
        <translation>Das Gerät enthält einen Wert außerhalb der Begrenzung.</translation>
    </message>
    <message>
        <source>The scale factor is not applied.</source>
        <translation>Der Skalierungsfaktor ist nicht angewandt.</translation>
    </message>
    <message>
        <source>A broadcast (unit 0) cannot be read.</source>
        <translation>Ein Rundruf (Unit 0) kann nicht gelesen werden.</translation>
    </message>
    <message>
        <source>The station counts this value; no device has it.</source>
        <translation>Diesen Wert zählt die Station; kein Gerät hat ihn.</translation>
    </message>
</context>
<context>
    <name>mws::modbus::TcpTransport</name>
    <message>
        <source>The device closed the connection.</source>
        <translation>Das Gerät hat die Verbindung geschlossen.</translation>
    </message>
    <message>
        <source>The request could not be sent.</source>
        <translation>Die Anfrage konnte nicht gesendet werden.</translation>
    </message>
    <message>
        <source>The device sends bytes that are not Modbus/TCP.</source>
        <translation>Das Gerät sendet Bytes, die nicht Modbus/TCP sind.</translation>
    </message>
    <message>
        <source>The connection was not accepted in time.</source>
        <translation>Die Verbindung wurde nicht rechtzeitig angenommen.</translation>
    </message>
    <message>
        <source>The device stopped in the middle of an answer.</source>
        <translation>Das Gerät hörte mitten in einer Antwort auf.</translation>
    </message>
    <message>
        <source>Only answers to other requests or from other units came.</source>
        <translation>Es kamen nur Antworten auf andere Anfragen oder von anderen Geräten.</translation>
    </message>
    <message>
        <source>No answer in time.</source>
        <translation>Keine Antwort innerhalb der Zeit.</translation>
    </message>
</context>
<context>
    <name>mws::modbus::Texts::Texts</name>
    <message>
        <source>function %1</source>
        <translation>Funktion %1</translation>
    </message>
</context>
<context>
    <name>mws::modbus::TlsLink</name>
    <message>
        <source>The device&apos;s certificate has expired.</source>
        <translation>Das Zertifikat des Geräts ist abgelaufen.</translation>
    </message>
    <message>
        <source>The device&apos;s certificate is not valid yet; is the clock right?</source>
        <translation>Das Zertifikat des Geräts gilt noch nicht; geht die Uhr richtig?</translation>
    </message>
    <message>
        <source>The device&apos;s certificate is from an authority that ca.pem does not hold.</source>
        <translation>Das Zertifikat des Geräts stammt von einer Stelle, die nicht in ca.pem steht.</translation>
    </message>
    <message>
        <source>The device&apos;s certificate is for another name.</source>
        <translation>Das Zertifikat des Geräts gilt für einen anderen Namen.</translation>
    </message>
    <message>
        <source>The device&apos;s certificate is not accepted: %1</source>
        <translation>Das Zertifikat des Geräts wird nicht anerkannt: %1</translation>
    </message>
    <message>
        <source>The device does not speak TLS 1.2 or newer.</source>
        <translation>Das Gerät spricht kein TLS 1.2 oder neuer.</translation>
    </message>
    <message>
        <source>The device does not speak TLS on this port.</source>
        <translation>Das Gerät spricht an diesem Port kein TLS.</translation>
    </message>
    <message>
        <source>The device refuses the station&apos;s certificate or TLS: %1</source>
        <translation>Das Gerät lehnt das Zertifikat der Station oder TLS ab: %1</translation>
    </message>
    <message>
        <source>This program has no certificates for Modbus over TLS.</source>
        <translation>Dieses Programm hat keine Zertifikate für Modbus über TLS.</translation>
    </message>
    <message>
        <source>The device&apos;s certificate has another fingerprint than the pin.</source>
        <translation>Das Zertifikat des Geräts hat einen anderen Fingerabdruck als angegeben.</translation>
    </message>
    <message>
        <source>The device broke the TLS handshake off; does it accept the station&apos;s certificate?</source>
        <translation>Das Gerät hat den TLS-Aufbau abgebrochen; erkennt es das Zertifikat der Station an?</translation>
    </message>
    <message>
        <source>device without a role</source>
        <translation>Gerät ohne Rolle</translation>
    </message>
    <message>
        <source>role of the device: %1</source>
        <translation>Rolle des Geräts: %1</translation>
    </message>
    <message>
        <source>Of the device: %1</source>
        <translation>Vom Gerät: %1</translation>
    </message>
</context>
<context>
    <name>mws::modbus::Transport</name>
    <message>
        <source>not understood</source>
        <translation>nicht verstanden</translation>
    </message>
    <message>
        <source>unit %1: %2</source>
        <translation>Gerät %1: %2</translation>
    </message>
</context>
<context>
    <name>mws::modbus::UdpTransport</name>
    <message>
        <source>The name of the device was not found in time.</source>
        <translation>Der Name des Geräts wurde nicht rechtzeitig gefunden.</translation>
    </message>
</context>
<context>
    <name>mws::modbus::WindowTransport</name>
    <message>
        <source>Only answers to other requests or from other units came.</source>
        <translation>Es kamen nur Antworten auf andere Anfragen oder von anderen Geräten.</translation>
    </message>
    <message>
        <source>No answer in time.</source>
        <translation>Keine Antwort innerhalb der Zeit.</translation>
    </message>
</context>
<context>
    <name>mws::modbus::WriteText</name>
    <message>
        <source>The scale factor of the tag is not known now.</source>
        <translation>Der Skalierungsfaktor der Messstelle ist jetzt nicht bekannt.</translation>
    </message>
</context>
<context>
    <name>mws::northbound::Connection</name>
    <message>
        <source>began a request and did not end it</source>
        <translation>begann eine Anfrage und beendete sie nicht</translation>
    </message>
    <message>
        <source>took too long for the TLS handshake</source>
        <translation>brauchte zu lange für den TLS-Handshake</translation>
    </message>
    <message>
        <source>sent no request for too long</source>
        <translation>sandte zu lange keine Anfrage</translation>
    </message>
    <message>
        <source>did not take its answers</source>
        <translation>nahm seine Antworten nicht ab</translation>
    </message>
    <message>
        <source>sent bytes that are no Modbus</source>
        <translation>sandte Bytes, die kein Modbus sind</translation>
    </message>
    <message>
        <source>TLS handshake: %1</source>
        <translation>TLS-Handshake: %1</translation>
    </message>
</context>
<context>
    <name>mws::northbound::Server</name>
    <message>
        <source>Port %1 of %2: %3</source>
        <translation>Port %1 von %2: %3</translation>
    </message>
    <message>
        <source>too many clients</source>
        <translation>zu viele Clients</translation>
    </message>
    <message>
        <source>not in the allow-list</source>
        <translation>nicht in der Erlaubnisliste</translation>
    </message>
</context>
<context>
    <name>mws::northbound::Text</name>
    <message>
        <source>holds no certificate</source>
        <translation>enthält kein Zertifikat</translation>
    </message>
    <message>
        <source>others may read it; want mode 0600</source>
        <translation>andere dürfen ihn lesen; nötig ist Modus 0600</translation>
    </message>
    <message>
        <source>holds no RSA or EC key without a passphrase</source>
        <translation>enthält keinen RSA- oder EC-Schlüssel ohne Passphrase</translation>
    </message>
</context>
<context>
    <name>mwsctl</name>
    <message>
        <source>the folder holds no database</source>
        <translation>der Ordner enthält keine Datenbank</translation>
    </message>
    <message>
        <source>%1 row(s), the chain fits</source>
        <translation>%1 Zeile(n), die Kette stimmt</translation>
    </message>
    <message>
        <source>Checks that nobody changed the audit record.</source>
        <translation>Prüft, dass niemand das Protokoll verändert hat.</translation>
    </message>
    <message>
        <source>there is no folder &apos;%1&apos;</source>
        <translation>es gibt keinen Ordner &apos;%1&apos;</translation>
    </message>
    <message>
        <source>give --data, --project or both</source>
        <translation>bitte --data, --project oder beide angeben</translation>
    </message>
    <message>
        <source>The project folder, to save it too.</source>
        <translation>Der Projektordner, um ihn mitzusichern.</translation>
    </message>
    <message>
        <source>folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Where to put the project.</source>
        <translation>Wohin das Projekt gelegt wird.</translation>
    </message>
    <message>
        <source>Replaces folders that are not empty; they are kept aside.</source>
        <translation>Ersetzt Ordner, die nicht leer sind; sie werden beiseitegelegt.</translation>
    </message>
    <message>
        <source>Puts a backup back; stop the station first.</source>
        <translation>Spielt eine Sicherung zurück; Station zuerst anhalten.</translation>
    </message>
    <message>
        <source>error: %1</source>
        <translation>Fehler: %1</translation>
    </message>
    <message>
        <source>warning: %1</source>
        <translation>Warnung: %1</translation>
    </message>
    <message>
        <source>%1: %2 connection(s), %3 device(s), %4 tag(s), %5 screen(s)</source>
        <translation>%1: %2 Verbindung(en), %3 Gerät(e), %4 Messstelle(n), %5 Bild(er)</translation>
    </message>
    <message>
        <source>Checks a project folder and prints all that is wrong.</source>
        <translation>Prüft einen Projektordner und gibt alle Fehler aus.</translation>
    </message>
    <message>
        <source>The project folder.</source>
        <translation>Der Projektordner.</translation>
    </message>
    <message>
        <source>Usage: mwsctl &lt;command&gt; [options]</source>
        <translation>Aufruf: mwsctl &lt;Befehl&gt; [Optionen]</translation>
    </message>
    <message>
        <source>mwsctl &lt;command&gt; --help tells more.</source>
        <translation>Mehr sagt mwsctl &lt;Befehl&gt; --help.</translation>
    </message>
    <message>
        <source>Shows this help.</source>
        <translation>Zeigt diese Hilfe.</translation>
    </message>
    <message>
        <source>a command is missing</source>
        <translation>ein Befehl fehlt</translation>
    </message>
    <message>
        <source>there is no command &apos;%1&apos;</source>
        <translation>es gibt keinen Befehl &apos;%1&apos;</translation>
    </message>
    <message>
        <source>The data folder of the station.</source>
        <translation>Der Datenordner der Station.</translation>
    </message>
    <message>
        <source>the option --data is missing</source>
        <translation>die Option --data fehlt</translation>
    </message>
    <message>
        <source>%1 argument(s) expected, %2 given</source>
        <translation>%1 Argument(e) erwartet, %2 angegeben</translation>
    </message>
    <message>
        <source>&apos;%1&apos; cannot be read</source>
        <translation>&apos;%1&apos; kann nicht gelesen werden</translation>
    </message>
    <message>
        <source>standard input cannot be read</source>
        <translation>die Standardeingabe kann nicht gelesen werden</translation>
    </message>
    <message>
        <source>there is no terminal; use --password-stdin</source>
        <translation>es gibt kein Terminal; bitte --password-stdin verwenden</translation>
    </message>
    <message>
        <source>%1 again</source>
        <translation>%1 wiederholen</translation>
    </message>
    <message>
        <source>the two differ</source>
        <translation>die beiden stimmen nicht überein</translation>
    </message>
    <message>
        <source>there is no user &apos;%1&apos;</source>
        <translation>es gibt keinen Benutzer &apos;%1&apos;</translation>
    </message>
    <message>
        <source>no audit row was written: %1</source>
        <translation>kein Protokolleintrag geschrieben: %1</translation>
    </message>
    <message>
        <source>The project folder, when the user has a role of the project.</source>
        <translation>Der Projektordner, wenn der Benutzer eine Rolle des Projekts hat.</translation>
    </message>
    <message>
        <source>The name to sign in with.</source>
        <translation>Der Name zum Anmelden.</translation>
    </message>
    <message>
        <source>Reads the password or PIN as one line from standard input.</source>
        <translation>Liest Kennwort oder PIN als eine Zeile von der Standardeingabe.</translation>
    </message>
    <message>
        <source>viewer, operator, engineer, administrator or a role of the project.</source>
        <translation>viewer, operator, engineer, administrator oder eine Rolle des Projekts.</translation>
    </message>
    <message>
        <source>role</source>
        <translation>Rolle</translation>
    </message>
    <message>
        <source>The name that people see.</source>
        <translation>Der angezeigte Name.</translation>
    </message>
    <message>
        <source>name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Kennwort</translation>
    </message>
    <message>
        <source>PIN</source>
        <translation>PIN</translation>
    </message>
    <message>
        <source>New password</source>
        <translation>Neues Kennwort</translation>
    </message>
    <message>
        <source>Adds a user.</source>
        <translation>Fügt einen Benutzer hinzu.</translation>
    </message>
    <message>
        <source>Sets a new password; all sessions of the user end.</source>
        <translation>Setzt ein neues Kennwort; alle Sitzungen des Benutzers enden.</translation>
    </message>
    <message>
        <source>Sets the PIN for the panel; an empty one removes it.</source>
        <translation>Setzt die PIN für das Bedienpanel; eine leere entfernt sie.</translation>
    </message>
    <message>
        <source>Lists users, roles and last sign-ins.</source>
        <translation>Listet Benutzer, Rollen und letzte Anmeldungen auf.</translation>
    </message>
    <message>
        <source>Keeps a user from signing in.</source>
        <translation>Sperrt die Anmeldung eines Benutzers.</translation>
    </message>
    <message>
        <source>Lets a disabled user sign in again.</source>
        <translation>Lässt einen gesperrten Benutzer wieder zu.</translation>
    </message>
    <message>
        <source>--%1 must be 0 to %2</source>
        <translation>--%1 muss 0 bis %2 sein</translation>
    </message>
    <message>
        <source>The project has no connection %1.</source>
        <translation>Das Projekt hat keine Verbindung %1.</translation>
    </message>
    <message>
        <source>the project has errors; mwsctl check tells them</source>
        <translation>das Projekt hat Fehler; mwsctl check nennt sie</translation>
    </message>
    <message>
        <source>Only this connection.</source>
        <translation>Nur diese Verbindung.</translation>
    </message>
    <message>
        <source>id</source>
        <translation>Id</translation>
    </message>
    <message>
        <source>Prints JSON, with the ids of the tags.</source>
        <translation>Gibt JSON aus, mit den Ids der Messstellen.</translation>
    </message>
    <message>
        <source>Network: ms from a request to its answer; 20 if not given.</source>
        <translation>Netz: ms von der Anfrage bis zur Antwort; ohne Angabe 20.</translation>
    </message>
    <message>
        <source>ms</source>
        <translation>ms</translation>
    </message>
    <message>
        <source>Serial line: ms that a device takes to answer; 0 if not given.</source>
        <translation>Serielle Leitung: ms, die ein Gerät bis zur Antwort braucht; ohne Angabe 0.</translation>
    </message>
    <message>
        <source>Prints the requests of a project and how busy they keep each connection.</source>
        <translation>Zeigt die Anfragen eines Projekts und wie sehr sie jede Verbindung auslasten.</translation>
    </message>
    <message>
        <source>device</source>
        <translation>Gerät</translation>
    </message>
    <message>
        <source>unit</source>
        <translation>Unit</translation>
    </message>
    <message>
        <source>class</source>
        <translation>Klasse</translation>
    </message>
    <message>
        <source>every</source>
        <translation>alle</translation>
    </message>
    <message>
        <source>function</source>
        <translation>Funktion</translation>
    </message>
    <message>
        <source>table</source>
        <translation>Tabelle</translation>
    </message>
    <message>
        <source>first</source>
        <translation>ab</translation>
    </message>
    <message>
        <source>count</source>
        <translation>Anzahl</translation>
    </message>
    <message>
        <source>tags</source>
        <translation>Messstellen</translation>
    </message>
    <message>
        <source>holes</source>
        <translation>Lücken</translation>
    </message>
    <message>
        <source>%1 % of the time at a round trip of %2 ms, a gap of %3 ms and one request at a time</source>
        <translation>%1 % der Zeit bei %2 ms Umlaufzeit, %3 ms Pause und einer Anfrage zur Zeit</translation>
    </message>
    <message>
        <source>%1 % of the line at %2 baud, t3.5 of %3 ms, a gap of %4 ms and %5 ms until a device answers</source>
        <translation>%1 % der Leitung bei %2 Baud, t3.5 von %3 ms, %4 ms Pause und %5 ms, bis ein Gerät antwortet</translation>
    </message>
    <message>
        <source>%1 of %2 (%3 % of its rounds)</source>
        <translation>%1 von %2 (%3 % der Runden)</translation>
    </message>
    <message>
        <source>%1 is asked for more than it can carry</source>
        <translation>%1 soll mehr tragen, als es kann</translation>
    </message>
    <message>
        <source>%1 has little room left for writes, repeats and devices that do not answer</source>
        <translation>%1 hat kaum noch Platz für Schreiben, Wiederholungen und Geräte, die nicht antworten</translation>
    </message>
    <message>
        <source>these come late: %1</source>
        <translation>diese kommen zu spät: %1</translation>
    </message>
    <message>
        <source>nothing to read</source>
        <translation>nichts zu lesen</translation>
    </message>
    <message>
        <source>%1 requests/s, %2 bytes/s out, %3 bytes/s in</source>
        <translation>%1 Anfragen/s, %2 Bytes/s hin, %3 Bytes/s zurück</translation>
    </message>
    <message>
        <source>%1 % of the time at a round trip of %2 ms, a gap of %3 ms and up to %4 requests at a time</source>
        <translation>%1 % der Zeit bei %2 ms Umlaufzeit, %3 ms Pause und bis zu %4 Anfragen zur Zeit</translation>
    </message>
    <message>
        <source>tag disabled: %1</source>
        <translation>Messstelle gesperrt: %1</translation>
    </message>
    <message>
        <source>asked %1 to %2 of %3</source>
        <translation>%1 bis %2 von %3 abgefragt</translation>
    </message>
    <message>
        <source>interrupted</source>
        <translation>abgebrochen</translation>
    </message>
    <message>
        <source>the device refuses: exception %1, %2</source>
        <translation>das Gerät lehnt ab: Ausnahme %1, %2</translation>
    </message>
    <message>
        <source>coil, discrete, holding or input</source>
        <translation>coil, discrete, holding oder input</translation>
    </message>
    <message>
        <source>0-based, or hex with 0x</source>
        <translation>ab 0 gezählt, oder hexadezimal mit 0x</translation>
    </message>
    <message>
        <source>How registers make a value: %1; uint16 if not given.</source>
        <translation>Wie Register einen Wert ergeben: %1; ohne Angabe uint16.</translation>
    </message>
    <message>
        <source>type</source>
        <translation>Typ</translation>
    </message>
    <message>
        <source>Order of its bytes; ABCD if not given.</source>
        <translation>Reihenfolge seiner Bytes; ohne Angabe ABCD.</translation>
    </message>
    <message>
        <source>order</source>
        <translation>Reihenfolge</translation>
    </message>
    <message>
        <source>Bytes of a string; 2 if not given.</source>
        <translation>Bytes eines Textes; ohne Angabe 2.</translation>
    </message>
    <message>
        <source>n</source>
        <translation>n</translation>
    </message>
    <message>
        <source>the table is one of %1</source>
        <translation>die Tabelle ist eine von %1</translation>
    </message>
    <message>
        <source>the address</source>
        <translation>die Adresse</translation>
    </message>
    <message>
        <source>there is no such type, order or length</source>
        <translation>diesen Typ, diese Reihenfolge oder Länge gibt es nicht</translation>
    </message>
    <message>
        <source>parts of a register are not read here; take uint16</source>
        <translation>Teile eines Registers werden hier nicht gelesen; nehmen Sie uint16</translation>
    </message>
    <message>
        <source>no value of this type</source>
        <translation>kein Wert dieses Typs</translation>
    </message>
    <message>
        <source>the count</source>
        <translation>die Anzahl</translation>
    </message>
    <message>
        <source>too many arguments</source>
        <translation>zu viele Argumente</translation>
    </message>
    <message>
        <source>the value must be 0 or 1</source>
        <translation>der Wert muss 0 oder 1 sein</translation>
    </message>
    <message>
        <source>the value must be a number</source>
        <translation>der Wert muss eine Zahl sein</translation>
    </message>
    <message>
        <source>only coils and holding registers can be written</source>
        <translation>nur Coils und Holding-Register können geschrieben werden</translation>
    </message>
    <message>
        <source>only whole registers are written here</source>
        <translation>hier werden nur ganze Register geschrieben</translation>
    </message>
    <message>
        <source>acknowledged, but not read back: %1</source>
        <translation>bestätigt, aber nicht zurückgelesen: %1</translation>
    </message>
    <message>
        <source>the PDU is 1 to 253 bytes in hex, function code first</source>
        <translation>die PDU besteht aus 1 bis 253 Bytes in Hex, mit dem Funktionscode zuerst</translation>
    </message>
    <message>
        <source>Yes, change something in the device.</source>
        <translation>Ja, etwas im Gerät verändern.</translation>
    </message>
    <message>
        <source>this changes something in the device; add --yes if you mean it</source>
        <translation>das verändert etwas im Gerät; mit --yes wird es gemacht</translation>
    </message>
    <message>
        <source>values; 1</source>
        <translation>Werte; 1</translation>
    </message>
    <message>
        <source>a number, or a text</source>
        <translation>eine Zahl oder ein Text</translation>
    </message>
    <message>
        <source>function and data in hex</source>
        <translation>Funktion und Daten in Hex</translation>
    </message>
    <message>
        <source>Reads registers or bits of a device.</source>
        <translation>Liest Register oder Bits eines Geräts.</translation>
    </message>
    <message>
        <source>Writes one value into a device.</source>
        <translation>Schreibt einen Wert in ein Gerät.</translation>
    </message>
    <message>
        <source>Sends a request given in hex.</source>
        <translation>Sendet eine Anfrage, die in Hex angegeben ist.</translation>
    </message>
    <message>
        <source>sent; a device in listen only mode does not answer until it is restarted</source>
        <translation>gesendet; ein Gerät, das nur mithört, antwortet erst nach einem Neustart wieder</translation>
    </message>
    <message>
        <source>the sub-function</source>
        <translation>die Unterfunktion</translation>
    </message>
    <message>
        <source>there is no sub-function %1</source>
        <translation>eine Unterfunktion %1 gibt es nicht</translation>
    </message>
    <message>
        <source>The data of 1 (0xff00 clears the event log) and 3 (the new delimiter, high byte).</source>
        <translation>Die Daten zu 1 (0xff00 löscht das Ereignisprotokoll) und 3 (das neue Endezeichen, oberes Byte).</translation>
    </message>
    <message>
        <source>--category is one of %1</source>
        <translation>--category ist eines von %1</translation>
    </message>
    <message>
        <source>basic, regular or extended; basic if not given.</source>
        <translation>basic, regular oder extended; ohne Angabe basic.</translation>
    </message>
    <message>
        <source>category</source>
        <translation>Kategorie</translation>
    </message>
    <message>
        <source>Only this object, 0 to 255.</source>
        <translation>Nur dieses Objekt, 0 bis 255.</translation>
    </message>
    <message>
        <source>the file</source>
        <translation>die Datei</translation>
    </message>
    <message>
        <source>the record</source>
        <translation>der Datensatz</translation>
    </message>
    <message>
        <source>a value</source>
        <translation>ein Wert</translation>
    </message>
    <message>
        <source>1 to 65535</source>
        <translation>1 bis 65535</translation>
    </message>
    <message>
        <source>the first, 0 to 9999</source>
        <translation>der erste, 0 bis 9999</translation>
    </message>
    <message>
        <source>registers, 1 to 121; 1</source>
        <translation>Register, 1 bis 121; 1</translation>
    </message>
    <message>
        <source>registers, at most 122</source>
        <translation>Register, höchstens 122</translation>
    </message>
    <message>
        <source>its pointer register, 0-based</source>
        <translation>ihr Zeigerregister, ab 0 gezählt</translation>
    </message>
    <message>
        <source>Reads the exception status (FC 7).</source>
        <translation>Liest den Ausnahmestatus (FC 7).</translation>
    </message>
    <message>
        <source>Counters and tests of a serial device (FC 8).</source>
        <translation>Zähler und Tests eines seriellen Geräts (FC 8).</translation>
    </message>
    <message>
        <source>Reads the event counter and log (FC 11 and 12).</source>
        <translation>Liest Ereigniszähler und -protokoll (FC 11 und 12).</translation>
    </message>
    <message>
        <source>Reports the server id (FC 17).</source>
        <translation>Liest die Kennung des Geräts (FC 17).</translation>
    </message>
    <message>
        <source>Reads who made the device (FC 43/14).</source>
        <translation>Liest, wer das Gerät gebaut hat (FC 43/14).</translation>
    </message>
    <message>
        <source>Reads records of a file (FC 20).</source>
        <translation>Liest Datensätze einer Datei (FC 20).</translation>
    </message>
    <message>
        <source>Writes records of a file (FC 21).</source>
        <translation>Schreibt Datensätze einer Datei (FC 21).</translation>
    </message>
    <message>
        <source>Reads a queue of registers (FC 24).</source>
        <translation>Liest eine Warteschlange von Registern (FC 24).</translation>
    </message>
    <message>
        <source>At most so many requests per second, 1 to %1; %2 if not given.</source>
        <translation>Höchstens so viele Anfragen pro Sekunde, 1 bis %1; ohne Angabe %2.</translation>
    </message>
    <message>
        <source>nobody answers</source>
        <translation>niemand antwortet</translation>
    </message>
    <message>
        <source>unit %1: %2</source>
        <translation>Gerät %1: %2</translation>
    </message>
    <message>
        <source>answers</source>
        <translation>antwortet</translation>
    </message>
    <message>
        <source>the first</source>
        <translation>der erste</translation>
    </message>
    <message>
        <source>the last</source>
        <translation>der letzte</translation>
    </message>
    <message>
        <source>unit %1 of %2 to %3</source>
        <translation>Gerät %1 von %2 bis %3</translation>
    </message>
    <message>
        <source>readable</source>
        <translation>lesbar</translation>
    </message>
    <message>
        <source>answers at %1 baud, parity %2</source>
        <translation>antwortet mit %1 Baud, Parität %2</translation>
    </message>
    <message>
        <source>a baud rate is looked for on a serial line: --rtu or --ascii, without arguments</source>
        <translation>eine Baudrate wird auf einer seriellen Leitung gesucht: --rtu oder --ascii, ohne Argumente</translation>
    </message>
    <message>
        <source>%1 baud, parity %2</source>
        <translation>%1 Baud, Parität %2</translation>
    </message>
    <message>
        <source>unit id; 1 if not given</source>
        <translation>Geräteadresse; ohne Angabe 1</translation>
    </message>
    <message>
        <source>unit id; 247 if not given</source>
        <translation>Geräteadresse; ohne Angabe 247</translation>
    </message>
    <message>
        <source>the last one</source>
        <translation>die letzte</translation>
    </message>
    <message>
        <source>Looks which units answer.</source>
        <translation>Sucht, welche Geräteadressen antworten.</translation>
    </message>
    <message>
        <source>Looks which addresses can be read.</source>
        <translation>Sucht, welche Adressen lesbar sind.</translation>
    </message>
    <message>
        <source>Looks at which rate and parity a unit answers.</source>
        <translation>Sucht, bei welcher Baudrate und Parität ein Gerät antwortet.</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is not host or host:port</source>
        <translation>„%1“ ist weder Host noch Host:Port</translation>
    </message>
    <message>
        <source>--parity is one of %1</source>
        <translation>--parity ist eines von %1</translation>
    </message>
    <message>
        <source>name one connection, not several</source>
        <translation>nennen Sie eine Verbindung, nicht mehrere</translation>
    </message>
    <message>
        <source>name a connection: --tcp, --udp, --rtu-over-tcp, --rtu, --ascii, or --project and --connection</source>
        <translation>nennen Sie eine Verbindung: --tcp, --udp, --rtu-over-tcp, --rtu, --ascii oder --project und --connection</translation>
    </message>
    <message>
        <source>The project has no device %1.</source>
        <translation>Das Projekt hat kein Gerät %1.</translation>
    </message>
    <message>
        <source>The device %1 is not behind the connection %2.</source>
        <translation>Das Gerät %1 liegt nicht an der Verbindung %2.</translation>
    </message>
    <message>
        <source>host:port</source>
        <translation>Host:Port</translation>
    </message>
    <message>
        <source>path</source>
        <translation>Pfad</translation>
    </message>
    <message>
        <source>A project folder that has the connection.</source>
        <translation>Ein Projektordner mit der Verbindung.</translation>
    </message>
    <message>
        <source>The connection of the project.</source>
        <translation>Die Verbindung des Projekts.</translation>
    </message>
    <message>
        <source>The device of the project.</source>
        <translation>Das Gerät des Projekts.</translation>
    </message>
    <message>
        <source>Modbus/TCP to this address.</source>
        <translation>Modbus/TCP zu dieser Adresse.</translation>
    </message>
    <message>
        <source>Modbus/TCP frames as datagrams.</source>
        <translation>Modbus/TCP-Rahmen als Datagramme.</translation>
    </message>
    <message>
        <source>RTU frames over TCP.</source>
        <translation>RTU-Rahmen über TCP.</translation>
    </message>
    <message>
        <source>RTU on this serial port.</source>
        <translation>RTU an dieser seriellen Schnittstelle.</translation>
    </message>
    <message>
        <source>ASCII on this serial port.</source>
        <translation>ASCII an dieser seriellen Schnittstelle.</translation>
    </message>
    <message>
        <source>Serial: 300 to %1; 19200 if not given.</source>
        <translation>Seriell: 300 bis %1; ohne Angabe 19200.</translation>
    </message>
    <message>
        <source>rate</source>
        <translation>Rate</translation>
    </message>
    <message>
        <source>Serial: none, even or odd; even if not given.</source>
        <translation>Seriell: none, even oder odd; ohne Angabe even.</translation>
    </message>
    <message>
        <source>parity</source>
        <translation>Parität</translation>
    </message>
    <message>
        <source>Serial: 1 or 2; 1 if not given.</source>
        <translation>Seriell: 1 oder 2; ohne Angabe 1.</translation>
    </message>
    <message>
        <source>Unit id; 1 or that of the device if not given.</source>
        <translation>Geräteadresse; ohne Angabe 1 oder die des Geräts.</translation>
    </message>
    <message>
        <source>So long to wait for an answer; 1000 or that of the project if not given.</source>
        <translation>So lange auf eine Antwort warten; ohne Angabe 1000 oder wie im Projekt.</translation>
    </message>
    <message>
        <source>Prints JSON.</source>
        <translation>Gibt JSON aus.</translation>
    </message>
    <message>
        <source>%1 must be %2 to %3</source>
        <translation>%1 muss %2 bis %3 sein</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is no date such as 2027-01-31</source>
        <translation>&apos;%1&apos; ist kein Datum wie 2027-01-31</translation>
    </message>
    <message>
        <source>The user has to choose another password at the next sign-in.</source>
        <translation>Der Benutzer muss bei der nächsten Anmeldung ein anderes Passwort wählen.</translation>
    </message>
    <message>
        <source>date</source>
        <translation>Datum</translation>
    </message>
    <message>
        <source>Says until when an account is good.</source>
        <translation>Legt fest, bis wann ein Konto gilt.</translation>
    </message>
    <message>
        <source>Removes a user; nobody else gets the name.</source>
        <translation>Entfernt einen Benutzer; den Namen bekommt niemand sonst.</translation>
    </message>
    <message>
        <source>The first day on which it is no longer good, as 2027-01-31 (UTC), or &apos;never&apos;.</source>
        <translation>Der erste Tag, an dem es nicht mehr gilt, als 2027-01-31 (UTC), oder &apos;never&apos;.</translation>
    </message>
    <message>
        <source>The user whose rights it has at most.</source>
        <translation>Der Benutzer, dessen Rechte es höchstens hat.</translation>
    </message>
    <message>
        <source>What it is for.</source>
        <translation>Wofür es ist.</translation>
    </message>
    <message>
        <source>It may write, not only read.</source>
        <translation>Es darf schreiben, nicht nur lesen.</translation>
    </message>
    <message>
        <source>area</source>
        <translation>Bereich</translation>
    </message>
    <message>
        <source>Where it may come from, as 192.0.2.0/24; from anywhere without it.</source>
        <translation>Woher es kommen darf, als 192.0.2.0/24; ohne die Angabe von überall.</translation>
    </message>
    <message>
        <source>network</source>
        <translation>Netz</translation>
    </message>
    <message>
        <source>As &apos;token list&apos; shows it.</source>
        <translation>Wie &apos;token list&apos; sie zeigt.</translation>
    </message>
    <message>
        <source>Makes a token for a program and prints it; nobody can read it again.</source>
        <translation>Legt ein Token für ein Programm an und gibt es aus; niemand kann es noch einmal lesen.</translation>
    </message>
    <message>
        <source>Lists tokens, their ends and last uses.</source>
        <translation>Zeigt die Tokens, ihr Ende und ihre letzte Benutzung.</translation>
    </message>
    <message>
        <source>Ends a token at once.</source>
        <translation>Beendet ein Token sofort.</translation>
    </message>
    <message>
        <source>a station uses &apos;%1&apos;; stop it first</source>
        <translation>„%1“ gehört zu einer laufenden Station; halten Sie diese zuerst an</translation>
    </message>
    <message>
        <source>others may enter &apos;%1&apos;; its mode should be 0700</source>
        <translation>andere dürfen „%1“ betreten; der Modus sollte 0700 sein</translation>
    </message>
    <message>
        <source>others may open &apos;%1&apos;; its mode should be 0600</source>
        <translation>andere dürfen „%1“ öffnen; der Modus sollte 0600 sein</translation>
    </message>
    <message>
        <source>&apos;%1&apos; does not belong to the owner of the folder</source>
        <translation>„%1“ gehört nicht dem Besitzer des Ordners</translation>
    </message>
    <message>
        <source>open to its owner only</source>
        <translation>nur für den Besitzer offen</translation>
    </message>
    <message>
        <source>%1 MiB are free</source>
        <translation>%1 MiB sind frei</translation>
    </message>
    <message>
        <source>not synchronised (NTP)</source>
        <translation>nicht synchronisiert (NTP)</translation>
    </message>
    <message>
        <source>the kernel does not say its state</source>
        <translation>der Kernel sagt ihren Zustand nicht</translation>
    </message>
    <message>
        <source>none yet</source>
        <translation>noch keines</translation>
    </message>
    <message>
        <source>has ended: %1</source>
        <translation>abgelaufen: %1</translation>
    </message>
    <message>
        <source>ends %1</source>
        <translation>endet %1</translation>
    </message>
    <message>
        <source>too old: %1</source>
        <translation>zu alt: %1</translation>
    </message>
    <message>
        <source>synchronised</source>
        <translation>synchronisiert</translation>
    </message>
    <message>
        <source>whole</source>
        <translation>heil</translation>
    </message>
    <message>
        <source>%1 has not signed in for 90 days and is enabled</source>
        <translation>%1 hat sich seit 90 Tagen nicht angemeldet und ist aktiviert</translation>
    </message>
    <message>
        <source>no enabled administrator: the web answers this computer only</source>
        <translation>kein aktivierter Administrator: das Web antwortet nur diesem Rechner</translation>
    </message>
    <message>
        <source>token %1 of %2 ends within 14 days, or has ended</source>
        <translation>Token %1 von %2 läuft in 14 Tagen ab oder ist abgelaufen</translation>
    </message>
    <message>
        <source>there is an administrator</source>
        <translation>es gibt einen Administrator</translation>
    </message>
    <message>
        <source>&apos;%1&apos; cannot be opened for reading and writing by this user</source>
        <translation>„%1“ kann von diesem Benutzer nicht zum Lesen und Schreiben geöffnet werden</translation>
    </message>
    <message>
        <source>valid</source>
        <translation>gültig</translation>
    </message>
    <message>
        <source>Examines a station and says what is wrong.</source>
        <translation>Untersucht eine Station und sagt, was nicht stimmt.</translation>
    </message>
    <message>
        <source>The project folder, to examine it too.</source>
        <translation>Der Projektordner, um auch ihn zu untersuchen.</translation>
    </message>
    <message>
        <source>Prints the findings as JSON.</source>
        <translation>Gibt die Befunde als JSON aus.</translation>
    </message>
    <message>
        <source>&apos;%1&apos; cannot be removed</source>
        <translation>„%1“ kann nicht entfernt werden</translation>
    </message>
    <message>
        <source>This removes users, audit trail, history, certificates and keys in &apos;%1&apos;.</source>
        <translation>Das entfernt Benutzer, Protokoll, Verlauf, Zertifikate und Schlüssel in „%1“.</translation>
    </message>
    <message>
        <source>Type RESET to go on:</source>
        <translation>Zum Fortfahren RESET eingeben:</translation>
    </message>
    <message>
        <source>nothing was removed</source>
        <translation>nichts wurde entfernt</translation>
    </message>
    <message>
        <source>%1 file(s) removed</source>
        <translation>%1 Datei(en) entfernt</translation>
    </message>
    <message>
        <source>Removes all that a station knows; stop the station first.</source>
        <translation>Entfernt alles, was eine Station weiß; halten Sie die Station zuerst an.</translation>
    </message>
    <message>
        <source>Overwrites every file before it is removed.</source>
        <translation>Überschreibt jede Datei, bevor sie entfernt wird.</translation>
    </message>
    <message>
        <source>&apos;%1&apos; exists already or cannot be made</source>
        <translation>„%1“ gibt es schon oder kann nicht angelegt werden</translation>
    </message>
    <message>
        <source>&apos;%1&apos; cannot be written</source>
        <translation>„%1“ kann nicht geschrieben werden</translation>
    </message>
    <message>
        <source>the signature cannot be written</source>
        <translation>die Signatur kann nicht geschrieben werden</translation>
    </message>
    <message>
        <source>%1 row(s), the last one %2 with hash %3</source>
        <translation>%1 Zeile(n), die letzte %2 mit Hash %3</translation>
    </message>
    <message>
        <source>the signature is not that of this file</source>
        <translation>die Signatur ist nicht die dieser Datei</translation>
    </message>
    <message>
        <source>the file names another station</source>
        <translation>die Datei nennt eine andere Station</translation>
    </message>
    <message>
        <source>%1 row(s) of %2, signed by station %3, the chain fits</source>
        <translation>%1 Zeile(n) von %2, signiert von Station %3, die Kette passt</translation>
    </message>
    <message>
        <source>The station&apos;s public key, as &apos;mwsctl audit public-key&apos; prints it.</source>
        <translation>Der öffentliche Schlüssel der Station, wie „mwsctl audit public-key“ ihn ausgibt.</translation>
    </message>
    <message>
        <source>file</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Checks the record first, and signs the file: &lt;file&gt;.sig.</source>
        <translation>Prüft zuerst das Protokoll und signiert die Datei: &lt;Datei&gt;.sig.</translation>
    </message>
    <message>
        <source>The file to make.</source>
        <translation>Die Datei, die entsteht.</translation>
    </message>
    <message>
        <source>A file of &apos;mwsctl audit export --signed&apos;.</source>
        <translation>Eine Datei von „mwsctl audit export --signed“.</translation>
    </message>
    <message>
        <source>Checks a signed file of the record.</source>
        <translation>Prüft eine signierte Datei des Protokolls.</translation>
    </message>
    <message>
        <source>Writes the audit record into a file.</source>
        <translation>Schreibt das Protokoll in eine Datei.</translation>
    </message>
    <message>
        <source>Prints the key that tells the station&apos;s signatures.</source>
        <translation>Gibt den Schlüssel aus, der die Signaturen der Station erkennt.</translation>
    </message>
    <message>
        <source>Saves the certificates and private keys; keep that backup secret.</source>
        <translation>Sichert Zertifikate und private Schlüssel; diese Sicherung geheim halten.</translation>
    </message>
    <message>
        <source>Subject: %1</source>
        <translation>Inhaber: %1</translation>
    </message>
    <message>
        <source>Signed by the station itself</source>
        <translation>Von der Station selbst unterschrieben</translation>
    </message>
    <message>
        <source>Signed by: %1</source>
        <translation>Unterschrieben von: %1</translation>
    </message>
    <message>
        <source>Names: %1</source>
        <translation>Namen: %1</translation>
    </message>
    <message>
        <source>Good from %1 until %2</source>
        <translation>Gilt von %1 bis %2</translation>
    </message>
    <message>
        <source>SHA-256: %1</source>
        <translation>SHA-256: %1</translation>
    </message>
    <message>
        <source>PEM file: the server&apos;s certificate, then each one that signed the one before.</source>
        <translation>PEM-Datei: das Zertifikat des Servers, danach je das, welches das vorige unterschrieben hat.</translation>
    </message>
    <message>
        <source>PEM file with its key (mode 0600, no passphrase).</source>
        <translation>PEM-Datei mit seinem Schlüssel (Modus 0600, ohne Passwort).</translation>
    </message>
    <message>
        <source>A running station takes it on SIGHUP (systemctl reload mws-server), or when an administrator tells it so over the API.</source>
        <translation>Eine laufende Station übernimmt es bei SIGHUP (systemctl reload mws-server) oder wenn ein Administrator es ihr über die API sagt.</translation>
    </message>
    <message>
        <source>Shows the web&apos;s certificate with its SHA-256.</source>
        <translation>Zeigt das Zertifikat für Browser mit seinem SHA-256.</translation>
    </message>
    <message>
        <source>Checks a certificate with its key and puts it into the data folder.</source>
        <translation>Prüft ein Zertifikat mit seinem Schlüssel und legt es in den Datenordner.</translation>
    </message>
    <message>
        <source>Takes the second factor from a user who has lost it.</source>
        <translation>Nimmt einem Benutzer, der ihn verloren hat, den zweiten Faktor.</translation>
    </message>
    <message>
        <source>this cannot run as the owner of &apos;%1&apos;</source>
        <translation>das kann nicht als Besitzer von „%1“ laufen</translation>
    </message>
    <message>
        <source>the backup is of station %1; give --station %1 if that is the one you mean</source>
        <translation>die Sicherung ist von der Station %1; geben Sie --station %1 an, wenn diese gemeint ist</translation>
    </message>
    <message>
        <source>%1 file(s) of %2, signed by station %3</source>
        <translation>%1 Datei(en) von %2, signiert von Station %3</translation>
    </message>
    <message>
        <source>--keep wants a number from 1 on</source>
        <translation>--keep braucht eine Zahl ab 1</translation>
    </message>
    <message>
        <source>--keep wants a folder that exists</source>
        <translation>--keep braucht einen Ordner, den es gibt</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is no part of a project and not saved</source>
        <translation>„%1“ gehört nicht zu einem Projekt und ist nicht gesichert</translation>
    </message>
    <message>
        <source>%1 old backup(s) removed</source>
        <translation>%1 alte Sicherung(en) entfernt</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is not the newest by its name; is the clock right?</source>
        <translation>„%1“ ist dem Namen nach nicht die neueste; geht die Uhr richtig?</translation>
    </message>
    <message>
        <source>What was there is now in &apos;%1&apos;.</source>
        <translation>Was dort war, ist jetzt in „%1“.</translation>
    </message>
    <message>
        <source>%1 file(s) of keys were taken from there</source>
        <translation>%1 Datei(en) mit Schlüsseln wurden von dort übernommen</translation>
    </message>
    <message>
        <source>Local control stays as it was there, whatever the backup says.</source>
        <translation>Die Vor-Ort-Bedienung bleibt, wie sie dort war, was auch immer die Sicherung sagt.</translation>
    </message>
    <message>
        <source>Removes all but the newest that many from the folder.</source>
        <translation>Entfernt aus dem Ordner alle bis auf so viele der neuesten.</translation>
    </message>
    <message>
        <source>number</source>
        <translation>Anzahl</translation>
    </message>
    <message>
        <source>The file to make, or a folder, in which it gets its name by the time.</source>
        <translation>Die Datei, die entsteht, oder ein Ordner, in dem sie nach der Zeit benannt wird.</translation>
    </message>
    <message>
        <source>The station that it must be of, if not the one of --data.</source>
        <translation>Die Station, von der sie sein muss, wenn nicht die von --data.</translation>
    </message>
    <message>
        <source>The file of a backup.</source>
        <translation>Die Datei einer Sicherung.</translation>
    </message>
    <message>
        <source>Checks that a backup is whole, and of which station.</source>
        <translation>Prüft, dass eine Sicherung vollständig ist und von welcher Station.</translation>
    </message>
    <message>
        <source>Saves a station, which may be running, into a file.</source>
        <translation>Sichert eine Station, die dabei laufen darf, in eine Datei.</translation>
    </message>
    <message>
        <source>no temporary folder can be made</source>
        <translation>es kann kein temporärer Ordner angelegt werden</translation>
    </message>
    <message>
        <source>Exercises the security functions and says which do not work.</source>
        <translation>Probiert die Sicherheitsfunktionen aus und sagt, welche nicht gehen.</translation>
    </message>
    <message>
        <source>SHA-256 and HMAC give the published results</source>
        <translation>SHA-256 und HMAC liefern die veröffentlichten Ergebnisse</translation>
    </message>
    <message>
        <source>AES-256-GCM gives the published result, and the vault opens for its owner only</source>
        <translation>AES-256-GCM liefert das veröffentlichte Ergebnis, und der Tresor öffnet sich nur für seinen Besitzer</translation>
    </message>
    <message>
        <source>scrypt and TOTP give the published results, and a wrong password does not fit</source>
        <translation>scrypt und TOTP liefern die veröffentlichten Ergebnisse, und ein falsches Passwort passt nicht</translation>
    </message>
    <message>
        <source>random numbers come, and are even</source>
        <translation>Zufallszahlen kommen und sind gleichmäßig</translation>
    </message>
    <message>
        <source>Ed25519 gives the published result, and the station&apos;s own key signs</source>
        <translation>Ed25519 liefert das veröffentlichte Ergebnis, und ein eigener Schlüssel signiert</translation>
    </message>
    <message>
        <source>a changed row of the audit record is found</source>
        <translation>eine veränderte Zeile des Protokolls wird gefunden</translation>
    </message>
    <message>
        <source>who is unknown may nothing, and nobody more than his role</source>
        <translation>wer unbekannt ist, darf nichts, und niemand mehr als seine Rolle</translation>
    </message>
    <message>
        <source>secrets are made for their owner only, and not used otherwise</source>
        <translation>Geheimnisse entstehen nur für ihren Besitzer und werden sonst nicht benutzt</translation>
    </message>
    <message>
        <source>TLS with a new certificate, and with no other</source>
        <translation>TLS mit einem neuen Zertifikat und mit keinem anderen</translation>
    </message>
    <message>
        <source>TLS with the station&apos;s certificate, and with no other</source>
        <translation>TLS mit dem Zertifikat der Station und mit keinem anderen</translation>
    </message>
    <message>
        <source>nobody has a second factor</source>
        <translation>niemand hat einen zweiten Faktor</translation>
    </message>
    <message>
        <source>vault.key opens them</source>
        <translation>vault.key öffnet sie</translation>
    </message>
    <message>
        <source>vault.key is lost or another one: %1 can sign in with recovery codes only. Bring it back from a backup with keys, or turn the second factor off (mwsctl user no-factor)</source>
        <translation>vault.key ist verloren oder eine andere: %1 kann sich nur mit Wiederherstellungscodes anmelden. Aus einer Sicherung mit Schlüsseln zurückholen oder den zweiten Faktor abschalten (mwsctl user no-factor)</translation>
    </message>
    <message>
        <source>The station&apos;s data folder, for the certificates of a TLS connection and the networks that devices may be in.</source>
        <translation>Der Datenordner der Station, für die Zertifikate einer TLS-Verbindung und die Netze, in denen Geräte sein dürfen.</translation>
    </message>
    <message>
        <source>who may change the project may have the station connect to anything; name the networks of the devices (--device-network)</source>
        <translation>wer das Projekt ändern darf, kann die Station überallhin verbinden lassen; die Netze der Geräte nennen (--device-network)</translation>
    </message>
    <message>
        <source>connections lead to %1 only</source>
        <translation>Verbindungen führen nur zu %1</translation>
    </message>
    <message>
        <source>%1: %2 is not permitted by this host</source>
        <translation>%1: %2 ist von diesem Rechner nicht erlaubt</translation>
    </message>
    <message>
        <source>An area in which it may look and write; repeatable. All without it.</source>
        <translation>Ein Bereich, in dem es ansehen und schreiben darf; wiederholbar. Ohne die Angabe alle.</translation>
    </message>
    <message>
        <source>Several people know the password: the account neither administers nor approves, and records say so.</source>
        <translation>Mehrere kennen das Passwort: Das Konto verwaltet nicht und gibt nicht frei, und das Protokoll sagt es.</translation>
    </message>
    <message>
        <source>Marks an account that several people use; it cannot administer.</source>
        <translation>Kennzeichnet ein Konto, das mehrere benutzen; es kann nicht verwalten.</translation>
    </message>
    <message>
        <source>Says that one person uses the account.</source>
        <translation>Sagt, dass eine Person allein das Konto benutzt.</translation>
    </message>
    <message>
        <source>Takes the name of one who is removed or disabled out of the record, and prints what stands there now.</source>
        <translation>Nimmt den Namen eines Benutzers, der entfernt oder gesperrt ist, aus dem Protokoll und gibt aus, was jetzt dort steht.</translation>
    </message>
    <message>
        <source>%1: %2 row(s) have not arrived yet</source>
        <translation>%1: %2 Zeile(n) sind noch nicht angekommen</translation>
    </message>
    <message>
        <source>%1 takes rows</source>
        <translation>%1 nimmt Zeilen an</translation>
    </message>
    <message>
        <source>%1 takes no rows: %2</source>
        <translation>%1 nimmt keine Zeilen an: %2</translation>
    </message>
    <message>
        <source>%1 of them without a name, as the station has signed them</source>
        <translation>%1 davon ohne einen Namen, wie die Station sie signiert hat</translation>
    </message>
    <message>
        <source>Passphrase of the backup</source>
        <translation>Passphrase der Sicherung</translation>
    </message>
    <message>
        <source>the passphrase needs at least %1 characters</source>
        <translation>die Passphrase braucht mindestens %1 Zeichen</translation>
    </message>
    <message>
        <source>Reads the passphrase from standard input.</source>
        <translation>Liest die Passphrase von der Standardeingabe.</translation>
    </message>
    <message>
        <source>Only who knows a passphrase can open the backup.</source>
        <translation>Nur wer eine Passphrase kennt, kann die Sicherung öffnen.</translation>
    </message>
    <message>
        <source>%1 of &apos;%2&apos; is good until %3 only</source>
        <translation>%1 von &apos;%2&apos; gilt nur noch bis %3</translation>
    </message>
    <message>
        <source>%1 of &apos;%2&apos; is out of date: nobody of that authority is let in; bring a new one</source>
        <translation>%1 von &apos;%2&apos; ist veraltet: Niemand von dieser Zertifizierungsstelle wird eingelassen; eine neue bereitstellen</translation>
    </message>
    <message>
        <source>%1 of &apos;%2&apos;: %3 certificate(s) revoked</source>
        <translation>%1 von &apos;%2&apos;: %3 Zertifikat(e) gesperrt</translation>
    </message>
    <message>
        <source>As &apos;user certificate list&apos; shows it.</source>
        <translation>Wie &apos;user certificate list&apos; ihn zeigt.</translation>
    </message>
    <message>
        <source>File with the plain text, at most 2000 characters; - for standard input.</source>
        <translation>Datei mit dem reinen Text, höchstens 2000 Zeichen; - für die Standardeingabe.</translation>
    </message>
    <message>
        <source>Lets a user come with a certificate (--client-certificates).</source>
        <translation>Lässt einen Benutzer mit einem Zertifikat kommen (--client-certificates).</translation>
    </message>
    <message>
        <source>Lists certificates of users and their ends.</source>
        <translation>Zeigt die Zertifikate der Benutzer und ihr Ende.</translation>
    </message>
    <message>
        <source>PEM file of the user&apos;s certificate, without the key.</source>
        <translation>PEM-Datei des Zertifikats des Benutzers, ohne den Schlüssel.</translation>
    </message>
    <message>
        <source>Removes that text.</source>
        <translation>Entfernt diesen Text.</translation>
    </message>
    <message>
        <source>Sets the text that people read before they sign in, without a restart.</source>
        <translation>Setzt den Text, den man vor der Anmeldung liest, ohne Neustart.</translation>
    </message>
    <message>
        <source>Shows that text.</source>
        <translation>Zeigt diesen Text.</translation>
    </message>
    <message>
        <source>Takes one from a user; its connections end within a second.</source>
        <translation>Nimmt einem Benutzer eines weg; dessen Verbindungen enden binnen einer Sekunde.</translation>
    </message>
    <message>
        <source>What people call it; the file&apos;s name by default.</source>
        <translation>Wie man es nennt; ohne Angabe der Name der Datei.</translation>
    </message>
    <message>
        <source>the keys are &apos;vault&apos; and &apos;station&apos;</source>
        <translation>die Schlüssel heißen „vault“ und „station“</translation>
    </message>
    <message>
        <source>vault.key is a new one</source>
        <translation>vault.key ist neu</translation>
    </message>
    <message>
        <source>the station is now %1</source>
        <translation>die Station heißt jetzt %1</translation>
    </message>
    <message>
        <source>make a backup with keys: older ones belong to the old key</source>
        <translation>legen Sie eine Sicherung mit Schlüsseln an: ältere gehören zum alten Schlüssel</translation>
    </message>
    <message>
        <source>%1 since %2</source>
        <translation>%1 seit %2</translation>
    </message>
    <message>
        <source>station %1</source>
        <translation>Station %1</translation>
    </message>
    <message>
        <source>station %1 until %2</source>
        <translation>Station %1 bis %2</translation>
    </message>
    <message>
        <source>&apos;vault&apos;, which seals second factors, or &apos;station&apos;, which signs the record.</source>
        <translation>„vault“, der zweite Faktoren versiegelt, oder „station“, der das Protokoll unterschreibt.</translation>
    </message>
    <message>
        <source>Tells how old the keys are, and which ones the station had before.</source>
        <translation>Sagt, wie alt die Schlüssel sind und welche die Station früher hatte.</translation>
    </message>
    <message>
        <source>Puts a new key in the place of one; stop the station first.</source>
        <translation>Setzt einen neuen Schlüssel an die Stelle eines alten; halten Sie die Station vorher an.</translation>
    </message>
    <message>
        <source>%1: a change was cut off; &apos;mwsctl key rotate&apos; ends it</source>
        <translation>%1: ein Wechsel wurde abgebrochen; „mwsctl key rotate“ beendet ihn</translation>
    </message>
    <message>
        <source>%1 is %2 days old</source>
        <translation>%1 ist %2 Tage alt</translation>
    </message>
    <message>
        <source>it was signed with a key that the station had given up before, on %1</source>
        <translation>sie wurde mit einem Schlüssel unterschrieben, den die Station vorher aufgegeben hatte, am %1</translation>
    </message>
    <message>
        <source>the station was never &apos;%1&apos;</source>
        <translation>die Station hieß nie „%1“</translation>
    </message>
    <message>
        <source>The one that it had as the station of this id, as &apos;mwsctl key list&apos; tells it.</source>
        <translation>Der, den sie als Station mit dieser Kennung hatte, wie „mwsctl key list“ sie nennt.</translation>
    </message>
</context>
</TS>
