// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

import { rmSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { Watch } from './watch.mjs';

const browserFlags = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync',
];

export async function step(name, run) {
  const started = Date.now();
  await run();
  console.log(`ok  ${name} (${Date.now() - started} ms)`);
}

/** Calls run(browser, page, watch, base) with a page of openPage(browser, watch). A failure leaves its picture, if that has a name. */
export async function inBrowser({ executable, url, openPage, picture }, run) {
  const base = url.endsWith('/') ? url : `${url}/`;
  const browser = await chromium.launch({ executablePath: executable, args: browserFlags });
  const watch = new Watch(new URL(base).host);
  const page = await openPage(browser, watch);
  try {
    await run(browser, page, watch, base);
  } catch (error) {
    if (picture) await page.screenshot({ path: picture });
    console.log(watch.faults.join('\n'));
    throw error;
  } finally {
    await browser.close();
  }
}

/** Runs main, then ends the programs, by their names, and removes the folder. A failure tells what they have printed. */
export async function toTheEnd(main, programs, folder) {
  try {
    await main();
  } catch (error) {
    console.error(error);
    for (const [name, { output }] of Object.entries(programs)) console.error(`${name}:\n${output}`);
    process.exitCode = 1;
  } finally {
    for (const program of Object.values(programs)) await program.end();
    rmSync(folder, { recursive: true, force: true });
  }
}
