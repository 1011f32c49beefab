// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

import { join, type Column, type Series } from './series';
import type { TagInfo } from './types';

/** Times in ms. */
export interface TimeWindow {
  from: number;
  to: number;
}

/** The least height of a value axis: two hundredths of the display range, so that noise stays small. */
export function leastSpan(tag: Pick<TagInfo, 'low' | 'high'> | undefined): number {
  if (!tag || tag.low === null || tag.high === null) return 0;
  return Math.max(0, tag.high - tag.low) * 0.02;
}

/** Ends of the value axis around the data, never less apart than least and never of no height. */
export function axisRange(
  low: number | null,
  high: number | null,
  min: number | null,
  max: number | null,
  least = 0,
): [number, number] {
  const bottom = low ?? min ?? 0;
  const top = high ?? max ?? 1;
  const missing = Math.max(0, (least - (top - bottom)) / 2);
  const margin = missing + (top - bottom) * 0.08 || Math.abs(top) * 0.05 || 1;
  const range: [number, number] = [min ?? bottom - margin, max ?? top + margin];
  return range[0] < range[1] ? range : [range[0], range[0] + 1];
}

/** The columns of the chart. A line that has not ended goes on to the end of the time shown. */
export function chartData(parts: readonly Series[], now: number, band: boolean): [number[], ...Column[]] {
  const columns = parts.flatMap((series) => {
    const open = series.times.length > 0 && series.mean.at(-1) !== null;
    const late = open && (series.times.at(-1) ?? 0) < now;
    const times = late ? [...series.times, now] : series.times;
    const extended = (column: (number | null)[]) => (late ? [...column, column.at(-1) ?? null] : column);
    const shown = band ? [series.mean, series.max, series.min] : [series.mean];
    return shown.map((column) => ({ times, column: extended(column) }));
  });
  return join(columns);
}

/** Decimals that a step of the value axis needs: 0.25 needs two. */
export function decimalsOf(increment: number): number {
  const [, fraction = ''] = Number(increment.toPrecision(3)).toFixed(9).split('.');
  return fraction.replace(/0+$/, '').length;
}
