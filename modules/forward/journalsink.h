// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "forward/rowtext.h"
#include "forward/sink.h"

namespace mws::forward
{

/// systemd's journal on this computer, by its native protocol: one datagram for each row.
class JournalSink final : public Sink
{
    Q_OBJECT

public:
    /// socketFile: where the journal listens.
    explicit JournalSink(RowSource source,
                         QString socketFile = QStringLiteral("/run/systemd/journal/socket"));
    ~JournalSink() override;

    [[nodiscard]] QString name() const override { return QStringLiteral("journal"); }
    [[nodiscard]] bool open() override;
    qsizetype send(const QList<HashedEntry> &rows) override;
    /// What the kernel has taken is in the journal's queue.
    [[nodiscard]] bool isThrough() override { return true; }
    void close(const QString &why) override;
    [[nodiscard]] QString problem() const override { return m_problem; }

private:
    RowSource m_source;
    QString m_socketFile;
    int m_socket = -1;
    QString m_problem;
};

} // namespace mws::forward
