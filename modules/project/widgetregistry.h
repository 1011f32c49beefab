// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "project/tag.h"

#include <QHash>
#include <QString>
#include <QStringList>
#include <optional>

namespace mws
{

/// One property that a type of widget has.
struct WidgetProperty {
    QString type; ///< number, integer, text, bool, screen
    bool required = false;
    std::optional<double> min;
    std::optional<double> max;
};

/// What resources/widgets/registry.json says about one type of widget.
struct WidgetType {
    int minTags = 0;
    int maxTags = 0;
    QStringList kinds; ///< bool, number, string
    QHash<QString, WidgetProperty> properties;

    [[nodiscard]] bool shows(Value::Kind kind) const;
};

/// The widgets and icons that screens may use, as built into the program.
class WidgetRegistry
{
public:
    /// Read once; any thread.
    [[nodiscard]] static const WidgetRegistry &instance();

    /// None: nullptr.
    [[nodiscard]] const WidgetType *type(const QString &name) const;
    [[nodiscard]] QStringList types() const { return m_types.keys(); }
    [[nodiscard]] QStringList icons() const { return m_icons; }

private:
    WidgetRegistry();

    QHash<QString, WidgetType> m_types;
    QStringList m_icons;
};

} // namespace mws
