// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Mws.Controls
import Mws.Hmi
import Mws.Theme
import Mws.Widgets

/// Everything about one value: number, quality, limits, normal band, its last minutes, and the way
/// to change it.
Dialog {
    id: faceplate

    property string tagId

    signal editWanted(string tagId)
    signal signInWanted()

    readonly property bool analog: !isNaN(tag.number) && !tag.hasStates && !tag.isSwitch

    buttons: [
        Notice {
            Layout.fillWidth: true
            serious: !tag.lastOk
            text: tag.pending ? qsTr("Writing…")
                : tag.lastResult !== "" ? tag.lastResult
                : tag.writable && !tag.mayWrite ? tag.writeReason : ""
        },
        Item { Layout.fillWidth: true },
        Button {
            name: "faceplate sign in"
            text: qsTr("Sign in")
            visible: tag.writable && !tag.mayWrite && !UserSession.signedIn
            onTriggered: faceplate.signInWanted()
        },
        Button {
            enabled: tag.mayWrite && !tag.pending
            icon: tag.mayWrite ? "edit" : "lock"
            name: "faceplate change"
            primary: true
            text: qsTr("Change")
            visible: tag.writable
            onTriggered: faceplate.editWanted(faceplate.tagId)
        }
    ]
    contentWidth: Theme.mm(140, 420)
    objectName: "faceplate"
    subtitle: tag.path
    timeoutSeconds: 180
    title: tag.name

    TagItem {
        id: tag

        tagId: faceplate.tagId
    }

    Label {
        Layout.fillWidth: true
        color: Theme.textDim
        text: tag.description
        visible: text !== ""
        wrapMode: Text.WordWrap
    }

    RowLayout {
        spacing: Theme.spaceLarge

        Item {
            Layout.fillWidth: true
            implicitHeight: Theme.fontLarge * 1.3
            implicitWidth: Theme.mm(50, 180)

            StateMark {
                id: mark

                anchors.verticalCenter: parent.verticalCenter
                size: Theme.fontLarge * 0.7
                tone: tag.good ? tag.tone : "normal"
                visible: tag.hasStates
                width: visible ? implicitWidth : 0
            }
            ValueText {
                anchors.fill: parent
                anchors.leftMargin: mark.visible ? mark.width + Theme.spaceLarge : 0
                fontSize: tag.isText || tag.hasStates ? Theme.fontLarge * 0.7 : Theme.fontLarge
                showTone: false
                tag: tag
            }
            QualityOverlay {
                anchors.fill: parent
                tag: tag
                visible: !tag.good
            }
        }
        QualityLine {
            Layout.preferredWidth: Theme.mm(52, 180)
            tag: tag
        }
    }

    AnalogBar {
        Layout.fillWidth: true
        Layout.preferredHeight: Theme.mm(6, 24)
        tag: tag
        visible: faceplate.analog
    }
    LimitsLine {
        Layout.fillWidth: true
        tag: tag
        visible: faceplate.analog
    }

    Rectangle {
        Layout.fillWidth: true
        Layout.fillHeight: true
        Layout.preferredHeight: Theme.mm(28, 100)
        Layout.minimumHeight: Theme.mm(12, 40)
        border.color: Theme.outline
        border.width: Theme.outlineWidth
        color: "transparent"
        visible: !tag.isText

        TrendView {
            anchors.fill: parent
            anchors.margins: Theme.space
            bandColor: Theme.band
            fontFamily: Theme.fontFamily
            fontSize: Theme.fontTiny
            gridColor: Theme.grid
            lineColors: [Theme.trendColors[0]]
            seconds: 600
            showBand: true
            tags: faceplate.visible ? [faceplate.tagId] : []
            textColor: Theme.textDim
        }
    }
}
