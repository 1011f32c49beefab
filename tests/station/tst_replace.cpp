// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "audit/auditlog.h"
#include "project/projectkeeper.h"
#include "session/livemodel.h"
#include "session/projectdesk.h"
#include "session/session.h"
#include "station/station.h"
#include "storage/store.h"

#include <QTemporaryDir>
#include <QTest>

using namespace mws;

namespace
{

const QString kDemo = QStringLiteral(MWS_RESOURCES "/demo/waterworks");
const QString kPassword = QStringLiteral("blue herring sings");

} // namespace

/// The project of a running station is replaced: it goes on with the old one, and its next start
/// has the new one without wondering.
class StationReplaceTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theNextStartHasIt();

private:
    [[nodiscard]] QString file(const char *name) const
    {
        return m_folder.filePath(QLatin1String(name));
    }
    [[nodiscard]] std::unique_ptr<Station> started() const
    {
        auto station = std::make_unique<Station>(
            Station::Options{file("project"), {}, file("data")}, m_clock);
        if (!station->start())
            qFatal("the station does not start");
        return station;
    }

    QTemporaryDir m_folder;
    SystemClock m_clock;
};

void StationReplaceTest::theNextStartHasIt()
{
    QVERIFY(saveProject(loadProject(kDemo).data, file("project")));
    auto station = started();
    const Services services = station->services();
    LiveModel model(services.project, services.tags, services.bus);
    Session session(services, model, Origin::Panel, QString());
    User anna;
    anna.name = QStringLiteral("anna");
    anna.role = QStringLiteral("engineer");
    QVERIFY(services.access.addUser(anna, kPassword).result());
    const auto signedIn = session.signIn(anna.name, kPassword);
    QTRY_VERIFY(signedIn.isFinished());
    QVERIFY(session.isSignedIn());
    const auto read = services.keeper->read().result();
    QVERIFY(read);
    ProjectFiles files = *parseProjectFiles(read->text);
    files[QStringLiteral("project.json")].insert(QStringLiteral("name"), QStringLiteral("New"));
    const ProjectReply reply
        = ProjectDesk(session).replace(canonicalText(files), read->hash).result();
    QCOMPARE(reply.outcome, ProjectReply::Outcome::Ok);
    QVERIFY(reply.restart);
    QVERIFY(session.project().data().name != QStringLiteral("New"));
    station->stop();

    station = started();
    QCOMPARE(station->services().project->data().name, QStringLiteral("New"));
    station->stop(); // by then its files have been compared
    Store store;
    QVERIFY(store.open(file("data/station.db")));
    AuditLog audit(store, m_clock);
    const auto wondering = audit.read({0, 10, QStringLiteral("integrity")}).result();
    QVERIFY(wondering);
    QVERIFY2(wondering->isEmpty(),
             qPrintable(wondering->value(0).target + wondering->value(0).detail));
    QCOMPARE(audit.read({0, 10, QStringLiteral("project.replace")}).result()->size(), 1);
}

QTEST_GUILESS_MAIN(StationReplaceTest)
#include "tst_replace.moc"
