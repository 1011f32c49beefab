// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "modbuscaller.h"

namespace mws::ctl
{

/// Addresses side by side of which the same is true.
struct AddressRange {
    int first = 0;
    int last = 0;
    quint8 exception = 0; ///< 0: readable
};

/// Finds which addresses of a table can be read. A refused range is halved, and a short one asked
/// one by one: what can be read costs few requests, what cannot a little more than one each.
class AddressScan
{
public:
    struct Plan {
        Table table = Table::HoldingRegister;
        int first = 0;
        int last = 0;
        int perRequest = 125; ///< 1 to 2000
        Milliseconds between{50}; ///< two requests
        QList<TableRange> forbidden; ///< never touched
    };
    AddressScan(Caller &caller, int unit, Plan plan);

    /// Data when all has been asked; else why it ended early. Tells on standard error how far it
    /// is.
    CallAnswer run();
    /// What is known, in order; forbidden addresses are missing.
    [[nodiscard]] const QList<AddressRange> &found() const { return m_found; }

private:
    [[nodiscard]] bool isForbidden(int address) const;
    CallAnswer ask(int first, int last);
    CallAnswer search(int first, int last);
    void add(AddressRange range);

    Caller &m_caller;
    int m_unit;
    Plan m_plan;
    QList<AddressRange> m_found;
};

} // namespace mws::ctl
