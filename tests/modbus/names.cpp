// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/names.h"

#include <QHash>
#include <QMutex>
#include <QWaitCondition>
#include <dlfcn.h>
#include <netdb.h>
#include <optional>

namespace mws
{

namespace
{

struct Book {
    QMutex mutex;
    QWaitCondition changed;
    QHash<QByteArray, Names::Answer> answers;
    int hanging = 0;
};

Book &book()
{
    static Book theBook;
    return theBook;
}

/// The answer when there is one; none for names that are not ours.
std::optional<Names::Answer> waitFor(const QByteArray &name)
{
    const QMutexLocker lock(&book().mutex);
    const auto answer = [&name] { return book().answers.constFind(name); };
    if (answer() == book().answers.constEnd())
        return std::nullopt;
    ++book().hanging;
    while (*answer() == Names::Hangs)
        book().changed.wait(&book().mutex);
    --book().hanging;
    return *answer();
}

} // namespace

void Names::set(const QByteArray &name, Answer answer)
{
    const QMutexLocker lock(&book().mutex);
    book().answers.insert(name, answer);
    book().changed.wakeAll();
}

int Names::hanging()
{
    const QMutexLocker lock(&book().mutex);
    return book().hanging;
}

} // namespace mws

// Qt's lookups come here: the program's own symbols go before those of its libraries.
extern "C" __attribute__((visibility("default"))) int
getaddrinfo(const char *name, const char *service, const addrinfo *hints, addrinfo **found)
{
    using Function = decltype(&getaddrinfo);
    static const auto system = reinterpret_cast<Function>(dlsym(RTLD_NEXT, "getaddrinfo"));
    const auto answer = mws::waitFor(name);
    if (answer == mws::Names::Unknown)
        return EAI_NONAME;
    const char *loopback = answer == mws::Names::Elsewhere ? "127.0.0.2" : "127.0.0.1";
    return system(answer ? loopback : name, service, hints, found);
}
