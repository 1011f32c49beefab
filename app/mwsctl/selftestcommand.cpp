// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "command.h"
#include "findings.h"
#include "selftests.h"

#include <QCoreApplication>
#include <QTemporaryDir>

namespace mws::ctl
{

namespace
{

/// Where the translations of this file's messages live.
class CtlText
{
    Q_DECLARE_TR_FUNCTIONS(mwsctl)
};

Finding outcomeOf(const SelfTest &test)
{
    const QTemporaryDir folder;
    const auto done = folder.isValid()
        ? test.run(folder.path())
        : Result<void>(
            Error{ErrorCode::Unavailable, CtlText::tr("no temporary folder can be made")});
    return done ? finding(Finding::Level::Ok, test.check, test.text)
                : finding(Finding::Level::Fault, test.check, done.error().detail);
}

Exit exercise(const QCommandLineParser &parser)
{
    QString data;
    if (parser.isSet(QStringLiteral("data"))) {
        const auto folder = dataFolder(parser);
        if (!folder)
            return exitFor(folder.error());
        data = *folder;
    }
    QList<SelfTest> tests = selfTests();
    tests.append(tlsSelfTest(data));
    QList<Finding> findings;
    for (const SelfTest &test : tests)
        findings.append(outcomeOf(test));
    return tell(findings, parser);
}

} // namespace

Command selfTestCommand()
{
    return {QStringLiteral("selftest"),
            CtlText::tr("Exercises the security functions and says which do not work."),
            [](QCommandLineParser &parser) {
                declareData(parser);
                declareJson(parser);
            },
            exercise};
}

} // namespace mws::ctl
