// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

import { expect, it } from 'vitest';
import { concerns } from '../src/lib/approvals';
import type { Approval } from '../src/lib/types';

function approval(id: string, change: Partial<Approval>): Approval {
  return {
    id, tag: 'valve', path: 'plant/valve', value: 5, user: 'anna', origin: 'panel', reason: '',
    asked: 1, until: 2, state: 'waiting', by: '', detail: '', own: false, mayDecide: false,
    outcome: null, ...change,
  };
}

it('shows what one has to decide, then what becomes of own requests', () => {
  const all = [
    approval('declined', { own: true, state: 'declined' }),
    approval('other', {}),
    approval('own', { own: true }),
    approval('decide', { mayDecide: true }),
    approval('later', { mayDecide: true }),
    approval('withdrawn', { own: true, state: 'withdrawn' }),
    approval('seen', { own: true, state: 'expired' }),
    approval('theirs', { state: 'approved' }),
  ];
  expect(concerns(all, new Set(['seen'])).map(({ id }) => id)).toEqual([
    'decide', 'later', 'own', 'declined',
  ]);
});
