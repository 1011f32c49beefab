// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "editor/taggridmodel.h"

#include <QAbstractItemModelTester>
#include <QMap>

namespace mws::editor
{

/// Where the demo project is.
extern const QString kDemo;
inline constexpr auto kMode = QAbstractItemModelTester::FailureReportingMode::QtTest;

/// Of the grid, by its title.
[[nodiscard]] int column(const char *title);
/// Their bytes by relative path.
[[nodiscard]] QMap<QString, QByteArray> filesBelow(const QString &folder);

/// For each test function the demo project, with the tags of "skid" in a grid that a tester
/// watches.
class EditorBench : public QObject
{
    Q_OBJECT

protected:
    [[nodiscard]] QVariant cell(int row, const char *title) const;

    std::unique_ptr<Document> m_document;
    std::unique_ptr<TagGridModel> m_grid;
    std::unique_ptr<QAbstractItemModelTester> m_tester;

private Q_SLOTS:
    void init();
    void cleanup();
};

} // namespace mws::editor
