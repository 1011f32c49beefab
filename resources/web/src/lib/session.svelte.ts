// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

import { api, asProblem, Problem } from './api';
import type { FactorSetup, SessionInfo } from './types';

export type Stage = 'loading' | 'setup' | 'signedOut' | 'signedIn' | 'unreachable';

const touchEveryMs = 60_000;

/** Who is at the page: first run, signed out or signed in. */
class SessionStore {
  stage = $state<Stage>('loading');
  info = $state.raw<SessionInfo | null>(null);
  /** Why the sign-in page is shown, when nobody asked for it. */
  ended = $state(false);
  /** User name of the administrator that was just made, for the sign-in page. */
  newUser = $state('');
  /** The user wants another password. */
  choosing = $state(false);
  /** The user looks at the second factor. */
  securing = $state(false);
  private touched = 0;

  async restore(): Promise<void> {
    try {
      this.enter(await api.get<SessionInfo>('session'));
    } catch (error) {
      await this.afterRefusal(asProblem(error));
    }
  }

  /** code: of the second factor; empty at first. */
  async signIn(user: string, password: string, code: string): Promise<void> {
    this.enter(await api.post<SessionInfo>('session', { user, password, ...(code && { code }) }));
  }

  /** Begins to set up an authenticator app. */
  async beginFactor(password: string): Promise<FactorSetup> {
    await api.post('session/confirm', { password });
    return api.post<FactorSetup>('session/second-factor', {});
  }

  /** Gives the recovery codes, which are never shown again. */
  async activateFactor(code: string): Promise<string[]> {
    const answer = await api.post<{ recoveryCodes: string[] }>('session/second-factor/code', { code });
    return answer.recoveryCodes;
  }

  /** code: of the app, or a recovery code. */
  async removeFactor(password: string, code: string): Promise<void> {
    await api.post('session/confirm', { password });
    await api.post('session/second-factor/removal', { code });
  }

  /** The other sessions of the user end, and this one goes on under a new id. */
  async changePassword(current: string, password: string): Promise<void> {
    this.enter(await api.post<SessionInfo>('session/password', { current, password }));
  }

  async signOut(): Promise<void> {
    try {
      await api.delete('session');
    } finally {
      this.leave(false);
    }
  }

  async completeSetup(form: { code: string; user: string; displayName: string; password: string }) {
    await api.post('setup', form);
    this.newUser = form.user;
    this.stage = 'signedOut';
  }

  /** The session is over, without the user's doing. */
  end(): void {
    if (this.stage === 'signedIn') this.leave(true);
  }

  may(permission: string): boolean {
    return this.info?.permissions.includes(permission) ?? false;
  }

  /** Tells the server that somebody is at the page; at most once a minute. */
  touch(): void {
    if (this.stage !== 'signedIn' || Date.now() - this.touched < touchEveryMs) return;
    this.touched = Date.now();
    api.get<SessionInfo>('session').then(
      (info) => (api.csrfToken = info.csrfToken),
      () => undefined,
    );
  }

  /** Whether the session still counts; rejects while the server does not answer. */
  async isValid(): Promise<boolean> {
    try {
      api.csrfToken = (await api.get<SessionInfo>('session')).csrfToken;
      return true;
    } catch (error) {
      if (asProblem(error).status === 401) return false;
      throw error;
    }
  }

  private enter(info: SessionInfo): void {
    api.csrfToken = info.csrfToken;
    this.info = info;
    this.ended = false;
    this.choosing = false;
    this.securing = false;
    this.touched = Date.now();
    this.stage = 'signedIn';
  }

  private leave(ended: boolean): void {
    api.csrfToken = '';
    this.info = null;
    this.choosing = false;
    this.securing = false;
    this.ended = ended;
    this.stage = 'signedOut';
  }

  private async afterRefusal(problem: Problem): Promise<void> {
    if (problem.status !== 401) {
      this.stage = 'unreachable';
      return;
    }
    try {
      await api.get('setup');
      this.stage = 'setup';
    } catch (error) {
      this.stage = asProblem(error).status === 410 ? 'signedOut' : 'unreachable';
    }
  }
}

export const session = new SessionStore();
api.onUnauthenticated = () => session.end();
