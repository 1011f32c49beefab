// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/installation.h"

#include <QHostAddress>
#include <QTcpSocket>
#include <QTest>
#include <QUrl>

/// How many connections the web takes, as the command line says it.
class LimitsProgramTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void asManyAsTheOptionsSay()
    {
        QVERIFY(m_installation.begin());
        const auto server = m_installation.start(
            "mws-server",
            {QStringLiteral("--connections"), QStringLiteral("8"),
             QStringLiteral("--connections-per-address"), QStringLiteral("3")});
        QVERIFY(server);
        std::vector<std::unique_ptr<QTcpSocket>> taken;
        for (const char *address : {"127.0.0.1", "127.0.0.2"}) {
            for (int n = 0; n < 3; ++n)
                taken.push_back(connectFrom(address));
            QVERIFY(isRefused(*connectFrom(address)));
        }
        taken.push_back(connectFrom("127.0.0.3"));
        taken.push_back(connectFrom("127.0.0.3"));
        QVERIFY(isRefused(*connectFrom("127.0.0.3"))); // the third of this one, the ninth of all
        for (const auto &socket : taken)
            QCOMPARE(socket->state(), QAbstractSocket::ConnectedState);
        QCOMPARE(Installation::end(*server), 0);
    }

private:
    [[nodiscard]] std::unique_ptr<QTcpSocket> connectFrom(const char *address) const
    {
        const QUrl web(m_installation.ready().value(QLatin1String("url")).toString());
        auto socket = std::make_unique<QTcpSocket>();
        if (!socket->bind(QHostAddress(QLatin1String(address))))
            return socket;
        socket->connectToHost(QHostAddress::LocalHost, quint16(web.port()));
        (void)socket->waitForConnected(5000);
        return socket;
    }

    /// Long before the deadline of a handshake that nobody begins.
    static bool isRefused(QTcpSocket &socket)
    {
        return QTest::qWaitFor(
            [&socket] { return socket.state() == QAbstractSocket::UnconnectedState; }, 1500);
    }

    Installation m_installation;
};

QTEST_GUILESS_MAIN(LimitsProgramTest)
#include "tst_limits.moc"
