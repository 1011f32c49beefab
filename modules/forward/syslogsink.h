// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/clock.h"
#include "forward/options.h"
#include "forward/rowtext.h"
#include "forward/sink.h"

#include <QSslConfiguration>
#include <QSslSocket>

namespace mws::forward
{

/// What the files of the target say; read at each connect, so that new ones count. The error names
/// the one that does not.
[[nodiscard]] Result<QSslConfiguration> tlsOf(const SyslogTarget &target);

/// A syslog server behind TLS 1.2 or newer: RFC 5424 in the frames of RFC 5425. Its certificate
/// must be of an authority of the file and for the name of the target. Rows have arrived when the
/// server's computer has acknowledged all bytes; what the server does with them it does not say.
class SyslogSink final : public Sink
{
    Q_OBJECT

public:
    /// The clock outlives this.
    SyslogSink(SyslogTarget target, RowSource source, const Clock &clock);

    [[nodiscard]] QString name() const override;
    [[nodiscard]] bool open() override;
    qsizetype send(const QList<HashedEntry> &rows) override;
    [[nodiscard]] bool isThrough() override;
    void close(const QString &why) override;
    [[nodiscard]] QString problem() const override { return m_problem; }

private:
    void connectNow();
    void onErrors(const QList<QSslError> &errors);
    void drop();

    SyslogTarget m_target;
    RowSource m_source;
    const Clock &m_clock;
    QSslSocket *m_socket = nullptr; ///< child; null: there is no connection
    Milliseconds m_began{0}; ///< to connect
    std::optional<Milliseconds> m_encrypted; ///< since when; none: it is not yet
    Milliseconds m_retryAt{0};
    Milliseconds m_pause{0}; ///< before the next attempt
    QString m_problem;
};

} // namespace mws::forward
