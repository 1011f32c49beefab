// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

const pad = (part: number, length = 2) => String(part).padStart(length, '0');

/** A time in ms as an input of type datetime-local shows it, to the minute in local time. */
export function toInput(ms: number): string {
  const time = new Date(ms);
  const day = [pad(time.getFullYear(), 4), pad(time.getMonth() + 1), pad(time.getDate())].join('-');
  return `${day}T${pad(time.getHours())}:${pad(time.getMinutes())}`;
}

/** The other way; 0 for none. */
export function fromInput(text: string): number {
  const ms = new Date(text).getTime();
  return Number.isFinite(ms) ? ms : 0;
}
