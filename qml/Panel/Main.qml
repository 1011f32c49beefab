// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

pragma ComponentBehavior: Bound

import QtQuick
import Mws.Hmi
import Mws.Theme

/// The panel's one window.
Window {
    id: window

    property bool fullScreen: true

    color: Theme.background
    height: 800
    title: Plant.name
    visibility: fullScreen ? Window.FullScreen : Window.Windowed
    visible: true
    width: 1280

    PanelView { anchors.fill: parent }
}
