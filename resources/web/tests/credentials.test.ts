// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { filtered, rowsOf } from '../src/lib/accessreport';
import { api, Problem } from '../src/lib/api';
import { Credentials } from '../src/lib/credentials.svelte';
import { bodyOf, emptyToken, scopeText, tokenFault, tokenRefusal, tokenState } from '../src/lib/tokens';
import type { AccessReport, Grant, SessionEntry, Token } from '../src/lib/accounttypes';

const now = Date.UTC(2026, 5, 1);
const day = 86_400_000;
const makeToken = (changes: Partial<Token> = {}): Token => ({
  id: 't1', user: 'anna', name: 'historian', write: false, areas: [], network: '', created: 0,
  expires: now + 90 * day, lastUsed: 0, ...changes,
});
const makeSession = (changes: Partial<SessionEntry>): SessionEntry => ({
  id: 's1', user: 'anna', origin: 'remote', address: '', started: 0, lastUsed: 0, own: false, ...changes,
});

describe('sessions and tokens', () => {
  const sessions = [
    makeSession({ id: 's1', own: true }), makeSession({ id: 's2' }), makeSession({ id: 's3' }),
    makeSession({ id: 's4', user: 'otto' }),
  ];
  const tokens = [makeToken(), makeToken({ id: 't2', user: 'otto' })];
  let ended: string[];

  beforeEach(() => {
    ended = [];
    vi.spyOn(api, 'get').mockImplementation((path) => Promise.resolve({ sessions, tokens }[path]
      ? ({ [path]: { sessions, tokens }[path] } as never) : ({} as never)));
    vi.spyOn(api, 'delete').mockImplementation((path) => {
      ended.push(path);
      return path.endsWith('s2') ? Promise.reject(new Problem(404, 'notFound', '')) : Promise.resolve();
    });
  });

  afterEach(() => void vi.restoreAllMocks());

  it('shows an administrator the own ones, or those of all', async () => {
    const own = new Credentials('anna');
    await own.load();
    expect(own.sessions.map(({ id }) => id)).toEqual(['s1', 's2', 's3']);
    expect(own.tokens.map(({ id }) => id)).toEqual(['t1']);
    const all = new Credentials('');
    await all.load();
    expect([all.sessions.length, all.tokens.length]).toEqual([4, 2]);
  });

  it('ends all others of the user but not this one, also if one has ended meanwhile', async () => {
    const own = new Credentials('anna');
    await own.load();
    await own.endOthers();
    expect(ended).toEqual(['sessions/s2', 'sessions/s3']);
    expect(own.action.fault).toBe('');
  });
});

describe('a token', () => {
  const form = { ...emptyToken(now), name: ' historian ' };

  it('needs a name and an end to come', () => {
    expect(tokenFault(form, now)).toBe('');
    expect(tokenFault({ ...form, name: ' ' }, now)).toMatch(/name/);
    expect(tokenFault({ ...form, expires: '' }, now)).toMatch(/must end/);
    expect(tokenFault(form, now + 91 * day)).toMatch(/must end/);
  });

  it('is sent without what says nothing', () => {
    expect(bodyOf(form)).toEqual({ name: 'historian', write: false, expires: now + 90 * day });
    expect(bodyOf(form)).not.toHaveProperty('areas');
    expect(bodyOf({ ...form, areas: ['intake'] })).toMatchObject({ write: false, areas: ['intake'] });
    expect(bodyOf({ ...form, write: true, areas: ['intake'], network: ' 192.0.2.0/24 ' })).toMatchObject({
      write: true, areas: ['intake'], network: '192.0.2.0/24',
    });
  });

  it('says what it may, and when it ends', () => {
    expect(scopeText(makeToken())).toBe('read');
    expect(scopeText(makeToken({ areas: ['intake'] }))).toBe('read in intake');
    expect(scopeText(makeToken({ write: true }))).toBe('read and write');
    expect(scopeText(makeToken({ write: true, areas: ['intake'] }))).toBe('read and write in intake');
    expect(tokenState(makeToken(), now)).toBe('good');
    expect(tokenState(makeToken({ expires: now + 13 * day }), now)).toBe('endsSoon');
    expect(tokenState(makeToken({ expires: now }), now)).toBe('ended');
    expect(tokenRefusal(new Problem(409, 'conflict', ''))).toMatch(/too many/);
  });
});

describe('the access report', () => {
  const grant: Grant = {
    role: 'operator', verbs: ['view', 'write'], areas: ['intake'], tags: ['a'], origins: ['remote'],
    networks: ['10.1.0.0/16'],
  };
  const report: AccessReport = {
    time: now,
    users: [
      {
        user: 'anna', role: 'operator', enabled: true, expires: 0, panel: ['b', 'a'], remote: ['a'],
        remoteView: ['a', 'b'], grants: [grant],
      },
      { user: 'otto', role: 'viewer', enabled: false, expires: 0, panel: [], remote: [], remoteView: [], grants: [] },
    ],
    tokens: [{
      token: 't1', name: 'historian', user: 'anna', areas: ['intake'], network: '192.0.2.0/24', expires: now,
      program: ['a'], programView: ['a'], grants: [],
    }],
    northbound: {
      enabled: true, tls: false, allow: ['192.0.2.9'],
      clients: [{ role: '', modbus: [], modbusView: ['b'], grants: [] }],
    },
  };
  const pathOf = (id: string) => ({ a: 'intake/valve', b: 'dosing/pump' })[id] ?? id;
  const rows = rowsOf(report, pathOf);
  const keys = (filter: Partial<Parameters<typeof filtered>[1]>) =>
    filtered(rows, { who: '', tag: '', way: '', ...filter }).map(({ key }) => key);

  it('has a row for everybody on each way', () => {
    expect(rows.map(({ key }) => key)).toEqual([
      'anna/panel', 'anna/remote', 'otto/panel', 'otto/remote', 't1', 'modbus/',
    ]);
    expect(rows[0]?.tags).toEqual(['dosing/pump', 'intake/valve']);
    expect(rows.map(({ isOff }) => isOff)).toEqual([false, false, true, true, true, false]);
    expect(rows.map(({ seen }) => seen?.length ?? null)).toEqual([null, 2, null, 0, 1, 1]);
  });

  it('says what nobody writes alone', () => {
    const [anna] = rowsOf(report, pathOf, (id) => id === 'a');
    expect(anna?.tags).toEqual(['dosing/pump', 'intake/valve (by two persons)']);
    expect(anna?.seen).toBeNull();
  });

  it('answers who may write a tag, and what somebody may write', () => {
    expect(keys({ tag: 'PUMP' })).toEqual(['anna/panel', 'anna/remote', 'modbus/']);
    expect(keys({ who: 'otto' })).toEqual(['otto/panel', 'otto/remote']);
    expect(keys({ who: 'historian' })).toEqual(['t1']);
    expect(keys({ way: 'remote' })).toEqual(['anna/remote', 'otto/remote']);
    expect(keys({ tag: 'nothing' })).toEqual([]);
  });

  it('says from where, and by which grants', () => {
    expect(rows[1]?.grants).toEqual([
      'View, Write · areas: intake · tags: a · from: Browser, 10.1.0.0/16 (operator)',
    ]);
    expect(rows[4]?.bounds).toBe('areas: intake · from: 192.0.2.0/24');
    expect(rows[5]?.bounds).toBe('from: 192.0.2.9');
  });
});
