// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

pragma ComponentBehavior: Bound

import QtQuick
import Mws.Hmi
import Mws.Theme

/// The short course of a value, without axes, over its normal band.
WidgetFrame {
    id: widget

    property int seconds: 300

    Rectangle {
        anchors.fill: parent
        anchors.topMargin: Theme.spaceTiny
        border.color: Theme.outline
        border.width: Theme.outlineWidth
        color: "transparent"

        TrendView {
            anchors.fill: parent
            anchors.margins: 2
            axes: false
            bandColor: Theme.band
            lineColors: [Theme.marker]
            lineWidth: 2
            seconds: widget.seconds
            showBand: true
            tags: [widget.tag.tagId]
        }
    }
}
