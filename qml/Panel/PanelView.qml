// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

pragma ComponentBehavior: Bound

import QtQuick
import Mws.Hmi
import Mws.Theme

/// The whole panel: header, navigation, the screen that is shown, and what opens above it.
Rectangle {
    id: panel

    property string currentScreen: Plant.startScreen

    color: Theme.background

    Header {
        id: header

        enabled: !dialogs.covering
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.top: parent.top
        screenTitle: Plant.screenTitle(panel.currentScreen)

        onApprovalsWanted: dialogs.showApprovals()
        onCommunicationWanted: dialogs.showCommunication()
        onUserWanted: dialogs.showUser()
    }
    NavigationRail {
        id: rail

        enabled: !dialogs.covering
        anchors.bottom: parent.bottom
        anchors.left: parent.left
        anchors.top: header.bottom
        currentScreen: panel.currentScreen

        onWanted: screenId => panel.currentScreen = screenId
    }
    ScreenView {
        enabled: !dialogs.covering
        anchors.bottom: parent.bottom
        anchors.left: rail.right
        anchors.right: parent.right
        anchors.top: header.bottom
        screenId: panel.currentScreen

        onEdited: tagId => dialogs.edit(tagId)
        onLooked: tagId => dialogs.look(tagId)
        onNavigated: screenId => panel.currentScreen = screenId
        onSwitched: (tagId, on) => dialogs.command(tagId, on)
    }
    DialogHost {
        id: dialogs

        anchors.fill: parent

        onCoveringChanged: {
            if (dialogs.covering)
                resultBar.giveWay()
        }
    }
    SetupNotice {
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.spaceLarge
        anchors.horizontalCenter: parent.horizontalCenter
        width: Math.min(parent.width - 2 * Theme.spaceLarge, Theme.mm(170, 560))
    }
    ResultBar {
        id: resultBar

        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.spaceLarge
        anchors.horizontalCenter: parent.horizontalCenter
        width: Math.min(parent.width - 2 * Theme.spaceLarge, Theme.mm(130, 400))
    }
    LogoutNotice { anchors.fill: parent }
}
