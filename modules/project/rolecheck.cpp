// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "project/rolecheck.h"

#include "project/ipnetwork.h"
#include "project/projecttext.h"

#include <algorithm>

namespace mws
{

namespace
{

struct RoleCheck {
    QList<Role> all; ///< built-in ones first
    const QHash<QString, Value::Kind> &tags;
    const QSet<QString> &paths;
    QHash<QString, QList<const Role *>> lineages = lineagesOf(all);

    void checkRole(Checker check, const Role &role) const
    {
        if (std::any_of(all.begin(), all.end(), [&role](const Role &other) {
                return other.builtIn && other.id == role.id;
            }))
            check.note("id", ProjectText::tr("is the name of a built-in role"));
        if (role.permissions.testFlag(Permission::Administer))
            check.note("permissions", administerIsBuiltIn());
        checkAreas(check, role.areas);
        checkInherited(check, role);
        for (qsizetype i = 0; i < role.grants.size(); ++i)
            checkGrant(check.element("grants", i), role.grants[i]);
        if (!seesAnything(role))
            check.note("permissions", ProjectText::tr("must contain view"));
    }

private:
    static QHash<QString, QList<const Role *>> lineagesOf(const QList<Role> &roles)
    {
        QHash<QString, QList<const Role *>> lineages;
        for (const Role &role : roles)
            lineages.insert(role.id, lineageOf(roles, role.id));
        return lineages;
    }

    static QString administerIsBuiltIn()
    {
        return ProjectText::tr("administer belongs to the built-in administrator alone");
    }

    void checkInherited(Checker &check, const Role &role) const
    {
        for (qsizetype i = 0; i < role.inherits.size(); ++i) {
            const QList<const Role *> lineage = lineages.value(role.inherits[i]);
            const auto holds = [&lineage](const QString &id) {
                return std::any_of(lineage.begin(), lineage.end(),
                                   [&id](const Role *one) { return one->id == id; });
            };
            if (lineage.isEmpty())
                check.noteElement("inherits", i,
                                  ProjectText::tr("there is no role %1").arg(role.inherits[i]));
            else if (holds(role.id))
                check.noteElement("inherits", i, ProjectText::tr("leads back to this role"));
            else if (holds(QStringLiteral("administrator")))
                check.noteElement("inherits", i, administerIsBuiltIn());
        }
    }

    void checkGrant(Checker check, const Grant &grant) const
    {
        if (!grant.verbs)
            check.note("verbs", ProjectText::tr("is missing"));
        if (grant.verbs.testFlag(Permission::Administer))
            check.note("verbs", administerIsBuiltIn());
        if ((grant.verbs & kPlantWide) && !(grant.areas.isEmpty() && grant.tags.isEmpty()))
            check.note("verbs",
                       ProjectText::tr("configure is for the whole plant: no areas and "
                                       "no tags"));
        checkAreas(check, grant.areas);
        for (qsizetype i = 0; i < grant.tags.size(); ++i) {
            if (!tags.contains(grant.tags[i]))
                check.noteElement("tags", i,
                                  ProjectText::tr("there is no tag %1").arg(grant.tags[i]));
        }
        for (qsizetype i = 0; i < grant.networks.size(); ++i) {
            if (!IpNetwork::parse(grant.networks[i]))
                check.noteElement(
                    "networks", i,
                    ProjectText::tr("must be an IP address or a network such as 192.0.2.0/24"));
        }
    }

    /// A mistake here gives nobody too much, so the project may run.
    void checkAreas(Checker &check, const QStringList &areas) const
    {
        for (const QString &area : areas) {
            if (std::none_of(paths.begin(), paths.end(),
                             [&area](const QString &path) { return isInArea(path, area); }))
                check.note("areas", ProjectText::tr("no tag lies in %1").arg(area),
                           Problem::Severity::Warning);
        }
    }

    [[nodiscard]] static bool sees(const Role &role)
    {
        const QList<Grant> grants = grantsOf(role);
        return std::any_of(grants.begin(), grants.end(), [](const Grant &grant) {
            return grant.verbs.testFlag(Permission::View);
        });
    }

    [[nodiscard]] bool seesAnything(const Role &role) const
    {
        return sees(role)
            || std::any_of(role.inherits.begin(), role.inherits.end(), [this](const QString &id) {
                   const QList<const Role *> lineage = lineages.value(id);
                   return std::any_of(lineage.begin(), lineage.end(),
                                      [](const Role *one) { return sees(*one); });
               });
    }
};

} // namespace

void checkRoles(const Checker &project, const QList<Role> &own,
                const QHash<QString, Value::Kind> &tags, const QSet<QString> &paths)
{
    // What roles inherit of each other grows with the square and more.
    constexpr qsizetype kMostRoles = 200;
    if (own.size() > kMostRoles) {
        Checker(project).note("roles", ProjectText::tr("has more than %1 entries").arg(kMostRoles));
        return;
    }
    const RoleCheck check{builtInRoles() + own, tags, paths};
    for (qsizetype i = 0; i < own.size(); ++i)
        check.checkRole(project.element("roles", i), own[i]);
}

} // namespace mws
