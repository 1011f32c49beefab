// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "http/framegate.h"

#include <QPointer>
#include <QSslSocket>
#include <QTcpServer>
#include <QTest>

using namespace mws;
using namespace mws::http;
using namespace std::chrono_literals;

/// What becomes of a client whose upgrade nobody answers.
class FrameGateTest final : public QObject
{
    Q_OBJECT

private:
    QTcpServer m_listener;
    std::unique_ptr<QTcpSocket> m_client;
    QPointer<FrameGate> m_gate;

    void openGate(Milliseconds deadline)
    {
        auto socket = std::make_unique<QSslSocket>();
        socket->connectToHost(m_listener.serverAddress(), m_listener.serverPort());
        QTRY_VERIFY(m_listener.hasPendingConnections());
        m_client.reset(m_listener.nextPendingConnection());
        QTRY_COMPARE(socket->state(), QAbstractSocket::ConnectedState);
        m_gate = new FrameGate(socket.release(), 0, 1000, deadline);
    }

private Q_SLOTS:
    void init()
    {
        if (!m_listener.isListening())
            QVERIFY(m_listener.listen(QHostAddress(QHostAddress::LocalHost)));
    }

    void cleanup()
    {
        delete m_gate.data();
        m_client.reset();
    }

    void anUpgradeThatNobodyAnswersEnds()
    {
        openGate(100ms);
        QTRY_VERIFY(!m_gate);
        QTRY_COMPARE(m_client->state(), QAbstractSocket::UnconnectedState);
    }

    void oneThatIsAnsweredStays()
    {
        openGate(100ms);
        m_gate->allow(10);
        QTest::qWait(300); // thrice as long
        QVERIFY(m_gate);
        QCOMPARE(m_client->state(), QAbstractSocket::ConnectedState);
    }

    /// Of one that may not stay before its upgrade is answered, nobody closes the WebSocket.
    void whoMayNotStayWaitsForNoAnswer()
    {
        openGate(1h);
        m_gate->expel(4401, QStringLiteral("out"));
        QTRY_COMPARE(m_client->state(), QAbstractSocket::UnconnectedState);
    }

    void whoMayNotStayIsNotHeard()
    {
        openGate(1h);
        QList<int> codes;
        connect(m_gate, &FrameGate::violated, this, [&codes](int code) { codes.append(code); });
        m_gate->allow(10);
        m_client->write(QByteArrayLiteral("\x81\x81\0\0\0\0x")); // a text, masked by nothing
        QTRY_COMPARE(m_gate->bytesAvailable(), qint64(7));
        m_gate->expel(4401, QStringLiteral("out"));
        QCOMPARE(codes, QList<int>{4401});
        QCOMPARE(m_gate->bytesAvailable(), qint64(0));
        m_client->write(QByteArrayLiteral("\x81\x81\0\0\0\0x"));
        QVERIFY(m_client->waitForBytesWritten(5000));
        QTest::qWait(100);
        QCOMPARE(m_gate->bytesAvailable(), qint64(0));
    }
};

QTEST_GUILESS_MAIN(FrameGateTest)
#include "tst_framegate.moc"
