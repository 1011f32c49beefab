// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QTest>

// Data of a test of many requests: "method", "target" and "body".

inline void addRequestColumns()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QString>("target");
    QTest::addColumn<QByteArray>("body");
}

/// target: behind /api/v1.
inline void addRequest(const char *method, const char *target, const char *body = "")
{
    QTest::addRow("%s %s", method, target)
        << QByteArray(method) << QString(QStringLiteral("/api/v1") + QLatin1String(target))
        << QByteArray(body);
}
