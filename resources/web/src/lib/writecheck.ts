// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

import { formatPlain } from './format';
import type { Key, Params } from './i18n.svelte';
import type { Scalar, TagInfo } from './types';

export interface Refusal {
  key: Key;
  params: Params;
}

export type Entry = { ok: true; value: Scalar } | { ok: false; refusal: Refusal };

function refuse(key: Key, params: Params = {}): Entry {
  return { ok: false, refusal: { key, params } };
}

function decimalSign(locale: string): string {
  const parts = new Intl.NumberFormat(locale).formatToParts(1.5);
  return parts.find((part) => part.type === 'decimal')?.value ?? '.';
}

/**
 * A typed number in plain form ("-1.5"), or null. Point and comma both separate decimals; grouping is
 * refused, because "1.000" would be one thing in one language and another thing in the next.
 */
export function readNumber(text: string, locale: string): string | null {
  const compact = text.trim().replace('\u2212', '-');
  const match = /^([+-]?)(\d*)(?:([.,])(\d*))?$/.exec(compact);
  if (!match) return null;
  const [, sign = '', whole = '', separator, fraction = ''] = match;
  if (whole === '' && fraction === '') return null;
  if (separator && separator !== decimalSign(locale) && /^\d{3}$/.test(fraction)) return null;
  return `${sign === '-' ? '-' : ''}${whole || '0'}${fraction ? `.${fraction}` : ''}`;
}

function checkStep(tag: TagInfo, value: number, locale: string): Entry | null {
  const step = tag.write?.step;
  if (!step) return null;
  const base = tag.write?.min ?? 0;
  const steps = (value - base) / step;
  if (Math.abs(steps - Math.round(steps)) < 1e-6) return null;
  const near = (count: number) => formatPlain(Number((base + count * step).toPrecision(12)), locale);
  return refuse('entry.offStep', {
    step: formatPlain(step, locale),
    lower: near(Math.floor(steps)),
    upper: near(Math.ceil(steps)),
  });
}

function checkLimits(tag: TagInfo, value: number, locale: string): Entry | null {
  const { min, max } = tag.write ?? { min: null, max: null };
  const shown = (limit: number) => formatPlain(limit, locale);
  if (min !== null && value < min) return refuse('entry.tooLow', { min: shown(min), unit: tag.unit });
  if (max !== null && value > max)
    return refuse('entry.tooHigh', { max: shown(max), unit: tag.unit });
  return checkStep(tag, value, locale);
}

function wholeValue(plain: string): Scalar {
  const number = Number(plain);
  return Number.isSafeInteger(number) ? number : plain;
}

function checkNumber(tag: TagInfo, text: string, locale: string): Entry {
  const plain = readNumber(text, locale);
  if (plain === null) return refuse('entry.notANumber');
  if (tag.kind !== 'double' && plain.includes('.')) return refuse('entry.notWhole');
  if (tag.kind === 'uint' && plain.startsWith('-') && Number(plain) !== 0)
    return refuse('entry.negative');
  const refusal = checkLimits(tag, Number(plain), locale);
  if (refusal) return refusal;
  return { ok: true, value: tag.kind === 'double' ? Number(plain) : wholeValue(plain) };
}

/** Whether the typed text may be sent as the tag's new value; the server checks again. */
export function checkEntry(tag: TagInfo, text: string, locale: string): Entry {
  if (tag.kind === 'string') return { ok: true, value: text };
  if (text.trim() === '') return refuse('entry.empty');
  if (tag.kind === 'bool') return { ok: true, value: text === '1' || text === 'true' };
  return checkNumber(tag, text, locale);
}

/** The choices for a tag with named states or two positions; nothing for a free number or text. */
export function choicesOf(tag: TagInfo): { text: string; label: string }[] {
  if (tag.states.length > 0) {
    const min = tag.write?.min ?? -Infinity;
    const max = tag.write?.max ?? Infinity;
    return tag.states
      .filter(({ value }) => Number(value) >= min && Number(value) <= max)
      .map(({ value, label }) => ({ text: String(value), label }));
  }
  if (tag.kind !== 'bool') return [];
  return ['0', '1'].map((text) => ({ text, label: text }));
}

/** One step up or down from the typed value, kept inside the limits; as plain text. */
export function stepped(tag: TagInfo, text: string, direction: 1 | -1, locale: string): string {
  const { min, max, step } = tag.write ?? { min: null, max: null, step: null };
  const width = step ?? (tag.kind === 'double' ? 10 ** -tag.decimals : 1);
  const base = min ?? 0;
  const start = Number(readNumber(text, locale) ?? base);
  const exact = (start - base) / width;
  const count = direction > 0 ? Math.floor(exact + 1e-6) + 1 : Math.ceil(exact - 1e-6) - 1;
  const next = Math.min(max ?? Infinity, Math.max(min ?? -Infinity, base + count * width));
  return new Intl.NumberFormat(locale, { maximumFractionDigits: 9, useGrouping: false }).format(
    Number(next.toPrecision(12)),
  );
}
