// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// GET …/workspaces/default: the one workspace of this computer, and where its files lie.
#include "backend/arm/resourcepaths.h"
#include "backend/server/handlers.h"
#include "backend/server/services.h"

namespace Atelier::Server {

using namespace Qt::StringLiterals;

void getWorkspace(const Services &services, const Request & /*request*/, const ReplyPtr &reply)
{
    reply->send(
        {.body = {
             {u"id"_s, Arm::ResourcePaths().workspace()},
             {u"name"_s, u"default"_s},
             {u"type"_s, u"Microsoft.MachineLearningServices/workspaces"_s},
             {u"location"_s, u"local"_s},
             {u"properties"_s,
              QJsonObject{
                  {u"friendlyName"_s, u"default"_s},
                  {u"provisioningState"_s, u"Succeeded"_s},
                  {u"atelier"_s, QJsonObject{{u"workspaceFolder"_s, services.workspaceFolder}}},
              }},
         }});
}

} // namespace Atelier::Server
