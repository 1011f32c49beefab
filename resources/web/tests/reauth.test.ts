// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

import { afterEach, expect, it, vi } from 'vitest';
import { Action } from '../src/lib/action.svelte';
import { api, Problem } from '../src/lib/api';
import { reauth } from '../src/lib/reauth.svelte';

const notConfirmed = new Problem(403, 'notConfirmed', '');

afterEach(() => {
  reauth.cancel();
  vi.restoreAllMocks();
});

it('asks for the password and repeats what was refused', async () => {
  vi.spyOn(api, 'post').mockResolvedValue(undefined);
  const act = vi.fn().mockRejectedValueOnce(notConfirmed).mockResolvedValueOnce('done');
  const result = reauth.run(act);
  await vi.waitFor(() => expect(reauth.asked).toBe(true));
  expect(act).toHaveBeenCalledTimes(1);
  await reauth.confirm('secret');
  expect(await result).toBe('done');
  expect(act).toHaveBeenCalledTimes(2);
  expect(reauth.asked).toBe(false);
});

it('goes on asking while the password is wrong', async () => {
  vi.spyOn(api, 'post').mockRejectedValue(new Problem(401, 'badCredentials', ''));
  const act = vi.fn().mockRejectedValue(notConfirmed);
  const result = reauth.run(act).catch((error: Problem) => error.code);
  await vi.waitFor(() => expect(reauth.asked).toBe(true));
  await expect(reauth.confirm('wrong')).rejects.toMatchObject({ code: 'badCredentials' });
  expect(reauth.asked).toBe(true);
  reauth.cancel();
  expect(await result).toBe('cancelled');
  expect(act).toHaveBeenCalledTimes(1);
});

it('does not ask for other refusals', async () => {
  await expect(reauth.run(() => Promise.reject(new Problem(409, 'conflict', '')))).rejects.toMatchObject({ code: 'conflict' });
  expect(reauth.asked).toBe(false);
});

it('has nothing to say about what the user gave up', async () => {
  const action = new Action();
  const done = action.run(() => Promise.reject(notConfirmed));
  await vi.waitFor(() => expect(reauth.asked).toBe(true));
  expect(action.busy).toBe(true);
  expect(await action.run(() => Promise.resolve())).toBe(false);
  reauth.cancel();
  expect(await done).toBe(false);
  expect(action.fault).toBe('');
  expect(action.busy).toBe(false);
});

it('says why it was refused, until it is tried again', async () => {
  const action = new Action((problem) => `no: ${problem.code}`);
  expect(await action.run(() => Promise.reject(new Problem(409, 'conflict', '')))).toBe(false);
  expect(action.fault).toBe('no: conflict');
  expect(await action.run(() => Promise.resolve())).toBe(true);
  expect(action.fault).toBe('');
});
