// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QtQml/qqmlextensionplugin.h>

// In a static build a QML module is there only when its plugin is named.
Q_IMPORT_QML_PLUGIN(Mws_ThemePlugin)
Q_IMPORT_QML_PLUGIN(Mws_ControlsPlugin)
Q_IMPORT_QML_PLUGIN(Mws_WidgetsPlugin)
Q_IMPORT_QML_PLUGIN(Mws_PanelPlugin)
