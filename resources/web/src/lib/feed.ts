// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

import type { Approval, DeviceStates, Lockout, TagValue } from './types';

export type Values = Record<string, TagValue>;

/** "live" is said only when every subscription holds a snapshot of this connection. */
export type FeedState = 'idle' | 'connecting' | 'live' | 'lost';

/** The part of WebSocket that the feed needs. */
export interface FeedSocket {
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: ((event: { code: number; reason: string }) => void) | null;
  /** 1: open. */
  readonly readyState: number;
  send(text: string): void;
  close(): void;
}

export interface FeedEvents {
  /** lastFrame: local time in ms of the last frame, 0 if there was none. */
  state(state: FeedState, lastFrame: number): void;
  /** The server's clock, with every frame that tells it. */
  time(serverMs: number): void;
  devices(states: DeviceStates): void;
  /** What is locked to the panel, with every frame that tells it. */
  lockouts(lockouts: Lockout[]): void;
  /** The requests for approval that concern this account, with every frame that tells them. */
  approvals(approvals: Approval[]): void;
  /** The server ended the session; the feed has stopped. */
  ended(): void;
  /** Other tags may be seen now: what is shown must be loaded anew. */
  viewChanged(): void;
}

export interface FeedSource {
  open(): FeedSocket;
  /** False when the session is over. Rejects while the server cannot be reached. */
  admitted(): Promise<boolean>;
}

export interface Scope {
  tags?: string[];
  screen?: string;
}

export const staleAfterMs = 5000;
const firstDelayMs = 500;
const longestDelayMs = 10000;
const sessionEnded = 4401;
const viewChanged = 4403;
const open = 1;

interface Subscription {
  scope: Scope;
  receive: (values: Values) => void;
  /** Number of the last frame; null until a snapshot came. */
  sequence: number | null;
  /** Runs while a resync is not answered. */
  overdue?: ReturnType<typeof setTimeout> | undefined;
}

interface Frame {
  type?: string;
  id?: number | null;
  seq?: number;
  time?: number;
  values?: Values;
  lockouts?: Lockout[];
  approvals?: Approval[];
}

/** Time to wait before attempt n (from 0), without the jitter. */
export function retryDelay(attempt: number): number {
  return Math.min(longestDelayMs, firstDelayMs * 2 ** attempt);
}

/**
 * The live feed, version 1, over one WebSocket: keeps subscriptions across reconnects, asks for a
 * resync when a frame is missing, and says "lost" when nothing came for five seconds.
 */
export class Feed {
  private readonly subscriptions = new Map<number, Subscription>();
  private socket: FeedSocket | null = null;
  private state: FeedState = 'idle';
  private devicesId: number | null = null;
  private greeted = false;
  private nextId = 1;
  private attempt = 0;
  private lastFrame = 0;
  private watchdog: ReturnType<typeof setTimeout> | undefined;
  private retry: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly source: FeedSource,
    private readonly events: FeedEvents,
  ) {}

  start(): void {
    if (this.state !== 'idle') return;
    this.setState('connecting');
    this.connect();
  }

  stop(): void {
    clearTimeout(this.retry);
    this.abandon();
    this.attempt = 0;
    this.setState('idle');
  }

  /** Tries at once what would have been tried later: the network is back, the page is visible again. */
  hurry(): void {
    if (this.retry === undefined) return;
    clearTimeout(this.retry);
    this.attempt = 0;
    void this.reconnect();
  }

  /** Returns the function that ends the subscription. */
  subscribe(scope: Scope, receive: (values: Values) => void): () => void {
    const id = this.nextId++;
    this.subscriptions.set(id, { scope, receive, sequence: null });
    if (this.greeted) this.send({ type: 'subscribe', id, ...scope });
    return () => {
      clearTimeout(this.subscriptions.get(id)?.overdue);
      if (this.subscriptions.delete(id) && this.greeted) this.send({ type: 'unsubscribe', id });
      this.checkComplete();
    };
  }

  watchDevices(): () => void {
    const id = this.nextId++;
    this.devicesId = id;
    if (this.greeted) this.send({ type: 'devices', id });
    return () => {
      if (this.devicesId !== id) return;
      this.devicesId = null;
      if (this.greeted) this.send({ type: 'unsubscribe', id });
    };
  }

  private connect(): void {
    this.retry = undefined;
    const socket = this.source.open();
    this.socket = socket;
    socket.onmessage = (event) => {
      if (this.socket === socket && typeof event.data === 'string') this.receive(event.data);
    };
    socket.onclose = (event) => {
      if (this.socket === socket) this.closed(event.code);
    };
    this.guard();
  }

  private async reconnect(): Promise<void> {
    this.retry = undefined;
    const stopped = () => this.state === 'idle' || this.socket !== null;
    try {
      const admitted = await this.source.admitted();
      if (stopped()) return;
      if (admitted) this.connect();
      else this.end();
    } catch {
      if (!stopped()) this.later();
    }
  }

  private later(): void {
    const delay = retryDelay(this.attempt++);
    this.retry = setTimeout(() => void this.reconnect(), delay * (0.8 + 0.4 * Math.random()));
  }

  private closed(code: number): void {
    if (code === sessionEnded) this.end();
    else this.lose();
    if (code === viewChanged) this.events.viewChanged();
  }

  private lose(): void {
    this.abandon();
    this.setState('lost');
    this.later();
  }

  private end(): void {
    this.stop();
    this.events.ended();
  }

  /** Leaves the socket behind; what it still says is not heard. */
  private abandon(): void {
    clearTimeout(this.watchdog);
    const socket = this.socket;
    this.socket = null;
    this.greeted = false;
    for (const subscription of this.subscriptions.values()) {
      subscription.sequence = null;
      clearTimeout(subscription.overdue);
    }
    socket?.close();
  }

  private guard(): void {
    clearTimeout(this.watchdog);
    this.watchdog = setTimeout(() => this.lose(), staleAfterMs);
  }

  private receive(text: string): void {
    let frame: Frame;
    try {
      frame = JSON.parse(text) as Frame;
    } catch {
      this.lose();
      return;
    }
    this.lastFrame = Date.now();
    this.guard();
    if (typeof frame.time === 'number') this.events.time(frame.time);
    if (Array.isArray(frame.lockouts)) this.events.lockouts(frame.lockouts);
    if (Array.isArray(frame.approvals)) this.events.approvals(frame.approvals);
    this.handle(frame);
  }

  private handle(frame: Frame): void {
    if (frame.type === 'hello') this.greet();
    else if (frame.type === 'snapshot') this.takeSnapshot(frame);
    else if (frame.type === 'delta') this.takeDelta(frame);
    else if (frame.type === 'devices') this.events.devices(frame as unknown as DeviceStates);
    else if (frame.type === 'error' && typeof frame.id === 'number') this.refused(frame.id);
  }

  private greet(): void {
    this.greeted = true;
    this.attempt = 0;
    for (const [id, { scope }] of this.subscriptions) this.send({ type: 'subscribe', id, ...scope });
    if (this.devicesId !== null) this.send({ type: 'devices', id: this.devicesId });
    this.checkComplete();
  }

  private takeSnapshot(frame: Frame): void {
    const subscription = this.subscriptions.get(frame.id ?? -1);
    if (!subscription) return;
    clearTimeout(subscription.overdue);
    subscription.sequence = frame.seq ?? 0;
    subscription.receive(frame.values ?? {});
    this.checkComplete();
  }

  private takeDelta(frame: Frame): void {
    const subscription = this.subscriptions.get(frame.id ?? -1);
    if (!subscription || subscription.sequence === null) return;
    if (frame.seq === subscription.sequence + 1) {
      subscription.sequence = frame.seq;
      subscription.receive(frame.values ?? {});
      return;
    }
    subscription.sequence = null;
    clearTimeout(subscription.overdue);
    subscription.overdue = setTimeout(() => this.lose(), staleAfterMs);
    this.send({ type: 'resync', id: frame.id });
  }

  /** A subscription that the server refuses must not keep the others from being live. */
  private refused(id: number): void {
    const subscription = this.subscriptions.get(id);
    if (subscription?.sequence === null) subscription.sequence = 0;
    this.checkComplete();
  }

  private checkComplete(): void {
    if (!this.greeted || this.state === 'live') return;
    for (const { sequence } of this.subscriptions.values()) if (sequence === null) return;
    this.setState('live');
  }

  private setState(state: FeedState): void {
    if (state === this.state) return;
    this.state = state;
    this.events.state(state, this.lastFrame);
  }

  private send(message: object): void {
    if (this.socket?.readyState === open) this.socket.send(JSON.stringify(message));
  }
}
