// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

pragma ComponentBehavior: Bound

import QtQuick
import Mws.Controls
import Mws.Hmi
import Mws.Theme

/// One screen of the plant on its grid. What does not fit is reached by scrolling.
Item {
    id: view

    required property string screenId
    readonly property int margin: Theme.space
    readonly property real leastColumn: Theme.mm(13, 48)
    readonly property real leastRow: Theme.mm(13.4, 50)
    readonly property real rowHeight: Math.max(leastRow, (height - margin)
                                               / Math.max(1, groups.totalRows))

    signal looked(string tagId)
    signal edited(string tagId)
    signal switched(string tagId, bool on)
    signal navigated(string screenId)

    onScreenIdChanged: flickable.contentY = 0

    GroupModel {
        id: groups

        columnsAvailable: Math.floor((view.width - view.margin) / view.leastColumn)
        screenId: view.screenId
    }

    Flickable {
        id: flickable

        anchors.fill: parent
        boundsBehavior: Flickable.StopAtBounds
        clip: true
        contentHeight: view.rowHeight * groups.totalRows + view.margin
        interactive: contentHeight > height + 1
        objectName: "scroller"

        Repeater {
            model: groups

            GroupPanel {
                required property real gridLeft
                required property real gridWidth
                required property int gridTop

                height: view.rowHeight * rows - view.margin
                width: (view.width - view.margin) * gridWidth - view.margin
                x: view.margin + (view.width - view.margin) * gridLeft
                y: view.margin + view.rowHeight * gridTop

                onEdited: tagId => view.edited(tagId)
                onLooked: tagId => view.looked(tagId)
                onNavigated: screenId => view.navigated(screenId)
                onSwitched: (tagId, on) => view.switched(tagId, on)
            }
        }
    }
    ScrollMark {
        anchors.bottom: parent.bottom
        anchors.right: parent.right
        anchors.top: parent.top
        flickable: flickable
    }
    Label {
        anchors.centerIn: parent
        color: Theme.textDim
        text: qsTr("This screen does not exist: %1").arg(view.screenId)
        visible: groups.totalRows === 0
    }
}
