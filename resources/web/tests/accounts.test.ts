// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

import { describe, expect, it } from 'vitest';
import { changeFault, changesOf, creationFault, formOf, isUserName, passwordFault, pseudonymFault, roleText, statesOf } from '../src/lib/accounts';
import { Problem } from '../src/lib/api';
import { fromInput, toInput } from '../src/lib/timeinput';
import type { Account } from '../src/lib/accounttypes';

const now = Date.UTC(2026, 5, 1);
const makeAccount = (changes: Partial<Account> = {}): Account => ({
  name: 'vera', displayName: 'Vera', role: 'viewer', enabled: true, hasPin: false, hasSecondFactor: false,
  mustChangePassword: false, shared: false, expires: 0, lastSignIn: 0, lockedForMs: 0, ...changes,
});
const keysOf = (changes: Partial<Account>) => statesOf(makeAccount(changes), now).map(({ key }) => key);

describe('the state of an account', () => {
  it('is enabled only if its user can sign in', () => {
    expect(keysOf({})).toEqual(['account.enabled']);
    expect(keysOf({ enabled: false })).toEqual(['account.disabled']);
    expect(keysOf({ expires: now })).toEqual(['account.expired']);
    expect(keysOf({ expires: now + 1 })).toEqual(['account.enabled']);
    expect(keysOf({ lockedForMs: 1 })).toEqual(['account.locked']);
    expect(keysOf({ shared: true })).toEqual(['account.enabled', 'account.shared']);
  });

  it('says everything that holds', () => {
    expect(keysOf({ enabled: false, expires: 1, lockedForMs: 5, mustChangePassword: true })).toEqual([
      'account.disabled', 'account.expired', 'account.locked', 'account.mustChange',
    ]);
  });
});

describe('the form of an account', () => {
  it('sends what was changed and nothing else', () => {
    const account = makeAccount({ expires: now + 59_999 });
    const form = formOf(account, '');
    expect(changesOf(account, form)).toEqual({});
    expect(changesOf(account, { ...form, role: 'operator', enabled: false })).toEqual({ role: 'operator', enabled: false });
    expect(changesOf(account, { ...form, expires: '' })).toEqual({ expires: 0 });
    expect(changesOf(account, { ...form, shared: true })).toEqual({ shared: true });
    expect(changesOf(account, { ...form, mustChangePassword: true })).toEqual({ mustChangePassword: true });
  });

  it('never takes back that a password has to be chosen', () => {
    const account = makeAccount({ mustChangePassword: true });
    expect(changesOf(account, { ...formOf(account, ''), mustChangePassword: false })).toEqual({});
  });

  it('begins with the given role and no end', () => {
    expect(formOf(null, 'viewer')).toMatchObject({ name: '', role: 'viewer', expires: '', enabled: true });
  });

  it('knows the names that the server takes', () => {
    for (const good of ['a', '0', 'anna.b-c_d', 'a'.repeat(64)]) expect(isUserName(good), good).toBe(true);
    for (const bad of ['', 'Anna', '.a', 'a b', 'ä', 'a'.repeat(65)]) expect(isUserName(bad), bad).toBe(false);
  });
});

it('says what a refusal means', () => {
  const conflict = new Problem(409, 'conflict', 'd');
  expect(creationFault(conflict, 'vera', ['vera'])).toMatch(/is a user of this name/);
  expect(creationFault(conflict, 'otto', ['vera'])).toMatch(/who is gone/);
  expect(changeFault(conflict)).toMatch(/no enabled administrator/);
  expect(changeFault(new Problem(404, 'notFound', ''))).toMatch(/removed meanwhile/);
  expect(passwordFault(new Problem(422, 'notAcceptable', 'too easy'))).toMatch(/not accepted.*too easy/);
  expect(pseudonymFault(new Problem(409, 'conflict', 'Disable the user first.'))).toBe('Disable the user first.');
  expect(pseudonymFault(new Problem(403, 'notConfirmed', ''))).not.toBe('');
  expect(passwordFault(new Problem(503, 'notAudited', ''))).not.toMatch(/password/);
});

it('tells what a role allows, and where', () => {
  const role = { id: 'r', name: 'R', permissions: ['view', 'write', 'fly'], areas: [] as string[], builtIn: false };
  expect(roleText(role)).toBe('View, Write, fly');
  expect(roleText({ ...role, areas: ['intake', 'dosing'] })).toMatch(/intake, dosing only/);
});

it('gives times to inputs and takes them back', () => {
  const noon = new Date(2026, 0, 5, 7, 3).getTime();
  expect(toInput(noon)).toBe('2026-01-05T07:03');
  expect(fromInput(toInput(noon))).toBe(noon);
  expect(fromInput('')).toBe(0);
});
