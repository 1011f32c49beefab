// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

pragma ComponentBehavior: Bound

import QtQuick
import Mws.Controls
import Mws.Hmi
import Mws.Theme

/// One widget of a screen's definition, drawn by its type. The types and their properties are those
/// of the widget registry.
Item {
    id: view

    required property string widgetId
    required property string type
    required property string title
    required property var tags
    required property var properties
    readonly property string tagId: tags.length > 0 ? tags[0] : ""
    readonly property TagItem tag: Tags.item(tagId)
    readonly property string shownTitle: title !== "" ? title : tag.name

    /// A value was touched, to be looked at.
    signal looked(string tagId)
    /// A number or state was touched, to be changed.
    signal edited(string tagId)
    /// A switch or push button was touched; on is what it would become.
    signal switched(string tagId, bool on)
    signal navigated(string screenId)

    function number(key: string, otherwise: real) : real {
        const value = properties[key]
        return value === undefined ? otherwise : Number(value)
    }

    // One instance of the type's component; Qt 6.4's Loader cannot make bound components.
    Repeater {
        delegate: {
            switch (view.type) {
            case "value": return valueComponent
            case "text": return textComponent
            case "lamp": return lampComponent
            case "bar": return barComponent
            case "tank": return tankComponent
            case "toggle": return toggleComponent
            case "number": return numberComponent
            case "sparkline": return sparklineComponent
            case "trend": return trendComponent
            case "navigation": return navigationComponent
            default: return unknownComponent
            }
        }
        model: 1
    }

    Component {
        id: valueComponent

        ValueWidget {
            anchors.fill: parent
            objectName: view.widgetId
            tag: view.tag
            title: view.shownTitle

            onActivated: view.looked(view.tagId)
        }
    }
    Component {
        id: textComponent

        TextWidget {
            anchors.fill: parent
            heading: view.properties["heading"] ?? false
            objectName: view.widgetId
            text: view.properties["text"] ?? view.title
        }
    }
    Component {
        id: lampComponent

        LampWidget {
            anchors.fill: parent
            objectName: view.widgetId
            tag: view.tag
            title: view.shownTitle

            onActivated: view.looked(view.tagId)
        }
    }
    Component {
        id: barComponent

        BarWidget {
            anchors.fill: parent
            high: view.number("max", view.tag.high)
            low: view.number("min", view.tag.low)
            objectName: view.widgetId
            tag: view.tag
            title: view.shownTitle

            onActivated: view.looked(view.tagId)
        }
    }
    Component {
        id: tankComponent

        TankWidget {
            anchors.fill: parent
            high: view.number("max", view.tag.high)
            low: view.number("min", view.tag.low)
            objectName: view.widgetId
            tag: view.tag
            title: view.shownTitle

            onActivated: view.looked(view.tagId)
        }
    }
    Component {
        id: toggleComponent

        ToggleWidget {
            anchors.fill: parent
            labelOff: view.properties["offLabel"] ?? ""
            labelOn: view.properties["onLabel"] ?? ""
            objectName: view.widgetId
            tag: view.tag
            title: view.shownTitle

            onActivated: view.switched(view.tagId, view.tag.momentary || !on)
        }
    }
    Component {
        id: numberComponent

        NumberWidget {
            anchors.fill: parent
            objectName: view.widgetId
            tag: view.tag
            title: view.shownTitle

            onActivated: view.edited(view.tagId)
        }
    }
    Component {
        id: sparklineComponent

        SparklineWidget {
            anchors.fill: parent
            objectName: view.widgetId
            seconds: view.number("seconds", 300)
            tag: view.tag
            title: view.shownTitle

            onActivated: view.looked(view.tagId)
        }
    }
    Component {
        id: trendComponent

        TrendWidget {
            anchors.fill: parent
            maximum: view.number("max", NaN)
            minimum: view.number("min", NaN)
            objectName: view.widgetId
            seconds: view.number("seconds", 1800)
            tags: view.tags
            title: view.title

            onActivated: tagId => view.looked(tagId)
        }
    }
    Component {
        id: navigationComponent

        NavigationWidget {
            anchors.fill: parent
            objectName: view.widgetId
            title: view.title || Plant.screenTitle(view.properties["screen"] ?? "")

            onActivated: view.navigated(view.properties["screen"] ?? "")
        }
    }
    Component {
        id: unknownComponent

        Label {
            anchors.fill: parent
            color: Theme.textDim
            font.pixelSize: Theme.fontSmall
            text: qsTr("Unknown widget: %1").arg(view.type)
            wrapMode: Text.WordWrap
        }
    }
}
