// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "fuzz/fuzz.h"
#include "project/projectstore.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

#include <array>

using namespace mws;

namespace
{

struct File {
    const char *name;
    const char *text;
};

/// A project that is valid; the input takes the place of one of its files.
constexpr std::array<File, 6> kFiles{
    {{"project.json",
      R"({"id":"p","name":"P","schemaVersion":1,"startScreen":"s","pollClasses":[{"id":"normal"}]})"},
     {"connections/c.json",
      R"({"id":"c","name":"C","host":"127.0.0.1","devices":[{"id":"d","name":"D","area":"a","template":"x"}]})"},
     {"tags/d.json",
      R"({"tags":[{"id":"t","path":"a/t","address":1},{"id":"u","path":"a/u","address":2}]})"},
     {"screens/s.json",
      R"({"id":"s","title":"S","groups":[{"id":"g","title":"G","widgets":[{"id":"w","type":"value","tags":["t"]}]}]})"},
     {"northbound.json", R"({"map":[{"tag":"t","address":0}]})"},
     {"templates/x.json", R"({"id":"x","name":"X","tags":[{"id":"a","path":"A","address":0}]})"}}};

void put(const QTemporaryDir &folder, const File &file, const QByteArray &text)
{
    QFile out(folder.filePath(QLatin1String(file.name)));
    FUZZ_CHECK(out.open(QIODevice::WriteOnly) && out.write(text) == text.size());
}

const QTemporaryDir &projectFolder()
{
    static const QTemporaryDir folder;
    static const bool made = [] {
        for (const char *name : {"connections", "tags", "screens", "templates"})
            QDir(folder.path()).mkdir(QLatin1String(name));
        for (const File &file : kFiles)
            put(folder, file, file.text);
        for (const Problem &problem : loadProject(folder.path()).problems)
            std::fprintf(stderr, "%s\n", qPrintable(toString(problem)));
        FUZZ_CHECK(loadProject(folder.path()).isValid());
        return true;
    }();
    FUZZ_CHECK(made);
    return folder;
}

} // namespace

/// A file of a project folder, of any kind.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QTemporaryDir &folder = projectFolder();
    fuzz::Input input(data, size);
    const File &file = kFiles[input.byte() % kFiles.size()];
    put(folder, file, input.rest());
    LoadedProject loaded = loadProject(folder.path());
    put(folder, file, file.text);
    for (const Problem &problem : std::as_const(loaded.problems))
        FUZZ_CHECK(!problem.reason.isEmpty() && !problem.file.startsWith(u'/'));
    if (loaded.isValid())
        FUZZ_CHECK(runningForm(std::move(loaded)));
    return 0;
}
