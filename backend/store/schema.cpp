// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/store/schema.h"

namespace Atelier::Store {

using namespace Qt::StringLiterals;

const Migrations &ourMigrations()
{
    static const Migrations migrations{
        // 1
        {
            u"CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT"_s,
            u"CREATE TABLE principals (name TEXT PRIMARY KEY, token_hash BLOB NOT NULL) STRICT"_s,
            u"CREATE TABLE computes (id TEXT PRIMARY KEY, name TEXT NOT NULL COLLATE NOCASE "
            u"UNIQUE, "
            "state TEXT NOT NULL, port INTEGER NOT NULL, json TEXT NOT NULL, sequence INTEGER NOT NULL) STRICT"_s,
            u"CREATE TABLE operations (number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL "
            u"UNIQUE, "
            "compute_id TEXT NOT NULL, compute_name TEXT NOT NULL, name TEXT NOT NULL, json TEXT NOT NULL) STRICT"_s,
            u"CREATE TABLE changes (sequence INTEGER PRIMARY KEY, name TEXT NOT NULL, resource TEXT) STRICT"_s,
            u"CREATE TABLE studio_keys (id TEXT PRIMARY KEY, public_key TEXT NOT NULL) STRICT"_s,
            u"INSERT INTO meta VALUES ('sequence', '0')"_s,
        },
    };
    return migrations;
}

} // namespace Atelier::Store
