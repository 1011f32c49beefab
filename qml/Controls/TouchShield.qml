// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

pragma ComponentBehavior: Bound

import QtQuick

/// Takes every finger and the mouse, so that no TouchArea below can be touched. A MouseArea is
/// not enough: it takes one finger at a time and lets the others through.
MultiPointTouchArea {
    anchors.fill: parent
}
