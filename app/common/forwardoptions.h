// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/result.h"
#include "forward/options.h"

QT_BEGIN_NAMESPACE
class QCommandLineParser;
QT_END_NAMESPACE

namespace mws::app
{

void declareForwardOptions(QCommandLineParser &parser);

/// Invalid with one sentence for a value that makes no sense. Files are not looked at here: a
/// station runs also where they are missing, and says so.
Result<forward::Options> forwardOptions(const QCommandLineParser &parser);

} // namespace mws::app
