// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

pragma ComponentBehavior: Bound

import QtQuick
import Mws.Controls
import Mws.Hmi
import Mws.Theme

/// The course of up to eight values with axes and a legend that shows what they are now.
Item {
    id: widget

    property string title
    property var tags: []
    property int seconds: 1800
    property real minimum: NaN
    property real maximum: NaN

    /// One of the values was touched.
    signal activated(string tagId)

    Label {
        id: titleLabel

        anchors.left: parent.left
        anchors.leftMargin: Theme.space
        anchors.right: parent.right
        anchors.top: parent.top
        color: Theme.textDim
        font.pixelSize: Theme.fontSmall
        text: widget.title
    }

    TrendView {
        anchors.bottom: legend.top
        anchors.bottomMargin: Theme.spaceTiny
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.top: titleLabel.bottom
        fontFamily: Theme.fontFamily
        fontSize: Theme.fontTiny
        gridColor: Theme.grid
        lineColors: Theme.trendColors
        maximum: widget.maximum
        minimum: widget.minimum
        seconds: widget.seconds
        tags: widget.tags
        textColor: Theme.textDim
    }

    Row {
        id: legend

        readonly property real cell: width / Math.max(1, widget.tags.length)

        anchors.bottom: parent.bottom
        anchors.left: parent.left
        anchors.leftMargin: Theme.space
        anchors.right: parent.right
        height: Theme.mm(5, 22)

        Repeater {
            model: widget.tags

            TrendLegend {
                required property int index
                required property string modelData

                color: Theme.trendColors[index % Theme.trendColors.length]
                height: legend.height
                tagId: modelData
                width: legend.cell

                onActivated: widget.activated(modelData)
            }
        }
    }
}
