// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/apiserver.h"
#include "api/ratelimits.h"
#include "common/webassets.h"
#include "faces/facesproject.h"
#include "http/certificatekeeper.h"
#include "http/server.h"
#include "qml/panelscene.h"
#include "translations/installtranslations.h"

#include <QAccessible>
#include <QJsonDocument>
#include <QProcess>
#include <QTest>

using namespace mws;
using namespace std::chrono_literals;

namespace
{

/// What is compared of a widget; browserface.mjs says how a browser is asked for it.
const QStringList kAspects{QStringLiteral("title"),    QStringLiteral("text"),
                           QStringLiteral("mark"),     QStringLiteral("reason"),
                           QStringLiteral("sentence"), QStringLiteral("locked"),
                           QStringLiteral("name")};

QString named(const char *name)
{
    return QString::fromUtf8(name);
}

/// The web of the station whose panel the plant is.
class WebFace final
{
public:
    explicit WebFace(PanelPlant &plant)
        : m_certificate(
            plant.folder.path(), [] { return QStringList{named("localhost")}; }, plant.clock)
        , m_server(configOf(m_certificate))
        , m_api(plant.session.services(), m_server, &m_certificate)
    {
        m_api.setRates(api::Rates::unlimited()); // time stands still here
        app::addWebClient(m_server);
        if (const auto listening = m_server.listen(); !listening)
            qFatal("server: %s", qUtf8Printable(listening.error().detail));
    }
    ~WebFace() { m_server.close(); }
    [[nodiscard]] QString url() const { return m_server.url().toString(); }

private:
    static http::Server::Config configOf(http::CertificateKeeper &certificate)
    {
        if (const auto started = certificate.start(); !started)
            qFatal("certificate: %s", qUtf8Printable(started.error().detail));
        http::Server::Config config;
        config.port = 0;
        config.tls = certificate.tls();
        return config;
    }

    http::CertificateKeeper m_certificate;
    http::Server m_server;
    ApiServer m_api;
};

/// What is seen in a widget of the panel.
struct Seen {
    QStringList texts; ///< from the top
    QString mark;
    QString reason;
    QString name; ///< what a screen reader says
    bool locked = false;
};

QString markOf(const QQuickItem &mark)
{
    const QString letter = mark.property("letter").toString();
    if (mark.opacity() < 1)
        return {};
    if (letter == named("H"))
        return named("high");
    return letter == named("L") ? named("low") : mark.property("tone").toString();
}

void look(QQuickItem *item, Seen &seen)
{
    if (!item->isVisible())
        return;
    const QString name = item->objectName();
    if (name.startsWith(named("quality "))) {
        seen.reason = item->property("reason").toString();
        return;
    }
    if (item->property("letter").isValid()) {
        seen.mark = markOf(*item);
        return;
    }
    if (item->property("strokeWidth").isValid()
        && item->property("name").toString() == named("lock"))
        seen.locked = true;
    if (name.startsWith(named("widget "))) {
        const QAccessibleInterface *spoken = QAccessible::queryAccessibleInterface(item);
        seen.name = spoken ? spoken->text(QAccessible::Name) : QString();
    }
    const QString text = item->property("text").toString();
    if (item->inherits("QQuickText") && !text.isEmpty())
        seen.texts.append(text.trimmed());
    for (QQuickItem *child : item->childItems())
        look(child, seen);
}

/// The browser says what an exception means without its number.
QString sentenceOf(const QQuickItem &widget)
{
    const auto *tag = widget.property("tag").value<QObject *>();
    if (!tag || tag->property("quality").toString() == named("bad.deviceException"))
        return {};
    return tag->property("qualityText").toString();
}

QJsonObject panelWidget(QQuickItem *item)
{
    Seen seen;
    look(item, seen);
    const QString title = seen.texts.isEmpty() ? QString() : seen.texts.takeFirst();
    if (item->property("heading").toBool())
        seen.mark = named("heading");
    QJsonObject shown{{named("title"), title},
                      {named("text"), seen.texts.join(u' ')},
                      {named("mark"), seen.mark},
                      {named("reason"), seen.reason},
                      {named("sentence"), sentenceOf(*item)},
                      {named("locked"), seen.locked ? named("locked") : QString()},
                      {named("name"), seen.name}};
    for (auto value : shown)
        value = value.toString().replace(QChar::Nbsp, u' ');
    return shown;
}

QJsonObject panelShows(const PanelScene &scene)
{
    QJsonObject all;
    QQuickItem *view = scene.window->contentItem()->childItems().constFirst();
    for (const Screen &screen : scene.plant.project->screens()) {
        view->setProperty("currentScreen", screen.id);
        QCoreApplication::processEvents();
        for (const Widget &widget : screen.groups.constFirst().widgets) {
            if (QQuickItem *item = scene.find(widget.id))
                all.insert(screen.id + u'/' + widget.id, panelWidget(item));
        }
    }
    return all;
}

QJsonObject browserShows(const QStringList &arguments)
{
    QProcess node;
    node.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    node.start(named(MWS_NODE), QStringList{named(MWS_BROWSER_FACE)} + arguments);
    // It is answered by this thread.
    if (!QTest::qWaitFor([&node] { return node.state() == QProcess::NotRunning; }, 120000))
        node.kill();
    node.waitForFinished();
    return QJsonDocument::fromJson(node.readAllStandardOutput()).object();
}

/// A browser's name of something may say what happens with it, too.
bool isSame(const QString &aspect, const QString &panel, const QString &browser)
{
    if (aspect != named("name") || panel.isEmpty())
        return panel == browser;
    return browser.contains(panel);
}

QStringList differences(const QJsonObject &panel, const QJsonObject &browser)
{
    QStringList all;
    for (auto at = panel.constBegin(); at != panel.constEnd(); ++at) {
        const QJsonObject here = at->toObject();
        const QJsonObject there = browser.value(at.key()).toObject();
        for (const QString &aspect : kAspects) {
            const QString one = here.value(aspect).toString();
            const QString other = there.value(aspect).toString();
            if (!isSame(aspect, one, other))
                all.append(QStringLiteral("%1, %2: panel \"%3\", browser \"%4\"")
                               .arg(at.key(), aspect, one, other));
        }
    }
    return all;
}

/// How many different things the panel shows of one aspect.
qsizetype variety(const QJsonObject &panel, const char *aspect)
{
    QSet<QString> seen;
    for (const auto &shown : panel)
        seen.insert(shown.toObject().value(QLatin1String(aspect)).toString());
    return seen.size();
}

} // namespace

/// Panel and browser at one station, before every type of widget with every kind of value in every
/// quality: each shows what the other does, in both languages, to who may write and who may not.
class ParityTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void aDifferenceIsTold();
    void bothShowTheSame_data();
    void bothShowTheSame();

private:
    static void give(PanelPlant &plant, const QList<Sample> &samples);
};

void ParityTest::initTestCase()
{
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom));
}

void ParityTest::aDifferenceIsTold()
{
    const QJsonObject one{{named("value/a"), QJsonObject{{named("text"), named("1.0 bar")}}}};
    const QJsonObject other{{named("value/a"), QJsonObject{{named("text"), named("1 bar")}}}};
    QVERIFY(differences(one, one).isEmpty());
    QCOMPARE(differences(one, other),
             QStringList{named("value/a, text: panel \"1.0 bar\", browser \"1 bar\"")});
    QCOMPARE(differences(one, {}).size(), 1);
    QVERIFY(!isSame(named("name"), {}, named("Show a")));
}

/// As the devices do: of what fails, the last good value is known.
void ParityTest::give(PanelPlant &plant, const QList<Sample> &samples)
{
    for (const Sample &sample : samples) {
        plant.set(sample.tag.id, sample.value);
        if (!isGood(sample.state.quality))
            plant.set(sample.tag.id, isBad(sample.state.quality) ? Value() : sample.value,
                      sample.state);
    }
    plant.clock.advance(330s);
    Q_EMIT plant.context.second();
}

void ParityTest::bothShowTheSame_data()
{
    QTest::addColumn<QString>("language");
    QTest::addColumn<QString>("user");
    QTest::addColumn<QString>("pin");
    for (const char *language : {"en", "de"}) {
        QTest::addRow("%s-otto", language) << named(language) << named("otto") << named("1234");
        QTest::addRow("%s-vera", language) << named(language) << named("vera") << named("2222");
    }
}

void ParityTest::bothShowTheSame()
{
    QFETCH(const QString, language);
    QFETCH(const QString, user);
    QFETCH(const QString, pin);
    QVERIFY(installTranslations(language));
    QList<Sample> samples;
    PanelScene scene({1280, 800}, 5.9, named("day"), [&samples](ProjectData &data) {
        samples = facesSamples(data.devices.constFirst().id);
        data.tags.clear();
        for (const Sample &sample : std::as_const(samples))
            data.tags.append(sample.tag);
        data.screens = facesScreens(samples);
        data.startScreen = data.screens.constFirst().id;
        data.northbound.reset();
    });
    const User root{named("root"), named("Root"), named("administrator")};
    QVERIFY(waitFor(scene.plant.access.addUser(root, named(PanelPlant::kPassword))));
    give(scene.plant, samples);
    QVERIFY(scene.plant.signIn(user, pin));
    const WebFace web(scene.plant);

    QStringList screens;
    for (const Screen &screen : scene.plant.project->screens())
        screens.append(screen.id);
    const QJsonObject panel = panelShows(scene);
    const QJsonObject browser
        = browserShows({named("--browser"), named(MWS_CHROMIUM), named("--url"), web.url(),
                        named("--user"), user, named("--password"), named(PanelPlant::kPassword),
                        named("--language"), language, named("--screens"), screens.join(u',')});
    QVERIFY(panel.size() > 200);
    QVERIFY(variety(panel, "reason") >= 10 && variety(panel, "mark") >= 8);
    QCOMPARE(variety(panel, "locked"), 2);
    QCOMPARE(browser.keys(), panel.keys());
    const QStringList problems = differences(panel, browser);
    for (const QString &problem : problems) // a message of a test that fails is cut off
        qWarning().noquote() << problem;
    QVERIFY(problems.isEmpty());
}

QTEST_MAIN(ParityTest)
#include "tst_parity.moc"
