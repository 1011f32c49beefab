// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/tagvalue.h"
#include "project/tag.h"

#include <QObject>
#include <QPointer>
#include <QQmlParserStatus>
#include <QVariant>
#include <QtQml/qqmlregistration.h>

namespace mws
{

class HmiContext;

/// One tag as a widget sees it: value, text, quality, limits, and whether the one at the panel may
/// write it. Bind tagId; everything else follows. Needs an engine with an HmiContext.
class TagItem : public QObject, public QQmlParserStatus
{
    Q_OBJECT
    Q_INTERFACES(QQmlParserStatus)
    QML_ELEMENT
    Q_PROPERTY(QString tagId READ tagId WRITE setTagId NOTIFY tagChanged)

    // What the project says.
    Q_PROPERTY(bool exists READ exists NOTIFY tagChanged)
    Q_PROPERTY(QString path READ path NOTIFY tagChanged)
    Q_PROPERTY(QString name READ name NOTIFY tagChanged) ///< last part of the path
    Q_PROPERTY(QString description READ description NOTIFY tagChanged)
    Q_PROPERTY(QString unit READ unit NOTIFY tagChanged)
    Q_PROPERTY(int decimals READ decimals NOTIFY tagChanged) ///< 0 for whole numbers
    Q_PROPERTY(bool isText READ isText NOTIFY tagChanged)
    Q_PROPERTY(bool isSwitch READ isSwitch NOTIFY tagChanged)
    Q_PROPERTY(bool hasStates READ hasStates NOTIFY tagChanged)
    Q_PROPERTY(QVariantList states READ states NOTIFY tagChanged) ///< maps: value, label, tone
    Q_PROPERTY(double low READ low NOTIFY tagChanged) ///< display range; 0 when not given
    Q_PROPERTY(double high READ high NOTIFY tagChanged) ///< display range; 100 when not given
    Q_PROPERTY(double normalLow READ normalLow NOTIFY tagChanged) ///< NaN: none
    Q_PROPERTY(double normalHigh READ normalHigh NOTIFY tagChanged) ///< NaN: none
    Q_PROPERTY(bool recorded READ recorded NOTIFY tagChanged)

    // What the device says.
    Q_PROPERTY(QVariant value READ value NOTIFY valueChanged)
    Q_PROPERTY(double number READ number NOTIFY valueChanged) ///< NaN: none
    Q_PROPERTY(QString text READ text NOTIFY valueChanged) ///< last known value, without unit
    Q_PROPERTY(bool good READ good NOTIFY valueChanged)
    Q_PROPERTY(bool stale READ stale NOTIFY valueChanged)
    Q_PROPERTY(bool bad READ bad NOTIFY valueChanged)
    Q_PROPERTY(QString quality READ quality NOTIFY valueChanged) ///< stable name
    Q_PROPERTY(QString qualityText READ qualityText NOTIFY valueChanged)
    Q_PROPERTY(QString qualityCode READ qualityCode NOTIFY valueChanged)
    Q_PROPERTY(QString tone READ tone NOTIFY valueChanged) ///< of the state, or of a bool
    /// -1 below, 1 above the normal band, 0 within it or not good.
    Q_PROPERTY(int deviation READ deviation NOTIFY valueChanged)
    Q_PROPERTY(QString age READ age NOTIFY ageChanged) ///< "12 s"; empty when never read

    // What one may do.
    Q_PROPERTY(bool writable READ writable NOTIFY tagChanged)
    Q_PROPERTY(bool mayWrite READ mayWrite NOTIFY rightsChanged)
    Q_PROPERTY(QString writeReason READ writeReason NOTIFY rightsChanged) ///< why not
    Q_PROPERTY(double minimum READ minimum NOTIFY tagChanged) ///< NaN: none
    Q_PROPERTY(double maximum READ maximum NOTIFY tagChanged) ///< NaN: none
    Q_PROPERTY(double step READ step NOTIFY tagChanged) ///< 0: any
    Q_PROPERTY(QString confirm READ confirm NOTIFY tagChanged) ///< "none", "ask", "reason"
    /// A write waits until another person has approved it.
    Q_PROPERTY(bool secondPerson READ secondPerson NOTIFY tagChanged)
    Q_PROPERTY(bool momentary READ momentary NOTIFY tagChanged)
    Q_PROPERTY(bool pending READ pending NOTIFY pendingChanged)
    Q_PROPERTY(bool lastOk READ lastOk NOTIFY lastResultChanged)
    Q_PROPERTY(QString lastResult READ lastResult NOTIFY lastResultChanged)

public:
    explicit TagItem(QObject *parent = nullptr);

    void classBegin() override { }
    void componentComplete() override;
    /// What componentComplete() does when QML made the item; C++ calls it itself.
    void attach(HmiContext &context);

    [[nodiscard]] QString tagId() const { return m_tagId; }
    void setTagId(const QString &tagId);

    [[nodiscard]] bool exists() const { return m_index != kNoTag; }
    [[nodiscard]] QString path() const { return m_tag.path; }
    [[nodiscard]] QString name() const;
    [[nodiscard]] QString description() const { return m_tag.description; }
    [[nodiscard]] QString unit() const { return m_tag.unit; }
    [[nodiscard]] int decimals() const;
    [[nodiscard]] bool isText() const { return m_tag.valueKind() == Value::Kind::String; }
    [[nodiscard]] bool isSwitch() const { return m_tag.valueKind() == Value::Kind::Bool; }
    [[nodiscard]] bool hasStates() const { return !m_tag.states.isEmpty(); }
    [[nodiscard]] QVariantList states() const;
    [[nodiscard]] double low() const { return m_tag.low.value_or(0); }
    [[nodiscard]] double high() const { return m_tag.high.value_or(100); }
    [[nodiscard]] double normalLow() const { return m_tag.normalLow.value_or(qQNaN()); }
    [[nodiscard]] double normalHigh() const { return m_tag.normalHigh.value_or(qQNaN()); }
    [[nodiscard]] bool recorded() const { return m_tag.history.enabled; }

    [[nodiscard]] QVariant value() const;
    [[nodiscard]] double number() const { return m_now.value.toDouble(); }
    [[nodiscard]] QString text() const;
    [[nodiscard]] bool good() const { return isGood(m_now.state.quality); }
    [[nodiscard]] bool stale() const { return m_now.state.quality == Quality::Uncertain; }
    [[nodiscard]] bool bad() const { return isBad(m_now.state.quality); }
    [[nodiscard]] QString quality() const { return qualityName(m_now.state.quality); }
    [[nodiscard]] QString qualityText() const;
    [[nodiscard]] QString qualityCode() const;
    [[nodiscard]] QString tone() const;
    [[nodiscard]] int deviation() const;
    [[nodiscard]] QString age() const { return m_age; }

    [[nodiscard]] bool writable() const { return m_tag.write.enabled; }
    [[nodiscard]] bool mayWrite() const { return m_mayWrite; }
    [[nodiscard]] QString writeReason() const { return m_writeReason; }
    [[nodiscard]] double minimum() const { return m_tag.write.min.value_or(qQNaN()); }
    [[nodiscard]] double maximum() const { return m_tag.write.max.value_or(qQNaN()); }
    [[nodiscard]] double step() const { return m_tag.write.step.value_or(0); }
    [[nodiscard]] QString confirm() const;
    [[nodiscard]] bool secondPerson() const { return m_tag.write.secondPerson; }
    [[nodiscard]] bool momentary() const { return m_tag.write.momentary; }
    [[nodiscard]] bool pending() const;
    [[nodiscard]] bool lastOk() const { return m_lastOk; }
    [[nodiscard]] QString lastResult() const { return m_lastResult; }

    /// Sends the write; numbers may come as text with a decimal point. The answer comes by
    /// pendingChanged() and lastResultChanged(), and from Writes.
    Q_INVOKABLE void write(const QVariant &newValue, bool confirmed = false,
                           const QString &reason = {});
    /// Forgets lastResult.
    Q_INVOKABLE void clearResult() { setLastResult(true, {}); }
    /// A number as this tag's values are shown, without unit.
    Q_INVOKABLE [[nodiscard]] QString format(double other) const;
    /// The label of one of the states, or the number.
    Q_INVOKABLE [[nodiscard]] QString labelOf(const QVariant &other) const;

Q_SIGNALS:
    void tagChanged();
    void valueChanged();
    void ageChanged();
    void rightsChanged();
    void pendingChanged();
    void lastResultChanged();

private:
    void bind();
    void setLastResult(bool ok, const QString &text);
    void take(const TagValue &now);
    void refreshAge();
    void refreshRights();
    [[nodiscard]] QJsonValue jsonOf(const QVariant &newValue) const;

    QPointer<HmiContext> m_context;
    QString m_tagId;
    TagIndex m_index = kNoTag;
    Tag m_tag;
    TagValue m_now;
    QString m_age;
    bool m_mayWrite = false;
    QString m_writeReason;
    bool m_lastOk = true;
    QString m_lastResult;
};

} // namespace mws
