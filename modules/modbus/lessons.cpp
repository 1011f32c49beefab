// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/lessons.h"

#include <algorithm>

namespace mws::modbus
{

namespace
{

constexpr Milliseconds kFirstTry{30000};
constexpr Milliseconds kLastTry{600000};
constexpr Milliseconds kFirstCutTry{60000};
constexpr Milliseconds kLastCutTry{3600000};
constexpr int kMostDoublings = 10;

void postpone(Lesson &lesson, Milliseconds now, Milliseconds first, Milliseconds last)
{
    lesson.retryAt = now + std::min(first * (1 << std::min(lesson.tries, kMostDoublings)), last);
    ++lesson.tries;
    lesson.lifted = false;
}

template <typename Map> void stampAll(Map &lessons, Timestamp now)
{
    for (Lesson &lesson : lessons) {
        if (lesson.since == Timestamp())
            lesson.since = now;
    }
}

} // namespace

void postponeTry(Lesson &lesson, Milliseconds now)
{
    postpone(lesson, now, kFirstTry, kLastTry);
}

void postponeCut(Lesson &lesson, Milliseconds now)
{
    postpone(lesson, now, kFirstCutTry, kLastCutTry);
}

void Lessons::stamp(Timestamp now)
{
    stampAll(tags, now);
    stampAll(tables, now);
    stampAll(cuts, now);
    stampAll(functions, now);
}

void Lessons::forgetTries(Milliseconds now)
{
    for (Lesson &lesson : tags) {
        lesson.tries = 0;
        postponeTry(lesson, now);
    }
    for (Lesson &lesson : tables) {
        lesson.tries = 0;
        postponeTry(lesson, now);
    }
    for (Lesson &lesson : functions) {
        lesson.tries = 0;
        postponeTry(lesson, now);
    }
    for (Lesson &lesson : cuts) {
        lesson.tries = 0;
        postponeCut(lesson, now);
    }
}

} // namespace mws::modbus
