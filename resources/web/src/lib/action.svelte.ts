// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

import { asProblem, type Problem } from './api';
import { cancelled, reauth } from './reauth.svelte';
import { problemText } from './say';

/** One thing that a person asks the server to do: whether it is on its way, and why it was refused. */
export class Action {
  busy = $state(false);
  /** A sentence; empty: nothing is wrong. */
  fault = $state('');

  /** sentence: what a refusal means here. */
  constructor(private readonly sentence: (problem: Problem) => string = problemText) {}

  /** Whether it was done. Asks for the password if the server wants it; not twice at a time. */
  async run(act: () => Promise<unknown>): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    this.fault = '';
    try {
      await reauth.run(act);
      return true;
    } catch (error) {
      const problem = asProblem(error);
      if (problem.code !== cancelled) this.fault = this.sentence(problem);
      return false;
    } finally {
      this.busy = false;
    }
  }
}
