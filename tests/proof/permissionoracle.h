// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QJsonObject>
#include <QMap>
#include <QStringList>

/// A tag as the project's files say it; the oracle knows nothing else.
struct OracleTag {
    QString id;
    QString path;
    QString area; ///< first part of path
    bool exists = true;
    bool writable = false;
    bool localOnly = false;
    bool secondPerson = false; ///< nobody writes it alone
    bool asks = false; ///< for a confirmation or a reason
    int minIntervalMs = 0;
    QStringList roles;
    bool isSample = false; ///< one of the two of its kind of rule and device that stand for others
    QJsonValue value; ///< one that fits
    QJsonObject onTheWire; ///< the line of the write log, without time and function
};

/// Roles by id, as the project's file or this page (built-in ones) says them.
using OracleRoles = QMap<QString, QJsonObject>;
[[nodiscard]] OracleRoles oracleRoles(const QString &project);

/// Every tag of the files, every tag that a template makes, and one that does not exist.
[[nodiscard]] QList<OracleTag> oracleTags(const QString &project);

/// The rules written down once more, independent of the product's code. origin as in a grant;
/// whoever asks over the network asks from loopback. "" is nobody.
[[nodiscard]] bool oracleSees(const OracleRoles &roles, const QString &role, const QString &origin,
                              const OracleTag &tag);
/// Whether the path of the tag begins with one of the areas, part by part; none: it does.
[[nodiscard]] bool oracleLiesIn(const QStringList &areas, const OracleTag &tag);
/// Empty: the write is carried out; otherwise the words it may be refused with.
[[nodiscard]] QStringList refusals(const OracleRoles &roles, const QString &role,
                                   const QString &origin, const OracleTag &tag);
