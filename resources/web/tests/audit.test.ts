// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

import { expect, it } from 'vitest';
import { filterOf, isOrigin, noFilter, parametersOf, percentOf, settings } from '../src/lib/audit';
import type { AuditCheck } from '../src/lib/types';

const check = (rows: number, total: number): AuditCheck => ({
  state: 'running', started: 1, finished: 0, rows, total, lastRow: 0, hash: '', pseudonymised: 0, badRow: 0, detail: '',
});

it('keeps a filter in the address and gives it to the server', () => {
  const filter = { ...noFilter, actor: ' anna ', area: 'a&b', from: '2026-01-31T12:00' };
  expect(filterOf(new URLSearchParams(settings(filter)))).toEqual(filter);
  expect(Object.fromEntries(parametersOf(filter))).toEqual({
    from: String(new Date(2026, 0, 31, 12).getTime()), actor: 'anna', area: 'a&b',
  });
  expect(parametersOf({ ...noFilter, to: 'soon', text: '  ' }).size).toBe(0);
  expect(filterOf(new URLSearchParams('unknown=1'))).toEqual(noFilter);
});

it('knows origins and progress', () => {
  expect(isOrigin('remote')).toBe(true);
  expect(isOrigin('toString')).toBe(false);
  expect(percentOf(check(1, 3))).toBe(33);
  expect(percentOf(check(9, 0))).toBe(0);
  expect(percentOf(check(12, 10))).toBe(100);
});
