// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

import type { Scalar, StateLabel, TagInfo } from './types';

type Shown = Pick<TagInfo, 'kind' | 'decimals' | 'states'>;

export const noValue = '–';

const formats = new Map<string, Intl.NumberFormat>();

/** A number format that is made once per locale and number of decimals. */
export function numberFormat(locale: string, decimals: number): Intl.NumberFormat {
  const key = `${locale}/${decimals}`;
  let format = formats.get(key);
  if (!format) {
    format = new Intl.NumberFormat(locale, {
      minimumFractionDigits: decimals,
      maximumFractionDigits: decimals,
    });
    formats.set(key, format);
  }
  return format;
}

/** The state that a whole or boolean value stands for. */
export function stateOf(states: StateLabel[], value: Scalar | null): StateLabel | undefined {
  if (value === null || states.length === 0) return undefined;
  return states.find((state) => String(state.value) === String(Number(value)));
}

function formatNumber(tag: Shown, value: number | string, locale: string): string {
  if (typeof value === 'string')
    return /^-?\d+$/.test(value) ? numberFormat(locale, 0).format(BigInt(value)) : value;
  if (!Number.isFinite(value)) return noValue;
  // A mean of whole numbers has decimals. As text the number is its shortest digits in every engine, and those are
  // rounded half away from zero, as on the panel; minus zero is "0".
  const decimals = tag.kind !== 'double' && Number.isInteger(value) ? 0 : tag.decimals;
  return numberFormat(locale, decimals).format(`${value}`);
}

/** The value as people read it, without its unit. */
export function formatValue(tag: Shown, value: Scalar | null | undefined, locale: string): string {
  if (value === null || value === undefined) return noValue;
  if (tag.kind === 'string') return String(value);
  const state = stateOf(tag.states, value);
  if (state) return state.label;
  if (typeof value === 'boolean') return value ? '1' : '0';
  return formatNumber(tag, value, locale);
}

export function withUnit(text: string, unit: string): string {
  return unit === '' || text === noValue ? text : `${text}\u00a0${unit}`;
}

/** A limit or step with only the decimals it needs. */
export function formatPlain(value: number, locale: string): string {
  return new Intl.NumberFormat(locale, { maximumFractionDigits: 9 }).format(value);
}

/** "12 s", "3 min", "2 h", "4 d": the SI signs are the same in every language. */
export function formatAge(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds < 120) return `${seconds}\u00a0s`;
  if (seconds < 7200) return `${Math.floor(seconds / 60)}\u00a0min`;
  if (seconds < 172800) return `${Math.floor(seconds / 3600)}\u00a0h`;
  return `${Math.floor(seconds / 86400)}\u00a0d`;
}

export function formatTime(ms: number, locale: string): string {
  return new Date(ms).toLocaleTimeString(locale, { hour12: false });
}

export function formatDateTime(ms: number, locale: string): string {
  return new Date(ms).toLocaleString(locale, {
    dateStyle: 'medium',
    timeStyle: 'medium',
    hour12: false,
  });
}

/** "640 KiB", "12.4 MiB": a small file is not 0.0 MiB. */
export function formatSize(bytes: number, locale: string): string {
  const kibibytes = bytes / 1024;
  return kibibytes < 1024
    ? `${numberFormat(locale, 0).format(Math.ceil(kibibytes))}\u00a0KiB`
    : `${numberFormat(locale, 1).format(kibibytes / 1024)}\u00a0MiB`;
}

/** The last two parts of a path: "intake/Inlet valve/Position" as "Inlet valve · Position". */
export function shortNameOf(path: string): string {
  return path.split('/').slice(-2).join(' · ');
}

/** The last part of a path: "intake/Inlet valve/Position" is shown as "Position". */
export function leafOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
