// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

pragma ComponentBehavior: Bound

import QtQuick
import Mws.Controls
import Mws.Hmi
import Mws.Theme

/// What became of the last write. Success goes away by itself, a failure is touched away.
Rectangle {
    id: bar

    property string title
    property string text
    property bool ok: true

    border.color: Theme.outlineStrong
    border.width: Theme.outlineWidth
    color: Theme.raised
    height: visible ? Math.max(Display.minimumTarget, column.implicitHeight + 2 * Theme.space) : 0
    objectName: "resultBar"
    radius: Theme.radius
    visible: false

    /// What lies below is needed: good news have been seen.
    function giveWay() : void {
        if (ok)
            visible = false
    }

    function show(title: string, ok: bool, text: string) : void {
        bar.title = title
        bar.text = text
        bar.ok = ok
        bar.visible = true
        timer.restart()
    }

    Connections {
        target: Writes

        function onFinished(tagId: string, title: string, ok: bool, text: string) : void {
            bar.show(title, ok, text)
        }
    }
    // Of a request that came from elsewhere, who decides here must learn it, too.
    Connections {
        target: Plant.approvals

        function onFinished(tagId: string, title: string, ok: bool, text: string) : void {
            bar.show(title, ok, text)
        }
    }
    Timer {
        id: timer

        interval: 5000
        onTriggered: {
            if (bar.ok)
                bar.visible = false
        }
    }
    Item {
        id: mark

        anchors.left: parent.left
        anchors.leftMargin: Theme.spaceLarge
        anchors.verticalCenter: parent.verticalCenter
        height: Theme.mm(4, 18)
        width: height

        Icon {
            anchors.fill: parent
            name: "check"
            visible: bar.ok
        }
        StateMark {
            anchors.fill: parent
            tone: "warning"
            visible: !bar.ok
        }
    }
    Column {
        id: column

        anchors.left: mark.right
        anchors.leftMargin: Theme.spaceLarge
        anchors.right: parent.right
        anchors.rightMargin: Theme.spaceLarge
        anchors.verticalCenter: parent.verticalCenter

        Label {
            color: Theme.textDim
            font.pixelSize: Theme.fontSmall
            text: bar.title
            width: parent.width
        }
        Label {
            font.bold: true
            text: bar.text
            width: parent.width
            wrapMode: Text.WordWrap
        }
    }
    TouchShield { }
    TouchArea {
        anchors.fill: parent
        name: "result"
        onTapped: bar.visible = false
    }
}
