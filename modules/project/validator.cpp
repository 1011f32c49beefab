// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "project/addresscheck.h"
#include "project/broadcastcheck.h"
#include "project/checker.h"
#include "project/describe.h"
#include "project/files.h"
#include "project/linkcheck.h"
#include "project/northboundcheck.h"
#include "project/projecttext.h"
#include "project/rolecheck.h"
#include "project/screencheck.h"
#include "project/tagcheck.h"
#include "project/tagfaults.h"

#include <QRegularExpression>
#include <QSet>

namespace mws
{

namespace
{

constexpr int kMostRegisters = 125; ///< a tag with more has a length that is wrong anyway

/// Holds everything in a project against its ranges and against each other.
class Validator
{
public:
    Validator(const ProjectData &data, const QList<DeviceTemplate> &templates,
              const QList<Problem> &found)
        : m_data(data)
        , m_templates(templates)
        , m_found(found)
    {
    }

    QList<Problem> run()
    {
        collectIds();
        checkProject();
        checkConnections();
        checkAddresses(m_data, m_problems);
        checkTemplates();
        checkTags();
        checkTemplateTags();
        checkScaleFactors();
        checkRoles(Checker(files::project(), {}, m_problems), m_data.roles, m_tagsById, m_paths);
        m_scope.disabledTags = disabledTags(m_data, m_templates, m_found + m_problems);
        for (const Screen &screen : m_data.screens)
            checkScreen(screen, m_scope, m_tagsById, m_problems);
        if (m_data.northbound)
            checkNorthbound(*m_data.northbound, m_scope, m_served, m_problems);
        return std::move(m_problems);
    }

private:
    void collectIds()
    {
        for (const PollClass &pollClass : m_data.pollClasses)
            m_scope.pollClasses.insert(pollClass.id);
        for (const Role &role : builtInRoles() + m_data.roles)
            m_scope.roles.insert(role.id);
        for (const Screen &screen : m_data.screens)
            m_scope.screens.insert(screen.id);
        if (m_data.northbound)
            m_servedIds = servedTags(*m_data.northbound);
    }

    void checkProject()
    {
        Checker check(files::project(), {}, m_problems);
        describe::project(check, m_data);
        if (m_data.name.isEmpty())
            check.note("name", ProjectText::tr("is missing"));
        if (m_data.startScreen.isEmpty() ? !m_data.screens.isEmpty()
                                         : !m_scope.screens.contains(m_data.startScreen))
            check.note("startScreen", ProjectText::tr("must name a screen of the project"));
        noteDoubles(check, "pollClasses", m_data.pollClasses);
        noteDoubles(check, "roles", m_data.roles);
    }

    template <typename T>
    static void noteDoubles(Checker &check, const char *key, const QList<T> &list)
    {
        QSet<QString> seen;
        for (qsizetype i = 0; i < list.size(); ++i) {
            if (seen.contains(list[i].id))
                check.element(key, i).note("id",
                                           ProjectText::tr("%1 is used twice").arg(list[i].id));
            seen.insert(list[i].id);
        }
    }

    void checkConnections()
    {
        QSet<QString> seen;
        for (const Connection &connection : m_data.connections) {
            Checker check(files::connection(connection.id), {}, m_problems);
            describe::connection(check, connection);
            if (seen.contains(connection.id))
                check.note("id", ProjectText::tr("%1 is used twice").arg(connection.id));
            seen.insert(connection.id);
            checkKind(check, connection);
            checkLinkLife(check, connection);
            checkDevicesOf(connection, check);
        }
        for (const Device &device : m_data.devices) {
            if (!seen.contains(device.connection))
                Checker(files::connection(device.connection), {}, m_problems)
                    .note("id", ProjectText::tr("device %1 has no connection").arg(device.id));
        }
    }

    /// What the kind needs is there; what it does not know may stay from another kind.
    static void checkKind(Checker &check, const Connection &c)
    {
        static const Connection d;
        using K = ConnectionKind;
        if (c.isSerial() && c.serialPort.isEmpty())
            check.note("serialPort", ProjectText::tr("is missing"));
        if (!c.isSerial() && c.host.isEmpty())
            check.note("host", ProjectText::tr("is missing"));
        const auto only = [&check, &c](const char *key, bool belongs, bool isDefault) {
            if (!belongs && !isDefault)
                check.note(key, ProjectText::tr("has no effect on kind %1").arg(nameOf(c.kind)),
                           Problem::Severity::Warning);
        };
        only("host", !c.isSerial(), c.host.isEmpty());
        only("port", !c.isSerial(), c.port == d.port);
        const bool isTls = c.kind == K::Tls;
        const bool mayStandBy = !c.isSerial() && c.kind != K::Udp;
        only("standbyHost", mayStandBy, c.standbyHost.isEmpty());
        only("standbyPort", c.hasStandby(), c.standbyPort == d.standbyPort);
        only("serverName", isTls, c.serverName.isEmpty());
        only("pin", isTls, c.pin.isEmpty());
        only("serialPort", c.isSerial(), c.serialPort.isEmpty());
        only("baudRate", c.isSerial(), c.baudRate == d.baudRate);
        only("parity", c.isSerial(), c.parity == d.parity);
        only("dataBits", c.kind == K::Ascii, c.dataBits == d.dataBits);
        only("stopBits", c.isSerial(), c.stopBits == d.stopBits);
        only("localEcho", c.isSerial(), !c.localEcho);
        only("backend", c.hasBackend(), c.backend == d.backend);
        only("maxInFlight", !c.hasSerialFrames(), c.maxInFlight == d.maxInFlight);
        only("quietTimeMs", c.hasSerialFrames(), c.quietTimeMs == d.quietTimeMs);
        if (c.kind == K::Rtu)
            needsOwnBackend(check, c, "localEcho", c.localEcho);
        needsOwnBackend(check, c, "standbyHost", c.hasStandby());
        needsOwnBackend(check, c, "maxInFlight", !c.isSerial() && c.maxInFlight > 1);
        if (isTls)
            checkTls(check, c);
    }

    static void needsOwnBackend(Checker &check, const Connection &c, const char *key, bool used)
    {
        if (used && c.isByQModbus())
            check.note(key, ProjectText::tr("needs the backend own"));
    }

    static void checkTls(Checker &check, const Connection &c)
    {
        static const QRegularExpression form(
            QStringLiteral("^(([0-9A-Fa-f]{2}:){31}[0-9A-Fa-f]{2}|[0-9A-Fa-f]{64})?$"));
        if (!form.match(c.pin).hasMatch() || c.pin.endsWith(u'\n'))
            check.note("pin", ProjectText::tr("must be a SHA-256 fingerprint in hex"));
        if (c.port == standardPort(ConnectionKind::Tcp))
            check.note("port", ProjectText::tr("502 is for Modbus without TLS; 802 is usual"),
                       Problem::Severity::Warning);
    }

    void checkDevicesOf(const Connection &connection, const Checker &check)
    {
        QSet<int> units;
        qsizetype place = 0;
        for (const Device &device : m_data.devices) {
            if (device.connection != connection.id)
                continue;
            Checker inner = check.element("devices", place++);
            describe::device(inner, device);
            checkDevice(inner, device, connection);
            if (units.contains(device.unit))
                inner.note(
                    "unit",
                    ProjectText::tr("unit %1 is used twice on this connection").arg(device.unit));
            units.insert(device.unit);
            if (m_scope.devices.contains(device.id))
                inner.note("id", ProjectText::tr("%1 is used twice").arg(device.id));
            m_scope.devices.insert(device.id);
        }
    }

    void checkDevice(Checker &check, const Device &device, const Connection &connection)
    {
        const int least = connection.isSerial() ? 0 : 1;
        if (connection.hasSerialFrames() && (device.unit < least || device.unit > 247))
            check.note("unit",
                       connection.isSerial()
                           ? ProjectText::tr("must be 1 to 247 on a serial line, 0 is a broadcast")
                           : ProjectText::tr("must be 1 to 247 with RTU frames"));
        if (connection.isBroadcast(device.unit)) {
            checkBroadcastDevice(check, device, connection);
            m_broadcasts.insert(device.id);
        }
        if (device.area.isEmpty() || device.area.contains(u'/'))
            check.note("area", ProjectText::tr("must be one path part, such as pumping"));
        if (device.mergeWrites && !device.mergesCoils() && !device.mergesRegisters())
            check.note("mergeWrites",
                       ProjectText::tr("has no effect without registerWrite multiple or readWrite, "
                                       "or coilWrite multiple"),
                       Problem::Severity::Warning);
        for (qsizetype i = 0; i < device.forbidden.size(); ++i) {
            if (device.forbidden[i].from > device.forbidden[i].to)
                check.element("forbidden", i)
                    .note("to", ProjectText::tr("must not be less than from"));
        }
        if (device.templateId.isEmpty())
            return;
        const DeviceTemplate *tmpl = templateOf(device);
        if (!tmpl) {
            check.note("template",
                       ProjectText::tr("there is no template %1").arg(device.templateId));
            return;
        }
        for (auto it = device.parameters.begin(); it != device.parameters.end(); ++it) {
            if (std::none_of(tmpl->parameters.begin(), tmpl->parameters.end(),
                             [&it](const TemplateParameter &p) { return p.name == it.key(); }))
                check.note("parameters",
                           ProjectText::tr("the template has no parameter %1").arg(it.key()));
        }
    }

    void checkTemplates()
    {
        for (const DeviceTemplate &tmpl : m_templates) {
            Checker check(files::deviceTemplate(tmpl.id), {}, m_problems);
            describe::deviceTemplate(check, tmpl);
            noteDoubles(check, "tags", tmpl.tags);
            for (qsizetype i = 0; i < tmpl.tags.size(); ++i) {
                Checker inner = check.element("tags", i);
                checkTagAlone(inner, tmpl.tags[i]);
                checkTagReferences(inner, tmpl.tags[i], m_scope);
                checkScaleFactor(inner, tmpl.tags[i], byId(tmpl.tags, tmpl.tags[i].scaleFactor));
            }
        }
    }

    void checkTags()
    {
        QHash<QString, qsizetype> places;
        for (const Tag &tag : m_data.tags) {
            Checker check = Checker(files::tags(tag.device), {}, m_problems)
                                .element("tags", places[tag.device]++);
            describe::tag(check, tag);
            checkTagPath(check, tag.path);
            checkTagAlone(check, tag);
            checkTagReferences(check, tag, m_scope);
            if (!m_scope.devices.contains(tag.device))
                check.note("id", ProjectText::tr("there is no device %1").arg(tag.device));
            if (const TableRange *range = forbiddenRangeOf(tag))
                check.note("address",
                           ProjectText::tr("lies in the forbidden range %1 to %2")
                               .arg(range->from)
                               .arg(range->to));
            const Device *device = deviceOf(tag);
            if (device && tag.span() > limitOf(*device, tag) && tag.span() <= kMostRegisters)
                check.note(tag.type == DataType::String ? "length" : "type",
                           ProjectText::tr("has more than the %1 registers that one request reads")
                               .arg(limitOf(*device, tag)));
            const int mostWritten = device ? device->maxWrittenRegisters(tag.write.function) : 0;
            if (device && tag.write.enabled && tag.span() > mostWritten)
                check.note("length",
                           ProjectText::tr("has more than the %1 registers that one request writes")
                               .arg(mostWritten));
            checkBroadcast(check, tag);
            addTag(check, tag);
        }
    }

    void checkBroadcast(Checker &check, const Tag &tag) const
    {
        const auto obstacle
            = m_broadcasts.contains(tag.device) ? broadcastObstacle(tag) : BroadcastObstacle();
        if (obstacle.field)
            check.note(obstacle.field, obstacle.reason);
    }

    void checkTemplateTags()
    {
        QHash<QString, qsizetype> places;
        for (const Device &device : m_data.devices) {
            const qsizetype place = places[device.connection]++;
            const DeviceTemplate *tmpl = templateOf(device);
            if (!tmpl)
                continue;
            Checker check = Checker(files::connection(device.connection), {}, m_problems)
                                .element("devices", place);
            const QList<Tag> tags = tagsFromTemplate(*tmpl, device);
            for (const Tag &tag : tags) {
                if (const TableRange *range = forbiddenRange(device, tag))
                    check.note("template",
                               ProjectText::tr("its tag %1 lies in the forbidden range %2 to %3")
                                   .arg(tag.id)
                                   .arg(range->from)
                                   .arg(range->to),
                               Problem::Severity::TagError);
                if (tag.span() > limitOf(device, tag))
                    check.note("template",
                               ProjectText::tr("its tag %1 has more than the %2 registers that one "
                                               "request reads")
                                   .arg(tag.id)
                                   .arg(limitOf(device, tag)),
                               Problem::Severity::TagError);
                if (m_broadcasts.contains(device.id) && broadcastObstacle(tag).field)
                    check.note(
                        "template",
                        ProjectText::tr("its tag %1 is not for a broadcast (unit 0)").arg(tag.id));
                addTemplateTag(check, tag);
            }
            m_templateTags += tags;
        }
    }

    /// Of the own tags; they may name tags that the template of their device makes.
    void checkScaleFactors()
    {
        QHash<QString, qsizetype> places;
        for (const Tag &tag : m_data.tags) {
            Checker check = Checker(files::tags(tag.device), {}, m_problems)
                                .element("tags", places[tag.device]++);
            if (tag.scaleFactor.isEmpty())
                continue;
            const Tag *own = byId(m_data.tags, tag.scaleFactor);
            checkScaleFactor(check, tag, own ? own : byId(m_templateTags, tag.scaleFactor));
        }
    }

    [[nodiscard]] static const Tag *byId(const QList<Tag> &tags, const QString &id)
    {
        const auto found = std::find_if(tags.begin(), tags.end(),
                                        [&id](const Tag &tag) { return tag.id == id; });
        return found == tags.end() ? nullptr : &*found;
    }

    void addTag(Checker &check, const Tag &tag)
    {
        if (m_tagsById.contains(tag.id))
            check.note("id", ProjectText::tr("%1 is used twice").arg(tag.id));
        if (m_paths.contains(tag.path))
            check.note("path", ProjectText::tr("%1 is used twice").arg(tag.path));
        remember(tag);
    }

    void addTemplateTag(Checker &check, const Tag &tag)
    {
        if (m_tagsById.contains(tag.id))
            check.note("template", ProjectText::tr("its tag %1 is used twice").arg(tag.id));
        if (m_paths.contains(tag.path))
            check.note("template",
                       ProjectText::tr("its path %1 is used twice; give another "
                                       "parameter or area")
                           .arg(tag.path));
        remember(tag);
    }

    void remember(const Tag &tag)
    {
        m_tagsById.insert(tag.id, tag.valueKind());
        m_paths.insert(tag.path);
        if (m_servedIds.contains(tag.id))
            m_served.insert(tag.id, tag);
    }

    /// The first one that the tag touches; none: nullptr.
    [[nodiscard]] static const TableRange *forbiddenRange(const Device &device, const Tag &tag)
    {
        if (tag.isCounter())
            return nullptr;
        const auto found = std::find_if(
            device.forbidden.begin(), device.forbidden.end(), [&tag](const TableRange &range) {
                return range.touches(tag.table, tag.address, tag.address + tag.span() - 1);
            });
        return found == device.forbidden.end() ? nullptr : &*found;
    }

    /// Registers or bits that one read may have.
    [[nodiscard]] static int limitOf(const Device &device, const Tag &tag)
    {
        return tag.isBitTable() ? device.maxBits : device.maxRegisters;
    }

    [[nodiscard]] const Device *deviceOf(const Tag &tag) const
    {
        const auto found
            = std::find_if(m_data.devices.begin(), m_data.devices.end(),
                           [&tag](const Device &device) { return device.id == tag.device; });
        return found == m_data.devices.end() ? nullptr : &*found;
    }

    [[nodiscard]] const TableRange *forbiddenRangeOf(const Tag &tag) const
    {
        const Device *device = deviceOf(tag);
        return device ? forbiddenRange(*device, tag) : nullptr;
    }

    [[nodiscard]] const DeviceTemplate *templateOf(const Device &device) const
    {
        const auto found = std::find_if(
            m_templates.begin(), m_templates.end(),
            [&device](const DeviceTemplate &t) { return t.id == device.templateId; });
        return found == m_templates.end() ? nullptr : &*found;
    }

    const ProjectData &m_data;
    const QList<DeviceTemplate> &m_templates;
    const QList<Problem> &m_found; ///< when the data were read
    ProjectScope m_scope;
    QHash<QString, Value::Kind> m_tagsById;
    QSet<QString> m_paths;
    QSet<QString> m_broadcasts; ///< ids of devices
    QList<Tag> m_templateTags; ///< as the devices of the project have them
    QSet<QString> m_servedIds;
    QHash<QString, Tag> m_served; ///< by id: what the northbound map names
    QList<Problem> m_problems;
};

} // namespace

QList<Problem> validateProject(const ProjectData &data, const QList<DeviceTemplate> &templates,
                               const QList<Problem> &found)
{
    return Validator(data, templates, found).run();
}

} // namespace mws
