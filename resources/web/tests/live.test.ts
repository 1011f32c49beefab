// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

import { afterEach, expect, it, vi } from 'vitest';
import type { FeedSocket } from '../src/lib/feed';
import { live } from '../src/lib/live.svelte';

const sockets: FeedSocket[] = [];

class StationSocket {
  onmessage: FeedSocket['onmessage'] = null;
  readyState = 1;

  constructor() {
    sockets.push(this as unknown as FeedSocket);
  }

  send(): void {}
  close(): void {}
}

afterEach(() => {
  live.stop();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

it("has the station's clock from its first message on", () => {
  vi.useFakeTimers();
  vi.stubGlobal('document', { baseURI: 'https://station.example/' });
  vi.stubGlobal('WebSocket', StationSocket);
  live.start();
  const told = Date.now() - 333 * 86_400_000;
  sockets.at(-1)?.onmessage?.({ data: JSON.stringify({ type: 'hello', time: told }) });
  expect(live.now).toBe(told);
  vi.advanceTimersByTime(1000);
  expect(live.now).toBe(told + 1000);
});
