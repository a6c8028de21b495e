// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/server/routes.h"

// One source file a resource; the table that leads to them is in routes.cpp.
namespace Atelier::Server {

// health.cpp
void health(const Services &services, const Request &request, const ReplyPtr &reply);
// workspace.cpp
void getWorkspace(const Services &services, const Request &request, const ReplyPtr &reply);
// computes.cpp
void listComputes(const Services &services, const Request &request, const ReplyPtr &reply);
void getCompute(const Services &services, const Request &request, const ReplyPtr &reply);
void putCompute(const Services &services, const Request &request, const ReplyPtr &reply);
void patchCompute(const Services &services, const Request &request, const ReplyPtr &reply);
void deleteCompute(const Services &services, const Request &request, const ReplyPtr &reply);
// computeactions.cpp
void startCompute(const Services &services, const Request &request, const ReplyPtr &reply);
void stopCompute(const Services &services, const Request &request, const ReplyPtr &reply);
void restartCompute(const Services &services, const Request &request, const ReplyPtr &reply);
// computedetails.cpp
void updateIdleShutdown(const Services &services, const Request &request, const ReplyPtr &reply);
void listNodes(const Services &services, const Request &request, const ReplyPtr &reply);
void checkNameAvailability(const Services &services, const Request &request, const ReplyPtr &reply);
// usages.cpp
void listUsages(const Services &services, const Request &request, const ReplyPtr &reply);
void listQuotas(const Services &services, const Request &request, const ReplyPtr &reply);
void updateQuotas(const Services &services, const Request &request, const ReplyPtr &reply);
// vmsizes.cpp
void listVmSizes(const Services &services, const Request &request, const ReplyPtr &reply);
// operationstatus.cpp
void getOperationStatus(const Services &services, const Request &request, const ReplyPtr &reply);
void getOperationResult(const Services &services, const Request &request, const ReplyPtr &reply);
// changestream.cpp
void followChanges(const Services &services, const Request &request, const ReplyPtr &reply);
// studiokeys.cpp
void listStudioKeys(const Services &services, const Request &request, const ReplyPtr &reply);
void deleteStudioKey(const Services &services, const Request &request, const ReplyPtr &reply);
void getStudioKey(const Services &services, const Request &request, const ReplyPtr &reply);
void putStudioKey(const Services &services, const Request &request, const ReplyPtr &reply);
// hostkeys.cpp
void getHostKeys(const Services &services, const Request &request, const ReplyPtr &reply);
// creationlog.cpp
void getCreationLog(const Services &services, const Request &request, const ReplyPtr &reply);
// homesummary.cpp
void getHomeSummary(const Services &services, const Request &request, const ReplyPtr &reply);

} // namespace Atelier::Server
