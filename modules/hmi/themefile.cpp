// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "hmi/themefile.h"

#include "core/log.h"
#include "core/strictjson.h"

#include <QFile>
#include <QFontDatabase>
#include <QJsonArray>
#include <QJsonObject>

namespace mws
{

namespace
{

QString firstKnown(const QJsonArray &families)
{
    const QStringList known = QFontDatabase::families();
    for (const QJsonValue &family : families) {
        if (known.contains(family.toString()))
            return family.toString();
    }
    return QFontDatabase::systemFont(QFontDatabase::GeneralFont).family();
}

QJsonObject readTheme(const QString &name)
{
    QFile file(QStringLiteral(":/mws/themes/%1.json").arg(name));
    if (!file.open(QIODevice::ReadOnly)) {
        qCWarning(lcPanel) << "no theme" << name;
        return {};
    }
    const auto json = parseStrictJson(file.readAll());
    if (!json)
        qCWarning(lcPanel) << "theme" << name << json.error().detail;
    return json ? json->object() : QJsonObject();
}

} // namespace

ThemeFile::ThemeFile(QObject *parent)
    : QObject(parent)
{
}

void ThemeFile::setName(const QString &name)
{
    if (m_name == name)
        return;
    m_name = name;
    const QJsonObject theme = readTheme(name);
    m_colors = theme.value(QLatin1String("colors")).toObject().toVariantMap();
    m_metrics = theme.value(QLatin1String("metrics")).toObject().toVariantMap();
    m_trendColors = theme.value(QLatin1String("trendColors")).toArray().toVariantList();
    m_fontFamily = firstKnown(theme.value(QLatin1String("fontFamilies")).toArray());
    Q_EMIT changed();
}

} // namespace mws
