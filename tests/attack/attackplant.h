// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "api/apiplant.h"

/// A plant behind TLS with people signed in, and what attacks on it would leave behind. Where there
/// is one, a program that is started ends the test; see forbidPrograms().
class AttackPlant final
{
public:
    static constexpr char kPage[] = "<!doctype html><title>plant</title>";

    /// Short deadlines, so that attacks by slowness end soon.
    explicit AttackPlant(mws::http::Server::Limits limits = shortDeadlines());

    [[nodiscard]] static mws::http::Server::Limits shortDeadlines();

    /// What a browser in which somebody is signed in would send by itself or by script.
    struct Seat {
        QByteArray cookie; ///< "__Host-mws=…"
        QByteArray csrfToken;
    };
    /// Ends the program when the user cannot sign in.
    [[nodiscard]] Seat signIn(const QString &user);

    /// text with these replaced: {host}, {origin}, {cookie} and {csrf} of an operator,
    /// {anonymous}, {signedIn}, {administrator}, {honest} (fields of a request), {write} (line and
    /// fields of a good write), {hidden} (a whole good write), {upgrade} (fields of a good upgrade,
    /// with {switch} and {key}), {a*9} (nine times "a"), {fields:9}
    /// (nine fields), {pad:9} (fills the head up to nine bytes), {size} (of what follows the head).
    [[nodiscard]] QByteArray filled(QByteArray text) const;

    /// Whatever an attack that got through would have changed.
    struct Traces {
        qsizetype busWrites = 0;
        qsizetype writeRows = 0;
        qsizetype sessions = 0;
        qsizetype users = 0;
        friend bool operator==(const Traces &, const Traces &) = default;
    };
    [[nodiscard]] Traces traces();
    [[nodiscard]] quint16 port() const { return plant.server.port(); }

private:
    QTemporaryDir m_certificates;

public:
    ApiPlant plant;
    Seat operatorSeat;
    Seat administratorSeat;
};
