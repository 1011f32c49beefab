// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

import { describe, expect, it } from 'vitest';
import { formatAge, formatSize, formatValue, leafOf, noValue, shortNameOf, stateOf, withUnit } from '../src/lib/format';
import { makeTag } from './tag';

describe('formatValue', () => {
  it('has the decimals of the tag and the sign of the language', () => {
    expect(formatValue(makeTag({ decimals: 2 }), 1234.5, 'en-GB')).toBe('1,234.50');
    expect(formatValue(makeTag({ decimals: 2 }), 1234.5, 'de-DE')).toBe('1.234,50');
    expect(formatValue(makeTag(), -0, 'en-GB')).toBe('0.0');
  });

  it('rounds the number itself, as the panel does, and not its shortest digits', () => {
    expect(formatValue(makeTag(), -12345.05, 'en-GB')).toBe('-12,345.0');
    expect(formatValue(makeTag(), 0.05, 'en-GB')).toBe('0.1');
    expect(formatValue(makeTag({ decimals: 2 }), 0.125, 'en-GB')).toBe('0.13');
    expect(formatValue(makeTag(), -0.04, 'en-GB')).toBe('-0.0');
    expect(formatValue(makeTag({ decimals: 0 }), 1e22, 'en-GB')).toBe('10,000,000,000,000,000,000,000');
  });

  it('shows whole numbers whole, and their means with decimals', () => {
    expect(formatValue(makeTag({ kind: 'int' }), -4321, 'en-GB')).toBe('-4,321');
    expect(formatValue(makeTag({ kind: 'uint' }), 2.5, 'en-GB')).toBe('2.5');
  });

  it('names states, of switches too', () => {
    const states = [{ value: 1, label: 'Running', tone: 'active' }];
    expect(formatValue(makeTag({ kind: 'bool', states }), true, 'en-GB')).toBe('Running');
    expect(stateOf(states, false)).toBeUndefined();
  });

  it('shows every digit of a number that a double cannot hold', () => {
    const tag = makeTag({ kind: 'uint', decimals: 0 });
    expect(formatValue(tag, '18446744073709551615', 'en-GB')).toBe('18,446,744,073,709,551,615');
  });

  it('shows no number where there is none', () => {
    expect(formatValue(makeTag(), null, 'en-GB')).toBe(noValue);
    expect(formatValue(makeTag(), Number.NaN, 'en-GB')).toBe(noValue);
    expect(withUnit(noValue, 'bar')).toBe(noValue);
  });
});

it('tells an age in one unit', () => {
  expect([-5, 119_000, 120_000, 7_200_000, 172_800_000].map(formatAge)).toEqual([
    '0\u00a0s',
    '119\u00a0s',
    '2\u00a0min',
    '2\u00a0h',
    '2\u00a0d',
  ]);
});

it('tells a size with digits that say something', () => {
  expect([1, 2048, 1024 * 1024, 13_000_000].map((bytes) => formatSize(bytes, 'en-GB'))).toEqual([
    '1\u00a0KiB',
    '2\u00a0KiB',
    '1.0\u00a0MiB',
    '12.4\u00a0MiB',
  ]);
});

it('shortens paths', () => {
  expect(leafOf('intake/Inlet valve/Position')).toBe('Position');
  expect(shortNameOf('intake/Inlet valve/Position')).toBe('Inlet valve · Position');
  expect(shortNameOf('Position')).toBe('Position');
});
