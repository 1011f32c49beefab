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

  // The same rows as in tst_tagtext.cpp.
  it.each([
    [-12345.05, 1, '-12,345.1'],
    [0.05, 1, '0.1'],
    [-0.15, 1, '-0.2'],
    [0.125, 2, '0.13'],
    [1.005, 2, '1.01'],
    [2.5, 0, '3'],
    [0.49999999999999994, 0, '0'],
    [999.95, 1, '1,000.0'],
    [-0.04, 1, '-0.0'],
    [-0, 1, '0.0'],
    [1e-300, 3, '0.000'],
    [0.1, 9, '0.100000000'],
    [1000000000000000.3, 3, '1,000,000,000,000,000.200'],
    [12345678901234567890, 1, '12,345,678,901,234,567,000.0'],
    [1e23, 0, '100,000,000,000,000,000,000,000'],
  ])('rounds the digits of %d half away from zero at %d decimals: %s', (value, decimals, text) => {
    expect(formatValue(makeTag({ decimals }), value, 'en-GB')).toBe(text);
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
