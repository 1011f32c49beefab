// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

/** Collects what a page must never do: break its policy, fail, or talk to another host. */
export class Watch {
  /** While true, the server is away on purpose and failing requests are no fault. */
  outage = false;
  /** What a test refuses or looks for in vain on purpose, as the console tells it; null: nothing. */
  expected = null;
  faults = [];

  constructor(host) {
    this.host = host;
  }

  async follow(page) {
    await page.exposeFunction('reportViolation', (text) => this.faults.push(`policy: ${text}`));
    await page.addInitScript(() => {
      addEventListener('securitypolicyviolation', (event) =>
        globalThis.reportViolation(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`),
      );
    });
    page.on('pageerror', (error) => this.faults.push(`page: ${error.stack}`));
    page.on('console', (message) => this.hear(message));
    page.on('request', (request) => this.check(request.url()));
  }

  hear(message) {
    if (message.type() !== 'error' || this.isExpected(message)) return;
    this.faults.push(`console: ${message.text()} (${message.location().url})`);
  }

  /** The browser logs every refused request; the page asks on purpose who is signed in. */
  isExpected(message) {
    const { url } = message.location();
    if (this.expected?.test(message.text())) return true;
    if (this.outage && /ERR_CONNECTION|ERR_EMPTY|ERR_SOCKET|WebSocket/.test(message.text())) return true;
    if (/status of 401/.test(message.text())) return /\/api\/v1\/(session|project|screens|tags)/.test(url);
    if (/status of 422/.test(message.text())) return url.endsWith('/session/second-factor/code');
    return /status of 410/.test(message.text()) && url.endsWith('/api/v1/setup');
  }

  check(url) {
    const { host, protocol } = new URL(url);
    if (protocol !== 'data:' && protocol !== 'blob:' && host !== this.host)
      this.faults.push(`request to ${url}`);
  }
}
