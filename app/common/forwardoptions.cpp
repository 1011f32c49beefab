// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/forwardoptions.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QUrl>

namespace mws::app
{

namespace
{

class OptionText
{
    Q_DECLARE_TR_FUNCTIONS(StationOptions)
};

QString journal()
{
    return QStringLiteral("audit-journal");
}

QString syslog()
{
    return QStringLiteral("audit-syslog");
}

QString authorities()
{
    return QStringLiteral("audit-syslog-ca");
}

QString certificate()
{
    return QStringLiteral("audit-syslog-certificate");
}

QString key()
{
    return QStringLiteral("audit-syslog-key");
}

QString textOption()
{
    return QStringLiteral("audit-syslog-text");
}

Error invalid(const QString &why)
{
    return {ErrorCode::Invalid, why};
}

Result<forward::SyslogText> syslogTextFrom(const QString &name)
{
    if (name.isEmpty() || name == QLatin1String("line"))
        return forward::SyslogText::Line;
    if (name == QLatin1String("cef"))
        return forward::SyslogText::Cef;
    return invalid(OptionText::tr("--audit-syslog-text wants line or cef"));
}

/// "host", "host:port", "[2001:db8::1]:port".
Result<forward::SyslogTarget> targetFrom(const QString &text)
{
    const QUrl url(QStringLiteral("syslog://") + text);
    const int port = url.port(forward::SyslogTarget::kPort);
    const bool isPlain = url.isValid() && !url.host().isEmpty() && url.path().isEmpty()
        && url.userInfo().isEmpty() && !url.hasQuery() && !url.hasFragment();
    if (!isPlain || port < 1)
        return invalid(OptionText::tr("--audit-syslog wants host:port"));
    return forward::SyslogTarget{url.host(), quint16(port), {}};
}

} // namespace

void declareForwardOptions(QCommandLineParser &parser)
{
    parser.addOption({journal(), OptionText::tr("Sends audit rows to systemd's journal, too")});
    parser.addOption({syslog(),
                      OptionText::tr("Sends audit rows to this syslog server, too, over TLS "
                                     "(RFC 5425); port 6514 by default"),
                      QStringLiteral("host:port")});
    parser.addOption({authorities(),
                      OptionText::tr("PEM file with the authorities that the syslog server's "
                                     "certificate may be of (required with --audit-syslog)"),
                      QStringLiteral("file")});
    parser.addOption(
        {certificate(),
         OptionText::tr("PEM file with the certificate that the station shows the syslog server"),
         QStringLiteral("file")});
    parser.addOption({key(), OptionText::tr("PEM file with the key of that certificate"),
                      QStringLiteral("file")});
    parser.addOption({textOption(),
                      OptionText::tr("What stands behind the fields of such a row: a line for "
                                     "people, or the Common Event Format (cef)"),
                      QStringLiteral("line|cef")});
}

Result<forward::Options> forwardOptions(const QCommandLineParser &parser)
{
    forward::Options options;
    options.toJournal = parser.isSet(journal());
    if (!parser.isSet(syslog())) {
        if (parser.isSet(authorities()) || parser.isSet(certificate()) || parser.isSet(key())
            || parser.isSet(textOption()))
            return invalid(OptionText::tr("--audit-syslog is missing"));
        return options;
    }
    auto target = targetFrom(parser.value(syslog()));
    if (!target)
        return target.error();
    target.value().caFile = parser.value(authorities());
    target.value().certificateFile = parser.value(certificate());
    target.value().keyFile = parser.value(key());
    if (target->caFile.isEmpty())
        return invalid(OptionText::tr("--audit-syslog wants --audit-syslog-ca"));
    if (target->certificateFile.isEmpty() != target->keyFile.isEmpty())
        return invalid(OptionText::tr("--audit-syslog-certificate and --audit-syslog-key go "
                                      "together"));
    const auto text = syslogTextFrom(parser.value(textOption()));
    if (!text)
        return text.error();
    target.value().text = *text;
    options.syslog = *target;
    return options;
}

} // namespace mws::app
