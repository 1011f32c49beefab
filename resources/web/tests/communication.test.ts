// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

import { describe, expect, it } from 'vitest';
import { abnormalCount, unitStateKey } from '../src/lib/communication';
import type { LinkStatus, UnitStatus } from '../src/lib/types';

const link = (state: LinkStatus['state']): LinkStatus => ({
  connection: 'line',
  name: '',
  kind: 'tcp',
  state,
  reason: '',
  since: 0,
});

const unit = (state: UnitStatus['state']): UnitStatus => ({
  id: 'plc',
  name: '',
  connection: 'line',
  unit: 1,
  area: '',
  state,
  since: 0,
  lastAnswer: 0,
  requests: 0,
  good: 0,
  exceptions: 0,
  timeouts: 0,
  invalid: 0,
  skippedPolls: 0,
  roundTripMs: 0,
});

describe('abnormalCount', () => {
  it('counts connections and devices that want a look', () => {
    expect(abnormalCount(null)).toBe(0);
    expect(
      abnormalCount({
        auditFailing: false,
        restartPending: false,
        links: [link('connected'), link('idle'), link('disabled'), link('failed'), link('connecting')],
        devices: [unit('good'), unit('unknown'), unit('disabled'), unit('suspect'), unit('dead')],
      }),
    ).toBe(4);
  });
});

describe('unitStateKey', () => {
  it('does not say that a device was not asked yet when its connection failed', () => {
    expect(unitStateKey(unit('unknown'), link('connected'))).toBe('unit.unknown');
    expect(unitStateKey(unit('unknown'), undefined)).toBe('unit.unknown');
    expect(unitStateKey(unit('unknown'), link('failed'))).toBe('unit.cutOff');
    expect(unitStateKey(unit('dead'), link('failed'))).toBe('unit.dead');
  });
});
