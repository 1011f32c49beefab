// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

import { api, asProblem, Problem } from './api';

/** Code of the problem when the user does not give the password; nothing is to be said about it. */
export const cancelled = 'cancelled';

interface Question {
  resolve: () => void;
  reject: (problem: Problem) => void;
}

/** Some changes want the password of the last five minutes: asks for it when the server does, then goes on. */
class Reauth {
  /** The dialog is open. */
  asked = $state(false);
  private waiting: Question[] = [];

  /** What the act gives. It is done a second time if the server asked for the password at the first. */
  async run<T>(act: () => Promise<T>): Promise<T> {
    try {
      return await act();
    } catch (error) {
      if (asProblem(error).code !== 'notConfirmed') throw error;
    }
    await this.ask();
    return act();
  }

  /** Rejects while the password is wrong; then the dialog stays. */
  async confirm(password: string): Promise<void> {
    await api.post('session/confirm', { password });
    this.settle(({ resolve }) => resolve());
  }

  cancel(): void {
    this.settle(({ reject }) => reject(new Problem(0, cancelled, '')));
  }

  private ask(): Promise<void> {
    this.asked = true;
    return new Promise((resolve, reject) => this.waiting.push({ resolve, reject }));
  }

  private settle(answer: (question: Question) => void): void {
    const waiting = this.waiting;
    this.waiting = [];
    this.asked = false;
    waiting.forEach(answer);
  }
}

export const reauth = new Reauth();
