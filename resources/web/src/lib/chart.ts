// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { axisRange, decimalsOf, type TimeWindow } from './chartdata';
import { numberFormat } from './format';

export interface ChartColors {
  text: string;
  grid: string;
  series: string[];
}

export interface ChartSpec {
  width: number;
  height: number;
  locale: string;
  colors: ChartColors;
  /** Ends of the value axis; null: as the data ask for. */
  min: number | null;
  max: number | null;
  /** Least height of the value axis. */
  least: number;
  /** With the range between minimum and maximum around the line; for one tag. */
  band: boolean;
  window: () => TimeWindow;
  onCursor: (index: number | null) => void;
  /** Absent: no zoom by dragging. */
  onZoom?: ((window: TimeWindow) => void) | undefined;
}

const day = 86400;

function timeFormat(locale: string, increment: number): Intl.DateTimeFormat {
  if (increment >= day) return new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short' });
  const time: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit', hour12: false };
  if (increment < 60) time.second = '2-digit';
  return new Intl.DateTimeFormat(locale, time);
}

function axes(spec: ChartSpec): uPlot.Axis[] {
  const common = {
    stroke: spec.colors.text,
    grid: { stroke: spec.colors.grid, width: 1 },
    ticks: { stroke: spec.colors.grid, width: 1, size: 4 },
    font: '11px system-ui, "DejaVu Sans", sans-serif',
  };
  return [
    {
      ...common,
      size: 26,
      space: 70,
      values: (_, splits, __, ___, increment) => {
        const format = timeFormat(spec.locale, increment);
        return splits.map((time) => format.format(time * 1000));
      },
    },
    {
      ...common,
      size: 48,
      space: 28,
      values: (_, splits, __, ___, increment) => {
        const format = numberFormat(spec.locale, decimalsOf(increment));
        return splits.map((value) => format.format(value));
      },
    },
  ];
}

function lines(spec: ChartSpec): uPlot.Series[] {
  const stepped = uPlot.paths.stepped?.({ align: 1 });
  const paths = stepped ? { paths: stepped } : {};
  /** Also takes away the edge with which the line comes back after a gap. */
  const gaps: uPlot.Series.GapsRefiner = (_, __, ___, ____, found) =>
    found.map(([from, to]) => [from, to + devicePixelRatio * 1.5]);
  const plain = { points: { show: false }, gaps, ...paths };
  const main = spec.colors.series.map((stroke) => ({ ...plain, stroke, width: 1.5 }));
  if (!spec.band) return [{}, ...main];
  const edge = { ...plain, stroke: 'transparent', width: 0, points: { show: false } };
  return [{}, ...main, edge, edge];
}

/** A chart of times and values in this element; the caller destroys it. */
export function makeChart(spec: ChartSpec, host: HTMLElement): uPlot {
  const { onZoom } = spec;
  const options: uPlot.Options = {
    width: spec.width,
    height: spec.height,
    legend: { show: false },
    padding: [8, 20, 0, 0],
    cursor: { y: false, drag: { x: onZoom !== undefined, y: false }, points: { size: 7 } },
    scales: {
      x: { time: true, range: () => [spec.window().from / 1000, spec.window().to / 1000] },
      y: { range: (_, low, high) => axisRange(low, high, spec.min, spec.max, spec.least) },
    },
    axes: axes(spec),
    series: lines(spec),
    hooks: { setCursor: [(chart) => spec.onCursor(chart.cursor.idx ?? null)] },
  };
  if (spec.band) options.bands = [{ series: [2, 3], fill: `${spec.colors.series[0]}40` }];
  if (onZoom)
    options.hooks = { ...options.hooks, setSelect: [(chart) => selected(chart, onZoom)] };
  return new uPlot(options, [[]], host);
}

function selected(chart: uPlot, onZoom: (window: TimeWindow) => void): void {
  const { left, width } = chart.select;
  if (width < 4) return;
  const at = (position: number) => chart.posToVal(position, 'x') * 1000;
  onZoom({ from: at(left), to: at(left + width) });
  chart.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
}
