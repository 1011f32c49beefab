// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "session/approvaldesk.h"

#include <QAbstractListModel>
#include <QtQml/qqmlregistration.h>
#include <functional>

namespace mws
{

/// The writes that wait for a second person, the oldest first. Whoever stands at the panel sees all
/// of them, and decides with name and PIN, beside who is signed in there.
class ApprovalModel final : public QAbstractListModel
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("comes from Plant")
    Q_PROPERTY(int count READ count NOTIFY changed)
    Q_PROPERTY(bool busy READ isBusy NOTIFY busyChanged) ///< a decision is on its way
    Q_PROPERTY(QString error READ error NOTIFY errorChanged) ///< why the last one did not count

public:
    enum Role {
        ApprovalId = Qt::UserRole + 1, ///< Approval::id
        TagId, ///< Tag::id
        Title, ///< what people call the tag
        Path,
        Wanted, ///< the value, with its unit
        Asked, ///< who asked for it, from where, and until when it waits
        Reason, ///< why; empty: nothing was said
        Own, ///< asked for by who is signed in
    };
    Q_ENUM(Role)

    explicit ApprovalModel(Session &session, QObject *parent = nullptr);

    [[nodiscard]] int count() const { return int(m_waiting.size()); }
    [[nodiscard]] bool isBusy() const { return m_busy; }
    [[nodiscard]] const QString &error() const { return m_error; }

    [[nodiscard]] Q_INVOKABLE bool waits(const QString &id) const;
    /// Until nothing comes of it any more, "4:07"; empty: it does not wait.
    [[nodiscard]] Q_INVOKABLE QString timeLeft(const QString &id) const;
    /// User::name of those who may decide it here now.
    [[nodiscard]] Q_INVOKABLE QStringList deciders(const QString &id) const;

    Q_INVOKABLE void approve(const QString &id, const QString &user, const QString &pin);
    Q_INVOKABLE void decline(const QString &id, const QString &user, const QString &pin);
    /// By who is signed in.
    Q_INVOKABLE void withdraw(const QString &id);
    Q_INVOKABLE void clearError() { setError({}); }

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

Q_SIGNALS:
    void changed();
    void busyChanged();
    void errorChanged();
    /// What was asked for is done; error() tells why it was not.
    void decided(bool ok);
    /// What became of a write that was decided here; as WriteDesk::finished(), which tells those
    /// that were asked for here.
    void finished(const QString &tagId, const QString &title, bool ok, const QString &text);

private:
    void refresh();
    [[nodiscard]] const Approval *find(const QString &id) const;
    [[nodiscard]] static QString textOf(const Error &error);
    void takeReply(const Approval &approval, const WriteReply &reply);
    /// tagId: of the request that was decided.
    void tell(const QString &tagId, bool ok, const std::function<QString(const Tag &)> &text);
    void begin();
    /// why: empty when it is done.
    void end(const QString &why);
    void setError(const QString &error);
    [[nodiscard]] QString askedOf(const Approval &approval) const;

    Session &m_session;
    QList<Approval> m_waiting;
    bool m_busy = false;
    QString m_error;
};

} // namespace mws
