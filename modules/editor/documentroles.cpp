// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "editor/document.h"

#include <algorithm>

namespace mws::editor
{

namespace
{

void rename(QStringList &roles, const QString &before, const QString &after)
{
    std::replace(roles.begin(), roles.end(), before, after);
}

} // namespace

QString Document::freeRoleId(const QString &wanted) const
{
    const auto isUsed = [this](const QString &id) {
        const auto hasId = [&id](const Role &role) { return role.id == id; };
        const QList<Role> builtIn = builtInRoles();
        return std::any_of(m_data.roles.begin(), m_data.roles.end(), hasId)
            || std::any_of(builtIn.begin(), builtIn.end(), hasId);
    };
    QString id = wanted;
    for (int n = 2; isUsed(id); ++n)
        id = wanted + QLatin1Char('-') + QString::number(n);
    return id;
}

void Document::replaceRoles(const QList<Role> &roles, const QString &what)
{
    ProjectHead changed = head();
    changed.roles = roles;
    changeHead(changed, what);
}

void Document::changeRole(qsizetype position, const Role &changed, const QString &what)
{
    const QString before = m_data.roles[position].id;
    ProjectHead next = head();
    next.roles[position] = changed;
    if (before == changed.id) {
        changeHead(next, what);
        return;
    }
    for (Role &role : next.roles)
        rename(role.inherits, before, changed.id);
    if (next.northbound && next.northbound->writeRole == before)
        next.northbound->writeRole = changed.id;
    m_undo.beginMacro(what);
    changeHead(next, what);
    for (qsizetype i = 0; i < m_data.tags.size(); ++i) {
        if (!m_data.tags[i].write.roles.contains(before))
            continue;
        Tag tag = m_data.tags[i];
        rename(tag.write.roles, before, changed.id);
        replaceTags(i, 1, {tag}, what);
    }
    m_undo.endMacro();
}

} // namespace mws::editor
