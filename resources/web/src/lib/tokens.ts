// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

import type { Problem } from './api';
import { t } from './i18n.svelte';
import { problemText } from './say';
import { fromInput, toInput } from './timeinput';
import type { Token } from './accounttypes';

const dayMs = 86_400_000;
const usualDays = 90;
/** A token that ends within this time is marked. */
const soonMs = 14 * dayMs;

/** What is asked of who makes a token; the time is that of the form, in local time. */
export interface TokenForm {
  name: string;
  expires: string;
  write: boolean;
  areas: string[];
  network: string;
}

export function emptyToken(now: number): TokenForm {
  return { name: '', expires: toInput(now + usualDays * dayMs), write: false, areas: [], network: '' };
}

/** Why the form cannot be sent; empty: it can. */
export function tokenFault(form: TokenForm, now: number): string {
  if (form.name.trim() === '') return t('token.nameMissing');
  return fromInput(form.expires) > now ? '' : t('token.endMissing');
}

/** The body of POST tokens; areas say where it may look and write. */
export function bodyOf(form: TokenForm): object {
  const network = form.network.trim();
  return {
    name: form.name.trim(),
    expires: fromInput(form.expires),
    write: form.write,
    ...(form.areas.length > 0 && { areas: form.areas }),
    ...(network && { network }),
  };
}

/** What a refusal means when a token is made. */
export function tokenRefusal(problem: Problem): string {
  return problem.code === 'conflict' ? t('token.tooMany') : problemText(problem);
}

export type TokenState = 'good' | 'endsSoon' | 'ended';

export function tokenState(token: Token, now: number): TokenState {
  if (token.expires <= now) return 'ended';
  return token.expires - now < soonMs ? 'endsSoon' : 'good';
}

/** "read", "read and write", "read and write in intake": what it lets a program do. */
export function scopeText(token: Token): string {
  const verbs = t(token.write ? 'token.writes' : 'token.reads');
  return token.areas.length > 0 ? t('token.within', { verbs, areas: token.areas.join(', ') }) : verbs;
}
