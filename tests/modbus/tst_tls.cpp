// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/certificaterole.h"
#include "modbus/sslserver.h"
#include "modbus/tcpline.h"
#include "modbus/tlsfiles.h"

#include <QSslCertificate>
#include <QSslKey>

using namespace mws;
using namespace mws::modbus;

namespace
{

using Status = TransportReply::Status;

QString named(const char *text)
{
    return QString::fromLatin1(text);
}

Connection tlsTo(quint16 port)
{
    Connection connection = connectionTo(port);
    connection.kind = ConnectionKind::Tls;
    return connection;
}

TcpLine lineTo(const Connection &connection, const QString &folder)
{
    return TcpLine(makeTransport(connection, folder));
}

TcpLine lineTo(const Connection &connection)
{
    return lineTo(connection, pki().stationFolder(connection.id));
}

/// Certificates that are made once: what a device may bring.
const Pki &mint()
{
    const Pki &made = pki();
    static bool first = true;
    if (std::exchange(first, false)) {
        Pki::Wish wish;
        wish.days = 0;
        made.make(named("expired"), wish);
        wish = {};
        wish.names = named("DNS:other.test");
        made.make(named("otherName"), wish);
        wish = {};
        wish.authority = named("otherCa");
        made.make(named("otherAuthority"), wish);
        wish.authority.clear();
        made.make(named("selfSigned"), wish);
        wish = {};
        const QString role = named("1.3.6.1.4.1.50316.802.1=");
        wish.extensions = {role + named("ASN1:UTF8String:Operator")};
        made.make(named("operator"), wish);
        wish.extensions = {role + named("ASN1:PRINTABLESTRING:Operator")};
        made.make(named("printable"), wish);
        wish.extensions = {role + named("DER:0C014F0C0150")};
        made.make(named("twoRoles"), wish);
        wish.extensions = {role + named("ASN1:UTF8String:Operator"),
                           named("1.3.6.1.4.1.50316.802.2=ASN1:UTF8String:Other")};
        made.make(named("foreignExtension"), wish);
    }
    return made;
}

} // namespace

/// Modbus/TCP Security: who is let in, who is not, and what is said about it.
class TlsTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        if (!Pki::isPossible())
            QSKIP("openssl is not installed");
        (void)mint();
    }

    void speaksTlsFrom12On_data()
    {
        QTest::addColumn<int>("protocol");
        QTest::addColumn<QString>("shown");
        QTest::newRow("1.2") << int(QSsl::TlsV1_2) << named("TLS 1.2");
        QTest::newRow("1.3") << int(QSsl::TlsV1_3) << named("TLS 1.3");
    }

    void speaksTlsFrom12On()
    {
        QFETCH(int, protocol);
        QFETCH(QString, shown);
        QSslConfiguration tls = mint().server(named("operator"));
        tls.setProtocol(QSsl::SslProtocol(protocol));
        RogueDevice device(tls);
        TcpLine line = lineTo(tlsTo(device.port()));
        QVERIFY(line.open());
        for (int i = 0; i < 100; ++i)
            QCOMPARE(line.ask().status, Status::Answer);
        QCOMPARE(line.transport->detail(), shown + named(", role of the device: Operator"));
        const auto *socket = qobject_cast<QSslSocket *>(device.socket());
        QCOMPARE(socket->peerCertificate().subjectInfo(QSslCertificate::CommonName).first(),
                 named("station"));
    }

    void roles_data()
    {
        QTest::addColumn<QString>("certificate");
        QTest::addColumn<QString>("role");
        QTest::newRow("one") << named("operator") << named("Operator");
        QTest::newRow("none") << named("device") << QString();
        QTest::newRow("another kind of string") << named("printable") << QString();
        QTest::newRow("two") << named("twoRoles") << QString();
        QTest::newRow("with a foreign extension") << named("foreignExtension") << named("Operator");
    }

    void roles()
    {
        QFETCH(QString, certificate);
        QFETCH(QString, role);
        const auto chain = QSslCertificate::fromPath(mint().certificate(certificate));
        QCOMPARE(modbusRole(chain.first()), role);
    }

    void twoRoleExtensionsGiveNoRole()
    {
        const auto one = QSslCertificate::fromPath(mint().certificate(named("foreignExtension")));
        // openssl makes no extension twice: the last number of the other one is changed.
        const QByteArray other = QByteArray::fromHex("83890c862202");
        QByteArray der = one.first().toDer();
        const qsizetype at = der.indexOf(other);
        QVERIFY(at > 0);
        der[at + other.size() - 1] = 1;
        const QSslCertificate twice(der, QSsl::Der);
        QVERIFY(!twice.isNull());
        QCOMPARE(modbusRole(twice), QString());
    }

    void roleBytes_data()
    {
        QTest::addColumn<QByteArray>("der");
        QTest::addColumn<QString>("role");
        const auto row = [](const char *name, const char *hex, const QString &role = {}) {
            QTest::newRow(name) << QByteArray::fromHex(hex) << role;
        };
        row("good", "0c024f70", named("Op"));
        row("UTF-8", "0c03e282ac", QString(QChar(0x20AC)));
        row("nothing", "");
        row("no text", "0c00");
        row("short", "0c034f70");
        row("more behind", "0c024f7000");
        row("two", "0c014f0c0170");
        row("long form", "0c81024f70");
        row("printable string", "13024f70");
        row("not UTF-8", "0c02c328");
        row("control character", "0c024f0a");
        row("byte order mark", "0c05efbbbf4f70");
        row("half a character", "0c03c3a4f0");
        row("overlong", "0c02c080");
        row("surrogate", "0c03eda080");
        row("beyond the BMP", "0c04f09f9880", QString::fromUcs4(U"\U0001F600", 1));
        row("sequence", "30040c024f70");
        row("indefinite length", "0c804f70000000");
        row("127 bytes", QByteArray("0c7f" + QByteArray(254, '6')).constData(), QString(127, u'f'));
        row("128 bytes", QByteArray("0c80" + QByteArray(256, '6')).constData());
    }

    void roleBytes()
    {
        QFETCH(QByteArray, der);
        QFETCH(QString, role);
        QCOMPARE(utf8StringFromDer(der), role);
    }

    void refusedDevices_data()
    {
        QTest::addColumn<QString>("certificate");
        QTest::addColumn<QString>("reason");
        QTest::newRow("expired") << named("expired") << named("has expired");
        QTest::newRow("wrong name") << named("otherName") << named("for another name");
        QTest::newRow("unknown authority") << named("otherAuthority") << named("ca.pem");
        QTest::newRow("self-signed") << named("selfSigned") << named("ca.pem");
    }

    void refusedDevices()
    {
        QFETCH(QString, certificate);
        QFETCH(QString, reason);
        RogueDevice device(mint().server(certificate));
        TcpLine line = lineTo(tlsTo(device.port()));
        for (int i = 0; i < 2; ++i) {
            const QString said = line.refusal();
            QVERIFY2(said.contains(reason), qPrintable(said));
        }
        QVERIFY(device.requests().isEmpty());
    }

    void nameAndPin_data()
    {
        QTest::addColumn<QString>("certificate");
        QTest::addColumn<QString>("serverName");
        QTest::addColumn<QString>("pinOf");
        QTest::addColumn<QString>("reason"); // empty: it is opened
        const auto row = [](const char *name, const char *certificate, const char *serverName,
                            const char *pinOf, const char *reason) {
            QTest::newRow(name) << named(certificate) << named(serverName) << named(pinOf)
                                << named(reason);
        };
        row("name", "device", "plc.test", "", "");
        row("other name", "device", "other.test", "", "for another name");
        row("pin", "device", "", "device", "");
        row("pin instead of the name", "otherName", "", "otherName", "");
        row("pin and name", "otherName", "other.test", "otherName", "");
        row("pin and wrong name", "otherName", "plc.test", "otherName", "for another name");
        row("other pin", "device", "", "otherName", "fingerprint");
        row("other pin, other name", "otherName", "", "device", "for another name");
        row("other pin, right name", "device", "plc.test", "otherName", "fingerprint");
        row("pin, but unknown authority", "selfSigned", "", "selfSigned", "ca.pem");
        row("pin, but expired", "expired", "", "expired", "has expired");
    }

    void nameAndPin()
    {
        QFETCH(QString, certificate);
        QFETCH(QString, serverName);
        QFETCH(QString, pinOf);
        QFETCH(QString, reason);
        RogueDevice device(mint().server(certificate));
        for (const bool asPrinted : {false, true}) {
            Connection connection = tlsTo(device.port());
            connection.serverName = serverName;
            if (!pinOf.isEmpty())
                connection.pin = mint().fingerprint(pinOf);
            if (asPrinted)
                connection.pin = QString::fromLatin1(
                    QByteArray::fromHex(connection.pin.toLatin1()).toHex(':').toUpper());
            TcpLine line = lineTo(connection);
            if (reason.isEmpty()) {
                QVERIFY(line.open());
                QCOMPARE(line.ask().status, Status::Answer);
            } else {
                const QString said = line.refusal();
                QVERIFY2(said.contains(reason), qPrintable(said));
            }
        }
    }

    void selfSignedDeviceIsItsOwnAuthority()
    {
        RogueDevice device(mint().server(named("selfSigned")));
        const Connection connection = tlsTo(device.port());
        TcpLine line = lineTo(connection, mint().stationFolder(connection.id, named("selfSigned")));
        QVERIFY(line.open());
        QCOMPARE(line.ask().status, Status::Answer);
    }

    void onlyCaPemIsTrusted()
    {
        const auto tls = tlsConfiguration(mint().stationFolder(named("x")) + named("/x"));
        QVERIFY(bool(tls));
        QCOMPARE(tls->caCertificates(), QSslCertificate::fromPath(mint().certificate(named("ca"))));
        QCOMPARE(tls->peerVerifyMode(), QSslSocket::VerifyPeer);
        QVERIFY(tls->testSslOption(QSsl::SslOptionDisableCompression));
    }

    void aRevokedDeviceIsNotConnected()
    {
        const QString id = tlsTo(1).id;
        const QString folder = mint().stationFolder(id);
        const QString list = folder + u'/' + id + named("/ca.crl");
        mint().makeList(list, named("ca"), {named("operator")});
        const auto ends = [&folder](const QString &certificate) {
            RogueDevice device(mint().server(certificate));
            TcpLine line = lineTo(tlsTo(device.port()), folder);
            line.transport->open();
            const bool isOver = QTest::qWaitFor(
                [&line] { return !line.opened.isEmpty() || !line.closed.isEmpty(); }, 20000);
            return isOver && line.closed.isEmpty() ? QString()
                                                   : line.closed.last().first().toString();
        };
        QVERIFY(ends(named("operator")).contains(named("has been revoked")));
        QCOMPARE(ends(named("device")), QString());
        mint().makeList(list, named("ca"), {}, named("20110101000000Z"));
        QVERIFY(ends(named("device")).contains(named("out of date")));
        mint().makeList(list, named("ca"), {}); // without a restart
        QCOMPARE(ends(named("operator")), QString());
    }

    void aDeviceThatIsRevokedWhileConnectedIsLeft()
    {
        RogueDevice device(mint().server(named("operator")));
        const Connection connection = tlsTo(device.port());
        const QString folder = mint().stationFolder(connection.id);
        TcpLine line = lineTo(connection, folder);
        QVERIFY(line.open());
        QCOMPARE(line.ask().status, Status::Answer);
        mint().makeList(folder + u'/' + connection.id + named("/ca.crl"), named("ca"),
                        {named("operator")});
        QTRY_COMPARE_WITH_TIMEOUT(line.closed.size(), 1, 20000);
        QVERIFY(line.closed.last().first().toString().contains(named("has been revoked")));
    }

    /// With TLS 1.3 the device judges only after our side is done.
    void refusedStation_data()
    {
        QTest::addColumn<QString>("version");
        QTest::newRow("1.2") << named("-tls1_2");
        QTest::newRow("1.3") << named("-tls1_3");
    }

    void refusedStation()
    {
        QFETCH(QString, version);
        SslServer server(mint(),
                         {version, named("-Verify"), named("1"), named("-CAfile"),
                          mint().certificate(named("ca")), named("-verify_return_error")});
        const Connection connection = tlsTo(server.port());
        TcpLine line = lineTo(
            connection, mint().stationFolder(connection.id, named("ca"), named("otherAuthority")));
        line.transport->open();
        QTRY_COMPARE(line.closed.size(), 1);
        const QString said = line.closed.last().first().toString();
        QVERIFY2(said.contains(named("refuses the station's certificate")), qPrintable(said));
    }

    /// Not every device says why.
    void handshakeIsBrokenOff()
    {
        QTcpServer server;
        QVERIFY(server.listen(QHostAddress::LocalHost));
        connect(&server, &QTcpServer::newConnection, &server, [&server] {
            QTcpSocket *socket = server.nextPendingConnection();
            connect(socket, &QTcpSocket::readyRead, socket, &QTcpSocket::disconnectFromHost);
        });
        TcpLine line = lineTo(tlsTo(server.serverPort()));
        const QString said = line.refusal();
        QVERIFY2(said.contains(named("does it accept the station's certificate")),
                 qPrintable(said));
    }

    void ownFiles_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QByteArray>("content"); // null: it is missing
        QTest::addColumn<QString>("reason");
        for (const char *file : {"ca.pem", "certificate.pem", "key.pem"}) {
            QTest::addRow("no %s", file)
                << named(file) << QByteArray() << named(file) + named(" cannot be read");
            QTest::addRow("rubbish in %s", file)
                << named(file) << QByteArray("rubbish") << named(file) + named(" holds no");
        }
    }

    void ownFiles()
    {
        QFETCH(QString, file);
        QFETCH(QByteArray, content);
        QFETCH(QString, reason);
        RogueDevice device(mint().server());
        const Connection connection = tlsTo(device.port());
        const QString folder = mint().stationFolder(connection.id);
        const QString path = folder + named("/line/") + file;
        if (content.isNull()) {
            QVERIFY(QFile::remove(path));
        } else {
            QFile out(path);
            QVERIFY(out.open(QIODevice::WriteOnly));
            out.write(content);
        }
        TcpLine line = lineTo(connection, folder);
        const QString said = line.refusal();
        QVERIFY2(said.contains(reason), qPrintable(said));
        QCOMPARE(device.connections(), 0);
    }

    void keyMustBePrivate_data()
    {
        QTest::addColumn<int>("extra");
        QTest::newRow("group reads") << int(QFile::ReadGroup);
        QTest::newRow("group writes") << int(QFile::WriteGroup);
        QTest::newRow("all read") << int(QFile::ReadOther);
        QTest::newRow("all write") << int(QFile::WriteOther);
    }

    void keyMustBePrivate()
    {
        QFETCH(int, extra);
        const QString folder = mint().stationFolder(named("line")) + named("/line");
        QVERIFY(bool(tlsConfiguration(folder)));
        const QFile::Permissions own = QFile::ReadOwner | QFile::WriteOwner;
        QVERIFY(QFile::setPermissions(folder + named("/key.pem"), own | QFile::Permission(extra)));
        const auto tls = tlsConfiguration(folder);
        QVERIFY(!tls);
        QVERIFY2(tls.error().detail.contains(named("0600")), qPrintable(tls.error().detail));
    }

    void keyOfAnotherCertificate()
    {
        RogueDevice device(mint().server());
        const Connection connection = tlsTo(device.port());
        const QString folder = mint().stationFolder(connection.id);
        const QString key = folder + named("/line/key.pem");
        QVERIFY(QFile::remove(key) && QFile::copy(mint().key(named("device")), key));
        QVERIFY(QFile::setPermissions(key, QFile::ReadOwner | QFile::WriteOwner));
        TcpLine line = lineTo(connection, folder);
        QVERIFY(!line.refusal().isEmpty());
        QVERIFY(device.requests().isEmpty());
    }

    void programWithoutCertificates()
    {
        TcpLine line = lineTo(tlsTo(802), QString());
        QVERIFY(line.refusal().contains(named("no certificates")));
    }

    /// What comes first is a hello (record type 22, RFC 8446 section 5.1), and never Modbus.
    void neverFallsBackToPlain()
    {
        QTcpServer plain;
        QVERIFY(plain.listen(QHostAddress::LocalHost));
        QByteArray heard;
        connect(&plain, &QTcpServer::newConnection, this, [&] {
            QTcpSocket *socket = plain.nextPendingConnection();
            connect(socket, &QTcpSocket::readyRead, this, [&heard, socket] {
                heard += socket->readAll();
                socket->write(QByteArray::fromHex("000100000006010300000001"));
            });
        });
        TcpLine line = lineTo(tlsTo(plain.serverPort()));
        const QString said = line.refusal();
        QVERIFY2(said.contains(named("does not speak TLS on this port")), qPrintable(said));
        QCOMPARE(heard.at(0), '\x16');
        QCOMPARE(line.opened.size(), 0);
    }

    void handshakeHasADeadline()
    {
        QTcpServer silent;
        QVERIFY(silent.listen(QHostAddress::LocalHost));
        Connection connection = tlsTo(silent.serverPort());
        connection.connectTimeoutMs = 200;
        TcpLine line = lineTo(connection);
        QVERIFY(line.refusal().contains(named("in time")));
    }

    void oldTlsIsRefused_data()
    {
        QTest::addColumn<QString>("version");
        QTest::newRow("1.0") << named("-tls1");
        QTest::newRow("1.1") << named("-tls1_1");
    }

    void oldTlsIsRefused()
    {
        QFETCH(QString, version);
        SslServer server(mint(), {version, named("-cipher"), named("DEFAULT@SECLEVEL=0")});
        QVERIFY(server.port() > 0);
        TcpLine line = lineTo(tlsTo(server.port()));
        const QString said = line.refusal();
        QVERIFY2(said.contains(named("TLS 1.2 or newer")), qPrintable(said));
    }

    void opensslServerKnowsUs()
    {
        SslServer server(mint(),
                         {named("-Verify"), named("1"), named("-CAfile"),
                          mint().certificate(named("ca")), named("-verify_return_error")});
        TcpLine line = lineTo(tlsTo(server.port()));
        QVERIFY(line.open());
        // OpenSSL 3.5 leaves the blanks out.
        const auto isKnown
            = [&] { return server.said().remove(u' ').contains(named("CN=station")); };
        QTRY_VERIFY2(isKnown(), qPrintable(server.said()));
        QCOMPARE(line.transport->detail(), named("TLS 1.3, device without a role"));
        QCOMPARE(line.ask().status, Status::Timeout);
        QCOMPARE(line.closed.size(), 0);
    }
};

QTEST_GUILESS_MAIN(TlsTest)
#include "tst_tls.moc"
