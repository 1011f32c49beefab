// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "project/projectstore.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QSet>

namespace mws
{

/// Reads one JSON object field by field (a visitor of describe.h). Notes every key of the wrong
/// type, every missing required one, and in finish() every key that nobody asked for; what cannot
/// be read keeps its default, and if it belongs to one tag, disables that (but an unknown key is
/// always an Error). Ranges are the checker's work.
class Reader
{
public:
    Reader(QJsonObject object, QString file, QString pointer, QList<Problem> &problems);

    void id(const char *key, QString &field) { text(key, field, 0); }
    void tagId(const char *key, QString &field) { text(key, field, 0); }
    void text(const char *key, QString &field, int maxLength, const QString &fallback = {});
    void texts(const char *key, QStringList &field);
    void flag(const char *key, bool &field, bool fallback);
    void required(const char *key, int &field, int min, int max);
    /// isGiven: the other key is there, which must have been read before, and this one must not.
    void requiredUnless(const char *key, int &field, int min, int max, const char *other,
                        bool isGiven);
    void integer(const char *key, int &field, int fallback, int min, int max);
    void whole(const char *key, qint64 &field);
    void number(const char *key, double &field, double fallback);
    void limit(const char *key, std::optional<double> &field);
    void map(const char *key, QMap<QString, QString> &field);
    void object(const char *key, QJsonObject &field);
    void permissions(const char *key, Permissions &field);
    void origins(const char *key, QList<Origin> &field);

    template <typename E>
    void word(const char *key, E &field, E /*fallback*/, const QStringList &names)
    {
        const int found = indexOfWord(key, names);
        if (found >= 0)
            field = E(found);
    }

    template <typename T, typename Describe>
    void list(const char *key, QList<T> &field, Describe describe)
    {
        const QJsonArray items = array(key);
        for (qsizetype i = 0; i < items.size(); ++i) {
            T item;
            auto inner = at(items[i], key, i);
            describe(inner, item);
            inner.finish();
            field.append(item);
        }
    }

    /// A member that is there as a whole or not at all.
    template <typename T, typename Describe> void part(const char *key, T &field, Describe describe)
    {
        const QJsonValue value = take(key);
        field.enabled = value.isObject();
        if (!value.isObject()) {
            wantKind(value, key, "an object");
            return;
        }
        Reader inner(value.toObject(), m_file, pointerTo(key), m_problems);
        describe(inner, field);
        inner.finish();
    }

    void finish();
    /// A reader for the element i of the list at key; notes a problem when it is no object.
    [[nodiscard]] Reader at(const QJsonValue &item, const char *key, qsizetype i);
    [[nodiscard]] QJsonArray array(const char *key);

private:
    [[nodiscard]] QJsonValue take(const char *key);
    [[nodiscard]] QString pointerTo(const char *key) const;
    [[nodiscard]] int indexOfWord(const char *key, const QStringList &names);
    /// The places in names of those words of a list that are there.
    [[nodiscard]] QList<int> indexesOfWords(const char *key, const QStringList &names);
    void note(const QString &pointer, const QString &reason);
    /// Notes a problem unless the value is absent.
    void wantKind(const QJsonValue &value, const char *key, const char *kind);

    QJsonObject m_object;
    QString m_file;
    QString m_pointer;
    QList<Problem> &m_problems;
    QSet<QString> m_known;
};

} // namespace mws
