// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "project/projectstore.h"

#include <QJsonObject>
namespace mws
{

/// Holds one described thing against the ranges of its fields (a visitor of describe.h).
class Checker
{
public:
    Checker(QString file, QString pointer, QList<Problem> &problems);

    void id(const char *key, const QString &field);
    void tagId(const char *key, const QString &field);
    void text(const char *key, const QString &field, int maxLength, const QString &fallback = {});
    void texts(const char *key, const QStringList &field);
    void flag(const char * /*key*/, bool /*field*/, bool /*fallback*/) { }
    void required(const char *key, int field, int min, int max);
    void requiredUnless(const char *key, int field, int min, int max, const char * /*other*/,
                        bool /*isGiven*/)
    {
        required(key, field, min, max);
    }
    void integer(const char *key, int field, int fallback, int min, int max);
    void whole(const char * /*key*/, qint64 /*field*/) { }
    void number(const char *key, double field, double fallback);
    void limit(const char *key, const std::optional<double> &field);
    void map(const char *key, const QMap<QString, QString> &field);
    void object(const char * /*key*/, const QJsonObject & /*field*/) { }
    void permissions(const char * /*key*/, Permissions /*field*/) { }
    void origins(const char * /*key*/, const QList<Origin> & /*field*/) { }

    template <typename E>
    void word(const char * /*key*/, E /*field*/, E /*fallback*/, const QStringList & /*names*/)
    {
    }

    template <typename T, typename Describe>
    void list(const char *key, const QList<T> &field, Describe describe)
    {
        for (qsizetype i = 0; i < field.size(); ++i) {
            Checker inner = element(key, i);
            describe(inner, field[i]);
        }
    }

    template <typename T, typename Describe>
    void part(const char *key, const T &field, Describe describe)
    {
        if (!field.enabled)
            return;
        Checker inner(m_file, pointerTo(key), m_problems);
        describe(inner, field);
    }

    /// For the rules that need more than one field. An Error within a tag is a TagError.
    void note(const char *key, const QString &reason,
              Problem::Severity severity = Problem::Severity::Error);
    void noteElement(const char *key, qsizetype i, const QString &reason);
    [[nodiscard]] Checker element(const char *key, qsizetype i) const;
    [[nodiscard]] Checker member(const char *key) const;

private:
    void append(Problem::Severity severity, const QString &pointer, const QString &reason);
    [[nodiscard]] QString pointerTo(const char *key) const;
    [[nodiscard]] QString elementPointer(const char *key, qsizetype i) const;

    QString m_file;
    QString m_pointer;
    QList<Problem> &m_problems;
};

} // namespace mws
