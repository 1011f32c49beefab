// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

import { wordsOf } from './list';
import type { AccessReport } from './accounttypes';

export type Way = 'panel' | 'remote' | 'program';

/** Somebody on one way into the plant, with the tags that may be written there. */
export interface AccessRow {
  key: string;
  who: string;
  /** Of a token: its name; else the role. */
  what: string;
  way: Way;
  /** The account cannot sign in, or the token has ended. */
  isOff: boolean;
  /** Paths, sorted. */
  tags: string[];
}

export interface AccessFilter {
  /** Words of user, role or token. */
  who: string;
  /** Words of tag paths; only the tags that hold them are counted, and who may write none is left out. */
  tag: string;
  way: Way | '';
}

/** The report as rows; pathOf gives the path of a tag's id. */
export function rowsOf(report: AccessReport, pathOf: (id: string) => string): AccessRow[] {
  const paths = (ids: string[]) => ids.map(pathOf).sort((a, b) => a.localeCompare(b));
  const hasEnded = (expires: number) => expires > 0 && expires <= report.time;
  const users = report.users.flatMap((user) =>
    (['panel', 'remote'] as const).map((way) => ({
      key: `${user.user}/${way}`, who: user.user, what: user.role, way,
      isOff: !user.enabled || hasEnded(user.expires), tags: paths(user[way]),
    })),
  );
  const tokens = report.tokens.map((token) => ({
    key: token.token, who: token.user, what: token.name, way: 'program' as const,
    isOff: hasEnded(token.expires), tags: paths(token.program),
  }));
  return [...users, ...tokens];
}

const holds = (text: string, words: string[]) => words.every((word) => text.toLocaleLowerCase().includes(word));

export function filtered(rows: readonly AccessRow[], filter: AccessFilter): AccessRow[] {
  const people = wordsOf(filter.who);
  const words = wordsOf(filter.tag);
  return rows
    .filter(({ who, what, way }) => holds(`${who} ${what}`, people) && (filter.way === '' || filter.way === way))
    .map((row) => ({ ...row, tags: row.tags.filter((tag) => holds(tag, words)) }))
    .filter(({ tags }) => words.length === 0 || tags.length > 0);
}
