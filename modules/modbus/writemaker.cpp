// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/writemaker.h"

#include "modbus/codec.h"
#include "modbus/requests.h"

#include <QCoreApplication>
#include <algorithm>

namespace mws::modbus
{

namespace
{

using Refusal = FieldWriteResult::Refusal;

struct Text {
    Q_DECLARE_TR_FUNCTIONS(mws::modbus::WriteText)
};

} // namespace

QString noScaleText()
{
    return Text::tr("The scale factor of the tag is not known now.");
}

WriteMaker::WriteMaker(const Project &project, const ScaleBook &scales, const UnitList &units,
                       WriteQueue &queue)
    : m_project(project)
    , m_scales(scales)
    , m_units(units)
    , m_queue(queue)
{
}

Result<void> WriteMaker::fits(TagIndex tag, const Value &value) const
{
    const ScaleBook::Power power = m_scales.powerOf(tag);
    if (!isGood(power.quality))
        return {};
    const auto encoded = encodeRegisters(m_project.tag(tag), value, 0, power.value);
    return encoded ? Result<void>() : Result<void>(encoded.error());
}

WriteMaker::Made WriteMaker::whole(const FieldWrite &write, int unit, quint16 base) const
{
    const auto stretch = stretchOf(write, base);
    const WriteFunction function = m_project.tag(write.tag).write.function;
    return made(write, unit,
                stretch ? writeRequest(*m_units[unit].device, stretch.value(), function)
                        : Result<QByteArray>(stretch.error()));
}

WriteMaker::Made WriteMaker::masked(const FieldWrite &write, int unit) const
{
    const Tag &tag = m_project.tag(write.tag);
    return made(write, unit, maskRequest(tag, write.value, m_scales.powerOf(write.tag).value));
}

bool WriteMaker::isMasked(const Job &job) const
{
    const auto keepsRest = [&job] { return job.request.at(3) != 0 || job.request.at(4) != 0; };
    return job.purpose == Job::Purpose::Write && job.request.at(0) == kMaskWriteRegister
        && sharesRegister(m_project.tag(job.writes.first().tag)) && keepsRest();
}

WriteMaker::Made WriteMaker::made(const FieldWrite &write, int unit,
                                  const Result<QByteArray> &request) const
{
    if (!isGood(m_scales.powerOf(write.tag).quality))
        return {std::nullopt, Refusal::NotReadable, noScaleText()};
    if (!request)
        return {std::nullopt, Refusal::NotFitting, request.error().detail};
    Job job;
    job.purpose = Job::Purpose::Write;
    job.unit = unit;
    job.request = request.value();
    job.writes = {write};
    job.read = blockOf(job.writes);
    job.retries = mayRepeat(write) ? 1 : 0;
    return {job};
}

Result<Stretch> WriteMaker::stretchOf(const FieldWrite &write, quint16 base) const
{
    const Tag &tag = m_project.tag(write.tag);
    const auto words = encodeRegisters(tag, write.value, base, m_scales.powerOf(write.tag).value);
    if (!words)
        return words.error();
    return Stretch{tag.table, tag.address, words.value()};
}

/// Commands go alone: a device may start with the first register that it takes over.
bool WriteMaker::mayMerge(const FieldWrite &write, Milliseconds now) const
{
    const Tag &tag = m_project.tag(write.tag);
    return !tag.write.momentary && tag.write.function == WriteFunction::Device
        && !sharesRegister(tag) && write.expires > now
        && isGood(m_scales.powerOf(write.tag).quality) && write.mayGo();
}

bool WriteMaker::mayRepeat(const FieldWrite &write) const
{
    const Tag &tag = m_project.tag(write.tag);
    const auto isNewer
        = [&write](const WriteQueue::Item &item) { return item.write.tag == write.tag; };
    return tag.write.idempotent && !tag.write.momentary && !sharesRegister(tag)
        && !m_queue.first(isNewer);
}

bool WriteMaker::mayGo(const Job &job, bool isRepeat, Milliseconds now) const
{
    return std::all_of(job.writes.cbegin(), job.writes.cend(), [&](const FieldWrite &write) {
        return write.expires > now && write.mayGo() && (!isRepeat || mayRepeat(write));
    });
}

void WriteMaker::takeAdjacent(Job &job, Milliseconds now,
                              const std::function<bool(const QByteArray &)> &mayGo)
{
    const Device &device = *m_units[job.unit].device;
    if (job.purpose != Job::Purpose::Write || !device.mergeWrites
        || !mayMerge(job.writes.first(), now))
        return;
    QList<Stretch> stretches{stretchOf(job.writes.first()).value()};
    QList<FieldWrite> writes = job.writes;
    for (const WriteQueue::Item &item : m_queue.items()) {
        if (m_units[item.unit].breaker.isDead())
            continue;
        const auto stretch = stretchOf(item.write);
        if (item.unit != job.unit || !mayMerge(item.write, now) || !stretch)
            break;
        stretches.append(stretch.value());
        writes.append(item.write);
    }
    const qsizetype count = mergeable(device, stretches);
    const QByteArray request = writeRequest(device, merged(stretches.first(count))).value();
    if (count == 1 || !mayGo(request))
        return;
    job.writes = writes.first(count);
    for (qsizetype i = 1; i < count; ++i)
        (void)m_queue.takeFirst(
            [id = writes[i].id](const WriteQueue::Item &item) { return item.write.id == id; });
    job.request = request;
    job.read = blockOf(job.writes);
    const bool repeats = std::all_of(job.writes.cbegin(), job.writes.cend(),
                                     [this](const FieldWrite &write) { return mayRepeat(write); });
    job.retries = repeats ? 1 : 0;
}

ReadBlock WriteMaker::blockOf(const QList<FieldWrite> &writes) const
{
    QList<TagIndex> tags;
    for (const FieldWrite &write : writes)
        tags.append(write.tag);
    std::sort(tags.begin(), tags.end(), [this](TagIndex a, TagIndex b) {
        return m_project.tag(a).address < m_project.tag(b).address;
    });
    const Tag &first = m_project.tag(tags.first());
    const Tag &last = m_project.tag(tags.last());
    ReadBlock block{first.table, first.address, last.address + last.span() - first.address, {}};
    for (const TagIndex index : std::as_const(tags)) {
        const Tag &tag = m_project.tag(index);
        block.tags.append({index, tag.address - first.address, tag.span()});
    }
    return block;
}

} // namespace mws::modbus
