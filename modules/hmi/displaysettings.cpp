// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "hmi/displaysettings.h"

#include "hmi/hmicontext.h"

#include <QGuiApplication>
#include <QScreen>

namespace mws
{

namespace
{

constexpr double kMmPerInch = 25.4;
constexpr double kLeast = 2; // pixels per millimetre: a 4 m wide wall of 8K
constexpr double kMost = 25; // finer than any telephone

double densityFrom(double wanted)
{
    if (wanted > 0)
        return qBound(kLeast, wanted, kMost);
    const QScreen *screen = QGuiApplication::primaryScreen();
    const double reported = screen ? screen->physicalDotsPerInch() / kMmPerInch : 4;
    return qBound(kLeast, reported, kMost);
}

} // namespace

DisplaySettings::DisplaySettings(Options options, QObject *parent)
    : QObject(parent)
    , m_density(densityFrom(options.pixelsPerMm))
    , m_gloves(options.gloves)
    , m_theme(themes().contains(options.theme) ? options.theme : themes().constFirst())
{
}

DisplaySettings *DisplaySettings::create(QQmlEngine *engine, QJSEngine *)
{
    return lend(&HmiContext::of(engine)->display());
}

int DisplaySettings::target() const
{
    return qRound((m_gloves ? 20 : 15) * m_density);
}

int DisplaySettings::minimumTarget() const
{
    return qRound((m_gloves ? 16 : 12) * m_density);
}

int DisplaySettings::gap() const
{
    return qRound(3 * m_density);
}

void DisplaySettings::setGloves(bool gloves)
{
    if (m_gloves == gloves)
        return;
    m_gloves = gloves;
    Q_EMIT glovesChanged();
}

void DisplaySettings::setTheme(const QString &theme)
{
    if (m_theme == theme || !themes().contains(theme))
        return;
    m_theme = theme;
    Q_EMIT themeChanged();
}

QStringList DisplaySettings::themes() const
{
    return {QStringLiteral("day"), QStringLiteral("night"), QStringLiteral("contrast")};
}

} // namespace mws
