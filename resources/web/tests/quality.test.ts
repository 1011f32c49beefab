// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

import { describe, expect, it } from 'vitest';
import { deviationOf, exceptionKey, isShown, toneOf, trustOf } from '../src/lib/quality';
import { makeTag } from './tag';

const value = (q: string, v: number | boolean | string | null = 1) => ({ v, q, t: 1 });

describe('trustOf', () => {
  it('calls only a good value on a living feed live', () => {
    expect(trustOf(value('good'), true).look).toBe('live');
    expect(trustOf(value('good'), false)).toMatchObject({ look: 'old', reason: 'lost' });
    expect(trustOf(value('uncertain'), true).look).toBe('old');
    expect(trustOf(value('uncertain.clamped'), true)).toMatchObject({
      look: 'old',
      reason: 'uncertain.clamped',
    });
    expect(trustOf(value('bad.communication'), true).look).toBe('bad');
    expect(trustOf(undefined, true).look).toBe('waiting');
  });

  it('takes a quality that it does not know for bad', () => {
    expect(trustOf(value('splendid'), true).look).toBe('bad');
  });
});

it('shows no value of a bad quality, though the last one is known', () => {
  expect(['good', 'uncertain', 'uncertain.clamped'].every((q) => isShown(value(q)))).toBe(true);
  expect(['bad.communication', 'splendid'].some((q) => isShown(value(q)))).toBe(false);
  expect(isShown(undefined)).toBe(false);
});

describe('deviationOf', () => {
  it('says on which side the normal band was left', () => {
    const tag = makeTag({ normalLow: 3, normalHigh: 5 });
    expect(deviationOf(tag, value('good', 5.1))).toBe('high');
    expect(deviationOf(tag, value('good', 2.9))).toBe('low');
    expect(deviationOf(tag, value('good', 5))).toBe('none');
    expect(deviationOf(tag, value('good', '9007199254740993'))).toBe('high');
  });
});

describe('toneOf', () => {
  const tag = makeTag({ kind: 'bool', states: [{ value: 1, label: 'Fault', tone: 'alarm' }] });

  it('is the tone of the state', () => {
    expect(toneOf(tag, value('good', true), 'live')).toBe('alarm');
    expect(toneOf(tag, value('good', false), 'live')).toBe('normal');
  });

  it('says nothing of a value that is not live', () => {
    expect(toneOf(tag, value('good', true), 'old')).toBe('unknown');
    expect(toneOf(tag, value('good', null), 'live')).toBe('unknown');
  });
});

it('knows the exception codes of the specification', () => {
  expect(exceptionKey(2)).toBe('exception.2');
  expect(exceptionKey(7)).toBe('exception.other');
});
