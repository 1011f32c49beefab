// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/result.h"
#include "project/ipnetwork.h"
#include "project/role.h"

#include <QList>
#include <QString>

namespace mws
{

/// Where somebody asks from, as far as rights go.
struct Asker {
    Origin origin = Origin::Remote;
    QString address{}; ///< empty: in no network
    bool fromAnyNetwork = false; ///< for reports: every network is taken for the right one
};

/// What a role allows, with all that it inherits: the one place where rights are decided. Knows no
/// accounts, sessions and threads; a small value. At the panel everything can be seen, by nobody
/// too.
class Rights
{
public:
    /// May nothing.
    Rights() = default;
    /// Those of the role with this id; there is none: may nothing, and isRole() is false.
    Rights(const QList<Role> &roles, const QString &id);

    [[nodiscard]] bool isRole() const { return !m_role.isEmpty(); }
    /// What is left of them with no other verbs, and in these areas only; empty: everywhere.
    [[nodiscard]] Rights cutTo(Permissions verbs, const QStringList &areas) const;

    /// In any part of the plant and from anywhere.
    [[nodiscard]] bool holds(Permission verb) const;
    /// In any part of the plant.
    [[nodiscard]] bool may(Permission verb, const Asker &asker) const;
    /// Does the verb reach this tag? Other verbs than View want View as well: what cannot be seen
    /// is not there. Whether the tag takes writes at all is left to checkWrite().
    [[nodiscard]] bool may(Permission verb, const Asker &asker, const Tag &tag) const;
    /// In a whole area; empty: in the whole plant.
    [[nodiscard]] bool mayAll(Permission verb, const Asker &asker, const QString &area) const;

    /// Whether the tag may be written; the error tells people why not (Denied), or that there is no
    /// such tag (NotFound) where it cannot be seen.
    [[nodiscard]] Result<void> checkWrite(const Asker &asker, const Tag &tag) const;
    /// Whether area (empty: the whole plant) may be locked to the panel; Denied as above.
    [[nodiscard]] Result<void> checkLockout(const Asker &asker, const QString &area) const;

    /// Which of the grants count for this one: the same for all who have the same rights.
    [[nodiscard]] QByteArray scopeOf(const Asker &asker) const;

    /// For reports: what the grants say, each with the role that has it.
    [[nodiscard]] QList<std::pair<QString, Grant>> grants() const;

private:
    struct Held {
        QString role; ///< that has it
        Grant grant;
        QList<IpNetwork> networks;
    };
    [[nodiscard]] static bool counts(const Held &held, const Asker &asker);
    [[nodiscard]] bool isWithin(const QString &path) const;
    /// None of the tag's own rules.
    [[nodiscard]] bool reaches(const Held &held, Permission verb, const Asker &asker,
                               const Tag &tag) const;
    [[nodiscard]] bool sees(const Asker &asker, const Tag &tag) const;

    QString m_role; ///< Role::id
    QList<Held> m_held;
    Permissions m_verbs = Permissions::fromInt(~0); ///< and no others
    QStringList m_areas; ///< and in no others; empty: everywhere
};

} // namespace mws
