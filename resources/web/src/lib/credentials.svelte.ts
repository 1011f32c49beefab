// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

import { Action } from './action.svelte';
import { api, asProblem } from './api';
import { problemText } from './say';
import type { SessionEntry, Token } from './accounttypes';

/** Sessions and tokens: the own ones, or, for administrators who look at everybody, those of all. */
export class Credentials {
  sessions = $state.raw<SessionEntry[]>([]);
  tokens = $state.raw<Token[]>([]);
  ready = $state(false);
  fault = $state('');
  readonly action = new Action();

  /** user: whose; empty: of all. */
  constructor(private readonly user: string) {}

  async load(): Promise<void> {
    this.fault = '';
    try {
      const [sessions, tokens] = await Promise.all([
        api.get<{ sessions: SessionEntry[] }>('sessions'),
        api.get<{ tokens: Token[] }>('tokens'),
      ]);
      this.sessions = sessions.sessions.filter((entry) => this.isMeant(entry.user));
      this.tokens = tokens.tokens.filter((token) => this.isMeant(token.user));
      this.ready = true;
    } catch (error) {
      this.fault = problemText(asProblem(error));
    }
  }

  endSession(id: string): Promise<void> {
    return this.change(() => goneIsGood(api.delete(`sessions/${encodeURIComponent(id)}`)));
  }

  endOthers(): Promise<void> {
    return this.change(async () => {
      for (const { id, own } of this.sessions)
        if (!own) await goneIsGood(api.delete(`sessions/${encodeURIComponent(id)}`));
    });
  }

  removeToken(id: string): Promise<void> {
    return this.change(() => goneIsGood(api.delete(`tokens/${encodeURIComponent(id)}`)));
  }

  private isMeant(user: string): boolean {
    return this.user === '' || user === this.user;
  }

  private async change(act: () => Promise<void>): Promise<void> {
    await this.action.run(act);
    await this.load();
  }
}

/** What has ended meanwhile is as it was to be. */
async function goneIsGood(request: Promise<void>): Promise<void> {
  try {
    await request;
  } catch (error) {
    if (asProblem(error).code !== 'notFound') throw error;
  }
}
