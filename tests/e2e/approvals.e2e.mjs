// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { Program, until, writeLog } from './processes.mjs';
import { Watch } from './watch.mjs';

const { values: options } = parseArgs({
  options: Object.fromEntries(
    ['server', 'simulator', 'mwsctl', 'project', 'browser', 'pictures'].map((name) => [name, { type: 'string' }]),
  ),
});

const folder = mkdtempSync(join(tmpdir(), 'mws-approvals-'));
const data = join(folder, 'data');
const project = join(folder, 'project');
const log = join(folder, 'writes.jsonl');
const password = 'well water pump house 7';
const tag = 'net-setpoint';
const browserFlags = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync',
];
const simulator = new Program(options.simulator, join(folder, 'simulator.json'));
const server = new Program(options.server, join(folder, 'server.json'));

async function step(name, run) {
  const started = Date.now();
  await run();
  console.log(`ok  ${name} (${Date.now() - started} ms)`);
}

/** The demo plant, with one tag that wants a second person. */
function makeProject() {
  cpSync(options.project, project, { recursive: true });
  const file = join(project, 'tags', 'plc.json');
  const content = JSON.parse(readFileSync(file, 'utf8'));
  content.tags.find(({ id }) => id === tag).write.secondPerson = true;
  writeFileSync(file, JSON.stringify(content));
}

function addUser(name, role) {
  execFileSync(options.mwsctl, ['user', 'add', name, '--role', role, '--password-stdin', '--data', data], {
    input: `${password}\n`,
  });
}

async function openPage(browser, watch, url, user) {
  const context = await browser.newContext({
    ignoreHTTPSErrors: true, locale: 'en-GB', viewport: { width: 1280, height: 800 },
  });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  await watch.follow(page);
  await page.goto(`${url}#/screens/pumping`);
  await page.fill('input[name=username]', user);
  await page.fill('input[name=password]', password);
  await page.click('button[type=submit]');
  await page.waitForSelector(`[data-widget=${tag}] .reading.live`);
  return page;
}

const bar = (page, state) => page.locator(`[data-approval=${state}][data-tag=${tag}]`);
const button = (root, name) => root.getByRole('button', { name, exact: true });

async function ask(page, value) {
  await page.click(`[data-widget=${tag}] .change`);
  await page.locator('dialog input[type=text]').fill(value);
  await page.click('dialog button[type=submit]');
  await page.waitForSelector('dialog [data-outcome=waiting]');
  await page.keyboard.press('Escape');
  await bar(page, 'waiting').waitFor();
}

async function takeBack(annas, bertas) {
  await ask(annas, '4.1');
  await bar(bertas, 'waiting').waitFor();
  assert.equal(await button(bar(annas, 'waiting'), 'Approve …').count(), 0, 'nobody approves alone');
  await button(bar(annas, 'waiting'), 'Cancel the request').click();
  await bar(bertas, 'waiting').waitFor({ state: 'detached' });
}

async function decline(annas, bertas) {
  await ask(annas, '4.2');
  await button(bar(bertas, 'waiting'), 'Decline').click();
  await bar(annas, 'declined').getByText('declined by berta').waitFor();
  await button(bar(annas, 'declined'), 'Close').click();
  await bar(annas, 'declined').waitFor({ state: 'detached' });
}

/** On a phone both answers lie on the display, and the page is no wider than that. */
async function fitsAPhone(page) {
  const desktop = page.viewportSize();
  await page.setViewportSize({ width: 390, height: 844 });
  const isIn = ({ x, width }) => x >= 0 && x + width <= 390;
  for (const name of ['Decline', 'Approve …'])
    assert.ok(isIn(await button(bar(page, 'waiting'), name).boundingBox()), `${name} lies on the display`);
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'nothing is wider');
  await page.screenshot({ path: join(options.pictures, 'approval-phone.png') });
  await page.setViewportSize(desktop);
}

/** What is being looked at ends: the dialog says so and does not vanish. */
async function endsWhileOneLooks(annas, bertas) {
  await ask(annas, '4.4');
  await button(bar(bertas, 'waiting'), 'Approve …').click();
  await button(bar(annas, 'waiting'), 'Cancel the request').click();
  const dialog = bertas.locator('dialog[open]');
  await dialog.getByText('the request was cancelled').waitFor();
  assert.equal(await button(dialog, 'Approve').count(), 0, 'there is nothing left to approve');
  await dialog.locator('footer').getByRole('button', { name: 'Close' }).click();
  await dialog.waitFor({ state: 'detached' });
}

async function approve(annas, bertas) {
  await ask(annas, '4.3');
  await fitsAPhone(bertas);
  await bertas.screenshot({ path: join(options.pictures, 'approval-bar.png') });
  await button(bar(bertas, 'waiting'), 'Approve …').click();
  assert.deepEqual(writeLog(log), [], 'nothing is sent before the answer');
  const dialog = bertas.locator('dialog[open]');
  await dialog.locator('.reading.live').waitFor();
  assert.equal((await dialog.locator('[data-wanted]').textContent())?.replace('\u00a0', ' '), '4.30 bar');
  await bertas.screenshot({ path: join(options.pictures, 'approval-dialog.png') });
  await button(dialog, 'Approve').click();
  await dialog.locator('[data-outcome=ok]').waitFor();
  await dialog.locator('footer').getByRole('button', { name: 'Close' }).click();
  await bar(annas, 'approved').getByText('approved by berta').waitFor();
  await until('the device has got it', () => writeLog(log).length === 1);
}

async function run(browser, watch, url) {
  const annas = await openPage(browser, watch, url, 'anna');
  const bertas = await openPage(browser, watch, url, 'berta');
  const veras = await openPage(browser, watch, url, 'vera');
  await step('a request is taken back', () => takeBack(annas, bertas));
  await step('a request is declined', () => decline(annas, bertas));
  await step('a request ends while one looks at it', () => endsWhileOneLooks(annas, bertas));
  await step('a request is approved, and sent once', () => approve(annas, bertas));
  assert.equal(await veras.locator('[data-approval]').count(), 0, 'a viewer has nothing to decide');
  assert.equal(writeLog(log).length, 1);
  assert.deepEqual(watch.faults, []);
}

async function main() {
  makeProject();
  mkdirSync(data, { mode: 0o700 });
  addUser('anna', 'administrator');
  addUser('berta', 'operator');
  addUser('vera', 'viewer');
  const { endpoints } = await simulator.start([
    '--project', project,
    '--listen', 'plc=127.0.0.1:0', '--listen', 'skid=127.0.0.1:0', '--pty', `line=${join(folder, 'line')}`,
    '--write-log', log,
  ]);
  const given = Object.entries(endpoints).flatMap(([name, where]) => ['--endpoint', `${name}=${where}`]);
  const { url } = await server.start(['--project', project, '--data', data, ...given, '--port', '0']);
  const base = url.endsWith('/') ? url : `${url}/`;
  const browser = await chromium.launch({ executablePath: options.browser, args: browserFlags });
  const watch = new Watch(new URL(base).host);
  try {
    await run(browser, watch, base);
  } catch (error) {
    console.log(watch.faults.join('\n'));
    throw error;
  } finally {
    await browser.close();
  }
}

try {
  await main();
} catch (error) {
  console.error(error);
  console.error(`simulator:\n${simulator.output}\nserver:\n${server.output}`);
  process.exitCode = 1;
} finally {
  await server.end();
  await simulator.end();
  rmSync(folder, { recursive: true, force: true });
}
