// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

import { t, texts } from './i18n.svelte';
import { wordsOf } from './list';
import type { AccessReport, Grant } from './accounttypes';

export type Way = 'panel' | 'remote' | 'program' | 'modbus';

/** Somebody on one way into the plant, with the tags that may be seen and written there. */
export interface AccessRow {
  key: string;
  who: string;
  /** Of a token: its name; else the role. */
  what: string;
  way: Way;
  /** The account cannot sign in, or the token has ended. */
  isOff: boolean;
  /** Paths that may be written, sorted. */
  tags: string[];
  /** Paths that may be seen, sorted; null: everything. */
  seen: string[] | null;
  /** Where it comes from and which areas it is bound to, beyond the grants; empty: anywhere and to none. */
  bounds: string;
  /** By which grants, one line each. */
  grants: string[];
}

export interface AccessFilter {
  /** Words of user, role or token. */
  who: string;
  /** Words of tag paths; only the tags that hold them are counted, and who may neither see nor write one is left out. */
  tag: string;
  way: Way | '';
}

/** "view, write · areas: intake · from: panel, 10.1.0.0/16 (foreman)": one grant as people read it. */
export function grantText(grant: Grant): string {
  const from = [...grant.origins.map((origin) => t(`origin.${origin}`)), ...grant.networks];
  const parts = [
    grant.verbs.map((verb) => texts.maybe(`permission.${verb}`) ?? verb).join(', '),
    ...(grant.areas.length > 0 ? [t('access.areas', { areas: grant.areas.join(', ') })] : []),
    ...(grant.tags.length > 0 ? [t('access.onTags', { tags: grant.tags.join(', ') })] : []),
    ...(from.length > 0 ? [t('access.from', { from: from.join(', ') })] : []),
  ];
  return `${parts.join(' · ')} (${grant.role})`;
}

function boundsOf(areas: string[], networks: string[]): string {
  return [
    ...(areas.length > 0 ? [t('access.areas', { areas: areas.join(', ') })] : []),
    ...(networks.length > 0 ? [t('access.from', { from: networks.join(', ') })] : []),
  ].join(' · ');
}

/** The report as rows; pathOf gives the path of a tag's id, needsTwo whether one person alone cannot write it. */
export function rowsOf(
  report: AccessReport, pathOf: (id: string) => string, needsTwo: (id: string) => boolean = () => false,
): AccessRow[] {
  const sorted = (texts: string[]) => texts.sort((a, b) => a.localeCompare(b));
  const paths = (ids: string[]) => sorted(ids.map(pathOf));
  const written = (ids: string[]) =>
    sorted(ids.map((id) => (needsTwo(id) ? t('access.needsTwo', { tag: pathOf(id) }) : pathOf(id))));
  const hasEnded = (expires: number) => expires > 0 && expires <= report.time;
  const users = report.users.flatMap((user) =>
    (['panel', 'remote'] as const).map((way) => ({
      key: `${user.user}/${way}`, who: user.user, what: user.role, way,
      isOff: !user.enabled || hasEnded(user.expires), tags: written(user[way]),
      seen: way === 'panel' ? null : paths(user.remoteView), bounds: '', grants: user.grants.map(grantText),
    })),
  );
  const tokens = report.tokens.map((token) => ({
    key: token.token, who: token.user, what: token.name, way: 'program' as const,
    isOff: hasEnded(token.expires), tags: written(token.program), seen: paths(token.programView),
    bounds: boundsOf(token.areas, token.network ? [token.network] : []), grants: token.grants.map(grantText),
  }));
  const { clients, allow } = report.northbound;
  const north = clients.map((client) => ({
    key: `modbus/${client.role}`, who: t('access.modbus'), what: client.role || t('access.noRole'),
    way: 'modbus' as const, isOff: false, tags: written(client.modbus), seen: paths(client.modbusView),
    bounds: boundsOf([], allow), grants: client.grants.map(grantText),
  }));
  return [...users, ...tokens, ...north];
}

const holds = (text: string, words: string[]) => words.every((word) => text.toLocaleLowerCase().includes(word));

export function filtered(rows: readonly AccessRow[], filter: AccessFilter): AccessRow[] {
  const people = wordsOf(filter.who);
  const words = wordsOf(filter.tag);
  return rows
    .filter(({ who, what, way }) => holds(`${who} ${what}`, people) && (filter.way === '' || filter.way === way))
    .map((row) => ({
      ...row,
      tags: row.tags.filter((tag) => holds(tag, words)),
      seen: row.seen?.filter((tag) => holds(tag, words)) ?? null,
    }))
    .filter(({ tags, seen }) => words.length === 0 || tags.length > 0 || (seen?.length ?? 0) > 0);
}
