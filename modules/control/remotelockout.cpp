// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "control/remotelockout.h"

#include "core/future.h"
#include "core/log.h"

#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>

#include <algorithm>
#include <fcntl.h>
#include <memory>
#include <optional>
#include <unistd.h>

namespace mws
{

namespace
{

constexpr qint64 kMostBytes = 1024 * 1024;

QByteArray toBytes(const QList<Lockout> &lockouts)
{
    QJsonArray list;
    for (const Lockout &one : lockouts)
        list.append(QJsonObject{{QStringLiteral("area"), one.area},
                                {QStringLiteral("by"), one.by},
                                {QStringLiteral("since"), toMsSinceEpoch(one.since)}});
    return QJsonDocument(QJsonObject{{QStringLiteral("lockouts"), list}}).toJson();
}

std::optional<QList<Lockout>> fromBytes(const QByteArray &bytes)
{
    const QJsonValue list
        = QJsonDocument::fromJson(bytes).object().value(QLatin1String("lockouts"));
    if (!list.isArray())
        return std::nullopt;
    QList<Lockout> lockouts;
    for (const QJsonValue &item : list.toArray()) {
        const QJsonValue area = item[QLatin1String("area")];
        if (!area.isString())
            return std::nullopt;
        lockouts.append({area.toString(), item[QLatin1String("by")].toString(),
                         fromMsSinceEpoch(item[QLatin1String("since")].toInteger())});
    }
    return lockouts;
}

std::optional<QList<Lockout>> read(const QString &path)
{
    QFile file(path);
    if (!QFileInfo::exists(path))
        return QList<Lockout>();
    if (file.size() > kMostBytes || !file.open(QIODevice::ReadOnly))
        return std::nullopt;
    return fromBytes(file.readAll());
}

bool syncFolder(const QString &path)
{
    const int folder = ::open(QFile::encodeName(path).constData(), O_RDONLY | O_DIRECTORY);
    if (folder < 0)
        return false;
    const bool synced = ::fsync(folder) == 0;
    ::close(folder);
    return synced;
}

Result<void> store(const QString &path, const QList<Lockout> &lockouts)
{
    if (path.isEmpty())
        return {};
    const QByteArray bytes = toBytes(lockouts);
    QSaveFile file(path);
    const bool stored = file.open(QIODevice::WriteOnly)
        && file.setPermissions(QFile::ReadOwner | QFile::WriteOwner)
        && file.write(bytes) == bytes.size() && file.commit() && syncFolder(QFileInfo(path).path());
    if (stored)
        return {};
    qCWarning(lcStation) << "the lockout of remote writes cannot be stored:" << file.errorString();
    return Error{ErrorCode::Unavailable, RemoteLockout::tr("The lockout could not be stored.")};
}

std::shared_ptr<Promise<Result<void>>> startedPromise()
{
    auto promise = std::make_shared<Promise<Result<void>>>();
    return promise;
}

void answer(const std::shared_ptr<Promise<Result<void>>> &promise, const Result<void> &result)
{
    promise->finish(result);
}

Future<Result<void>> failed(ErrorCode code, const QString &detail)
{
    const auto promise = startedPromise();
    answer(promise, Error{code, detail});
    return promise->future();
}

bool isBefore(const Lockout &a, const Lockout &b)
{
    return a.area < b.area;
}

} // namespace

RemoteLockout::RemoteLockout(QObject *parent, Milliseconds retryEvery)
    : QObject(parent)
    , m_retry(this)
{
    m_writer.setMaxThreadCount(1);
    m_retry.setInterval(retryEvery);
    m_retry.setSingleShot(true);
    connect(&m_retry, &QTimer::timeout, this, [this] {
        if (m_isUnsaved)
            m_writer.start([this] { (void)storeAll(); });
    });
}

RemoteLockout::~RemoteLockout() = default;

void RemoteLockout::open(const QString &file)
{
    auto found = read(file);
    if (!found) {
        qCWarning(lcStation) << "the lockouts of remote writes cannot be read: the plant is locked";
        found = QList<Lockout>{Lockout{{}, QStringLiteral("system"), {}}};
    }
    std::sort(found->begin(), found->end(), isBefore);
    const std::lock_guard lock(m_mutex);
    m_file = file;
    m_lockouts = *found;
}

QList<Lockout> RemoteLockout::all() const
{
    const std::lock_guard lock(m_mutex);
    return m_lockouts;
}

Result<void> RemoteLockout::check(Origin origin, const QString &area) const
{
    if (origin == Origin::Panel)
        return {};
    const QList<Lockout> lockouts = all();
    const auto found
        = std::find_if(lockouts.cbegin(), lockouts.cend(), [&area](const Lockout &one) {
              return one.area.isEmpty() || one.area == area;
          });
    if (found == lockouts.cend())
        return {};
    const QString detail = found->area.isEmpty()
        ? tr("Only the panel on site writes at present: %1 has locked the plant to it.")
        : tr("Only the panel on site writes here at present: %1 has locked this area to it.");
    return Error{ErrorCode::Denied, detail.arg(found->by)};
}

Future<Result<void>> RemoteLockout::set(const Lockout &lockout)
{
    {
        const std::lock_guard lock(m_mutex);
        for (const Lockout &one : std::as_const(m_lockouts)) {
            if (one.area == lockout.area)
                return failed(ErrorCode::Conflict, tr("It is locked to the panel already."));
        }
        m_lockouts.insert(
            std::upper_bound(m_lockouts.cbegin(), m_lockouts.cend(), lockout, isBefore), lockout);
    }
    Q_EMIT changed();
    const auto promise = startedPromise();
    m_writer.start([this, promise] { answer(promise, storeAll()); });
    return promise->future();
}

Result<void> RemoteLockout::storeAll()
{
    const auto stored = store(m_file, all());
    m_isUnsaved = !stored;
    if (!stored)
        QMetaObject::invokeMethod(&m_retry, qOverload<>(&QTimer::start), Qt::QueuedConnection);
    return stored;
}

Future<Result<void>> RemoteLockout::lift(const QString &area)
{
    const QList<Lockout> lockouts = all();
    const auto found = std::find_if(lockouts.cbegin(), lockouts.cend(),
                                    [&area](const Lockout &one) { return one.area == area; });
    if (found == lockouts.cend())
        return failed(ErrorCode::NotFound, tr("It is not locked to the panel."));
    const auto promise = startedPromise();
    m_writer.start([this, promise, lifted = *found] {
        const auto stored = store(m_file, without(lifted.area));
        if (stored) {
            m_isUnsaved = false;
            remove(lifted);
        }
        answer(promise, stored);
    });
    return promise->future();
}

Future<Result<void>> RemoteLockout::rename(const QString &by, const QString &alias)
{
    bool isFound = false;
    {
        const std::lock_guard lock(m_mutex);
        for (Lockout &one : m_lockouts) {
            if (one.by != by)
                continue;
            one.by = alias;
            isFound = true;
        }
    }
    const auto promise = startedPromise();
    if (!isFound) {
        answer(promise, {});
        return promise->future();
    }
    Q_EMIT changed();
    m_writer.start([this, promise] { answer(promise, storeAll()); });
    return promise->future();
}

QList<Lockout> RemoteLockout::without(const QString &area) const
{
    QList<Lockout> rest = all();
    rest.removeIf([&area](const Lockout &one) { return one.area == area; });
    return rest;
}

void RemoteLockout::remove(const Lockout &lockout)
{
    {
        const std::lock_guard lock(m_mutex);
        m_lockouts.removeOne(lockout);
    }
    Q_EMIT changed();
}

} // namespace mws
