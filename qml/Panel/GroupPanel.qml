// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

pragma ComponentBehavior: Bound

import QtQuick
import Mws.Controls
import Mws.Hmi
import Mws.Theme
import Mws.Widgets

/// One titled group of widgets.
Rectangle {
    id: group

    required property string groupId
    required property string title
    required property int columns
    required property int rows
    required property WidgetModel widgets
    readonly property int gap: Theme.mm(1, 4)

    signal looked(string tagId)
    signal edited(string tagId)
    signal switched(string tagId, bool on)
    signal navigated(string screenId)

    color: Theme.surface
    radius: Theme.radius

    Label {
        id: titleLabel

        anchors.left: parent.left
        anchors.leftMargin: Theme.space * 1.5
        anchors.right: parent.right
        anchors.top: parent.top
        font.bold: true
        font.pixelSize: Theme.fontBody
        height: Theme.fontBody * 1.7
        text: group.title
    }

    Item {
        id: grid

        readonly property real cellWidth: width / group.columns
        readonly property real cellHeight: height / group.rows

        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.spaceTiny
        anchors.left: parent.left
        anchors.leftMargin: Theme.spaceTiny
        anchors.right: parent.right
        anchors.rightMargin: Theme.spaceTiny
        anchors.top: titleLabel.bottom

        Repeater {
            model: group.widgets

            WidgetView {
                required property int gridColumn
                required property int gridRow
                required property int columns
                required property int rows

                height: grid.cellHeight * rows - group.gap
                width: grid.cellWidth * columns - group.gap
                x: grid.cellWidth * gridColumn + group.gap / 2
                y: grid.cellHeight * gridRow + group.gap / 2

                onEdited: tagId => group.edited(tagId)
                onLooked: tagId => group.looked(tagId)
                onNavigated: screenId => group.navigated(screenId)
                onSwitched: (tagId, on) => group.switched(tagId, on)
            }
        }
    }
}
