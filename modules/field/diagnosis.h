// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QJsonValue>
#include <QLatin1String>
#include <QList>
#include <QString>

#include <functional>

namespace mws
{

/// What an engineer asks a device about itself, beside its values. Nothing of it changes the
/// device. Which topics and numbers there are is up to the bus.
struct Inquiry {
    enum class Topic {
        Identity, ///< who made it: all objects of a category, or one
        ServerId,
        Status, ///< eight flags of the device's own meaning
        Diagnostics, ///< one counter or register, by subfunction
        EventCounter,
        EventLog,
        File,
        Fifo,
    };
    enum class Category { Basic = 1, Regular = 2, Extended = 3, One = 4 };
    Topic topic = Topic::Identity;
    Category category = Category::Basic; ///< Identity
    int object = 0; ///< Identity of Category::One: 0 to 255
    int subfunction = 0; ///< Diagnostics
    int file = 1; ///< File: 1 to 65535
    int address = 0; ///< File: first record; Fifo: its pointer register
    int count = 1; ///< File: registers
};

/// One thing that a device says about itself.
struct Finding {
    QString key; ///< stable word, "vendorName"
    QString label; ///< for people
    QJsonValue value; ///< flag, number, text, list of numbers
    QString text; ///< the value for people, one line
};

/// What became of an inquiry.
struct DiagnosisReply {
    enum class Outcome {
        Ok,
        Invalid, ///< never sent: it asks for what there is not
        Busy, ///< never sent: too many wait for this link
        Unavailable, ///< not sent, or not to the end: the device or its link is out of reach
        DeviceException, ///< the device refuses, or does not know the function
        Timeout, ///< sent, no valid answer; some devices are silent about what they do not know
    };
    Outcome outcome = Outcome::Unavailable;
    quint8 exception = 0; ///< Modbus exception code
    QString detail; ///< for people
    QList<Finding> findings; ///< of Ok
    QByteArray answer{}; ///< of Ok: the last one as it came, without unit id and checksum
};

/// "ok", "invalid", "busy", "unavailable", "deviceException", "timeout".
[[nodiscard]] QLatin1String nameOf(DiagnosisReply::Outcome outcome);

using DiagnosisDone = std::function<void(const DiagnosisReply &)>;

} // namespace mws
