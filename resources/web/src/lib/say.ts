// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

import type { Problem } from './api';
import { formatPlain, formatValue, noValue, withUnit } from './format';
import { t, texts } from './i18n.svelte';
import { exceptionKey, isShown, type Trust } from './quality';
import type { Scalar, TagInfo, TagValue } from './types';

/** The sentence for a refusal of the server, in the user's language where it is known. */
export function problemText(problem: Problem): string {
  const known = texts.maybe(`problem.${problem.code}`, {
    detail: problem.detail,
    seconds: problem.retryAfter || 1,
  });
  return known ?? (problem.detail || problem.code);
}

/** Why a value is not to be taken for live; "Good" if it is. */
export function trustText(trust: Trust): string {
  if (trust.exception > 0 && trust.reason === 'bad.deviceException')
    return t(exceptionKey(trust.exception), { code: trust.exception });
  return texts.maybe(`quality.${trust.reason}`) ?? trust.reason;
}

/** The same in one short word, for where a sentence has no room. */
export function trustCode(trust: Trust): string {
  return texts.maybe(`code.${trust.reason}`, { exception: trust.exception }) ?? trust.reason;
}

/** The value as people read it, without its unit. */
export function valueText(tag: TagInfo, value: Scalar | null | undefined): string {
  if (typeof value === 'boolean' && tag.states.length === 0)
    return t(value ? 'value.on' : 'value.off');
  return formatValue(tag, value, texts.locale);
}

/** The same of what a tag has now. */
export function shownText(tag: TagInfo, value: TagValue | undefined): string {
  return isShown(value) ? valueText(tag, value?.v) : noValue;
}

export function valueWithUnit(tag: TagInfo, value: Scalar | null | undefined): string {
  return withUnit(valueText(tag, value), tag.unit);
}

/** What people call a role; those that every project has are named in their language. */
export function roleTitle(id: string, name = ''): string {
  return texts.maybe(`role.${id}`) ?? (name || id);
}

/** "30 to 100 %", or what of it is set; nothing if there is no limit. */
export function rangeText(min: number | null, max: number | null, unit: string): string {
  const shown = (limit: number) => withUnit(formatPlain(limit, texts.locale), unit);
  if (min !== null && max !== null)
    return t('write.range', { min: formatPlain(min, texts.locale), max: shown(max) });
  if (min !== null) return t('write.atLeast', { min: shown(min) });
  return max === null ? '' : t('write.atMost', { max: shown(max) });
}
