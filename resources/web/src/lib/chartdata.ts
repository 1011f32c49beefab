// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

import { join, type Column, type Series } from './series';

/** Times in ms. */
export interface TimeWindow {
  from: number;
  to: number;
}

/** Ends of the value axis around the data, never of no height. */
export function axisRange(
  low: number | null,
  high: number | null,
  min: number | null,
  max: number | null,
): [number, number] {
  const bottom = low ?? min ?? 0;
  const top = high ?? max ?? 1;
  const margin = (top - bottom) * 0.08 || Math.abs(top) * 0.05 || 1;
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
