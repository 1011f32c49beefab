// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

import { describe, expect, it } from 'vitest';
import { checkEntry, choicesOf, readNumber, stepped } from '../src/lib/writecheck';
import { makeRule, makeTag } from './tag';

const setpoint = makeTag({ unit: 'bar', write: makeRule({ min: 2, max: 6, step: 0.1 }) });
const key = (tag: Parameters<typeof checkEntry>[0], text: string, locale = 'en-GB') => {
  const entry = checkEntry(tag, text, locale);
  return entry.ok ? entry.value : entry.refusal.key;
};

describe('readNumber', () => {
  it('takes point and comma for the decimal sign', () => {
    expect(readNumber('1.5', 'de-DE')).toBe('1.5');
    expect(readNumber('1,5', 'en-GB')).toBe('1.5');
    expect(readNumber(' \u22121,5 ', 'de-DE')).toBe('-1.5');
  });

  it('refuses what could be grouping', () => {
    expect(readNumber('1.000', 'de-DE')).toBeNull();
    expect(readNumber('1.000', 'en-GB')).toBe('1.000');
    expect(readNumber('1,000', 'en-GB')).toBeNull();
  });

  it('refuses what is no number', () => {
    for (const text of ['', '.', '-', '1e3', '0x10', '1 000', 'NaN', '1.2.3'])
      expect(readNumber(text, 'en-GB'), text).toBeNull();
  });
});

describe('checkEntry', () => {
  it('takes what lies inside the limits and on a step', () => {
    expect(key(setpoint, '4.2')).toBe(4.2);
    expect(key(setpoint, '2')).toBe(2);
    expect(key(setpoint, '6')).toBe(6);
  });

  it('explains what does not', () => {
    expect(key(setpoint, '1.9')).toBe('entry.tooLow');
    expect(key(setpoint, '6.1')).toBe('entry.tooHigh');
    expect(key(setpoint, '4.25')).toBe('entry.offStep');
    expect(key(setpoint, 'four')).toBe('entry.notANumber');
    expect(key(setpoint, ' ')).toBe('entry.empty');
  });

  it('names the neighbours of a value off the step in the reader\u2019s language', () => {
    const entry = checkEntry(setpoint, '4,25', 'de-DE');
    expect(entry.ok ? null : entry.refusal.params).toEqual({ step: '0,1', lower: '4,2', upper: '4,3' });
  });

  it('keeps whole numbers whole, beyond 2^53 as text', () => {
    const count = makeTag({ kind: 'uint', write: makeRule() });
    expect(key(count, '1.5')).toBe('entry.notWhole');
    expect(key(count, '-1')).toBe('entry.negative');
    expect(key(count, '9007199254740993')).toBe('9007199254740993');
    expect(key(count, '12')).toBe(12);
  });

  it('makes a switch of a choice', () => {
    const valve = makeTag({ kind: 'bool', write: makeRule() });
    expect(key(valve, '1')).toBe(true);
    expect(key(valve, '0')).toBe(false);
    expect(choicesOf(valve).map(({ text }) => text)).toEqual(['0', '1']);
  });
});

describe('stepped', () => {
  it('goes to the next step and stays inside the limits', () => {
    expect(stepped(setpoint, '4', 1, 'en-GB')).toBe('4.1');
    expect(stepped(setpoint, '4.05', -1, 'en-GB')).toBe('4');
    expect(stepped(setpoint, '6', 1, 'en-GB')).toBe('6');
    expect(stepped(setpoint, '4', 1, 'de-DE')).toBe('4,1');
  });
});

it('offers only the states that may be written', () => {
  const states = [0, 1, 2].map((value) => ({ value, label: `S${value}`, tone: 'normal' }));
  const mode = makeTag({ kind: 'uint', states, write: makeRule({ min: 1, max: 2 }) });
  expect(choicesOf(mode).map(({ label }) => label)).toEqual(['S1', 'S2']);
});
