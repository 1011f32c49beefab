// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "session/session.h"

#include <QHash>
#include <QObject>
#include <QtQml/qqmlregistration.h>
#include <functional>

class QJSEngine;
class QQmlEngine;

namespace mws
{

struct Approval;

/// Sends the panel's writes through the session and keeps those that wait for their answer, so that
/// an answer reaches people also after the dialog is closed.
class WriteDesk final : public QObject
{
    Q_OBJECT
    QML_NAMED_ELEMENT(Writes)
    QML_SINGLETON

public:
    explicit WriteDesk(Session &session, QObject *parent = nullptr);
    static WriteDesk *create(QQmlEngine *engine, QJSEngine *);

    void submit(const QString &tagId, const QJsonValue &value, bool confirmed,
                const QString &reason);
    [[nodiscard]] bool isPending(const QString &tagId) const;

Q_SIGNALS:
    void pendingChanged(const QString &tagId);
    /// title is what people call the tag, text says what became of the write.
    void finished(const QString &tagId, const QString &title, bool ok, const QString &text);

private:
    void finish(const QString &tagId, const WriteReply &reply);
    /// Tells what became of those that waited for a second person.
    void lookAtApprovals();
    void tell(const QString &tagId, bool ok, const std::function<QString(const Tag &)> &text);

    Session &m_session;
    QHash<QString, int> m_pending;
    QHash<QString, QString> m_waiting; ///< tag by Approval::id
};

/// What became of a write, in one sentence for people.
[[nodiscard]] QString textOf(const WriteReply &reply, const Tag &tag);
/// The same of one that waited for a second person and does not any more.
[[nodiscard]] QString textOf(const Approval &approval, const Tag &tag);
/// The device has taken the value, as far as one can know, or a second person is asked first.
[[nodiscard]] bool isSuccess(WriteReply::Outcome outcome);
/// Name and meaning of a Modbus exception code (Modbus Application Protocol V1.1b3, chapter 7).
[[nodiscard]] QString exceptionText(quint8 code);

} // namespace mws
