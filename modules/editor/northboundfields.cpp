// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "editor/northboundfields.h"

#include "editor/fieldmaker.h"
#include "editor/listtext.h"

namespace mws::editor
{

namespace
{

using Head = ProjectHead;

Field<Head> switchField()
{
    const auto isOn = [](const Head &head) { return head.northbound && head.northbound->enabled; };
    Field<Head> field = flagField<Head>(FieldText::tr("Modbus server"),
                                        FieldText::tr("for a control system above"),
                                        [](Head &h) -> bool & { return h.northbound->enabled; });
    field.text = [isOn](const Head &head) {
        return isOn(head) ? QStringLiteral("yes") : QStringLiteral("no");
    };
    field.setText = [isOn, inner = field.setText](Head &head, const QString &text) {
        Head changed = head;
        if (!changed.northbound)
            changed.northbound.emplace();
        const QString reason = inner(changed, text);
        // What was never switched on needs no file.
        if (reason.isEmpty() && (head.northbound || isOn(changed)))
            head = changed;
        return reason;
    };
    return field;
}

Field<Head> ofServer(Field<Head> field)
{
    return partOf([](const Head &head) { return head.northbound.has_value(); },
                  FieldText::tr("wants Modbus server to be yes"), std::move(field));
}

QList<Field<Head>> settingFields()
{
    return {
        ofServer(textField<Head>(FieldText::tr("Server address"),
                                 FieldText::tr("IP address to listen on; 0.0.0.0 or :: for all"),
                                 [](Head &h) -> QString & { return h.northbound->address; })),
        ofServer(integerField<Head>(FieldText::tr("Server port"),
                                    FieldText::tr("0: 502, with TLS 802"),
                                    [](Head &h) -> int & { return h.northbound->port; })),
        ofServer(flagField<Head>(FieldText::tr("Server TLS"),
                                 FieldText::tr("Modbus/TCP Security with certificates"),
                                 [](Head &h) -> bool & { return h.northbound->tls; })),
        ofServer(integerField<Head>(FieldText::tr("Server unit"), FieldText::tr("1 to 247"),
                                    [](Head &h) -> int & { return h.northbound->unit; })),
        ofServer(listField<Head>(
            FieldText::tr("Server clients"), QStringLiteral("192.0.2.7, 198.51.100.0/24"),
            [](Head &h) -> QStringList & { return h.northbound->allow; },
            [](const QStringList &allow) { return allow.join(QStringLiteral(", ")); },
            [](const QString &text) { return std::optional(wordsFrom(text)); })),
        ofServer(textField<Head>(FieldText::tr("Server write role"),
                                 FieldText::tr("role of writes without TLS; nothing: read only"),
                                 [](Head &h) -> QString & { return h.northbound->writeRole; })),
    };
}

QList<Field<Head>> boundFields()
{
    return {
        ofServer(integerField<Head>(FieldText::tr("Server: most clients"), FieldText::tr("1 to 64"),
                                    [](Head &h) -> int & { return h.northbound->maxClients; })),
        ofServer(integerField<Head>(FieldText::tr("Server idle timeout"),
                                    FieldText::tr("s, 5 to 3600"),
                                    [](Head &h) -> int & { return h.northbound->idleTimeoutS; })),
        ofServer(integerField<Head>(
            FieldText::tr("Server request rate"), FieldText::tr("per second of one client"),
            [](Head &h) -> int & { return h.northbound->requestsPerSecond; })),
        ofServer(flagField<Head>(FieldText::tr("Server shows stale values"),
                                 FieldText::tr("no: as values that are not good"),
                                 [](Head &h) -> bool & { return h.northbound->serveStale; })),
    };
}

} // namespace

QList<Field<ProjectHead>> northboundFields()
{
    return QList<Field<Head>>{switchField()} + settingFields() + boundFields();
}

QString northboundKeys()
{
    return QStringLiteral("northbound/enabled northbound/address northbound/port northbound/tls "
                          "northbound/unit northbound/allow northbound/writeRole "
                          "northbound/maxClients northbound/idleTimeoutS "
                          "northbound/requestsPerSecond northbound/serveStale");
}

} // namespace mws::editor
