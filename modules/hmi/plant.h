// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/clock.h"
#include "hmi/approvalmodel.h"
#include "hmi/devicemodel.h"
#include "hmi/lockoutmodel.h"
#include "hmi/screenlistmodel.h"

#include <QObject>
#include <QtQml/qqmlregistration.h>

class QJSEngine;
class QQmlEngine;

namespace mws
{

class Session;

/// The plant as the panel's header shows it: name, simulation, screens, communication, time.
class Plant final : public QObject
{
    Q_OBJECT
    QML_ELEMENT
    QML_SINGLETON
    Q_PROPERTY(QString name READ name CONSTANT)
    Q_PROPERTY(QString description READ description CONSTANT)
    Q_PROPERTY(bool simulation READ isSimulation CONSTANT)
    Q_PROPERTY(QString startScreen READ startScreen CONSTANT)
    Q_PROPERTY(mws::ScreenListModel *screens READ screens CONSTANT)
    Q_PROPERTY(mws::DeviceModel *devices READ devices CONSTANT)
    Q_PROPERTY(mws::LockoutModel *lockouts READ lockouts CONSTANT)
    Q_PROPERTY(mws::ApprovalModel *approvals READ approvals CONSTANT)
    Q_PROPERTY(Communication communication READ communication NOTIFY communicationChanged)
    Q_PROPERTY(QString communicationText READ communicationText NOTIFY communicationChanged)
    /// Where the first administrator is made, and the one-time code for it; empty afterwards.
    Q_PROPERTY(QString setupAddress READ setupAddress NOTIFY setupChanged)
    Q_PROPERTY(QString setupCode READ setupCode NOTIFY setupChanged)
    /// Where browsers find the station, and the SHA-256 of the certificate that they must see
    /// there; empty: it serves none.
    Q_PROPERTY(QString webAddress READ webAddress NOTIFY webChanged)
    Q_PROPERTY(QString webFingerprint READ webFingerprint NOTIFY webChanged)
    /// What is wrong with that certificate; empty: nothing.
    Q_PROPERTY(QString webWarning READ webWarning NOTIFY webChanged)
    /// What is done is not on record; see Session::isAuditFailing().
    Q_PROPERTY(bool auditFailing READ isAuditFailing NOTIFY timeChanged)
    /// See Session::isRestartPending().
    Q_PROPERTY(bool restartPending READ isRestartPending NOTIFY timeChanged)
    Q_PROPERTY(QString time READ time NOTIFY timeChanged)
    Q_PROPERTY(QString date READ date NOTIFY timeChanged)

public:
    enum class Communication {
        Good, ///< every device answers
        Disturbed, ///< some do not
        Failed, ///< none does
    };
    Q_ENUM(Communication)

    explicit Plant(Session &session, QObject *parent = nullptr);
    static Plant *create(QQmlEngine *engine, QJSEngine *);

    [[nodiscard]] QString name() const;
    [[nodiscard]] QString description() const;
    [[nodiscard]] bool isSimulation() const;
    /// The first screen if the project names none.
    [[nodiscard]] QString startScreen() const;
    [[nodiscard]] ScreenListModel *screens() { return &m_screens; }
    [[nodiscard]] DeviceModel *devices() { return &m_devices; }
    [[nodiscard]] LockoutModel *lockouts() { return &m_lockouts; }
    [[nodiscard]] ApprovalModel *approvals() { return &m_approvals; }
    [[nodiscard]] Communication communication() const;
    [[nodiscard]] QString communicationText() const;
    [[nodiscard]] const QString &setupAddress() const { return m_setupAddress; }
    [[nodiscard]] const QString &setupCode() const { return m_setupCode; }
    void setSetup(const QString &address, const QString &code);
    [[nodiscard]] const QString &webAddress() const { return m_web.address; }
    [[nodiscard]] const QString &webFingerprint() const { return m_web.fingerprint; }
    [[nodiscard]] QString webWarning() const;

    struct Web {
        QString address;
        QString fingerprint;
        Timestamp endsSoon{}; ///< end of the certificate, if that is near; else the epoch
        friend bool operator==(const Web &, const Web &) = default;
    };
    void setWeb(const Web &web);
    [[nodiscard]] bool isAuditFailing() const;
    [[nodiscard]] bool isRestartPending() const;
    [[nodiscard]] QString time() const;
    [[nodiscard]] QString date() const;

    [[nodiscard]] Q_INVOKABLE QString screenTitle(const QString &screenId) const;

    void tick() { Q_EMIT timeChanged(); }

Q_SIGNALS:
    void communicationChanged();
    void setupChanged();
    void webChanged();
    void timeChanged();

private:
    Session &m_session;
    QString m_setupAddress;
    QString m_setupCode;
    Web m_web;
    ScreenListModel m_screens;
    DeviceModel m_devices;
    LockoutModel m_lockouts;
    ApprovalModel m_approvals;
};

} // namespace mws
