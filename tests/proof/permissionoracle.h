// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QJsonObject>
#include <QMap>
#include <QStringList>

/// A tag as the project's files say it; the oracle knows nothing else.
struct OracleTag {
    QString id;
    QString area;
    bool exists = true;
    bool writable = false;
    bool localOnly = false;
    int minIntervalMs = 0;
    QStringList roles;
    QJsonValue value; ///< one that fits
    QJsonObject onTheWire; ///< the line of the write log, without time and function
};

/// A role as this page says it (built-in ones) or the project's file.
struct OracleRole {
    bool writes = false;
    QStringList areas; ///< empty: everywhere
};

/// By id; "" is nobody.
[[nodiscard]] QMap<QString, OracleRole> oracleRoles(const QString &project);

/// At most two tags of each kind of rule and device, and some that nobody may write.
[[nodiscard]] QList<OracleTag> oracleTags(const QString &project);

/// Role and area rules written down once more, independent of the product's code. Empty: the write
/// is carried out; otherwise the words it may be refused with.
[[nodiscard]] QStringList refusals(const QString &roleId, const OracleRole &role, bool atPanel,
                                   const OracleTag &tag);
