// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { createConnection } from 'node:net';

const startMs = 20_000;

export function sleep(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Asks again until there is an answer, or fails with what was waited for. */
export async function until(what, ask, limitMs = 15_000) {
  const end = Date.now() + limitMs;
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    if (Date.now() > end) throw new Error(`Waited ${limitMs} ms in vain: ${what}`);
    await sleep(100);
  }
}

/** A program of the product that says in a file when it is ready. */
export class Program {
  constructor(path, readyFile) {
    this.path = path;
    this.readyFile = readyFile;
    this.output = '';
  }

  async start(options) {
    rmSync(this.readyFile, { force: true });
    this.child = spawn(this.path, [...options, '--ready-file', this.readyFile]);
    for (const stream of [this.child.stdout, this.child.stderr])
      stream.on('data', (data) => (this.output += data));
    return until(`${this.path} is ready`, () => this.ready(), startMs);
  }

  ready() {
    if (this.child.exitCode !== null) throw new Error(`${this.path} ended:\n${this.output}`);
    if (!existsSync(this.readyFile)) return null;
    try {
      return JSON.parse(readFileSync(this.readyFile, 'utf8'));
    } catch {
      return null; // still being written
    }
  }

  async end(signal = 'SIGTERM') {
    const { child } = this;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    await Promise.race([gone, sleep(5000).then(() => child.kill('SIGKILL'))]);
  }
}

/** Sends one command to the simulator's control socket and gives its answer. */
export function control(socketPath, command) {
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = createConnection(socketPath, () => socket.write(`${command}\n`));
    socket.setTimeout(5000, () => socket.destroy(new Error(`No answer to "${command}"`)));
    socket.on('error', reject);
    socket.on('data', (data) => {
      answer += data;
      if (!answer.includes('\n')) return;
      socket.end();
      resolve(JSON.parse(answer));
    });
  });
}

/** What reached the devices, as the simulator wrote it down. */
export function writeLog(file) {
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line));
}
