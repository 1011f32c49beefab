// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Opens a browser, says "open", reads {"url", "user", "password"} from a line of standard input,
// signs in there and prints when the first live value was drawn, in milliseconds since 1970.

import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';

const { values: options } = parseArgs({ options: { browser: { type: 'string' } } });
const browser = await chromium.launch({
  executablePath: options.browser,
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking'],
});
try {
  const page = await browser.newPage({ ignoreHTTPSErrors: true, locale: 'en-GB' });
  console.log('open');
  const [line] = await once(createInterface(process.stdin), 'line');
  const { url, user, password } = JSON.parse(line);
  await page.goto(`${url}#/screens/overview`);
  await page.fill('input[name=username]', user);
  await page.fill('input[name=password]', password);
  await page.click('button[type=submit]');
  const shown = await page.waitForFunction(() => {
    if (!document.querySelector('.reading.live')) return 0;
    return new Promise((drawn) => requestAnimationFrame(() => drawn(Date.now())));
  });
  console.log(await shown.jsonValue());
} finally {
  await browser.close();
}
