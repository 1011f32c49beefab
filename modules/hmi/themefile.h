// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QObject>
#include <QVariantMap>
#include <QtQml/qqmlregistration.h>

namespace mws
{

/// The tokens of one theme, read from the JSON file that is built into the program.
class ThemeFile : public QObject
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(QString name READ name WRITE setName NOTIFY changed)
    Q_PROPERTY(QVariantMap colors READ colors NOTIFY changed)
    Q_PROPERTY(QVariantMap metrics READ metrics NOTIFY changed)
    Q_PROPERTY(QVariantList trendColors READ trendColors NOTIFY changed)
    /// The first family of the theme's list that this machine has.
    Q_PROPERTY(QString fontFamily READ fontFamily NOTIFY changed)

public:
    explicit ThemeFile(QObject *parent = nullptr);

    [[nodiscard]] QString name() const { return m_name; }
    void setName(const QString &name);
    [[nodiscard]] QVariantMap colors() const { return m_colors; }
    [[nodiscard]] QVariantMap metrics() const { return m_metrics; }
    [[nodiscard]] QVariantList trendColors() const { return m_trendColors; }
    [[nodiscard]] QString fontFamily() const { return m_fontFamily; }

Q_SIGNALS:
    void changed();

private:
    QString m_name;
    QVariantMap m_colors;
    QVariantMap m_metrics;
    QVariantList m_trendColors;
    QString m_fontFamily;
};

} // namespace mws
