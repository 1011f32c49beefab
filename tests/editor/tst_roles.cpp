// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "editor/document.h"
#include "editor/mainwindow.h"
#include "editor/problemmodel.h"
#include "editor/rolefields.h"
#include "editor/rolemodel.h"
#include "editor/rolepage.h"
#include "editorbench.h"
#include "project/projectstore.h"

#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

using namespace mws;
using namespace mws::editor;

/// The roles of a project and their grants, as the editor shows and changes them.
class RolesTest final : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<Document> m_document;
    std::unique_ptr<RoleModel> m_model;
    std::unique_ptr<QAbstractItemModelTester> m_tester;

    /// Of a line, by the title of the column.
    [[nodiscard]] QModelIndex cell(int row, const char *title) const
    {
        for (int column = 0; column < m_model->columnCount(); ++column) {
            if (m_model->headerData(column, Qt::Horizontal).toString() == QLatin1String(title))
                return m_model->index(row, column);
        }
        return {};
    }
    bool put(int row, const char *title, const char *text)
    {
        return m_model->setData(cell(row, title), QString::fromLatin1(text));
    }
    [[nodiscard]] QString text(int row, const char *title) const
    {
        return cell(row, title).data(Qt::EditRole).toString();
    }
    [[nodiscard]] int lineOf(const char *id) const
    {
        for (int row = 0; row < m_model->rowCount(); ++row) {
            if (text(row, "Role") == QLatin1String(id))
                return row;
        }
        return -1;
    }
    [[nodiscard]] const Role &role(const char *id) const
    {
        static const Role none;
        for (const Role &one : m_document->data().roles) {
            if (one.id == QLatin1String(id))
                return one;
        }
        return none;
    }
    [[nodiscard]] QStringList problems()
    {
        m_document->validate();
        QStringList all;
        for (const Problem &problem : m_document->problems()) {
            if (problem.pointer.startsWith(QStringLiteral("/roles/")))
                all.append(problem.pointer);
        }
        return all;
    }

private Q_SLOTS:
    void init()
    {
        m_document = std::make_unique<Document>();
        QVERIFY(m_document->open(kDemo));
        m_model = std::make_unique<RoleModel>(*m_document);
        m_tester = std::make_unique<QAbstractItemModelTester>(m_model.get(), kMode);
    }
    void cleanup()
    {
        m_tester.reset();
        m_model.reset();
        m_document.reset();
    }

    void aRoleIsALineAndEachGrantAnother()
    {
        int expected = 0;
        for (const Role &one : m_document->data().roles)
            expected += 1 + int(one.grants.size());
        QCOMPARE(m_model->rowCount(), expected);
        const int foreman = lineOf("foreman");
        QCOMPARE(text(foreman, "Inherits"), QStringLiteral("shiftlead"));
        QCOMPARE(text(foreman, "Verbs"), QString());
        QCOMPARE(text(foreman + 1, "Verbs"), QStringLiteral("write"));
        QCOMPARE(text(foreman + 1, "Areas"), QStringLiteral("intake"));
        QCOMPARE(text(foreman + 1, "From"), QStringLiteral("panel, program"));
        QCOMPARE(text(foreman + 2, "Networks"), QStringLiteral("10.1.0.0/16"));
        QCOMPARE(cell(foreman + 1, "Role").data().toString(), QStringLiteral("+ foreman"));
        const int lead = lineOf("shiftlead");
        QCOMPARE(text(lead, "Verbs"), QStringLiteral("view, write"));
        QCOMPARE(text(lead, "Areas"), QStringLiteral("pumping"));
    }

    void everyMemberCanBeChanged()
    {
        const int foreman = lineOf("foreman");
        QVERIFY(put(foreman, "Name", "Vorarbeiter"));
        QVERIFY(put(foreman, "Inherits", "viewer,doser"));
        QVERIFY(put(foreman, "Verbs", "acknowledge, shelve"));
        QVERIFY(put(foreman, "Areas", "intake, pumping/well1"));
        QVERIFY(put(foreman + 2, "Verbs", "view, write, configure"));
        QVERIFY(put(foreman + 2, "Tags", "a, b"));
        QVERIFY(put(foreman + 2, "From", "modbus, remote"));
        QVERIFY(put(foreman + 2, "Networks", "192.0.2.7, 2001:db8::/32"));
        Role expected;
        expected.id = QStringLiteral("foreman");
        expected.name = QStringLiteral("Vorarbeiter");
        expected.inherits = {QStringLiteral("viewer"), QStringLiteral("doser")};
        expected.permissions = Permission::Acknowledge | Permission::Shelve;
        expected.areas = {QStringLiteral("intake"), QStringLiteral("pumping/well1")};
        expected.grants = role("foreman").grants;
        expected.grants[1] = {Permission::View | Permission::Write | Permission::Configure,
                              {},
                              {QStringLiteral("a"), QStringLiteral("b")},
                              {Origin::Modbus, Origin::Remote},
                              {QStringLiteral("192.0.2.7"), QStringLiteral("2001:db8::/32")}};
        QCOMPARE(role("foreman"), expected);
        for (int steps = 0; steps < 8; ++steps)
            m_document->undoStack().undo();
        QVERIFY(m_document->undoStack().isClean());
        QCOMPARE(text(foreman, "Inherits"), QStringLiteral("shiftlead"));
        QCOMPARE(text(foreman + 2, "Networks"), QStringLiteral("10.1.0.0/16"));
    }

    void whatDoesNotFitIsRefused_data()
    {
        QTest::addColumn<int>("below");
        QTest::addColumn<QByteArray>("title");
        QTest::addColumn<QByteArray>("text");
        const auto row = [](const char *name, int below, const char *title, const char *text) {
            QTest::newRow(name) << below << QByteArray(title) << QByteArray(text);
        };
        row("unknown verb", 1, "Verbs", "view, fly");
        row("unknown verb in short", 0, "Verbs", "admin");
        row("unknown origin", 1, "From", "browser");
        row("id of another", 0, "Role", "shiftlead");
        row("built-in id", 0, "Role", "operator");
        row("no id", 0, "Role", "Shift Lead");
        row("name of a grant", 1, "Name", "x");
        row("tags of a role", 0, "Tags", "x");
    }

    /// What is of the other kind of line looks so.
    void whatIsNotOfTheLineIsToldApart()
    {
        const int foreman = lineOf("foreman");
        QVERIFY(!cell(foreman, "Verbs").data(Qt::BackgroundRole).isValid());
        QVERIFY(cell(foreman, "Tags").data(Qt::BackgroundRole).isValid());
        QVERIFY(cell(foreman + 1, "Name").data(Qt::BackgroundRole).isValid());
        QVERIFY(!cell(foreman + 1, "Tags").data(Qt::BackgroundRole).isValid());
    }

    void whatDoesNotFitIsRefused()
    {
        QFETCH(const int, below);
        QFETCH(const QByteArray, title);
        QFETCH(const QByteArray, text);
        const QList<Role> before = m_document->data().roles;
        QSignalSpy refused(m_model.get(), &RoleModel::refused);
        QVERIFY(!put(lineOf("foreman") + below, title, text));
        QCOMPARE(refused.size(), 1);
        QCOMPARE(m_document->data().roles, before);
        QVERIFY(m_document->undoStack().isClean());
    }

    void anotherIdIsFollowedByWhatRefersToIt()
    {
        Tag tag = m_document->data().tags.first();
        tag.write.enabled = true;
        tag.write.roles = {QStringLiteral("engineer"), QStringLiteral("shiftlead")};
        m_document->replaceTags(0, 1, {tag}, {});
        ProjectHead head = m_document->head();
        head.northbound.emplace();
        head.northbound->writeRole = QStringLiteral("shiftlead");
        m_document->changeHead(head, {});
        QVERIFY(put(lineOf("shiftlead"), "Role", "lead"));
        QCOMPARE(role("foreman").inherits, QStringList{QStringLiteral("lead")});
        const auto names = [this] {
            return m_document->data().tags.first().write.roles
                + QStringList{m_document->data().northbound->writeRole};
        };
        QCOMPARE(names(),
                 (QStringList{QStringLiteral("engineer"), QStringLiteral("lead"),
                              QStringLiteral("lead")}));
        m_document->undoStack().undo(); // all of it at once
        QCOMPARE(names(),
                 (QStringList{QStringLiteral("engineer"), QStringLiteral("shiftlead"),
                              QStringLiteral("shiftlead")}));
        QCOMPARE(role("foreman").inherits, QStringList{QStringLiteral("shiftlead")});
    }

    void linesAreAddedAndRemoved()
    {
        const QList<Role> before = m_document->data().roles;
        const int added = m_model->addRole();
        QCOMPARE(text(added, "Role"), QStringLiteral("role"));
        QCOMPARE(text(m_model->addRole(), "Role"), QStringLiteral("role-2"));
        const int grant = m_model->addGrant(added);
        QCOMPARE(grant, added + 1);
        QVERIFY(put(grant, "Verbs", "write"));
        QCOMPARE(m_model->addGrant(-1), -1);
        QCOMPARE(role("role").grants.size(), 1);
        QVERIFY(problems().isEmpty());
        m_model->removeLines({grant, grant});
        QVERIFY(role("role").grants.isEmpty());
        m_model->removeLines({added, lineOf("role-2")});
        QCOMPARE(m_document->data().roles, before);
        // A role with its grants selected, too.
        const int foreman = lineOf("foreman");
        m_model->removeLines({foreman + 1, foreman, foreman + 2});
        QCOMPARE(m_document->data().roles.size(), before.size() - 1);
        m_document->undoStack().undo();
        QCOMPARE(m_document->data().roles, before);
    }

    void problemsLeadToTheirCell()
    {
        QVERIFY(problems().isEmpty());
        const int foreman = lineOf("foreman");
        QVERIFY(put(foreman, "Inherits", "ghost"));
        QVERIFY(put(foreman + 2, "Networks", "nonsense"));
        const QStringList pointers = problems();
        QCOMPARE(pointers.size(), 3); // it sees nothing, either
        for (const Problem &problem : m_document->problems()) {
            const ProblemPlace place = placeOf(problem, m_document->data());
            if (place.kind != ProblemPlace::Kind::Role)
                continue;
            QCOMPARE(m_document->data().roles[place.row].id, QStringLiteral("foreman"));
            const int column = roleColumnOf(place.key);
            const QString title = m_model->headerData(column, Qt::Horizontal).toString();
            QVERIFY(QStringList({QStringLiteral("Inherits"), QStringLiteral("Networks"),
                                 QStringLiteral("Verbs")})
                        .contains(title));
        }
        QCOMPARE(roleColumnOf(QStringLiteral("grants/1/networks/0")), 7);
        QCOMPARE(roleColumnOf(QStringLiteral("inherits/0")), 2);
        QCOMPARE(roleColumnOf(QStringLiteral("grants/0")), 3);
    }

    void whatIsSavedIsReadBack()
    {
        const QTemporaryDir folder;
        const int added = m_model->addRole();
        QVERIFY(put(added, "Role", "night"));
        QVERIFY(put(m_model->addGrant(added), "Verbs", "write"));
        QVERIFY(put(added + 1, "From", "panel"));
        const QString path = folder.filePath(QStringLiteral("plant"));
        QVERIFY(m_document->saveAs(path));
        const auto project = openProject(path);
        QVERIFY(project);
        const Role *night = (*project)->role(QStringLiteral("night"));
        QVERIFY(night);
        QCOMPARE(*night, role("night"));
    }

    void thePageAddsAndRemoves()
    {
        MainWindow window;
        window.openFolder(kDemo);
        auto *page = window.findChild<RolePage *>();
        QVERIFY(page);
        auto *view = page->findChild<QTableView *>();
        const int before = view->model()->rowCount();
        const auto press = [page](const char *text) {
            for (QPushButton *button : page->findChildren<QPushButton *>()) {
                if (button->text() == QLatin1String(text))
                    button->click();
            }
        };
        press("Add role");
        press("Add grant");
        QCOMPARE(view->model()->rowCount(), before + 2);
        QCOMPARE(view->currentIndex().row(), before + 1);
        press("Delete"); // the grant, which is selected
        QCOMPARE(view->model()->rowCount(), before + 1);
        window.document().undoStack().setClean();
    }
};

QTEST_MAIN(RolesTest)
#include "tst_roles.moc"
