// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "hmi/numberentry.h"

#include "hmi/tagtext.h"

#include <QLocale>
#include <cmath>

namespace mws
{

namespace
{

constexpr int kMaxDigits = 15; // a double holds them exactly

qsizetype digitsIn(const QString &text)
{
    return std::count_if(text.cbegin(), text.cend(), [](QChar c) { return c.isDigit(); });
}

} // namespace

NumberEntry::NumberEntry(QObject *parent)
    : QObject(parent)
{
}

QString NumberEntry::pointText() const
{
    return QLocale().decimalPoint();
}

QString NumberEntry::text() const
{
    QString shown = m_typed;
    shown.replace(QLatin1Char('-'), QChar(0x2212));
    return shown.replace(QLatin1Char('.'), pointText());
}

bool NumberEntry::allowsSign() const
{
    return std::isnan(m_minimum) || m_minimum < 0;
}

bool NumberEntry::acceptable() const
{
    bool isNumber = false;
    m_typed.toDouble(&isNumber);
    return isNumber && explanation().isEmpty();
}

QString NumberEntry::explanation() const
{
    bool isNumber = false;
    const double number = m_typed.toDouble(&isNumber);
    if (!isNumber)
        return {};
    if (number < m_minimum)
        return tr("Below the minimum of %1").arg(show(m_minimum));
    if (number > m_maximum)
        return tr("Above the maximum of %1").arg(show(m_maximum));
    if (isOffStep(number))
        return tr("Only in steps of %1").arg(show(m_step));
    return {};
}

void NumberEntry::press(const QString &key)
{
    if (key == QLatin1String("point"))
        typePoint();
    else if (key == QLatin1String("sign"))
        toggleSign();
    else if (key == QLatin1String("back"))
        m_typed.chop(1);
    else if (key == QLatin1String("clear"))
        m_typed.clear();
    else if (key == QLatin1String("up") || key == QLatin1String("down"))
        move(key == QLatin1String("up") ? 1 : -1);
    else if (key.size() == 1 && key.front() >= QLatin1Char('0') && key.front() <= QLatin1Char('9'))
        typeDigit(key);
    Q_EMIT changed();
}

void NumberEntry::typeDigit(const QString &digit)
{
    const qsizetype point = m_typed.indexOf(QLatin1Char('.'));
    const bool full = point >= 0 && m_typed.size() - point - 1 >= stepDecimals();
    if (full || digitsIn(m_typed) >= kMaxDigits)
        return;
    if (m_typed == QLatin1String("0") || m_typed == QLatin1String("-0"))
        m_typed.chop(1);
    m_typed += digit;
}

void NumberEntry::typePoint()
{
    if (stepDecimals() == 0 || m_typed.contains(QLatin1Char('.')))
        return;
    if (digitsIn(m_typed) == 0)
        m_typed += QLatin1Char('0');
    m_typed += QLatin1Char('.');
}

void NumberEntry::toggleSign()
{
    if (m_typed.startsWith(QLatin1Char('-')))
        m_typed.remove(0, 1);
    else if (allowsSign())
        m_typed.prepend(QLatin1Char('-'));
}

void NumberEntry::move(int direction)
{
    const double origin = std::isnan(m_minimum) ? 0 : m_minimum;
    const double by = m_step > 0 ? m_step : std::pow(10.0, -m_decimals);
    bool isNumber = false;
    const double typed = m_typed.toDouble(&isNumber);
    const double from = isNumber ? typed : std::isnan(m_current) ? origin : m_current;
    const double steps = (from - origin) / by;
    // To the next point of the grid, also from a place between two.
    const double next = direction > 0 ? std::floor(steps + 1e-6) + 1 : std::ceil(steps - 1e-6) - 1;
    double to = origin + next * by;
    if (to > m_maximum)
        to = origin + std::floor((m_maximum - origin) / by + 1e-6) * by;
    if (to < m_minimum)
        to = m_minimum;
    m_typed = QString::number(to, 'f', stepDecimals());
}

int NumberEntry::stepDecimals() const
{
    int decimals = m_decimals;
    if (m_decimals == 0 || m_step <= 0)
        return decimals;
    const auto isWhole = [](double x) { return std::abs(x - std::round(x)) < 1e-6; };
    while (decimals < 9 && !isWhole(m_step * std::pow(10.0, decimals)))
        ++decimals;
    return decimals;
}

QString NumberEntry::show(double number) const
{
    return numberText(number, stepDecimals());
}

bool NumberEntry::isOffStep(double number) const
{
    if (m_step <= 0)
        return false;
    const double steps = (number - (std::isnan(m_minimum) ? 0 : m_minimum)) / m_step;
    return std::abs(steps - std::round(steps)) > 1e-6;
}

} // namespace mws
