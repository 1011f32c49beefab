// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/webassets.h"

#include "http/server.h"

#include <QCryptographicHash>
#include <QDirIterator>
#include <QFile>
#include <QHash>

// Q_INIT_RESOURCE works outside of every namespace only.
static void initWebClient()
{
    Q_INIT_RESOURCE(mws_web);
}

namespace mws::app
{

namespace
{

QByteArray contentTypeOf(const QString &path)
{
    static const QHash<QString, QByteArray> kTypes{
        {QStringLiteral("html"), "text/html; charset=utf-8"},
        {QStringLiteral("js"), "text/javascript; charset=utf-8"},
        {QStringLiteral("css"), "text/css; charset=utf-8"},
        {QStringLiteral("svg"), "image/svg+xml"},
        {QStringLiteral("png"), "image/png"},
        {QStringLiteral("woff2"), "font/woff2"},
        {QStringLiteral("webmanifest"), "application/manifest+json"},
        {QStringLiteral("json"), "application/json"},
        {QStringLiteral("txt"), "text/plain; charset=utf-8"},
    };
    return kTypes.value(path.section(u'.', -1), "application/octet-stream");
}

http::Asset assetFrom(const QString &file)
{
    QFile in(file);
    if (!in.open(QIODevice::ReadOnly))
        qFatal("The browser client is not built into this program");
    http::Asset asset;
    asset.contentType = contentTypeOf(file);
    asset.data = in.readAll();
    asset.etag = '"'
        + QCryptographicHash::hash(asset.data, QCryptographicHash::Sha256).toHex().left(32) + '"';
    asset.immutable = file.startsWith(QStringLiteral(":/web/assets/"));
    return asset;
}

} // namespace

void addWebClient(http::Server &server)
{
    initWebClient();
    const QString root = QStringLiteral(":/web");
    QDirIterator files(root, QDir::Files, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        const QString file = files.next();
        server.addAsset(file.mid(root.size()), assetFrom(file));
    }
    server.setFallbackAsset(QStringLiteral("/index.html"));
}

} // namespace mws::app
