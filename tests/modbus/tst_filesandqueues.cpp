// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/bench.h"

#include <QTest>

using namespace mws;

namespace
{

using Reply = modbus::TransportReply;
using Topic = Inquiry::Topic;

Inquiry about(Topic topic, int address)
{
    Inquiry inquiry;
    inquiry.topic = topic;
    inquiry.address = address;
    return inquiry;
}

Inquiry aboutFile(int file, int record, int count)
{
    Inquiry inquiry = about(Topic::File, record);
    inquiry.file = file;
    inquiry.count = count;
    return inquiry;
}

} // namespace

/// An engineer's questions about files and queues of a device, on the link of its polls. The frames
/// are the examples of MODBUS Application Protocol V1.1b3, sections 6.14 and 6.18; the station asks
/// for one group of a file at a time.
class FilesAndQueuesTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void answers_data()
    {
        QTest::addColumn<Inquiry>("inquiry");
        QTest::addColumn<QByteArray>("request");
        QTest::addColumn<QByteArray>("response");
        QTest::addColumn<QString>("text");
        const auto row = [](const char *name, const Inquiry &inquiry, const char *request,
                            const char *response, const char *text) {
            QTest::newRow(name) << inquiry << QByteArray::fromHex(request)
                                << QByteArray::fromHex(response) << QString::fromLatin1(text);
        };
        row("queue", about(Topic::Fifo, 1246), "1804de", "180006000201b81284", "440 4740");
        row("empty queue", about(Topic::Fifo, 1246), "1804de", "1800020000", "");
        row("file 4", aboutFile(4, 1, 2), "140706000400010002", "140605060dfe0020", "3582 32");
        row("file 3", aboutFile(3, 9, 2), "140706000300090002", "1406050633cd0040", "13261 64");
    }

    void answers()
    {
        QFETCH(Inquiry, inquiry);
        QFETCH(QByteArray, request);
        QFETCH(QByteArray, response);
        Bench bench;
        bench.addTag(a(), 1, 10);
        bench.start();
        bench.line->override = [&](const SentRequest &sent) {
            return sent.pdu == request ? std::optional(Reply{Reply::Status::Answer, response, {}})
                                       : std::nullopt;
        };
        bench.settle();
        QList<DiagnosisReply> replies;
        bench.scheduler->diagnose(QStringLiteral("u1"), inquiry,
                                  [&](const DiagnosisReply &reply) { replies.append(reply); });
        bench.settle();
        QCOMPARE(replies.size(), 1);
        QCOMPARE(replies[0].outcome, DiagnosisReply::Outcome::Ok);
        QCOMPARE(replies[0].findings.size(), 1);
        QTEST(replies[0].findings[0].text, "text");
        QCOMPARE(bench.quality(a()), Quality::Good);
    }
};

QTEST_GUILESS_MAIN(FilesAndQueuesTest)
#include "tst_filesandqueues.moc"
