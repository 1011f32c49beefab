// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

import { liveUrl } from './api';
import { Feed, type FeedSocket, type FeedState, type Scope, type Values } from './feed';
import { trustOf, type Trust } from './quality';
import { session } from './session.svelte';
import type { Approval, DeviceStates, Lockout, TagValue } from './types';

/** The current value of one tag. Empty while no subscription keeps it current. */
class Cell {
  value = $state.raw<TagValue | undefined>(undefined);
  watchers = 0;
}

/** Current values, device states and the state of the connection; components that read follow. */
class LiveStore {
  state = $state<FeedState>('idle');
  /** Local time of the last frame, in ms; 0 if there was none. */
  lastFrame = $state(0);
  devices = $state.raw<DeviceStates | null>(null);
  lockouts = $state.raw<Lockout[]>([]);
  approvals = $state.raw<Approval[]>([]);
  /** The server's clock in ms, refreshed every second, and at once when it is another one than was thought. */
  now = $state(Date.now());
  readonly isLive = $derived(this.state === 'live');
  private readonly cells = new Map<string, Cell>();
  private ahead = 0;
  private ticker: ReturnType<typeof setInterval> | undefined;

  private readonly feed = new Feed(
    {
      open: () => new WebSocket(liveUrl()) as unknown as FeedSocket,
      admitted: () => session.isValid(),
    },
    {
      state: (state, lastFrame) => this.enter(state, lastFrame),
      time: (serverMs) => this.setClock(serverMs),
      devices: (states) => (this.devices = states),
      lockouts: (lockouts) => (this.lockouts = lockouts),
      approvals: (approvals) => (this.approvals = approvals),
      ended: () => session.end(),
      viewChanged: () => location.reload(),
    },
  );

  start(): void {
    this.feed.start();
    this.ticker ??= setInterval(() => (this.now = Date.now() + this.ahead), 1000);
  }

  stop(): void {
    this.feed.stop();
    clearInterval(this.ticker);
    this.ticker = undefined;
    this.cells.clear();
    this.devices = null;
    this.lockouts = [];
    this.approvals = [];
    this.lastFrame = 0;
  }

  hurry(): void {
    this.feed.hurry();
  }

  /**
   * Makes the cells of these tags, outside of any component: a cell that is made while a component
   * computes what it shows would not be followed by it.
   */
  prepare(ids: readonly string[]): void {
    for (const id of ids) this.cell(id);
  }

  cell(id: string): Cell {
    let cell = this.cells.get(id);
    if (!cell) this.cells.set(id, (cell = new Cell()));
    return cell;
  }

  trust(id: string): Trust {
    return trustOf(this.cell(id).value, this.isLive);
  }

  /** Keeps these tags current until the returned function is called. */
  watch(ids: readonly string[], scope: Scope, receive?: (values: Values) => void): () => void {
    const cells = ids.map((id) => this.cell(id));
    for (const cell of cells) cell.watchers++;
    const end = this.feed.subscribe(scope, (values) => {
      this.take(values);
      receive?.(values);
    });
    return () => {
      end();
      for (const cell of cells) if (--cell.watchers === 0) cell.value = undefined;
    };
  }

  watchDevices(): () => void {
    return this.feed.watchDevices();
  }

  private setClock(serverMs: number): void {
    this.ahead = serverMs - Date.now();
    if (Math.abs(serverMs - this.now) > 2000) this.now = serverMs;
  }

  private take(values: Values): void {
    for (const id in values) this.cell(id).value = values[id];
  }

  private enter(state: FeedState, lastFrame: number): void {
    this.state = state;
    this.lastFrame = lastFrame;
  }
}

export const live = new LiveStore();
