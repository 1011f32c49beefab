// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/rights.h"

#include <QCoreApplication>
#include <QHostAddress>
#include <algorithm>
#include <cstring>

namespace mws
{

namespace
{

Error denied(const char *text)
{
    return {ErrorCode::Denied, QCoreApplication::translate("Access", text)};
}

IpNetwork::Bytes bytesOf(const QHostAddress &address)
{
    const Q_IPV6ADDR plain = address.toIPv6Address(); // of IPv4: ::ffff:a.b.c.d
    IpNetwork::Bytes bytes;
    std::memcpy(bytes.data(), plain.c, bytes.size());
    return bytes;
}

bool isInOneOf(const QString &path, const QStringList &areas)
{
    return std::any_of(areas.begin(), areas.end(),
                       [&path](const QString &area) { return isInArea(path, area); });
}

} // namespace

Rights::Rights(const QList<Role> &roles, const QString &id)
{
    for (const Role *role : lineageOf(roles, id)) {
        m_role = id;
        for (const Grant &grant : grantsOf(*role)) {
            Held held{role->id, grant, {}};
            for (const QString &text : grant.networks) {
                if (const auto network = IpNetwork::parse(text))
                    held.networks.append(*network);
            }
            m_held.append(held);
        }
    }
}

Rights Rights::cutTo(Permissions verbs, const QStringList &areas) const
{
    Rights left = *this;
    left.m_verbs &= verbs;
    left.m_areas = areas;
    return left;
}

bool Rights::holds(Permission verb) const
{
    return m_verbs.testFlag(verb)
        && std::any_of(m_held.begin(), m_held.end(),
                       [verb](const Held &held) { return held.grant.verbs.testFlag(verb); });
}

bool Rights::counts(const Held &held, const Asker &asker)
{
    if (!held.grant.origins.isEmpty() && !held.grant.origins.contains(asker.origin))
        return false;
    if (held.grant.networks.isEmpty() || asker.fromAnyNetwork)
        return true;
    const QHostAddress address(asker.address);
    return !address.isNull()
        && std::any_of(held.networks.begin(), held.networks.end(),
                       [bytes = bytesOf(address)](const IpNetwork &network) {
                           return network.contains(bytes);
                       });
}

bool Rights::may(Permission verb, const Asker &asker) const
{
    return m_verbs.testFlag(verb)
        && std::any_of(m_held.begin(), m_held.end(), [&](const Held &held) {
               return held.grant.verbs.testFlag(verb) && counts(held, asker);
           });
}

bool Rights::isWithin(const QString &path) const
{
    return m_areas.isEmpty() || isInOneOf(path, m_areas);
}

bool Rights::reaches(const Held &held, Permission verb, const Asker &asker, const Tag &tag) const
{
    const Grant &grant = held.grant;
    return m_verbs.testFlag(verb) && grant.verbs.testFlag(verb) && isWithin(tag.path)
        && (grant.areas.isEmpty() || isInOneOf(tag.path, grant.areas))
        && (grant.tags.isEmpty() || grant.tags.contains(tag.id)) && counts(held, asker);
}

bool Rights::sees(const Asker &asker, const Tag &tag) const
{
    return asker.origin == Origin::Panel
        || std::any_of(m_held.begin(), m_held.end(), [&](const Held &held) {
               return reaches(held, Permission::View, asker, tag);
           });
}

bool Rights::may(Permission verb, const Asker &asker, const Tag &tag) const
{
    return sees(asker, tag)
        && (verb == Permission::View
            || std::any_of(m_held.begin(), m_held.end(),
                           [&](const Held &held) { return reaches(held, verb, asker, tag); }));
}

bool Rights::mayAll(Permission verb, const Asker &asker, const QString &area) const
{
    const auto covers
        = [&area](const QStringList &areas) { return areas.isEmpty() || isInOneOf(area, areas); };
    return m_verbs.testFlag(verb) && covers(m_areas)
        && std::any_of(m_held.begin(), m_held.end(), [&](const Held &held) {
               return held.grant.verbs.testFlag(verb) && held.grant.tags.isEmpty()
                   && covers(held.grant.areas) && counts(held, asker);
           });
}

Result<void> Rights::checkWrite(const Asker &asker, const Tag &tag) const
{
    if (!isRole())
        return denied(QT_TRANSLATE_NOOP("Access", "Your role does not exist any more."));
    if (!sees(asker, tag))
        return Error{ErrorCode::NotFound,
                     QCoreApplication::translate("Access", "There is no such value.")};
    if (!holds(Permission::Write))
        return denied(QT_TRANSLATE_NOOP("Access", "Your role may look, but not write."));
    if (!may(Permission::Write, asker))
        return denied(QT_TRANSLATE_NOOP("Access", "Your role may not write from here."));
    QStringList givers;
    for (const Held &held : m_held) {
        if (reaches(held, Permission::Write, asker, tag))
            givers.append(held.role);
    }
    if (givers.isEmpty())
        return denied(QT_TRANSLATE_NOOP("Access", "Your role may not write in this area."));
    if (!tag.write.enabled)
        return denied(QT_TRANSLATE_NOOP("Access", "This value can only be read."));
    const QStringList &listed = tag.write.roles;
    if (!listed.isEmpty() && !listed.contains(m_role)
        && std::none_of(givers.begin(), givers.end(),
                        [&listed](const QString &giver) { return listed.contains(giver); }))
        return denied(QT_TRANSLATE_NOOP("Access", "Your role may not write this value."));
    if (tag.write.localOnly && asker.origin != Origin::Panel)
        return denied(
            QT_TRANSLATE_NOOP("Access", "This value can only be written at the panel on site."));
    return {};
}

Result<void> Rights::checkLockout(const Asker &asker, const QString &area) const
{
    if (!holds(Permission::Write))
        return denied(QT_TRANSLATE_NOOP("Access", "Your role may look, but not write."));
    if (mayAll(Permission::Write, asker, area))
        return {};
    return area.isEmpty()
        ? denied(QT_TRANSLATE_NOOP("Access", "Your role may not write in the whole plant."))
        : denied(QT_TRANSLATE_NOOP("Access", "Your role may not write in this area."));
}

QByteArray Rights::scopeOf(const Asker &asker) const
{
    QByteArray scope = m_role.toUtf8() + ' ' + QByteArray::number(m_verbs.toInt()) + ' ';
    for (const Held &held : m_held)
        scope.append(counts(held, asker) ? '1' : '0');
    for (const QString &area : m_areas)
        scope += ' ' + QByteArray::number(area.size()) + ':' + area.toUtf8();
    return scope;
}

QList<std::pair<QString, Grant>> Rights::grants() const
{
    QList<std::pair<QString, Grant>> all;
    for (const Held &held : m_held) {
        Grant grant = held.grant;
        grant.verbs &= m_verbs;
        if (grant.verbs)
            all.append({held.role, grant});
    }
    return all;
}

} // namespace mws
