// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "hmi/panelengine.h"

#include "core/log.h"
#include "hmi/hmicontext.h"

#include <QQuickWindow>
#include <QVariantMap>

namespace mws
{

Result<std::unique_ptr<QQmlApplicationEngine>> makePanelEngine(HmiContext &context,
                                                               const PanelOptions &options)
{
    auto engine = std::make_unique<QQmlApplicationEngine>();
    QStringList reports;
    QObject::connect(engine.get(), &QQmlEngine::warnings, &context,
                     [&reports](const QList<QQmlError> &errors) {
                         for (const QQmlError &error : errors)
                             reports.append(error.toString());
                     });
    context.attach(*engine);
    engine->setInitialProperties({{QStringLiteral("fullScreen"), options.fullScreen},
                                  {QStringLiteral("width"), options.size.width()},
                                  {QStringLiteral("height"), options.size.height()}});
    engine->load(QUrl(QStringLiteral("qrc:/qt/qml/Mws/Panel/Main.qml")));
    QObject::disconnect(engine.get(), &QQmlEngine::warnings, &context, nullptr);
    if (engine->rootObjects().isEmpty())
        return Error{ErrorCode::Internal, reports.join(QLatin1Char('\n'))};
    context.watch(panelWindow(*engine));
    return engine;
}

QQuickWindow *panelWindow(const QQmlApplicationEngine &engine)
{
    return qobject_cast<QQuickWindow *>(engine.rootObjects().constFirst());
}

} // namespace mws
