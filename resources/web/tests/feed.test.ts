// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Feed, retryDelay, staleAfterMs, type FeedSocket, type FeedState, type Values } from '../src/lib/feed';
import type { Lockout } from '../src/lib/types';

class FakeSocket implements FeedSocket {
  onmessage: FeedSocket['onmessage'] = null;
  onclose: FeedSocket['onclose'] = null;
  readonly sent: Record<string, unknown>[] = [];
  closed = false;
  readyState = 1;

  send(text: string): void {
    this.sent.push(JSON.parse(text) as Record<string, unknown>);
  }

  close(): void {
    this.closed = true;
  }

  say(message: object): void {
    this.onmessage?.({ data: JSON.stringify(message) });
  }
}

function makeFeed() {
  const sockets: FakeSocket[] = [];
  const states: FeedState[] = [];
  const lockouts: Lockout[][] = [];
  const approvals: number[] = [];
  const answer = { admitted: (): Promise<boolean> => Promise.resolve(true), ended: 0, changed: 0 };
  const feed = new Feed(
    {
      open: () => {
        const socket = new FakeSocket();
        sockets.push(socket);
        return socket;
      },
      admitted: () => answer.admitted(),
    },
    {
      state: (state) => states.push(state),
      time: () => undefined,
      devices: () => undefined,
      lockouts: (list) => lockouts.push(list),
      approvals: (list) => approvals.push(list.length),
      ended: () => answer.ended++,
      viewChanged: () => answer.changed++,
    },
  );
  const last = () => sockets.at(-1) as FakeSocket;
  return { feed, sockets, states, lockouts, approvals, answer, last };
}

const good = (v: number) => ({ v, q: 'good', t: 1 });
const hello = { type: 'hello', version: 1, time: 1 };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('approvals', () => {
  it('are told by the greeting and by messages of their own', () => {
    const { feed, approvals, last } = makeFeed();
    feed.start();
    last().say({ ...hello, approvals: [] });
    last().say({ type: 'approvals', approvals: [{}, {}] });
    last().say({ type: 'beat', time: 2 });
    expect(approvals).toEqual([0, 2]);
  });
});

describe('lockouts', () => {
  it('are told by the greeting and every beat', () => {
    const { feed, lockouts, last } = makeFeed();
    const plant = { area: '', by: 'otto', since: 1 };
    feed.start();
    last().say({ ...hello, lockouts: [plant] });
    last().say({ type: 'beat', time: 2, lockouts: [] });
    last().say({ type: 'pong', time: 3 });
    expect(lockouts).toEqual([[plant], []]);
  });
});

describe('subscriptions', () => {
  it('are sent after the greeting, and the feed is live with the last snapshot', () => {
    const { feed, states, last } = makeFeed();
    feed.subscribe({ tags: ['a'] }, () => undefined);
    feed.subscribe({ screen: 'overview' }, () => undefined);
    feed.start();
    expect(last().sent).toEqual([]);
    last().say(hello);
    expect(last().sent).toEqual([
      { type: 'subscribe', id: 1, tags: ['a'] },
      { type: 'subscribe', id: 2, screen: 'overview' },
    ]);
    last().say({ type: 'snapshot', id: 1, seq: 1, values: {} });
    expect(states).toEqual(['connecting']);
    last().say({ type: 'snapshot', id: 2, seq: 1, values: {} });
    expect(states).toEqual(['connecting', 'live']);
  });

  it('hand on snapshots and contiguous deltas', () => {
    const { feed, last } = makeFeed();
    const got: Values[] = [];
    feed.subscribe({ tags: ['a'] }, (values) => got.push(values));
    feed.start();
    last().say(hello);
    last().say({ type: 'snapshot', id: 1, seq: 4, values: { a: good(1) } });
    last().say({ type: 'delta', id: 1, seq: 5, values: { a: good(2) } });
    expect(got.map((values) => values['a']?.v)).toEqual([1, 2]);
  });

  it('ask for a resync when a delta is missing, and ignore what comes before its snapshot', () => {
    const { feed, last } = makeFeed();
    const got: unknown[] = [];
    feed.subscribe({ tags: ['a'] }, (values) => got.push(values['a']?.v));
    feed.start();
    last().say(hello);
    last().say({ type: 'snapshot', id: 1, seq: 1, values: { a: good(1) } });
    last().say({ type: 'delta', id: 1, seq: 3, values: { a: good(3) } });
    expect(last().sent.at(-1)).toEqual({ type: 'resync', id: 1 });
    last().say({ type: 'delta', id: 1, seq: 4, values: { a: good(4) } });
    last().say({ type: 'snapshot', id: 1, seq: 7, values: { a: good(7) } });
    expect(got).toEqual([1, 7]);
  });

  it('end with an unsubscribe', () => {
    const { feed, last } = makeFeed();
    const end = feed.subscribe({ tags: ['a'] }, () => undefined);
    feed.start();
    last().say(hello);
    end();
    expect(last().sent.at(-1)).toEqual({ type: 'unsubscribe', id: 1 });
  });

  it('do not keep the others from being live when the server refuses one', () => {
    const { feed, states, last } = makeFeed();
    feed.subscribe({ screen: 'gone' }, () => undefined);
    feed.start();
    last().say(hello);
    last().say({ type: 'error', id: 1, code: 'unknown', detail: '' });
    expect(states.at(-1)).toBe('live');
  });
});

describe('a lost connection', () => {
  it('is noticed by silence and taken up again with all subscriptions', async () => {
    const { feed, sockets, states, last } = makeFeed();
    feed.subscribe({ tags: ['a'] }, () => undefined);
    feed.start();
    last().say(hello);
    last().say({ type: 'snapshot', id: 1, seq: 1, values: {} });
    vi.advanceTimersByTime(staleAfterMs - 1);
    expect(states.at(-1)).toBe('live');
    vi.advanceTimersByTime(1);
    expect(states.at(-1)).toBe('lost');
    expect(sockets[0]?.closed).toBe(true);
    await vi.advanceTimersByTimeAsync(1000);
    expect(sockets).toHaveLength(2);
    last().say(hello);
    expect(last().sent[0]).toEqual({ type: 'subscribe', id: 1, tags: ['a'] });
    last().say({ type: 'snapshot', id: 1, seq: 1, values: {} });
    expect(states.at(-1)).toBe('live');
  });

  it('is tried with growing pauses while the server is away', async () => {
    const { feed, sockets, answer, last } = makeFeed();
    let asked = 0;
    answer.admitted = () => {
      asked++;
      return Promise.reject(new Error('away'));
    };
    feed.start();
    last().onclose?.({ code: 1006, reason: '' });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(sockets).toHaveLength(1);
    expect(asked).toBeGreaterThan(5);
    expect(asked).toBeLessThan(14);
    expect([0, 1, 2, 10].map(retryDelay)).toEqual([500, 1000, 2000, 10_000]);
  });

  it('ends the feed when the session is over', async () => {
    const { feed, states, answer, last } = makeFeed();
    feed.start();
    last().say(hello);
    last().onclose?.({ code: 4401, reason: '' });
    expect(answer.ended).toBe(1);
    expect(states.at(-1)).toBe('idle');
  });

  it('tells when other tags may be seen, and shows nothing as live', () => {
    const { feed, states, answer, last } = makeFeed();
    feed.start();
    last().say(hello);
    last().onclose?.({ code: 4403, reason: '' });
    expect(answer.changed).toBe(1);
    expect(answer.ended).toBe(0);
    expect(states.at(-1)).toBe('lost');
  });

  it('ends the feed when the server no longer knows the session', async () => {
    const { feed, answer, last } = makeFeed();
    answer.admitted = () => Promise.resolve(false);
    feed.start();
    last().onclose?.({ code: 1006, reason: '' });
    await vi.advanceTimersByTimeAsync(1000);
    expect(answer.ended).toBe(1);
  });

  it('sends nothing on a socket that is closing', () => {
    const { feed, last } = makeFeed();
    const end = feed.subscribe({ tags: ['a'] }, () => undefined);
    feed.start();
    last().say(hello);
    last().readyState = 2;
    end();
    expect(last().sent).toHaveLength(1);
  });

  it('hears nothing more from the old socket', async () => {
    const { feed, sockets, states, last } = makeFeed();
    feed.start();
    last().say(hello);
    vi.advanceTimersByTime(staleAfterMs);
    sockets[0]?.say(hello);
    expect(states.at(-1)).toBe('lost');
  });
});
