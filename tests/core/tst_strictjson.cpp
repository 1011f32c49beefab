// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/strictjson.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QProcess>
#include <QRandomGenerator>
#include <QTest>

using namespace mws;

namespace
{

const QString kPython = QStringLiteral("/usr/bin/python3"); // the one with Debian's packages

QByteArray bytes(const char *text, qsizetype size)
{
    return {text, size};
}

/// As judge_json.py says of each text: 'y' or 'n'.
QByteArray judgedByPython(const QByteArrayList &texts)
{
    QProcess judge;
    judge.start(kPython, {QStringLiteral(MWS_JSON_JUDGE)});
    for (const QByteArray &text : texts)
        judge.write(text.toHex() + '\n');
    judge.closeWriteChannel();
    if (!judge.waitForFinished(60000) || judge.exitCode() != 0)
        return {};
    return judge.readAllStandardOutput().replace('\n', "");
}

QByteArray pickFrom(const QByteArrayList &words, QRandomGenerator &random)
{
    return words[random.bounded(int(words.size()))];
}

/// A good text with a few pieces put in, taken out or exchanged.
QByteArray spoiled(QRandomGenerator &random)
{
    static const QByteArrayList kGood{R"({"a":1,"b":[true,false,null],"c":{"d":"e"}})",
                                      R"([-0.5e-3,0,-0,1E2,10.25,1e+9])",
                                      R"(["\"\\\/\b\f\n\r\t\u00e4\ud83d\ude00"])",
                                      "[\"gr\xc3\xbc\xc3\x9f"
                                      "e \xe2\x82\xac \xf0\x9f\x98\x80\", {\"\":\"\\u0061\"}]",
                                      "\t[ 1 ,\r\n2 ]\n",
                                      R"({"a":1,"b":2,"\u0063":3,"A":4})"};
    static const QByteArrayList kPieces{
        "{",   "}",     "[",    "]",     ",",        ":",    "\"",   "\\",   "0",        "1",
        ".",   "e",     "E",    "-",     "+",        " ",    "\n",   "\t",   "\x01",     "\x7f",
        "tr",  "ue",    "null", "NaN",   "\\u",      "\\u0", "00",   "d8",   "\\ud800",  "\\udc00",
        "\\q", "\\/",   "\xc3", "\xa4",  "\xed",     "\xa0", "\x80", "\xef", "\xbb\xbf", "\xc2\xa0",
        "a",   "\"a\"", "//",   "/* */", "\"a\":1,", "'",    "01",   "1.",   ".5",       "[1,]"};
    QByteArray text = pickFrom(kGood, random);
    for (int n = 1 + random.bounded(2); n > 0; --n) {
        const qsizetype at = random.bounded(int(text.size()) + 1);
        const qsizetype gone = random.bounded(3) == 0 ? 0 : random.bounded(3);
        text.replace(at, gone, random.bounded(4) == 0 ? QByteArray() : pickFrom(kPieces, random));
    }
    return text;
}

} // namespace

/// Strict JSON against a table of what RFC 8259 says, and against the parser of Python.
class StrictJsonTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void accepts_data();
    void accepts();
    void refuses_data();
    void refuses();
    void pythonSaysTheSame();
    void tellsWhere_data();
    void tellsWhere();
    void valuesArrive();
    void depthIsBounded();
    void manyKeysAreCompared();
    void agreesWithPython();

private:
    QByteArrayList m_good; ///< what accepts() has seen
    QByteArrayList m_bad; ///< what refuses() has seen
};

void StrictJsonTest::accepts_data()
{
    QTest::addColumn<QByteArray>("text");
    const auto row = [](const char *name, const QByteArray &text) { QTest::newRow(name) << text; };
    row("empty object", "{}");
    row("empty array", "[]");
    row("space everywhere", " \t\r\n{ \"a\" : [ 1 , 2 ] , \"b\" : { } } \n");
    row("literals", "[true,false,null]");
    for (const char *number :
         {"0", "-0", "1", "-1", "10", "1.5", "-0.0", "0e0", "1e5", "1E5", "1e+5", "1e-5",
          "1.25E-10", "0.000001", "123456789012345678901234567890", "1.7976931348623157e308",
          "-9223372036854775808", "0e99"})
        row(number, QByteArray("[") + number + ']');
    row("every escape", R"(["\"\\\/\b\f\n\r\t\u0041\uABCD\uabcd"])");
    row("escaped backslash before the end", R"(["\\"])");
    row("escaped quote before the end", R"(["\""])");
    row("pair of surrogates", R"(["\ud83d\ude00\uD83D\uDE00"])");
    row("noncharacter", R"(["\uffff"])");
    row("first that is no control character", R"(["\u0001"," "])");
    row("delete", "[\"\x7f\"]");
    row("UTF-8", "[\"\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80\xf4\x8f\xbf\xbf\"]");
    row("line separator", "[\"\xe2\x80\xa8\"]");
    row("empty key", R"({"":1})");
    row("keys of two levels", R"({"a":{"a":[{"a":1},{"a":2}]}})");
    row("keys that differ in case", R"({"a":1,"A":2})");
    row("keys that look like what follows", R"({"a:1,\"b\"":1,"b":2})");
    row("composed and decomposed", "{\"\xc3\xa4\":1,\"a\xcc\x88\":2}");
    row("a key within another", R"({"a":1,"aa":2,"":3})");
}

void StrictJsonTest::accepts()
{
    QFETCH(const QByteArray, text);
    const auto document = parseStrictJson(text);
    QVERIFY2(document, document ? "" : qPrintable(document.error().detail));
    m_good.append(text);
}

void StrictJsonTest::refuses_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("reason");
    const auto row = [](const char *name, const QByteArray &text, const char *reason) {
        QTest::newRow(name) << text << QString::fromLatin1(reason);
    };
    for (const char *number :
         {"1.", "1.e5", "1e", "1e+", "1e-", "1.5e", "1E.5", "-1.", "0.e1", "0e+", "-0e-"})
        row(number, QByteArray("[") + number + ']', "a number is malformed");
    for (const char *value :
         {".5",           "-.5",       "+1",        "-",         "--1", "-a",   "NaN",
          "-NaN",         "Infinity",  "-Infinity", "nan",       "inf", "True", "TRUE",
          "nul",          "tru",       "fals",      "undefined", "a",   "'a'",  "\xc2\xbd",
          "\xef\xbc\x91", "-\xd9\xa1", "(1)",       "/",         "=1",  "`a`",  ";"})
        row(value, QByteArray("[") + value + ']', "a value is malformed");
    for (const char *rest :
         {"01",     "-01",        "00",    "0x1",   "1a",    "1_0",   "1n",    "1 2",
          "0b1",    "1.5.5",      "1e5.5", "1e5e5", "truex", "nulll", "null1", "[]1",
          "\"a\"b", "\"a\"\"b\"", "1;2",   "1:2",   "1/**/", "1//"})
        row(rest, QByteArray("[") + rest + ']', "a comma or a closing bracket is wanted");
    row("no bracket", "[1", "a comma or a closing bracket is wanted");
    row("wrong bracket", "[1}", "a comma or a closing bracket is wanted");
    row("wrong bracket of an object", R"({"a":1])", "a comma or a closing bracket is wanted");
    row("comma last", "[1,]", "a value is malformed");
    row("comma first", "[,1]", "a value is malformed");
    row("two commas", "[1,,2]", "a value is malformed");
    row("comma only", "[,]", "a value is malformed");
    row("no-break space",
        "[1,\xc2\xa0"
        "2]",
        "a value is malformed");
    row("form feed", "[\f1]", "a value is malformed");
    row("vertical tab", "[\v1]", "a value is malformed");
    row("NUL outside of a text",
        bytes("[1,\0"
              "2]",
              6),
        "a value is malformed");
    row("comma last in an object", R"({"a":1,})", "a key is wanted");
    row("comma first in an object", R"({,"a":1})", "a key is wanted");
    for (const char *key : {"a:1", "'a':1", "1:1", "null:1", "[]:1", "/**/\"a\":1"})
        row(key, QByteArray("{") + key + '}', "a key is wanted");
    row("object not closed", "{", "a key is wanted");
    row("no colon", R"({"a" 1})", "a colon is wanted");
    row("key only", R"({"a"})", "a colon is wanted");
    row("comma for a colon", R"({"a",1})", "a colon is wanted");
    row("equals for a colon", R"({"a"=1})", "a colon is wanted");
    row("no value", R"({"a":})", "a value is malformed");
    row("two colons", R"({"a"::1})", "a value is malformed");

    row("raw line end in a text", "[\"a\nb\"]", "control character");
    row("raw tab in a text", "[\"a\tb\"]", "control character");
    row("raw carriage return in a text", "[\"\r\"]", "control character");
    row("raw 0x01", "[\"\x01\"]", "control character");
    row("raw 0x1f", "[\"\x1f\"]", "control character");
    row("raw tab in a key", "{\"a\t\":1}", "control character");
    row("raw NUL", bytes("{\"a\":\"x\0y\"}", 11), "NUL");
    row("escaped NUL", R"({"a":"\u0000"})", "NUL");
    row("escaped NUL in a key", R"({"\u0000":1})", "NUL");
    row("NUL behind a backslash", bytes("[\"\\\0\"]", 6), "unknown escape");
    for (const char *escape : {"\\q", "\\a", "\\v", "\\0", "\\x41", "\\'", "\\U0041", "\\ ", "\\N",
                               "\\\n", "\\\xc3\xa4"})
        row(escape, QByteArray("[\"") + escape + "\"]", "unknown escape");
    for (const char *escape : {"\\u", "\\u1", "\\u12", "\\u123", "\\u123g", "\\u 123", "\\u+123",
                               "\\u-123", "\\u0x12", "\\u{41}", "\\uFFF\xef\xbc\xa6"})
        row(escape, QByteArray("[\"") + escape + "\"]", "four hexadecimal digits");
    for (const char *half : {"\\ud800", "\\udbff", "\\udc00", "\\udfff", "\\ud800\\ud800",
                             "\\udc00\\ud800", "\\ud800a", "\\ud800\\n", "\\ud800\\u0041",
                             "\\ud800 \\udc00", "\\ud83d\\u", "\\ud83dude00"})
        row(half, QByteArray("[\"") + half + "\"]", "half of a surrogate pair");
    row("text not closed", "[\"a", "a text does not end");
    row("quote escaped", "[\"a\\\"]", "a text does not end");
    row("backslash last", "[\"a\\", "unknown escape");
    row("escape cut off", "[\"\\ud8", "four hexadecimal digits");
    row("pair cut off", "[\"\\ud83d\\ude0", "half of a surrogate pair");

    row("duplicate", R"({"a":1,"b":{"a":2},"a":3})", "twice: a");
    row("duplicate within", R"([{"b":{"a":2,"a":2}}])", "twice: a");
    row("escaped duplicate", R"({"a":1,"\u0061":3})", "twice: a");
    row("two escaped duplicates", R"({"\u0062":1,"\u0062":3})", "twice: b");
    row("duplicate of two spellings", "{\"\xc3\xa4\":1,\"\\u00E4\":2}", "twice: \xe4");
    row("duplicate beyond the first plane", "{\"\xf0\x9f\x98\x80\":1,\"\\ud83d\\uDE00\":2}",
        "twice: ");
    row("duplicate slash", R"({"/":1,"\/":2})", "twice: /");
    row("duplicate empty key", R"({"":1,"":2})", "twice: ");

    for (const char *bad : {"\xff", "\x80", "\xc3", "\xc0\xaf", "\xc1\xbf", "\xe0\x80\xaf",
                            "\xed\xa0\x80", "\xed\xbf\xbf", "\xf0\x80\x80\xaf", "\xf4\x90\x80\x80",
                            "\xf5\x80\x80\x80", "\xe2\x82", "\xfe"})
        row(QByteArray(bad).toHex(), QByteArray("[\"") + bad + "\"]", "not UTF-8");
    row("UTF-16", bytes("[\0]\0", 4), "a value is malformed");
    row("byte order mark", "\xef\xbb\xbf[]", "an object or an array is wanted");
    row("nothing", {}, "an object or an array is wanted");
    row("space only", " \n", "an object or an array is wanted");
    for (const char *scalar : {"1", "\"a\"", "true", "null", "abc", "]", ",", "//\n[]"})
        row(scalar, scalar, "an object or an array is wanted");
    for (const char *more : {" x", "]", "[]", ",", "{}", "#", "\xef\xbb\xbf", "/**/", "\x1a"})
        row(more, QByteArray("[1]") + more, "something follows the end");
    row("NUL behind the end", bytes("[]\0", 3), "something follows the end");
    row("beyond a double", "[1e400]", "line 1");
    row("beyond a double, in digits", '[' + QByteArray(400, '9') + ']', "line 1");
}

void StrictJsonTest::refuses()
{
    QFETCH(const QByteArray, text);
    QFETCH(const QString, reason);
    const auto document = parseStrictJson(text);
    QVERIFY(!document);
    QCOMPARE(document.error().code, ErrorCode::Invalid);
    QVERIFY2(document.error().detail.contains(reason), qPrintable(document.error().detail));
    m_bad.append(text);
}

// Of what the two before it have seen; else the table would be judged by who wrote it.
void StrictJsonTest::pythonSaysTheSame()
{
    QCOMPARE(judgedByPython(m_good), QByteArray(m_good.size(), 'y'));
    QCOMPARE(judgedByPython(m_bad), QByteArray(m_bad.size(), 'n'));
}

void StrictJsonTest::tellsWhere_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("place");
    QTest::newRow("first byte") << QByteArray("x") << "line 1, column 1:";
    QTest::newRow("second line") << QByteArray("[1,\n 2 3]") << "line 2, column 4:";
    QTest::newRow("the second of two keys")
        << QByteArray("{\"b\":1,\n\"a\":2,\n \"b\":3}") << "line 3, column 2:";
    QTest::newRow("the end") << QByteArray("[\n1") << "line 2, column 2:";
}

void StrictJsonTest::tellsWhere()
{
    QFETCH(const QByteArray, text);
    QFETCH(const QString, place);
    const auto document = parseStrictJson(text);
    QVERIFY(!document);
    QVERIFY2(document.error().detail.startsWith(place), qPrintable(document.error().detail));
}

void StrictJsonTest::valuesArrive()
{
    const auto document = parseStrictJson(
        R"({"a":[{"k":1},{"k":-2.5e1}],"b":"a,\"a\":","c":{},"\u00e4":"\ud83d\ude00"})");
    QVERIFY(document);
    const QJsonObject object = document->object();
    QCOMPARE(object.size(), 4);
    QCOMPARE(object.value(QStringLiteral("a"))[1][QStringLiteral("k")].toDouble(), -25.0);
    QCOMPARE(object.value(QStringLiteral("b")).toString(), QStringLiteral("a,\"a\":"));
    QCOMPARE(object.value(QString::fromUtf8("ä")).toString(), QString::fromUtf8("😀"));
}

void StrictJsonTest::depthIsBounded()
{
    const auto arrays = [](int depth) { return QByteArray(depth, '[') + QByteArray(depth, ']'); };
    const auto objects = [](int depth) {
        return QByteArray("{\"a\":").repeated(depth) + '1' + QByteArray(depth, '}');
    };
    QVERIFY(parseStrictJson(arrays(16)));
    QVERIFY(parseStrictJson(objects(16)));
    QVERIFY(parseStrictJson(arrays(3), 3));
    for (const QByteArray &text :
         {arrays(17), objects(17), arrays(1000000), QByteArray(1000000, '['),
          QByteArray("{\"a\":").repeated(200000)}) {
        const auto document = parseStrictJson(text);
        QVERIFY(!document);
        QVERIFY(document.error().detail.contains(QStringLiteral("nested too deeply")));
    }
    QVERIFY(!parseStrictJson(arrays(4), 3));
    QVERIFY(!parseStrictJson("[]", 0));
}

void StrictJsonTest::manyKeysAreCompared()
{
    QByteArray text("{");
    for (int n = 0; n < 100000; ++n)
        text.append("\"k").append(QByteArray::number(n)).append("\":[{\"k1\":0}],");
    QVERIFY(parseStrictJson(text + "\"k\":0}"));
    const auto document = parseStrictJson(text + "\"k777\":0}");
    QVERIFY(!document);
    QVERIFY(document.error().detail.endsWith(QStringLiteral("twice: k777")));
    const auto longKey = parseStrictJson("{\"" + QByteArray(9999, 'k') + "\":0,\""
                                         + QByteArray(9999, 'k') + "\":0}");
    QVERIFY(!longKey && longKey.error().detail.size() < 200);
}

void StrictJsonTest::agreesWithPython()
{
    QRandomGenerator random(8259);
    QByteArrayList texts;
    for (int n = 0; n < 20000; ++n)
        texts.append(spoiled(random));
    const QByteArray verdicts = judgedByPython(texts);
    QCOMPARE(verdicts.size(), texts.size());
    for (qsizetype n = 0; n < texts.size(); ++n) {
        const auto document = parseStrictJson(texts[n]);
        QVERIFY2(bool(document) == (verdicts[n] == 'y'), texts[n].toPercentEncoding(" {}[]:,\"\\"));
    }
    QVERIFY(verdicts.count('y') > 1000 && verdicts.count('n') > 1000);
}

QTEST_GUILESS_MAIN(StrictJsonTest)
#include "tst_strictjson.moc"
