// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

import type { HistoryPoint, TagValue } from './types';

/** A column of a chart: null is a gap, undefined "no point of this series at this time". */
export type Column = (number | null | undefined)[];

/** One tag over time; the columns are equally long. Times are seconds since the epoch. */
export interface Series {
  times: number[];
  mean: (number | null)[];
  min: (number | null)[];
  max: (number | null)[];
  reduced: boolean;
}

export function emptySeries(): Series {
  return { times: [], mean: [], min: [], max: [], reduced: false };
}

export function seriesOf(points: readonly HistoryPoint[], reduced: boolean): Series {
  const series = { ...emptySeries(), reduced };
  for (const [time, min, max, mean, last, good] of points) {
    series.times.push(time / 1000);
    series.mean.push(good ? (reduced ? mean : last) : null);
    series.min.push(good ? min : null);
    series.max.push(good ? max : null);
  }
  return series;
}

/** The number to draw for a live value; null is a gap. */
export function numberOf(value: TagValue): number | null {
  if (value.q !== 'good' || value.v === null) return null;
  const number = Number(value.v);
  return Number.isFinite(number) ? number : null;
}

/** Adds a point at the end; one that is not later than the last is left out. */
export function append(series: Series, timeMs: number, value: number | null): void {
  const time = timeMs / 1000;
  const last = series.times.at(-1);
  if (last !== undefined && time <= last) return;
  series.times.push(time);
  series.mean.push(value);
  series.min.push(value);
  series.max.push(value);
}

/** Drops what lies before this time, but keeps one point so that the line enters at the edge. */
export function trim(series: Series, fromMs: number): void {
  const from = fromMs / 1000;
  let count = 0;
  while (count + 1 < series.times.length && (series.times[count + 1] ?? 0) < from) count++;
  if (count === 0) return;
  for (const column of [series.times, series.mean, series.min, series.max]) column.splice(0, count);
}

/** Columns of several series on the union of their times: [times, ...columns]. */
export function join(parts: readonly { times: readonly number[]; column: readonly (number | null)[] }[]): [
  number[],
  ...Column[],
] {
  const times = [...new Set(parts.flatMap((part) => part.times as number[]))].sort((a, b) => a - b);
  const position = new Map(times.map((time, index) => [time, index]));
  const columns = parts.map((part) => {
    const column: Column = new Array<number | null | undefined>(times.length).fill(undefined);
    part.times.forEach((time, index) => {
      column[position.get(time) ?? 0] = part.column[index] ?? null;
    });
    return column;
  });
  return [times, ...columns];
}

/** Attribute "d" of a stepped line in a box of width x height; gaps break the line. */
export function sparkPath(
  series: Series,
  window: { from: number; to: number; min: number; max: number },
  width: number,
  height: number,
): string {
  const { from, to, min, max } = window;
  const x = (time: number) => (((time - from) / (to - from)) * width).toFixed(1);
  const y = (value: number) => (height - ((value - min) / (max - min || 1)) * height).toFixed(1);
  let path = '';
  let open = false;
  series.times.forEach((time, index) => {
    const value = series.mean[index];
    const at = x(Math.max(from, time));
    if (value === null || value === undefined) {
      if (open) path += `H${at}`;
      open = false;
    } else {
      path += open ? `H${at}V${y(value)}` : `M${at} ${y(value)}`;
      open = true;
    }
  });
  return path;
}

/** Smallest and largest number that is drawn; nothing if there is none. */
export function extentOf(series: Series): [number, number] | null {
  let low = Infinity;
  let high = -Infinity;
  series.times.forEach((_, index) => {
    low = Math.min(low, series.min[index] ?? Infinity);
    high = Math.max(high, series.max[index] ?? -Infinity);
  });
  return low <= high ? [low, high] : null;
}
