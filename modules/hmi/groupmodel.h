// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "project/screen.h"

#include <QAbstractListModel>
#include <QQmlParserStatus>
#include <QtQml/qqmlregistration.h>

namespace mws
{

class WidgetModel;

/// The groups of one screen and where they lie. On a display too narrow for twelve columns the
/// groups are laid in bands, in reading order, each where it first fits; a band fills the width.
class GroupModel : public QAbstractListModel, public QQmlParserStatus
{
    Q_OBJECT
    Q_INTERFACES(QQmlParserStatus)
    QML_ELEMENT
    Q_PROPERTY(QString screenId READ screenId WRITE setScreenId NOTIFY screenChanged)
    Q_PROPERTY(QString title READ title NOTIFY screenChanged)
    /// Columns that the display has room for; 12 or more: the screen as it was drawn.
    Q_PROPERTY(int columnsAvailable READ columnsAvailable WRITE setColumnsAvailable NOTIFY
                   columnsAvailableChanged)
    Q_PROPERTY(int totalRows READ totalRows NOTIFY layoutDone)

public:
    enum Role {
        GroupId = Qt::UserRole + 1,
        Title,
        Columns, ///< of the group's own grid
        Rows,
        Left, ///< 0 to 1, of the width of the screen
        Width, ///< 0 to 1
        Top, ///< rows from the top
        Widgets,
    };
    Q_ENUM(Role)

    explicit GroupModel(QObject *parent = nullptr);

    void classBegin() override { }
    void componentComplete() override;

    [[nodiscard]] QString screenId() const { return m_screen.id; }
    /// An unknown screen has no groups.
    void setScreenId(const QString &screenId);
    [[nodiscard]] QString title() const { return m_screen.title; }
    [[nodiscard]] int columnsAvailable() const { return m_columnsAvailable; }
    void setColumnsAvailable(int columns);
    [[nodiscard]] int totalRows() const { return m_totalRows; }
    /// Without an engine: the screen itself.
    void setScreen(const Screen &screen);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

    static constexpr int kColumns = 12;

Q_SIGNALS:
    void screenChanged();
    void columnsAvailableChanged();
    void layoutDone();

private:
    struct Place {
        double left = 0;
        double width = 1;
        int top = 0;
    };
    void place();
    void placeAsDrawn();
    void placeInBands();
    int placeBand(const QList<qsizetype> &band, int top);

    Screen m_screen;
    QString m_wantedScreen;
    QList<WidgetModel *> m_widgets;
    QList<Place> m_places;
    int m_columnsAvailable = kColumns;
    int m_totalRows = 0;
    bool m_complete = false;
};

} // namespace mws
