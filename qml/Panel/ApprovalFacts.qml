// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

pragma ComponentBehavior: Bound

import QtQuick
import Mws.Controls
import Mws.Hmi
import Mws.Theme

/// What a second person must know: from which value to which, who asks, until when, and why. It
/// scrolls when it is long.
Item {
    id: facts

    required property TagItem tag
    required property string wanted
    required property string asked
    required property string reason
    required property string timeLeft

    Flickable {
        id: view

        anchors.fill: parent
        boundsBehavior: Flickable.StopAtBounds
        clip: true
        contentHeight: column.implicitHeight
        contentWidth: width

        Column {
            id: column

            spacing: Theme.space
            width: view.width - Theme.spaceLarge

            ChangeLine {
                tag: facts.tag
                wanted: facts.wanted
                width: parent.width
            }
            Label {
                elide: Text.ElideNone
                text: facts.timeLeft === "" ? facts.asked
                                            : facts.asked + " · " + qsTr("%1 left").arg(facts.timeLeft)
                width: parent.width
                wrapMode: Text.Wrap
            }
            Label {
                elide: Text.ElideNone
                text: qsTr("Reason: %1").arg(facts.reason)
                visible: facts.reason !== ""
                width: parent.width
                wrapMode: Text.Wrap
            }
        }
    }
    ScrollMark {
        anchors.bottom: parent.bottom
        anchors.right: parent.right
        anchors.top: parent.top
        flickable: view
    }
}
