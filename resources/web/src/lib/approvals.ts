// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

import type { Approval } from './types';

/**
 * What this person has to know: requests to decide, own ones that wait, and what became of own
 * ones, until that was seen. What one took back oneself is no news.
 */
export function concerns(all: readonly Approval[], seen: ReadonlySet<string>): Approval[] {
  return all.filter(({ id, state, own, mayDecide }) =>
    state === 'waiting' ? own || mayDecide : own && state !== 'withdrawn' && !seen.has(id),
  );
}
