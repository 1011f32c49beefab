// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "editor/editorbench.h"

#include <QDirIterator>
#include <QTest>

namespace mws::editor
{

const QString kDemo = QStringLiteral(MWS_RESOURCES "/demo/waterworks");

int column(const char *title)
{
    const QList<Field<Tag>> &fields = tagFields();
    for (int i = 0; i < fields.size(); ++i) {
        if (fields[i].title == QLatin1String(title))
            return i;
    }
    qFatal("no column %s", title);
}

QMap<QString, QByteArray> filesBelow(const QString &folder)
{
    QMap<QString, QByteArray> all;
    QDirIterator it(folder, QDir::Files, QDirIterator::Subdirectories);
    while (it.hasNext()) {
        QFile file(it.next());
        if (file.open(QIODevice::ReadOnly))
            all.insert(QDir(folder).relativeFilePath(file.fileName()), file.readAll());
    }
    return all;
}

QVariant EditorBench::cell(int row, const char *title) const
{
    return m_grid->index(row, column(title)).data();
}

void EditorBench::init()
{
    m_document = std::make_unique<Document>();
    m_grid = std::make_unique<TagGridModel>(*m_document);
    m_tester = std::make_unique<QAbstractItemModelTester>(m_grid.get(), kMode);
    QVERIFY(bool(m_document->open(kDemo)));
    m_grid->setDevice(QStringLiteral("skid"));
    QVERIFY(m_grid->rowCount() > 10);
}

void EditorBench::cleanup()
{
    m_tester.reset();
    m_grid.reset();
    m_document.reset();
}

} // namespace mws::editor
