// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

pragma ComponentBehavior: Bound

import QtQuick
import Mws.Controls
import Mws.Hmi
import Mws.Theme

/// The users who have a PIN.
Item {
    id: list

    property string selected
    /// Names of those who are offered; none given: all.
    property var offered
    readonly property bool isEmpty: list.offered === undefined ? view.count === 0 : list.offered.length === 0

    signal chosen(string name, string shown)

    implicitHeight: Theme.mm(70, 260)
    implicitWidth: Theme.mm(50, 180)

    ListView {
        id: view

        anchors.fill: parent
        boundsBehavior: Flickable.StopAtBounds
        clip: true
        model: UserSession.users

        delegate: Item {
            id: row

            required property string name
            required property string displayName
            required property string roleName
            readonly property bool current: name === list.selected

            height: visible ? Display.minimumTarget + Theme.space : 0
            visible: list.offered === undefined || list.offered.includes(row.name)
            width: view.width - Theme.spaceLarge

            Rectangle {
                anchors.fill: area
                border.color: Theme.outlineStrong
                border.width: Theme.outlineWidth
                color: area.held ? Theme.pressed : row.current ? Theme.accent : Theme.raised
                radius: Theme.radius
            }
            Column {
                anchors.left: parent.left
                anchors.leftMargin: Theme.spaceLarge
                anchors.right: parent.right
                anchors.rightMargin: Theme.space
                anchors.verticalCenter: area.verticalCenter

                Label {
                    color: row.current && !area.held ? Theme.accentText : Theme.text
                    font.bold: true
                    maximumLineCount: 2
                    text: row.displayName
                    width: parent.width
                    wrapMode: Text.Wrap
                }
                Label {
                    color: row.current && !area.held ? Theme.accentText : Theme.textDim
                    font.pixelSize: Theme.fontSmall
                    text: row.roleName
                    width: parent.width
                }
            }
            TouchArea {
                id: area

                anchors.fill: parent
                anchors.bottomMargin: Theme.space
                name: "user " + row.name
                onTapped: list.chosen(row.name, row.displayName)
            }
        }
    }
    ScrollMark {
        anchors.bottom: parent.bottom
        anchors.right: parent.right
        anchors.top: parent.top
        flickable: view
    }
    Label {
        anchors.fill: parent
        color: Theme.textDim
        text: list.offered === undefined
              ? qsTr("No user has a PIN yet. An administrator sets one in the browser or with mwsctl.")
              : qsTr("Nobody else with a PIN may approve this.")
        visible: list.isEmpty
        wrapMode: Text.WordWrap
    }
}
