// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

import { describe, expect, it } from 'vitest';
import { axisRange, chartData, decimalsOf, leastSpan } from '../src/lib/chartdata';
import { append, emptySeries, extentOf, join, numberOf, seriesOf, sparkPath, trim } from '../src/lib/series';
import type { HistoryPoint } from '../src/lib/types';

const point = (t: number, v: number): HistoryPoint => [t * 1000, v - 1, v + 1, v, v + 0.5, 1];
const gap = (t: number): HistoryPoint => [t * 1000, null, null, null, null, 0];

describe('seriesOf', () => {
  it('draws samples by their last value, reduced points by their mean, gaps as gaps', () => {
    expect(seriesOf([point(1, 5), gap(2)], false).mean).toEqual([5.5, null]);
    expect(seriesOf([point(1, 5), gap(2)], true)).toMatchObject({ times: [1, 2], mean: [5, null], min: [4, null] });
  });
});

it('takes only good numbers for points', () => {
  expect(numberOf({ v: 3, q: 'good', t: 1 })).toBe(3);
  expect(numberOf({ v: true, q: 'good', t: 1 })).toBe(1);
  expect(numberOf({ v: 3, q: 'bad.communication', t: 1 })).toBeNull();
  expect(numberOf({ v: 'abc', q: 'good', t: 1 })).toBeNull();
});

it('adds points in order only and trims from the front but for one', () => {
  const series = emptySeries();
  for (const [time, value] of [[1000, 1], [3000, 3], [2000, 2], [4000, null]] as const) append(series, time, value);
  expect(series.times).toEqual([1, 3, 4]);
  trim(series, 3500);
  expect(series.times).toEqual([3, 4]);
});

it('joins lines on the union of their times', () => {
  const columns = join([
    { times: [1, 3], column: [10, null] },
    { times: [2], column: [20] },
  ]);
  expect(columns).toEqual([[1, 2, 3], [10, undefined, null], [undefined, 20, undefined]]);
});

it('breaks the sparkline at a gap', () => {
  const series = seriesOf([point(0, 0), gap(5), point(10, 1)], false);
  const path = sparkPath(series, { from: 0, to: 10, min: 0.5, max: 1.5 }, 100, 10);
  expect(path).toBe('M0.0 10.0H50.0M100.0 0.0');
  expect(extentOf(emptySeries())).toBeNull();
});

describe('chartData', () => {
  it('draws a value on to the end of the time shown, and no gap', () => {
    const open = seriesOf([point(1, 5)], false);
    expect(chartData([open], 4, false)).toEqual([[1, 4], [5.5, 5.5]]);
    const closed = seriesOf([point(1, 5), gap(2)], false);
    expect(chartData([closed], 4, false)).toEqual([[1, 2], [5.5, null]]);
  });

  it('adds the range between minimum and maximum', () => {
    expect(chartData([seriesOf([point(1, 5)], true)], 1, true)).toEqual([[1], [5], [6], [4]]);
  });
});

it('never gives an axis of no height', () => {
  const cases: Parameters<typeof axisRange>[] = [
    [5, 5, null, null],
    [null, null, null, null],
    [0, 0, null, null],
    [1, 2, 8, 8],
  ];
  for (const each of cases) {
    const [low, high] = axisRange(...each);
    expect(high).toBeGreaterThan(low);
  }
  expect(axisRange(1, 2, 0, 10)).toEqual([0, 10]);
  const [low, high] = axisRange(4.49, 4.5, null, null, leastSpan({ low: 0, high: 8 }));
  expect(high - low).toBeGreaterThanOrEqual(0.16);
  expect([100, 1, 0.5, 0.25, 0.0025].map(decimalsOf)).toEqual([0, 0, 1, 2, 4]);
});
