// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QObject>
#include <QtQml/qqmlregistration.h>

class QJSEngine;
class QQmlEngine;

namespace mws
{

/// How large things must be on this screen to be touched, and which theme is shown. Sizes follow
/// from the physical resolution, which can be set by hand because screens report it wrong.
class DisplaySettings final : public QObject
{
    Q_OBJECT
    QML_NAMED_ELEMENT(Display)
    QML_SINGLETON
    /// Pixels per millimetre.
    Q_PROPERTY(double density READ density CONSTANT)
    /// Edge of a touch target in pixels: 15 mm, with gloves 20 mm.
    Q_PROPERTY(int target READ target NOTIFY glovesChanged)
    /// The least edge of a touch target in pixels: 12 mm, with gloves 16 mm.
    Q_PROPERTY(int minimumTarget READ minimumTarget NOTIFY glovesChanged)
    /// Between two touch targets, in pixels: 3 mm.
    Q_PROPERTY(int gap READ gap CONSTANT)
    Q_PROPERTY(bool gloves READ gloves WRITE setGloves NOTIFY glovesChanged)
    /// "day", "night" or "contrast".
    Q_PROPERTY(QString theme READ theme WRITE setTheme NOTIFY themeChanged)
    Q_PROPERTY(QStringList themes READ themes CONSTANT)

public:
    struct Options {
        double pixelsPerMm = 0; ///< 0: what the screen says
        bool gloves = false;
        QString theme = QStringLiteral("day");
    };

    explicit DisplaySettings(Options options, QObject *parent = nullptr);
    static DisplaySettings *create(QQmlEngine *engine, QJSEngine *);

    [[nodiscard]] double density() const { return m_density; }
    [[nodiscard]] int target() const;
    [[nodiscard]] int minimumTarget() const;
    [[nodiscard]] int gap() const;
    [[nodiscard]] bool gloves() const { return m_gloves; }
    void setGloves(bool gloves);
    [[nodiscard]] QString theme() const { return m_theme; }
    /// Unknown names are ignored.
    void setTheme(const QString &theme);
    [[nodiscard]] QStringList themes() const;

Q_SIGNALS:
    void glovesChanged();
    void themeChanged();

private:
    double m_density;
    bool m_gloves;
    QString m_theme;
};

} // namespace mws
