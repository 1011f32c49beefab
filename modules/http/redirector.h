// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/result.h"

#include <QHostAddress>
#include <QObject>
#include <QStringList>
#include <memory>

namespace mws::http
{

/// Plain HTTP for who types an address without "https": sends readers of pages to the https address
/// of one of our names, and refuses everything else. It serves nothing, and its few connections are
/// not those of the Server. Lives in the web thread.
class Redirector final : public QObject
{
    Q_OBJECT

public:
    struct Config {
        QHostAddress address = QHostAddress::LocalHost;
        quint16 port = 80; ///< 0: any free one
        quint16 securePort = 443; ///< where the pages are
        QStringList hosts; ///< as of the Server
        QByteArray basePath{}; ///< as of the Server
    };

    explicit Redirector(Config config, QObject *parent = nullptr);
    ~Redirector() override;

    Result<void> listen();
    [[nodiscard]] quint16 port() const; ///< 0: does not listen

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace mws::http
