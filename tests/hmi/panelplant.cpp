// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "hmi/panelplant.h"

#include "access/notice.h"
#include "project/projectstore.h"
#include "support/quickhashes.h"

#include <cmath>

namespace mws
{

namespace
{

ProjectPtr demoProject(const QSet<QString> &disabled, const PanelPlant::Change &change)
{
    auto project = openProject(QStringLiteral(MWS_RESOURCES "/demo/waterworks"));
    if (!project)
        qFatal("demo project: %s", qUtf8Printable(project.error().detail));
    if (disabled.isEmpty() && !change)
        return project.value();
    ProjectData data = project.value()->data();
    data.tags = project.value()->tags(); // those of templates included
    for (Device &device : data.devices)
        device.templateId.clear();
    if (change)
        change(data);
    return std::make_shared<const Project>(data, QList<DeviceTemplate>(), disabled);
}

void addUser(AccessControl &access, const char *name, const char *shown, const char *role,
             const char *pin)
{
    User user;
    user.name = QLatin1String(name);
    user.displayName = QString::fromUtf8(shown);
    user.role = QLatin1String(role);
    auto added = waitFor(access.addUser(user, QLatin1String(PanelPlant::kPassword)));
    if (added && *pin)
        added = waitFor(access.setPin(user.name, QLatin1String(pin)));
    if (!added)
        qFatal("user %s: %s", name, qUtf8Printable(added.error().detail));
}

/// A normal or active state if there is one.
qint64 calmState(const Tag &tag)
{
    for (const StateLabel &state : tag.states) {
        if (state.tone == QLatin1String("active"))
            return state.value;
    }
    for (const StateLabel &state : tag.states) {
        if (state.tone == QLatin1String("normal"))
            return state.value;
    }
    return 0;
}

bool isCalm(const Tag &tag, qint64 value)
{
    for (const StateLabel &state : tag.states) {
        if (state.value == value)
            return state.tone == QLatin1String("normal");
    }
    return true;
}

double middle(const Tag &tag)
{
    const double low = tag.normalLow.value_or(tag.write.min.value_or(tag.low.value_or(0)));
    const double high = tag.normalHigh.value_or(tag.write.max.value_or(tag.high.value_or(100)));
    return low + (high - low) * 0.55;
}

Value plausible(const Tag &tag, double swing)
{
    switch (tag.valueKind()) {
    case Value::Kind::Bool:
        return tag.write.momentary ? false : isCalm(tag, 1) || !isCalm(tag, 0);
    case Value::Kind::String:
        return QStringLiteral("CL-2611-04");
    case Value::Kind::Int:
        return qint64(tag.states.isEmpty() ? std::llround(middle(tag)) : calmState(tag));
    case Value::Kind::UInt:
        return quint64(tag.states.isEmpty() ? std::llround(middle(tag)) : calmState(tag));
    default:
        break;
    }
    const double span = tag.high.value_or(100) - tag.low.value_or(0);
    return middle(tag) + (tag.write.enabled ? 0 : swing * 0.06 * span);
}

} // namespace

PanelPlant::Change PanelPlant::wantsSecondPerson(const QString &id)
{
    return [id](ProjectData &data) {
        for (Tag &tag : data.tags)
            tag.write.secondPerson = tag.write.secondPerson || tag.id == id;
    };
}

PanelPlant::PanelPlant(DisplaySettings::Options display, const QSet<QString> &disabled,
                       const Change &change)
    : project(demoProject(disabled, change))
    , auditLog(store, clock)
    , access(store, clock, quickHashes())
    , tags(project, clock)
    , bus(*project)
    , history(project, store, folder.filePath(QStringLiteral("journal")), clock)
    , door(tags, bus, access, auditLog, clock)
    , keeper({folder.filePath(QStringLiteral("project")), {}})
    , model(project, tags, bus)
    , session({project, clock, tags, bus, access, auditLog, history, door, &keeper,
               noticeFileIn(folder.path())},
              model, Origin::Panel, {})
    , context(session, std::move(display))
{
    if (const auto opened = store.open(folder.filePath(QStringLiteral("data.sqlite"))); !opened)
        qFatal("store: %s", qUtf8Printable(opened.error().detail));
    access.setProject(project);
    if (!access.load() || !history.open())
        qFatal("access or history did not open");
    QObject::connect(&tags, &TagTable::updated, &history, &HistoryService::record);
    addUser(access, "otto", "Otto Brandt", "operator", "1234");
    addUser(access, "vera", "Vera Lindqvist", "viewer", "2222");
    addUser(access, "nina", "Nina Koch", "engineer", "");
    QCoreApplication::processEvents();
}

PanelPlant::~PanelPlant()
{
    history.close();
    store.close();
}

void PanelPlant::set(const QString &tagId, const Value &value, QualityState state)
{
    tags.apply({{project->indexOf(tagId), {value, state, clock.now()}}});
    QCoreApplication::processEvents();
}

void PanelPlant::fill()
{
    ValueBatch batch;
    for (TagIndex index = 0; index < project->tagCount(); ++index)
        batch.append({index, {plausible(project->tag(index), 0), {Quality::Good, 0}, clock.now()}});
    tags.apply(batch);
    QCoreApplication::processEvents();
}

void PanelPlant::run(std::chrono::seconds time)
{
    constexpr std::chrono::seconds kStep{5};
    for (std::chrono::seconds at{0}; at < time; at += kStep) {
        clock.advance(kStep);
        ValueBatch batch;
        for (TagIndex index = 0; index < project->tagCount(); ++index) {
            const double phase = double(at.count()) / (90 + 37 * (index % 9)) + index;
            const double swing = std::sin(phase) + 0.2 * std::sin(phase * 7.3);
            batch.append(
                {index, {plausible(project->tag(index), swing), {Quality::Good, 0}, clock.now()}});
        }
        tags.apply(batch);
    }
    QCoreApplication::processEvents();
}

bool PanelPlant::signIn(const QString &user, const QString &pin)
{
    const bool ok = bool(waitFor(session.signInWithPin(user, pin)));
    QCoreApplication::processEvents();
    return ok;
}

void PanelPlant::saveAnotherProject()
{
    ProjectData data;
    data.id = data.name = data.startScreen = QStringLiteral("other");
    Screen screen;
    screen.id = screen.title = data.startScreen;
    data.screens = {screen};
    if (!saveProject(data, folder.filePath(QStringLiteral("project"))))
        qFatal("the other project cannot be saved");
    const auto saved = waitFor(keeper.read());
    const auto agree = [](const ProjectReply &) { return Result<void>(); };
    if (!saved
        || waitFor(keeper.replace(saved->text, saved->hash, agree)).outcome
            != ProjectReply::Outcome::Ok)
        qFatal("the other project cannot be put in place");
}

QList<AuditEntry> PanelPlant::audit(const QString &action)
{
    const auto rows = waitFor(auditLog.read({0, 1000, action}));
    return rows ? *rows : QList<AuditEntry>();
}

} // namespace mws
