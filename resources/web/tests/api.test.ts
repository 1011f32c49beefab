// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { api, asProblem, liveUrl } from '../src/lib/api';

const calls: { url: string; init: RequestInit }[] = [];
let next: () => Promise<Response>;

beforeEach(() => {
  calls.length = 0;
  vi.stubGlobal('document', { baseURI: 'https://plant.example/mws/#/tags' });
  vi.stubGlobal('fetch', (url: URL, init: RequestInit) => {
    calls.push({ url: String(url), init });
    return next();
  });
});

afterEach(() => void vi.unstubAllGlobals());

const problem = (status: number, code: string, headers = {}) =>
  Promise.resolve(new Response(JSON.stringify({ code, detail: 'd' }), { status, headers }));

it('asks below the page and sends the token with what changes something', async () => {
  next = () => Promise.resolve(new Response('{"a":1}'));
  api.csrfToken = 'secret';
  expect(await api.get('project')).toEqual({ a: 1 });
  await api.post('tags/x/write', { value: 1 });
  expect(calls[0]?.url).toBe('https://plant.example/mws/api/v1/project');
  expect(calls[0]?.init.headers).not.toHaveProperty('X-CSRF-Token');
  expect(calls[1]?.init.headers).toMatchObject({ 'X-CSRF-Token': 'secret', 'Content-Type': 'application/json' });
  expect(String(liveUrl())).toBe('wss://plant.example/mws/api/v1/live');
});

it('makes a problem of every refusal', async () => {
  next = () => problem(429, 'throttled', { 'Retry-After': '7' });
  const caught = await api.get('x').catch(asProblem);
  expect(caught).toMatchObject({ status: 429, code: 'throttled', detail: 'd', retryAfter: 7 });
  next = () => Promise.resolve(new Response('<html>', { status: 502 }));
  expect(await api.get('x').catch(asProblem)).toMatchObject({ status: 502, code: 'http502' });
  next = () => Promise.reject(new TypeError('network'));
  expect(await api.get('x').catch(asProblem)).toMatchObject({ status: 0, code: 'unreachable' });
});

it('says when the session has ended, but not for a wrong password', async () => {
  const ended = vi.fn();
  api.onUnauthenticated = ended;
  next = () => problem(401, 'badCredentials');
  await api.post('session', {}).catch(() => undefined);
  expect(ended).not.toHaveBeenCalled();
  next = () => problem(401, 'notSignedIn');
  await api.get('project').catch(() => undefined);
  expect(ended).toHaveBeenCalledOnce();
});
