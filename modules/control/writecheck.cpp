// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "control/writecheck.h"

#include <cmath>
#include <limits>

namespace mws
{

namespace
{

constexpr qsizetype kMaxReason = 500;

QString numberText(double number)
{
    return Value(number).toString();
}

/// The number without rounding: a double cannot hold every 64-bit integer.
long double exact(const Value &value)
{
    static_assert(std::numeric_limits<long double>::digits >= 64);
    if (value.kind() == Value::Kind::Int)
        return static_cast<long double>(*value.toInt64());
    if (value.kind() == Value::Kind::UInt)
        return static_cast<long double>(*value.toUInt64());
    return static_cast<long double>(value.toDouble());
}

std::optional<WriteReply> checkRange(const Tag &tag, const Value &value)
{
    const WriteRule &rule = tag.write;
    const long double number = exact(value);
    if (!std::isfinite(number))
        return refusal(ErrorCode::Invalid, QStringLiteral("wrongType"),
                       QStringLiteral("expected a finite number"));
    if (rule.min && number < *rule.min)
        return refusal(ErrorCode::Invalid, QStringLiteral("outOfRange"),
                       QStringLiteral("%1 is below the minimum %2 %3")
                           .arg(value.toString(), numberText(*rule.min), tag.unit)
                           .trimmed());
    if (rule.max && number > *rule.max)
        return refusal(ErrorCode::Invalid, QStringLiteral("outOfRange"),
                       QStringLiteral("%1 is above the maximum %2 %3")
                           .arg(value.toString(), numberText(*rule.max), tag.unit)
                           .trimmed());
    return std::nullopt;
}

std::optional<WriteReply> checkStep(const Tag &tag, const Value &value)
{
    if (!tag.write.step)
        return std::nullopt;
    const long double steps = (exact(value) - tag.write.min.value_or(0)) / *tag.write.step;
    if (std::abs(steps - std::round(steps)) <= 1e-6L)
        return std::nullopt;
    return refusal(ErrorCode::Invalid, QStringLiteral("offStep"),
                   QStringLiteral("the value must be a multiple of %1 from %2")
                       .arg(numberText(*tag.write.step), numberText(tag.write.min.value_or(0))));
}

std::optional<WriteReply> checkStates(const Tag &tag, const Value &value)
{
    if (tag.states.isEmpty() || value.kind() == Value::Kind::Bool)
        return std::nullopt;
    const auto number = value.toInt64();
    for (const StateLabel &state : tag.states) {
        if (number == state.value)
            return std::nullopt;
    }
    return refusal(ErrorCode::Invalid, QStringLiteral("outOfRange"),
                   QStringLiteral("%1 is not one of the tag's states").arg(value.toString()));
}

} // namespace

WriteReply refusal(ErrorCode code, const QString &problem, const QString &detail)
{
    WriteReply reply;
    reply.code = code;
    reply.problem = problem;
    reply.detail = detail;
    return reply;
}

CheckedWrite checkValue(const Tag &tag, const QJsonValue &requested)
{
    const auto value = Value::fromJson(requested, tag.valueKind());
    if (!value)
        return {{}, refusal(ErrorCode::Invalid, QStringLiteral("wrongType"), value.error().detail)};
    CheckedWrite checked{value.value(), std::nullopt};
    if (!checked.value.isNumber())
        return checked;
    checked.refusal = checkRange(tag, checked.value);
    if (!checked.refusal)
        checked.refusal = checkStep(tag, checked.value);
    if (!checked.refusal)
        checked.refusal = checkStates(tag, checked.value);
    return checked;
}

std::optional<WriteReply> checkChange(const Tag &tag, const Value &value, const TagValue &present)
{
    if (!tag.write.maxStep || !value.isNumber())
        return std::nullopt;
    const QString limit = quantityText(tag, *tag.write.maxStep);
    if (present.state.quality != Quality::Good || !present.value.isNumber())
        return refusal(ErrorCode::Unavailable, QStringLiteral("presentUnknown"),
                       QStringLiteral("a write changes this tag by at most %1, and its present "
                                      "value is not good")
                           .arg(limit));
    if (isWithin(value, present.value, *tag.write.maxStep))
        return std::nullopt;
    return refusal(ErrorCode::Invalid, QStringLiteral("stepTooLarge"),
                   QStringLiteral("a write changes this tag by at most %1, and it is %2")
                       .arg(limit, present.value.toString()));
}

bool isWithin(const Value &a, const Value &b, double limit)
{
    return std::abs(exact(a) - exact(b)) <= static_cast<long double>(limit) * (1 + 1e-6L);
}

bool leavesDoubt(FieldWriteResult::Outcome outcome)
{
    using Outcome = FieldWriteResult::Outcome;
    return outcome == Outcome::Timeout || outcome == Outcome::Unverified
        || outcome == Outcome::DeviceException;
}

QString quantityText(const Tag &tag, double number)
{
    return QStringLiteral("%1 %2").arg(numberText(number), tag.unit).trimmed();
}

std::optional<WriteReply> checkConsent(const Tag &tag, const WriteRequest &request)
{
    const QString reason = request.reason.trimmed();
    if (reason.size() > kMaxReason)
        return refusal(ErrorCode::Invalid, QStringLiteral("needsReason"),
                       QStringLiteral("the reason is longer than 500 characters"));
    if (tag.write.confirm == Confirm::Reason && reason.isEmpty())
        return refusal(ErrorCode::Invalid, QStringLiteral("needsReason"),
                       QStringLiteral("this tag is written with a reason only"));
    if (tag.write.confirm != Confirm::None && !request.confirmed)
        return refusal(ErrorCode::Invalid, QStringLiteral("needsConfirmation"),
                       QStringLiteral("this tag is written after a confirmation only"));
    return std::nullopt;
}

} // namespace mws
