// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "simulator/program.h"

#include <QCommandLineParser>

namespace mws::simulator
{

namespace
{

struct Option {
    const char *name;
    const char *description;
    const char *value; ///< name of the value; empty: a switch
};

constexpr Option kOptions[] = {
    {"project", QT_TRANSLATE_NOOP("mws-simulator", "Project folder; the built-in demo without it"),
     "folder"},
    {"listen", QT_TRANSLATE_NOOP("mws-simulator", "Where a TCP connection listens; port 0: any"),
     "connection=host:port"},
    {"pty",
     QT_TRANSLATE_NOOP("mws-simulator", "Link to the pseudo-terminal of a serial connection"),
     "connection=path"},
    {"control", QT_TRANSLATE_NOOP("mws-simulator", "Unix socket that takes commands"), "path"},
    {"write-log", QT_TRANSLATE_NOOP("mws-simulator", "File for every write request received"),
     "file"},
    {"ready-file", QT_TRANSLATE_NOOP("mws-simulator", "Written when everything listens"), "file"},
    {"fault", QT_TRANSLATE_NOOP("mws-simulator", "Command to carry out at the start"), "command"},
    {"speed", QT_TRANSLATE_NOOP("mws-simulator", "Plant seconds per second, 0 to 1000"), "factor"},
    {"ramp", QT_TRANSLATE_NOOP("mws-simulator", "Move numeric tags that the plant does not drive"),
     ""},
};

QString text(const char *source)
{
    return QCoreApplication::translate("mws-simulator", source);
}

void addOptions(QCommandLineParser &parser)
{
    parser.setApplicationDescription(text(QT_TRANSLATE_NOOP(
        "mws-simulator", "Simulated plant: Modbus TCP and RTU devices with moving values.")));
    parser.addHelpOption();
    parser.addVersionOption();
    for (const Option &option : kOptions)
        parser.addOption(
            {QLatin1String(option.name), text(option.description), QLatin1String(option.value)});
}

/// "key=value" of a repeatable option; false: one has no key or no value.
bool readPairs(const QStringList &values, QMap<QString, QString> &pairs)
{
    for (const QString &value : values) {
        const qsizetype equals = value.indexOf(u'=');
        if (equals < 1 || equals + 1 == value.size())
            return false;
        pairs[value.left(equals)] = value.mid(equals + 1);
    }
    return true;
}

Error wrongArgument(const QString &detail)
{
    return {ErrorCode::Invalid, detail};
}

bool readSpeed(const QCommandLineParser &parser, double &speed)
{
    if (!parser.isSet(QStringLiteral("speed")))
        return true;
    bool ok = false;
    speed = parser.value(QStringLiteral("speed")).toDouble(&ok);
    return ok && speed >= 0 && speed <= 1000;
}

} // namespace

Result<CommandLine> parseCommandLine(const QStringList &arguments)
{
    QCommandLineParser parser;
    addOptions(parser);
    if (!parser.parse(arguments))
        return wrongArgument(parser.errorText());
    if (parser.isSet(QStringLiteral("help")))
        parser.showHelp();
    if (parser.isSet(QStringLiteral("version")))
        parser.showVersion();
    if (!parser.positionalArguments().isEmpty())
        return wrongArgument(text("Unexpected argument: ") + parser.positionalArguments().first());
    CommandLine line;
    line.project = parser.value(QStringLiteral("project"));
    line.readyFile = parser.value(QStringLiteral("ready-file"));
    Options &options = line.options;
    options.controlSocket = parser.value(QStringLiteral("control"));
    options.writeLog = parser.value(QStringLiteral("write-log"));
    options.faults = parser.values(QStringLiteral("fault"));
    options.ramp = parser.isSet(QStringLiteral("ramp"));
    if (!readPairs(parser.values(QStringLiteral("listen")), options.listen))
        return wrongArgument(text("--listen wants connection=host:port"));
    if (!readPairs(parser.values(QStringLiteral("pty")), options.terminals))
        return wrongArgument(text("--pty wants connection=path"));
    if (!readSpeed(parser, options.speed))
        return wrongArgument(text("--speed wants a number from 0 to 1000"));
    return line;
}

} // namespace mws::simulator
