// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbusface.h"

#include <QDir>
#include <QFile>
#include <QHostAddress>
#include <QSignalSpy>
#include <QTest>
#include <QtEndian>
#include <bit>

using namespace mws;

namespace
{

constexpr int kStride = 16; ///< registers from one tag to the next in the map
constexpr int kWritesFromOneAddress = 100; ///< of 128 that a client may write at once
const QString kServer = QStringLiteral("northbound-tls");

bool isText(const OracleTag &tag)
{
    return tag.value.isString();
}

/// Registers of the tag: text, a bool, or a double.
int spanOf(const OracleTag &tag)
{
    if (isText(tag))
        return kStride;
    return tag.value.isBool() ? 1 : 4;
}

QByteArray word(int number)
{
    QByteArray bytes(2, '\0');
    qToBigEndian(quint16(number), bytes.data());
    return bytes;
}

/// What a client writes; the encodings of the Modbus Application Protocol and of IEEE 754, by hand.
QByteArray registersFor(const OracleTag &tag)
{
    if (isText(tag))
        return tag.value.toString().toLatin1().leftJustified(2 * kStride, '\0');
    if (tag.value.isBool())
        return word(tag.value.toBool() ? 1 : 0);
    QByteArray bytes(8, '\0');
    qToBigEndian(std::bit_cast<quint64>(tag.value.toDouble()), bytes.data());
    return bytes;
}

DataType typeFor(const OracleTag &tag)
{
    if (isText(tag))
        return DataType::String;
    return tag.value.isBool() ? DataType::Bool : DataType::Float64;
}

} // namespace

ModbusFace::ModbusFace(const Services &services, const QStringList &roles,
                       const QList<OracleTag> &tags)
    : m_services(withMap(services, tags))
    , m_roles(roles)
{
    for (int place = 0; place < tags.size(); ++place)
        m_places.insert(tags[place].id, place);
    for (const QString &role : roles) {
        Pki::Wish wish;
        if (!role.isEmpty())
            wish.extensions = {QStringLiteral("1.3.6.1.4.1.50316.802.1=ASN1:UTF8String:") + role};
        m_pki.make(QStringLiteral("client-") + role, wish);
    }
    const QString files
        = m_pki.stationFolder(kServer, QStringLiteral("ca"), QStringLiteral("device"));
    northbound::Server::Config config;
    config.dataFolder = files; // the files lie in its folder northbound-tls
    config.port = 0;
    m_server = std::make_unique<northbound::Server>(m_services, config);
    m_server->start();
}

Services ModbusFace::withMap(const Services &services, const QList<OracleTag> &tags)
{
    ProjectData data = services.project->data();
    data.tags = services.project->tags();
    Northbound settings;
    settings.enabled = true;
    settings.tls = true;
    settings.allow = {QStringLiteral("127.0.0.0/16")};
    settings.requestsPerSecond = 1000;
    for (int place = 0; place < tags.size(); ++place) {
        if (!tags[place].exists)
            continue;
        NorthboundEntry entry;
        entry.address = place * kStride;
        entry.type = typeFor(tags[place]);
        entry.length = isText(tags[place]) ? 2 * kStride : 0;
        entry.tag = tags[place].id;
        entry.writable = true;
        settings.map.append(entry);
    }
    data.northbound = settings;
    Services all = services;
    return {std::make_shared<const Project>(data),
            all.clock,
            all.tags,
            all.bus,
            all.access,
            all.audit,
            all.history,
            all.control};
}

QString ModbusFace::addressOf(const QString &role) const
{
    return QStringLiteral("127.0.%1.%2")
        .arg(m_written / kWritesFromOneAddress + 1)
        .arg(m_roles.indexOf(role) + 1);
}

bool ModbusFace::enter(const QString &role, const QString &from)
{
    m_role = role;
    m_written = 0;
    return connectFrom(from.isEmpty() ? addressOf(role) : from);
}

void ModbusFace::changeAddress()
{
    if (!connectFrom(addressOf(m_role)))
        qFatal("no connection from another address");
}

bool ModbusFace::connectFrom(const QString &address)
{
    const QString client = QStringLiteral("client-") + m_role;
    QSslConfiguration tls = m_pki.server(client);
    tls.setProtocol(QSsl::TlsV1_2OrLater);
    m_actor = QStringLiteral("modbus:%1 (%2)").arg(address, client);
    m_socket = std::make_unique<QSslSocket>();
    m_socket->setSslConfiguration(tls);
    m_socket->bind(QHostAddress(address));
    m_socket->connectToHostEncrypted(QStringLiteral("127.0.0.1"), quint16(m_server->status().port));
    return QTest::qWaitFor(
               [this] {
                   return m_socket->isEncrypted()
                       || m_socket->state() == QAbstractSocket::UnconnectedState;
               },
               10000)
        && m_socket->isEncrypted();
}

QByteArray ModbusFace::ask(const QByteArray &pdu)
{
    QSignalSpy arrived(m_socket.get(), &QIODevice::readyRead);
    m_socket->write(word(++m_transaction) + word(0) + word(int(pdu.size()) + 1) + char(1) + pdu);
    QByteArray answer;
    const auto isWhole = [this, &answer] {
        answer += m_socket->readAll();
        return answer.size() >= 6
            && answer.size() >= 6 + qFromBigEndian<quint16>(answer.constData() + 4);
    };
    bool came = isWhole();
    while (!came && arrived.wait(20000))
        came = isWhole();
    if (!came || !answer.startsWith(word(m_transaction)))
        qFatal("no answer of the Modbus server");
    return answer.mid(7);
}

QByteArray ModbusFace::placeOf(const OracleTag &tag) const
{
    return word(m_places.value(tag.id) * kStride) + word(spanOf(tag));
}

int ModbusFace::write(const OracleTag &tag)
{
    const QByteArray registers = registersFor(tag);
    if (++m_written % kWritesFromOneAddress == 0)
        changeAddress();
    const QByteArray answer = ask(char(16) + placeOf(tag) + char(registers.size()) + registers);
    return answer.at(0) == char(0x90) ? answer.at(1) : 0;
}

bool ModbusFace::sees(const OracleTag &tag)
{
    const QByteArray answer = ask(char(3) + placeOf(tag));
    return answer.at(0) == char(3) || answer.at(1) == char(4);
}
