/**
 * The schema's history: entry N brings a store of schema version N to N + 1.
 * Entries are never edited once released; a change of the schema is a new entry.
 */
export const MIGRATIONS: readonly string[] = [
  // 1: scans, names, outcomes as intervals, support, changes.
  // Times are milliseconds since the epoch; addresses and cname are JSON arrays.
  `
  CREATE TABLE scans (
    id INTEGER PRIMARY KEY,
    scope TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    ended_at INTEGER,
    state TEXT NOT NULL CHECK (state IN ('running', 'interrupted', 'failed', 'done')),
    total INTEGER NOT NULL,
    reason TEXT
  ) STRICT;
  CREATE INDEX scans_of_scope ON scans (scope, id);

  CREATE TABLE names (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    done_in_scan INTEGER REFERENCES scans (id)
  ) STRICT;

  CREATE TABLE outcomes (
    id INTEGER PRIMARY KEY,
    name_id INTEGER NOT NULL REFERENCES names (id),
    type TEXT NOT NULL CHECK (type IN ('A', 'AAAA')),
    kind TEXT NOT NULL,
    from_at INTEGER NOT NULL,
    to_at INTEGER NOT NULL,
    addresses TEXT NOT NULL,
    cname TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    resolver TEXT NOT NULL,
    ms REAL NOT NULL
  ) STRICT;
  CREATE INDEX outcomes_of_name ON outcomes (name_id);

  CREATE TABLE support (
    name_id INTEGER NOT NULL REFERENCES names (id),
    family TEXT NOT NULL CHECK (family IN ('ipv4', 'ipv6')),
    known TEXT NOT NULL CHECK (known IN ('yes', 'no', 'unknown')),
    since INTEGER,
    last_confirmed INTEGER,
    last_outcome TEXT NOT NULL,
    last_checked INTEGER NOT NULL,
    last_resolver TEXT NOT NULL,
    doubt_at INTEGER,
    doubt_resolver TEXT,
    outcome_id INTEGER NOT NULL REFERENCES outcomes (id),
    PRIMARY KEY (name_id, family)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE changes (
    id INTEGER PRIMARY KEY,
    name_id INTEGER NOT NULL REFERENCES names (id),
    family TEXT NOT NULL CHECK (family IN ('ipv4', 'ipv6')),
    was TEXT NOT NULL CHECK (was IN ('yes', 'no')),
    became TEXT NOT NULL CHECK (became IN ('yes', 'no')),
    at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX changes_at ON changes (at);
  `,
  // 2: scans that are held, and the changes that wait. SQLite changes a CHECK only by a new table.
  `
  CREATE TABLE new_scans (
    id INTEGER PRIMARY KEY,
    scope TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    ended_at INTEGER,
    state TEXT NOT NULL CHECK (state IN ('running', 'interrupted', 'failed', 'held', 'done')),
    total INTEGER NOT NULL,
    reason TEXT
  ) STRICT;
  INSERT INTO new_scans (id, scope, started_at, ended_at, state, total, reason)
    SELECT id, scope, started_at, ended_at, state, total, reason FROM scans;
  DROP TABLE scans;
  ALTER TABLE new_scans RENAME TO scans;
  CREATE INDEX scans_of_scope ON scans (scope, id);

  CREATE TABLE held (
    name_id INTEGER NOT NULL REFERENCES names (id),
    family TEXT NOT NULL CHECK (family IN ('ipv4', 'ipv6')),
    was TEXT NOT NULL CHECK (was IN ('yes', 'no')),
    at INTEGER NOT NULL,
    PRIMARY KEY (name_id, family)
  ) STRICT, WITHOUT ROWID;
  `,
];
