// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

import type { TagInfo, WriteRule } from '../src/lib/types';

/** A tag with everything that a test does not care about. */
export function makeTag(changes: Partial<TagInfo> = {}): TagInfo {
  return {
    id: 'level',
    path: 'intake/Raw water tank/Level',
    description: '',
    device: 'plc',
    unit: '%',
    decimals: 1,
    kind: 'double',
    low: 0,
    high: 100,
    normalLow: 30,
    normalHigh: 92,
    states: [],
    pollMs: 1000,
    history: true,
    write: null,
    ...changes,
  };
}

export function makeRule(changes: Partial<WriteRule> = {}): WriteRule {
  return {
    allowed: true,
    reason: '',
    min: null,
    max: null,
    step: null,
    confirm: 'none',
    momentary: false,
    secondPerson: false,
    ...changes,
  };
}
