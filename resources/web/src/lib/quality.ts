// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

import type { Key } from './i18n.svelte';
import { stateOf } from './format';
import type { TagInfo, TagValue } from './types';

/** How a value is to be drawn. Only "live" is drawn as a plain number. */
export type Look = 'live' | 'waiting' | 'old' | 'bad';

export interface Trust {
  look: Look;
  /** Quality name of the server, or "lost" and "waiting" of this page. */
  reason: string;
  exception: number;
}

/** How far the value may be trusted, seen from this page. */
export function trustOf(value: TagValue | undefined, feedIsLive: boolean): Trust {
  const exception = value?.x ?? 0;
  if (!value) return { look: 'waiting', reason: feedIsLive ? 'waiting' : 'lost', exception };
  if (!feedIsLive) return { look: 'old', reason: 'lost', exception };
  if (value.q === 'good') return { look: 'live', reason: 'good', exception };
  return { look: value.q.startsWith('uncertain') ? 'old' : 'bad', reason: value.q, exception };
}

/** Whether the value may be shown: with a bad quality it is only the last that was known. */
export function isShown(value: TagValue | undefined): boolean {
  return value !== undefined && (value.q === 'good' || value.q.startsWith('uncertain'));
}

export type Deviation = 'none' | 'low' | 'high';

/** Whether a live number has left its normal band. */
export function deviationOf(tag: TagInfo, value: TagValue | undefined): Deviation {
  if (!value || value.v === null || tag.kind === 'bool' || tag.kind === 'string') return 'none';
  const number = Number(value.v);
  if (tag.normalHigh !== null && number > tag.normalHigh) return 'high';
  if (tag.normalLow !== null && number < tag.normalLow) return 'low';
  return 'none';
}

/** Key of the text for an exception code of MODBUS Application Protocol 1.1b3, section 7. */
export function exceptionKey(code: number): Key {
  const known = [1, 2, 3, 4, 5, 6, 8, 10, 11];
  return known.includes(code) ? (`exception.${code}` as Key) : 'exception.other';
}

/** How much a state asks for attention. "unknown": nothing is known of it now. */
export type Tone = 'normal' | 'active' | 'warning' | 'alarm' | 'unknown';

export function toneNamed(name: string): Tone {
  return name === 'active' || name === 'warning' || name === 'alarm' ? name : 'normal';
}

/** The tone of a live state; of anything else nothing is said. */
export function toneOf(tag: TagInfo, value: TagValue | undefined, look: Look): Tone {
  if (look !== 'live' || !value || value.v === null) return 'unknown';
  const state = stateOf(tag.states, value.v);
  if (state) return toneNamed(state.tone);
  return value.v === true ? 'active' : 'normal';
}
