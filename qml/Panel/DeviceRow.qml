// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Mws.Controls
import Mws.Theme

/// One device: its state as mark and words, and its counters.
Item {
    id: row

    required property string name
    required property string connection
    required property int unit
    required property string state
    required property string stateText
    required property string roundTrip
    required property real requests
    required property real failures
    required property bool inTheClear
    readonly property string tone: ({ good: "active", dead: "alarm", suspect: "warning" })[state]
                                   ?? "normal"

    implicitHeight: Theme.mm(11, 44)

    RowLayout {
        anchors.fill: parent
        spacing: Theme.spaceLarge

        StateMark { tone: row.tone }
        ColumnLayout {
            Layout.fillWidth: true
            Layout.preferredWidth: 3
            spacing: 0

            Label {
                Layout.fillWidth: true
                font.bold: true
                text: row.name
            }
            Label {
                Layout.fillWidth: true
                color: Theme.textDim
                font.pixelSize: Theme.fontSmall
                text: qsTr("%1, unit %2").arg(row.connection).arg(row.unit)
            }
        }
        Item {
            Layout.fillHeight: true
            Layout.preferredWidth: Theme.mm(16, 66)

            Label {
                anchors.verticalCenter: parent.verticalCenter
                font.pixelSize: Theme.fontSmall
                objectName: "inTheClear " + row.name
                text: qsTr("not encrypted")
                visible: row.inTheClear
                width: parent.width
                wrapMode: Text.WordWrap
            }
        }
        Label {
            Layout.fillWidth: true
            Layout.preferredWidth: 3
            text: row.stateText
            wrapMode: Text.WordWrap
        }
        ColumnLayout {
            Layout.fillWidth: true
            Layout.preferredWidth: 3
            spacing: 0

            Label {
                Layout.fillWidth: true
                font.pixelSize: Theme.fontSmall
                horizontalAlignment: Text.AlignRight
                text: qsTr("%1 requests, %2 failed").arg(row.requests).arg(row.failures)
            }
            Label {
                Layout.fillWidth: true
                color: Theme.textDim
                font.pixelSize: Theme.fontSmall
                horizontalAlignment: Text.AlignRight
                text: qsTr("round trip %1 ms").arg(row.roundTrip)
                visible: row.roundTrip !== ""
            }
        }
    }
    Rectangle {
        anchors.bottom: parent.bottom
        anchors.left: parent.left
        anchors.right: parent.right
        color: Theme.outline
        height: 1
    }
}
