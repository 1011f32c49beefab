// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

pragma ComponentBehavior: Bound

import QtQuick
import Mws.Controls
import Mws.Hmi
import Mws.Theme

/// What all widgets have in common: title, touch, quality, pending write, and the look of something
/// that can be changed or only be read.
Item {
    id: frame

    required property TagItem tag
    property string title
    /// Drawn as something to press.
    property bool raised: false
    /// Opens something when touched.
    property bool touchable: tag.exists
    /// Acts by one touch: keeps the gap of touch targets to its like at its sides.
    property bool immediate: false
    property bool showQuality: tag.tagId !== ""
    property bool showTitle: true
    default property alias content: body.data
    readonly property bool locked: raised && tag.exists && !tag.mayWrite

    signal activated()

    Rectangle {
        anchors.fill: parent
        border.color: frame.locked ? Theme.outline : Theme.outlineStrong
        border.width: Theme.outlineWidth
        color: area.held ? Theme.pressed : frame.locked ? "transparent" : Theme.raised
        radius: Theme.radius
        visible: frame.raised || area.held
    }

    Label {
        id: titleLabel

        anchors.left: parent.left
        anchors.leftMargin: Theme.space
        anchors.right: mark.left
        anchors.top: parent.top
        anchors.topMargin: Theme.spaceTiny
        color: Theme.textDim
        font.pixelSize: Theme.fontSmall
        fontSizeMode: Text.HorizontalFit
        minimumPixelSize: Theme.fontTiny - 1
        text: frame.title
        visible: frame.showTitle
    }

    Icon {
        id: mark

        anchors.right: parent.right
        anchors.rightMargin: visible ? Theme.space : 0
        anchors.verticalCenter: titleLabel.verticalCenter
        color: Theme.textDim
        name: "lock"
        size: Theme.fontSmall
        visible: frame.locked && frame.showTitle
        width: visible ? implicitWidth : 0
    }

    Item {
        id: body

        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.spaceTiny
        anchors.left: parent.left
        anchors.leftMargin: Theme.space
        anchors.right: parent.right
        anchors.rightMargin: Theme.space
        anchors.top: frame.showTitle ? titleLabel.bottom : parent.top
        clip: true
    }

    QualityOverlay {
        anchors.fill: body
        objectName: "quality " + frame.objectName
        tag: frame.tag
        visible: frame.showQuality && !frame.tag.good
    }

    Rectangle {
        anchors.bottom: parent.bottom
        anchors.left: parent.left
        anchors.right: parent.right
        color: Theme.accent
        height: Theme.mm(0.6, 3)
        visible: frame.tag.pending
    }

    TouchArea {
        id: area

        /// With half of the gap to its neighbours.
        readonly property real outwards: -Theme.mm(0.5, 2)
        readonly property real sideways: frame.immediate
            ? Math.max(outwards, Math.min(Theme.mm(1, 4), (frame.width - Display.minimumTarget) / 2))
            : outwards

        anchors.bottomMargin: outwards
        anchors.fill: parent
        anchors.leftMargin: sideways
        anchors.rightMargin: sideways
        anchors.topMargin: outwards
        enabled: frame.touchable
        name: "widget " + frame.objectName
        spoken: frame.title
        onTapped: frame.activated()
    }
}
