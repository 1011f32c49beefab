// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Mws.Hmi
import Mws.Theme

/// A card above everything else, with a title, content and buttons. It closes by itself when nobody
/// touches it for timeoutSeconds, and then nothing is done.
Item {
    id: dialog

    property string title
    property string subtitle
    property int timeoutSeconds: 60
    property int secondsLeft: timeoutSeconds
    property int contentWidth: Theme.mm(120, 360)
    default property alias content: body.data
    property alias buttons: buttonRow.data
    property bool closable: true
    /// Height that the content can have at most.
    readonly property real room: dialog.height - 2 * card.margin - titleRow.implicitHeight - column.spacing
                                 - (buttonRow.visible ? buttonRow.implicitHeight + column.spacing : 0)

    signal opened()
    /// Closed without having done anything: by the cross, or by the time.
    signal cancelled()

    function open() : void {
        touched()
        visible = true
        opened()
    }

    function close() : void { visible = false }

    function cancel() : void {
        if (!visible)
            return
        close()
        cancelled()
    }

    /// Somebody is busy with the dialog: its time begins anew.
    function touched() : void { secondsLeft = timeoutSeconds }

    anchors.fill: parent
    visible: false

    Timer {
        interval: 1000
        repeat: true
        running: dialog.visible && dialog.timeoutSeconds > 0

        onTriggered: {
            dialog.secondsLeft -= 1
            if (dialog.secondsLeft <= 0)
                dialog.cancel()
        }
    }

    Rectangle {
        anchors.fill: parent
        color: Theme.scrim
    }
    TouchShield { }

    Rectangle {
        id: card

        readonly property int margin: Theme.spaceLarge

        anchors.centerIn: parent
        border.color: Theme.outlineStrong
        border.width: Theme.outlineWidth
        color: Theme.surface
        height: Math.min(column.implicitHeight + 2 * margin, dialog.height)
        radius: Theme.radius
        width: Math.min(dialog.contentWidth + 2 * margin, dialog.width)

        ColumnLayout {
            id: column

            anchors.fill: parent
            anchors.margins: card.margin
            spacing: Theme.spaceLarge

            RowLayout {
                id: titleRow

                spacing: Theme.spaceLarge

                ColumnLayout {
                    spacing: 0

                    Label {
                        Layout.fillWidth: true
                        font.bold: true
                        font.pixelSize: Theme.fontHeading
                        text: dialog.title
                    }
                    Label {
                        Layout.fillWidth: true
                        color: Theme.textDim
                        font.pixelSize: Theme.fontSmall
                        text: dialog.subtitle
                        visible: text !== ""
                    }
                }
                Label {
                    color: Theme.textDim
                    font.pixelSize: Theme.fontSmall
                    text: qsTr("closes in %1 s").arg(dialog.secondsLeft)
                    visible: dialog.timeoutSeconds > 0 && dialog.secondsLeft <= 15
                }
                Button {
                    Layout.preferredHeight: Display.minimumTarget
                    Layout.preferredWidth: Display.minimumTarget
                    icon: "close"
                    name: "close " + dialog.objectName
                    visible: dialog.closable

                    onTriggered: dialog.cancel()
                }
            }
            ColumnLayout {
                id: body

                Layout.fillHeight: true
                Layout.fillWidth: true
                spacing: Theme.spaceLarge
            }
            RowLayout {
                id: buttonRow

                Layout.fillWidth: true
                spacing: Display.gap
                visible: children.length > 0
            }
        }
    }
}
