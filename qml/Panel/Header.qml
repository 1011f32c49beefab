// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Mws.Controls
import Mws.Hmi
import Mws.Theme

/// The strip above every screen: plant, simulation, communication, user and time.
Rectangle {
    id: header

    property string screenTitle
    readonly property bool narrow: width < Theme.mm(180, 700)

    signal approvalsWanted()
    signal communicationWanted()
    signal userWanted()

    color: Theme.header
    implicitHeight: Math.max(Display.minimumTarget, Theme.fontHeading * 2.6)

    RowLayout {
        anchors.fill: parent
        anchors.leftMargin: Theme.spaceLarge
        anchors.rightMargin: Theme.space
        spacing: Theme.spaceLarge

        ColumnLayout {
            Layout.fillWidth: true
            spacing: 0

            Label {
                Layout.fillWidth: true
                color: Theme.headerText
                font.bold: true
                font.pixelSize: Theme.fontHeading
                text: header.screenTitle
            }
            Label {
                Layout.fillWidth: true
                color: Theme.headerDim
                font.pixelSize: Theme.fontSmall
                text: Plant.name
            }
        }
        SimulationMark { visible: Plant.simulation }
        LocalOnlyMark { visible: Plant.lockouts.any }
        HeaderItem {
            mark: "warning"
            name: "approvals"
            text: qsTr("%n to approve", "", Plant.approvals.count)
            title: header.narrow ? "" : qsTr("Second person")
            visible: Plant.approvals.count > 0

            onTriggered: header.approvalsWanted()
        }
        HeaderItem {
            mark: "alarm"
            name: "auditFailing"
            text: qsTr("Not on record")
            title: header.narrow ? "" : qsTr("The disk takes no rows")
            visible: Plant.auditFailing
        }
        HeaderItem {
            icon: "page"
            name: "restartPending"
            text: qsTr("New project waits")
            title: header.narrow ? "" : qsTr("For the next start")
            visible: Plant.restartPending && UserSession.configures
        }
        HeaderItem {
            readonly property bool troubled: Plant.communication !== Plant.Communication.Good

            mark: Plant.communication === Plant.Communication.Failed ? "alarm"
                : troubled ? "warning" : ""
            icon: "link"
            name: "communication"
            // Where there is little room, that all is well gives way to the screen's name.
            text: header.narrow && !troubled && Plant.approvals.count > 0 ? "" : Plant.communicationText
            title: header.narrow ? "" : qsTr("Communication")

            onTriggered: header.communicationWanted()
        }
        HeaderItem {
            Layout.maximumWidth: Theme.mm(46, 150)
            icon: UserSession.signedIn ? "user" : "lock"
            name: "user"
            text: UserSession.signedIn ? UserSession.displayName : qsTr("Sign in")
            title: header.narrow ? "" : UserSession.signedIn ? UserSession.roleName
                                                             : qsTr("View only")

            onTriggered: header.userWanted()
        }
        ColumnLayout {
            Layout.rightMargin: Theme.space
            spacing: 0

            Label {
                Layout.alignment: Qt.AlignRight
                color: Theme.headerText
                font.bold: true
                font.pixelSize: Theme.fontHeading
                objectName: "clock"
                text: Plant.time
            }
            Label {
                Layout.alignment: Qt.AlignRight
                color: Theme.headerDim
                font.pixelSize: Theme.fontSmall
                text: Plant.date
                visible: !header.narrow
            }
        }
    }
}
