// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

import type { Screen, Widget, WidgetGroup } from './types';

/** Columns of a screen as it was drawn, and of a group on a phone. */
export const screenColumns = 12;
export const phoneColumns = 4;

/** Groups in reading order: from the top, and from the left within a row. */
export function inReadingOrder<T extends { x: number; y: number }>(placed: readonly T[]): T[] {
  return [...placed].sort((a, b) => a.y - b.y || a.x - b.x);
}

/** Rows that the widgets of a group need; at least one. */
export function rowsOf(group: WidgetGroup): number {
  return Math.max(1, ...group.widgets.map(({ y, h }) => y + h));
}

/** A group that a phone shows as it was drawn, because its columns stay wide enough. */
export function isNarrow(group: WidgetGroup): boolean {
  return group.w <= phoneColumns;
}

/** Columns of a widget on a phone, in a group too wide to be shown there as it was drawn. */
export function phoneSpan(widget: Widget): number {
  if (widget.type === 'text' || widget.type === 'trend' || widget.w >= 4) return phoneColumns;
  return widget.type === 'tank' ? 1 : 2;
}

/** The tags of a screen, each once. */
export function tagsOf(screen: Screen): string[] {
  return [...new Set(screen.groups.flatMap(({ widgets }) => widgets.flatMap(({ tags }) => tags)))];
}

/** Where a value lies between two ends, 0 to 1; null without a range. */
export function shareOf(value: number, low: number | null, high: number | null): number | null {
  if (low === null || high === null || high <= low) return null;
  return Math.min(1, Math.max(0, (value - low) / (high - low)));
}

/** A number among the properties of a widget. */
export function numberProperty(widget: Widget, name: string): number | null {
  const value = widget.properties[name];
  return typeof value === 'number' ? value : null;
}

/** A text among the properties of a widget; empty if there is none. */
export function textProperty(widget: Widget, name: string): string {
  const value = widget.properties[name];
  return typeof value === 'string' ? value : '';
}
