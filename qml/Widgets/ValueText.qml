// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

pragma ComponentBehavior: Bound

import QtQuick
import Mws.Controls
import Mws.Hmi
import Mws.Theme

/// A value with its unit, and a mark when its state is a warning or an alarm, or when it lies beyond the
/// normal band.
Item {
    id: item

    required property TagItem tag
    property real fontSize: Theme.fontValue
    property int alignment: Qt.AlignLeft
    /// Whether its state is marked, too.
    property bool showTone: true
    readonly property bool toned: showTone && tag.good && tag.hasStates
                                  && (tag.tone === "warning" || tag.tone === "alarm")
    readonly property bool marked: toned || tag.deviation !== 0
    readonly property int gap: Theme.mm(0.7, 3)
    readonly property real markSize: marked ? fontSize * 0.85 : 0
    readonly property real natural: markSize + value.implicitWidth + unit.implicitWidth + gap * 2
    readonly property real room: width - gap * 2
    /// Of the mark and the unit at the smallest type.
    readonly property real leastMark: Math.min(markSize, mark.leastSize)
    readonly property real leastUnit: unit.implicitWidth * Theme.fontTiny / unit.font.pixelSize
    /// Long values are shown smaller, down to the smallest type: a number is never cut short. The
    /// mark and the unit take part until their own type is that small.
    readonly property real shrink: natural > width && width > 0
        ? Math.max(Theme.fontTiny / fontSize,
                   Math.min(room / (markSize + value.implicitWidth + unit.implicitWidth),
                            (room - leastUnit) / (markSize + value.implicitWidth),
                            (room - leastMark) / (value.implicitWidth + unit.implicitWidth),
                            (room - leastMark - leastUnit) / value.implicitWidth)) : 1

    implicitHeight: value.implicitHeight
    implicitWidth: natural

    Row {
        anchors.verticalCenter: parent.verticalCenter
        spacing: item.gap
        x: item.alignment === Qt.AlignRight ? Math.max(0, item.width - width) : 0

        StateMark {
            id: mark

            anchors.verticalCenter: parent.verticalCenter
            letter: item.toned ? "!" : item.tag.deviation > 0 ? "H" : "L"
            size: Math.max(item.leastMark, item.markSize * item.shrink)
            tone: item.toned ? item.tag.tone : "warning"
            visible: item.marked
            width: visible ? implicitWidth : 0
        }
        Label {
            id: valueLabel

            anchors.verticalCenter: parent.verticalCenter
            color: item.tag.good ? Theme.text : Theme.textDisabled
            elide: Text.ElideRight
            font.bold: true
            font.pixelSize: Math.floor(item.fontSize * item.shrink)
            text: value.text
            width: Math.min(implicitWidth, item.width - (mark.visible ? mark.width + item.gap : 0)
                            - (unitLabel.visible ? unitLabel.width + item.gap : 0))
        }
        Label {
            id: unitLabel

            anchors.baseline: valueLabel.baseline
            color: Theme.textDim
            font.pixelSize: Math.max(Theme.fontTiny, Math.floor(unit.font.pixelSize * item.shrink))
            text: item.tag.unit
            visible: text !== "" && !item.tag.bad
        }
    }

    // Measured at full size, not shown.
    Label {
        id: value

        font.bold: true
        font.pixelSize: Math.floor(item.fontSize)
        text: item.tag.bad ? "–" : item.tag.text
        visible: false
    }
    Label {
        id: unit

        font.pixelSize: Math.floor(Math.max(Theme.fontTiny, item.fontSize * 0.6))
        text: item.tag.unit
        visible: false
    }
}
