// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

import { api } from './api';
import { append, emptySeries, numberOf, seriesOf, trim, type Series } from './series';
import type { HistoryAnswer, TagInfo, TagValue } from './types';

function historyOf(id: string, from: number, to: number, points: number): Promise<HistoryAnswer> {
  const query = `from=${Math.floor(from)}&to=${Math.ceil(to)}&points=${points}`;
  return api.get<HistoryAnswer>(`history/${encodeURIComponent(id)}?${query}`);
}

/** Adds to series what tail holds behind its end. */
function join(series: Series, tail: Series): Series {
  const end = series.times.at(-1) ?? -Infinity;
  tail.times.forEach((time, index) => {
    if (time > end) append(series, time * 1000, tail.mean[index] ?? null);
  });
  return series;
}

/** Tags over time: what the server recorded, and what came live since. */
export class Course {
  /** Grows when the series have changed. */
  revision = $state(0);
  /** The record of at least one tag could not be read. */
  failed = $state(false);
  readonly series: Series[];
  private generation = 0;

  constructor(readonly tags: readonly TagInfo[]) {
    this.series = tags.map(emptySeries);
  }

  /** Reads the record of this time; of several calls only the last counts. */
  async load(from: number, to: number, points: number, withLive: boolean): Promise<void> {
    const generation = ++this.generation;
    const answers = await Promise.allSettled(
      this.tags.map((tag) => (tag.history ? historyOf(tag.id, from, to, points) : null)),
    );
    if (generation !== this.generation) return;
    this.failed = answers.some(({ status }) => status === 'rejected');
    answers.forEach((answer, index) => {
      if (answer.status === 'fulfilled' && answer.value) this.replace(index, answer.value, withLive);
    });
    this.revision++;
  }

  /** Adds a live value; no value is a gap that begins at now. */
  take(index: number, value: TagValue | undefined, now: number): void {
    const series = this.series[index];
    if (!series) return;
    const number = value ? numberOf(value) : null;
    if (number === null && (series.mean.at(-1) ?? null) === null) return;
    append(series, number === null ? now : (value?.t ?? now), number);
    this.revision++;
  }

  /** Forgets what lies before this time. */
  trim(from: number): void {
    for (const series of this.series) trim(series, from);
  }

  private replace(index: number, answer: HistoryAnswer, withLive: boolean): void {
    const series = seriesOf(answer.points, answer.reduced);
    const tail = this.series[index] ?? emptySeries();
    this.series[index] = withLive ? join(series, tail) : series;
  }
}
