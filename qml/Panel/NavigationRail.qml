// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

pragma ComponentBehavior: Bound

import QtQuick
import Mws.Hmi
import Mws.Theme

/// The screens of the plant at the left edge; below them the choice of theme.
Rectangle {
    id: rail

    required property string currentScreen

    signal wanted(string screenId)

    function nextTheme() : string {
        const all = Array.from(Display.themes)
        return all[(all.indexOf(Display.theme) + 1) % all.length]
    }

    color: Theme.surface
    implicitWidth: Display.target

    Flickable {
        anchors.bottom: themeItem.top
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.top: parent.top
        clip: true
        contentHeight: column.height
        interactive: contentHeight > height

        Column {
            id: column

            width: rail.width

            Repeater {
                model: Plant.screens

                NavigationItem {
                    required property string screenId
                    required property string title

                    current: screenId === rail.currentScreen
                    name: "screen " + screenId
                    text: title
                    width: column.width

                    onTriggered: rail.wanted(screenId)
                }
            }
        }
    }
    NavigationItem {
        id: themeItem

        anchors.bottom: parent.bottom
        anchors.left: parent.left
        anchors.right: parent.right
        icon: Display.theme
        name: "theme"
        text: Display.theme === "day" ? qsTr("Day") : Display.theme === "night" ? qsTr("Night")
                                                                               : qsTr("Contrast")

        onTriggered: Display.theme = rail.nextTheme()
    }
    Rectangle {
        anchors.bottom: parent.bottom
        anchors.right: parent.right
        anchors.top: parent.top
        color: Theme.outline
        width: 1
    }
}
