// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "control/writedoor.h"
#include "http/message.h"

#include <optional>

namespace mws::api
{

/// The problem of a refused write: WriteReply::problem as code, and the status that goes with it.
[[nodiscard]] http::Response problemOf(const WriteReply &reply);

/// The members of a finished write's JSON object, without braces: outcome, written, readBack,
/// exception, detail.
void appendWriteResult(QByteArray &out, const WriteReply &reply);

/// Of a write to request: what came of it; 202 with the address of the request for approval where
/// it waits for a second person.
[[nodiscard]] http::Response writeAnswer(const WriteReply &reply, const http::Request &request);

} // namespace mws::api
