// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

/** What the server says of accounts, sessions and tokens. Times are milliseconds since the epoch. */

/** One account, for administrators. */
export interface Account {
  name: string;
  displayName: string;
  role: string;
  enabled: boolean;
  hasPin: boolean;
  hasSecondFactor: boolean;
  mustChangePassword: boolean;
  /** Several people use it: it cannot administer. */
  shared: boolean;
  /** Good before that; 0: for ever. */
  expires: number;
  /** 0: never. */
  lastSignIn: number;
  /** Sign-ins from remote wait that long after failures. */
  lockedForMs: number;
}

/** A connection that shows it is good for its user alone. */
export interface UserCertificate {
  /** SHA-256, "AA:BB:…". */
  fingerprint: string;
  name: string;
  /** As it says itself. */
  ends: number;
  added: number;
  addedBy: string;
}

export interface Role {
  id: string;
  name: string;
  permissions: string[];
  /** Where writing holds; empty: everywhere. */
  areas: string[];
  builtIn: boolean;
}

export interface SessionEntry {
  id: string;
  user: string;
  origin: 'panel' | 'remote';
  address: string;
  started: number;
  lastUsed: number;
  /** The session of this page. */
  own: boolean;
}

/** What lets a program in; its secret is not part of it. */
export interface Token {
  id: string;
  user: string;
  name: string;
  write: boolean;
  /** Where it may look and write; empty: wherever its user may. */
  areas: string[];
  /** Where it may come from; empty: anywhere. */
  network: string;
  created: number;
  expires: number;
  /** To the minute; 0: never. */
  lastUsed: number;
}

/** Allows its verbs where all of its lists say so; an empty list limits nothing. */
export interface Grant {
  role: string;
  verbs: string[];
  areas: string[];
  tags: string[];
  origins: ('panel' | 'remote' | 'program' | 'modbus')[];
  networks: string[];
}

/** Who may see and write what, and by which grants; the lists hold ids of tags. */
export interface AccessReport {
  time: number;
  users: {
    user: string; role: string; enabled: boolean; expires: number;
    panel: string[]; remote: string[]; remoteView: string[]; grants: Grant[];
  }[];
  tokens: {
    token: string; name: string; user: string; areas: string[]; network: string; expires: number;
    program: string[]; programView: string[]; grants: Grant[];
  }[];
  northbound: {
    enabled: boolean; tls: boolean; allow: string[];
    clients: { role: string; modbus: string[]; modbusView: string[]; grants: Grant[] }[];
  };
}
