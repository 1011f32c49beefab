// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

import type { Approval } from './types';

/** What somebody else waits for comes first, news last. */
function rank({ state, own }: Approval): number {
  if (state !== 'waiting') return 2;
  return own ? 1 : 0;
}

/**
 * What this person has to know: requests to decide, own ones that wait, and what became of own
 * ones, until that was seen; each kind in the order in which it was asked for. What one took back
 * oneself is no news.
 */
export function concerns(all: readonly Approval[], seen: ReadonlySet<string>): Approval[] {
  return all
    .filter(({ id, state, own, mayDecide }) =>
      state === 'waiting' ? own || mayDecide : own && state !== 'withdrawn' && !seen.has(id),
    )
    .sort((a, b) => rank(a) - rank(b));
}
