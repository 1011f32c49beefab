// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/result.h"

#include <QQmlApplicationEngine>
#include <QSize>
#include <memory>

class QQuickWindow;

namespace mws
{

class HmiContext;

/// How the panel's window opens.
struct PanelOptions {
    bool fullScreen = true;
    QSize size{1280, 800}; ///< when not full screen
};

/// Loads Mws.Panel's Main.qml over the context, which must outlive the engine. The program links
/// the CMake target mws_panel_qml, which brings the QML modules in. Fails with what QML reported.
Result<std::unique_ptr<QQmlApplicationEngine>> makePanelEngine(HmiContext &context,
                                                               const PanelOptions &options = {});

/// The window of an engine that makePanelEngine() gave.
[[nodiscard]] QQuickWindow *panelWindow(const QQmlApplicationEngine &engine);

} // namespace mws
