// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QObject>
#include <QtQml/qqmlregistration.h>
#include <limits>

namespace mws
{

/// What a keypad types: a number with its limits, and why it is not acceptable yet. Knows no tag.
class NumberEntry : public QObject
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(double minimum MEMBER m_minimum NOTIFY changed) ///< NaN: none
    Q_PROPERTY(double maximum MEMBER m_maximum NOTIFY changed) ///< NaN: none
    Q_PROPERTY(double step MEMBER m_step NOTIFY changed) ///< from minimum or 0; 0: any
    Q_PROPERTY(int decimals MEMBER m_decimals NOTIFY changed) ///< 0: whole numbers only
    Q_PROPERTY(double current MEMBER m_current NOTIFY changed) ///< where steps begin; NaN: none
    Q_PROPERTY(QString text READ text NOTIFY changed) ///< as typed, with the locale's point
    Q_PROPERTY(QString value READ value NOTIFY changed) ///< decimal number with "." as point
    Q_PROPERTY(bool acceptable READ acceptable NOTIFY changed)
    Q_PROPERTY(QString explanation READ explanation NOTIFY changed) ///< empty: nothing to say
    Q_PROPERTY(bool signAllowed READ allowsSign NOTIFY changed)
    Q_PROPERTY(QString pointText READ pointText CONSTANT)

public:
    explicit NumberEntry(QObject *parent = nullptr);

    [[nodiscard]] QString text() const;
    [[nodiscard]] QString value() const { return m_typed; }
    [[nodiscard]] bool acceptable() const;
    [[nodiscard]] QString explanation() const;
    [[nodiscard]] bool allowsSign() const;
    [[nodiscard]] QString pointText() const;

    /// "0" to "9", "point", "sign", "back", "clear", "up", "down". Keys that cannot follow are
    /// ignored.
    Q_INVOKABLE void press(const QString &key);

Q_SIGNALS:
    void changed();

private:
    void typeDigit(const QString &digit);
    void typePoint();
    void toggleSign();
    void move(int direction);
    [[nodiscard]] int stepDecimals() const;
    [[nodiscard]] QString show(double number) const;
    [[nodiscard]] bool isOffStep(double number) const;

    double m_minimum = std::numeric_limits<double>::quiet_NaN();
    double m_maximum = std::numeric_limits<double>::quiet_NaN();
    double m_step = 0;
    int m_decimals = 0;
    double m_current = std::numeric_limits<double>::quiet_NaN();
    QString m_typed;
};

} // namespace mws
