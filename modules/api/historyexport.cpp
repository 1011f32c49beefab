// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/historyexport.h"

#include "api/jsonwriter.h"
#include "history/historyreading.h"

#include <algorithm>

namespace mws::api
{

namespace
{

using Piece = Result<QByteArray>;

constexpr qsizetype kPieceBytes = 48 * 1024; // and the row that goes beyond

/// How far a file has come. Its connection holds it alone: when that goes, the work ends.
struct Export {
    QObject &owner;
    SessionPtr session;
    HistoryWanted wanted;
    qsizetype next = 0; ///< of wanted.tags
    HistoryReading reading{{}, {}, {}, {}, true}; ///< of the tag before
    qsizetype row = 0; ///< of reading.samples
    QByteArray afterTime{}; ///< what rows of the tag hold between time and value
    QByteArray afterValue{}; ///< and behind it
    bool isBegun = false;
};
using ExportPtr = std::shared_ptr<Export>;

bool isOver(const Export &file)
{
    return file.row == file.reading.samples.size() && file.reading.isOver
        && file.next == file.wanted.tags.size();
}

void beginTag(Export &file)
{
    const Tag &tag = file.session->project().tag(file.wanted.tags[file.next++]);
    file.reading = {tag.id, file.wanted.from, file.wanted.to};
    file.afterTime.clear();
    file.afterValue.clear();
    if (file.wanted.format == FileFormat::Csv) {
        for (const QString &text : {tag.id, tag.path})
            appendCsvText(file.afterTime, text);
        appendCsvText(file.afterValue, tag.unit);
        return;
    }
    appendJsonString(file.afterTime.append("\",\"tag\":"), tag.id);
    appendJsonString(file.afterTime.append(",\"path\":"), tag.path);
    appendJsonString(file.afterValue.append(",\"unit\":"), tag.unit);
}

void appendCsvRow(QByteArray &out, const Export &file, const HistorySample &sample)
{
    out.append(toIsoString(fromMsSinceEpoch(sample.time)).toLatin1()).append(file.afterTime);
    out.append(',');
    if (sample.good)
        appendJsonNumber(out, sample.value);
    out.append(sample.good ? ",good" : ",bad").append(file.afterValue).append("\r\n");
}

void appendJsonRow(QByteArray &out, const Export &file, const HistorySample &sample)
{
    out.append("{\"time\":\"").append(toIsoString(fromMsSinceEpoch(sample.time)).toLatin1());
    out.append(file.afterTime).append(",\"value\":");
    if (sample.good)
        appendJsonNumber(out, sample.value);
    else
        out.append("null");
    out.append(sample.good ? ",\"quality\":\"good\"" : ",\"quality\":\"bad\"");
    out.append(file.afterValue).append("}\n");
}

QByteArray takeRows(Export &file)
{
    const bool isCsv = file.wanted.format == FileFormat::Csv;
    QByteArray out;
    if (!std::exchange(file.isBegun, true) && isCsv)
        out = "time,tag,path,value,quality,unit\r\n";
    const QList<HistorySample> &samples = file.reading.samples;
    while (file.row < samples.size() && out.size() < kPieceBytes) {
        const HistorySample &sample = samples[file.row++];
        if (isCsv)
            appendCsvRow(out, file, sample);
        else
            appendJsonRow(out, file, sample);
    }
    return out;
}

void readOn(const std::weak_ptr<Export> &wanted, const Promise<Piece> &promise);

/// Steps through the history until there are rows.
void makePiece(const ExportPtr &file, const Promise<Piece> &promise)
{
    const QByteArray rows = takeRows(*file);
    if (!rows.isEmpty() || isOver(*file)) {
        promise.finish(rows);
        return;
    }
    if (file->reading.isOver)
        beginTag(*file);
    readOn(file, promise);
}

void readOn(const std::weak_ptr<Export> &wanted, const Promise<Piece> &promise)
{
    const ExportPtr reading = wanted.lock();
    const auto take = [wanted, promise](const Result<HistoryReading> &next) {
        const ExportPtr file = wanted.lock();
        if (!file)
            return;
        if (!next) {
            promise.finish(next.error());
            return;
        }
        file->reading = *next;
        file->row = 0;
        makePiece(file, promise);
    };
    whenDone(reading->session->readHistory(reading->reading), &reading->owner, take);
}

bool seesAll(const Export &file)
{
    const PlantViewPtr view = file.session->view();
    return std::all_of(file.wanted.tags.begin(), file.wanted.tags.end(),
                       [&view](TagIndex tag) { return view->contains(tag); });
}

} // namespace

Answer exportHistory(const Context &context, const SessionPtr &session, const HistoryWanted &wanted)
{
    const auto file = std::make_shared<Export>(Export{context.owner, session, wanted});
    FileStream stream = rowStream(wanted.format, "history");
    stream.pieces = [file] {
        const Promise<Piece> promise;
        makePiece(file, promise);
        return promise.future();
    };
    stream.allowed
        = [file, may = whileMay(session, Permission::View)] { return may() && seesAll(*file); };
    return api::stream(context, stream);
}

} // namespace mws::api
