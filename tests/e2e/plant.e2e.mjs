// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { control, Program, until, writeLog } from './processes.mjs';
import { Watch } from './watch.mjs';

const { values: options } = parseArgs({
  options: Object.fromEntries(
    ['server', 'simulator', 'project', 'browser', 'pictures'].map((name) => [name, { type: 'string' }]),
  ),
});

const folder = mkdtempSync(join(tmpdir(), 'mws-e2e-'));
const data = join(folder, 'data');
const log = join(folder, 'writes.jsonl');
const user = 'anna';
const password = 'well water pump house 7';
const setpoint = { id: 'net-setpoint', address: 54, value: 4.3 };
const browserFlags = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync',
];

const simulator = new Program(options.simulator, join(folder, 'simulator.json'));
const server = new Program(options.server, join(folder, 'server.json'));

async function startSimulator() {
  return simulator.start([
    '--project', options.project,
    '--listen', 'plc=127.0.0.1:0', '--listen', 'skid=127.0.0.1:0', '--pty', `line=${join(folder, 'line')}`,
    '--control', join(folder, 'control'), '--write-log', log,
  ]);
}

function startServer(endpoints, port) {
  const given = Object.entries(endpoints).flatMap(([name, where]) => ['--endpoint', `${name}=${where}`]);
  return server.start(['--project', options.project, '--data', data, ...given, '--port', String(port)]);
}

async function step(name, run) {
  const started = Date.now();
  await run();
  console.log(`ok  ${name} (${Date.now() - started} ms)`);
}

async function checkPolicy(page, url) {
  const response = await page.goto(url);
  const policy = response.headers()['content-security-policy'] ?? '';
  assert.match(policy, /default-src 'self'|default-src 'none'/);
  assert.doesNotMatch(policy, /unsafe-/);
}

async function setUp(page) {
  const code = readFileSync(join(data, 'setup-code'), 'utf8').trim();
  await page.fill('input[name=code]', 'not-the-code');
  await page.fill('input[name=username]', user);
  await page.fill('input[name=name]', 'Anna Berg');
  await page.fill('input[name=new-password]', password);
  await page.fill('input[name=repeat-password]', `${password}!`);
  await page.click('button[type=submit]');
  await page.getByRole('alert').filter({ hasText: 'not the same' }).waitFor();
  await page.fill('input[name=repeat-password]', password);
  await page.fill('input[name=code]', code);
  await page.click('button[type=submit]');
  await page.waitForSelector('input[name=password]');
}

async function signIn(page) {
  await page.fill('input[name=username]', user);
  await page.fill('input[name=password]', password);
  await page.click('button[type=submit]');
  await page.waitForSelector('[data-connection=live]');
}

async function liveNumber(page, selector) {
  const text = await page.textContent(`${selector} .reading.live .number`);
  return text.trim();
}

async function seeChange(page, url) {
  await page.goto(`${url}#/tags/station-life`);
  await page.waitForSelector('.now .reading.live');
  const first = await liveNumber(page, '.now');
  await until('the life counter moves', async () => (await liveNumber(page, '.now')) !== first);
}

async function seeScreen(page, url) {
  await page.goto(`${url}#/screens/overview`);
  const pressure = '[data-widget=pressure]';
  await page.waitForSelector(`${pressure} .reading.live`);
  assert.match(await liveNumber(page, pressure), /^\d+\.\d+$/);
  assert.equal((await page.textContent(`${pressure} .unit`)).trim(), 'bar');
  await page.waitForSelector('[data-widget=levels] canvas');
}

async function seeDeviceFail(page) {
  const pressure = '[data-widget=pressure]';
  await control(join(folder, 'control'), 'drop plc/1');
  await page.waitForSelector(`${pressure}.bad .reason, ${pressure}.old .reason`, { timeout: 20_000 });
  assert.equal(await page.locator(`${pressure} .reading.live`).count(), 0);
  await control(join(folder, 'control'), 'clear');
  await page.waitForSelector(`${pressure}.live`, { timeout: 30_000 });
}

function floatOf([low, high]) {
  const bytes = new DataView(new ArrayBuffer(4));
  bytes.setUint16(0, high);
  bytes.setUint16(2, low);
  return bytes.getFloat32(0);
}

async function write(page, url) {
  await page.goto(`${url}#/screens/pumping`);
  await page.click(`[data-widget=${setpoint.id}] .change`);
  const entry = page.locator('dialog input[type=text]');
  await entry.fill('9');
  await page.click('dialog button[type=submit]');
  await page.getByRole('alert').filter({ hasText: 'highest value is 6 bar' }).waitFor();
  assert.deepEqual(writeLog(log), [], 'a value outside the limits must not reach the device');
  await entry.fill(String(setpoint.value));
  await page.click('dialog button[type=submit]');
  await page.waitForSelector('dialog [data-outcome=ok]', { timeout: 20_000 });
  assert.match(await page.textContent('dialog [data-read-back]'), /^4\.30/);
  await page.keyboard.press('Escape');
  await page.waitForSelector(`[data-widget=${setpoint.id}] .change:focus`);
  const shown = `[data-widget=${setpoint.id}]`;
  await until('the screen shows the new setpoint', async () => (await liveNumber(page, shown)) === '4.30');
}

function checkWriteLog() {
  const writes = writeLog(log);
  assert.equal(writes.length, 1, JSON.stringify(writes));
  const [{ connection, table, address, values }] = writes;
  assert.deepEqual({ connection, table, address }, { connection: 'plc', table: 'holding', address: setpoint.address });
  assert.ok(Math.abs(floatOf(values) - setpoint.value) < 1e-6, JSON.stringify(values));
}

/** A server that hangs keeps its connections: only its silence tells. */
async function hangServer(page, watch) {
  watch.outage = true;
  server.child.kill('SIGSTOP');
  const bar = page.getByRole('alert').filter({ hasText: 'Connection lost' });
  await bar.waitFor({ timeout: 8000 });
  assert.equal(await page.locator('.reading.live').count(), 0, 'nothing is shown as live');
  server.child.kill('SIGCONT');
  await page.waitForSelector('[data-connection=live]', { timeout: 20_000 });
  await page.waitForSelector(`[data-widget=${setpoint.id}] .reading.live`);
  assert.equal(await bar.count(), 0);
  watch.outage = false;
}

async function loseServer(page, watch) {
  watch.outage = true;
  await server.end('SIGKILL');
  await page.getByRole('alert').filter({ hasText: 'Connection lost' }).waitFor({ timeout: 8000 });
  assert.equal(await page.locator('.reading.live').count(), 0, 'nothing is shown as live');
  await page.click(`[data-widget=${setpoint.id}] .change`);
  await page.locator('dialog').getByRole('alert').filter({ hasText: 'No connection' }).waitFor();
  assert.ok(await page.locator('dialog button[type=submit]').isDisabled());
  await page.keyboard.press('Escape');
}

/** Without a reload; the sessions of the old process are gone, so the page asks to sign in again. */
async function recover(page, watch, endpoints, url) {
  await startServer(endpoints, new URL(url).port);
  const form = page.locator('input[name=password]');
  const alive = page.locator('[data-connection=live]');
  await form.or(alive).first().waitFor({ timeout: 30_000 });
  watch.outage = false;
  if (await form.isVisible()) await signIn(page);
  const shown = `[data-widget=${setpoint.id}]`;
  await page.waitForSelector(`${shown} .reading.live`, { timeout: 20_000 });
  assert.equal(await liveNumber(page, shown), '4.30');
  assert.equal(await page.getByRole('alert').count(), 0);
}

async function signOut(page) {
  await page.click('.menu .opener');
  await page.selectOption('.sheet select', 'de');
  await page.getByRole('button', { name: 'Abmelden' }).click();
  await page.waitForSelector('input[name=password]');
}

async function run(page, watch, endpoints, url) {
  await step('the page comes with its policy', () => checkPolicy(page, url));
  await step('the first administrator is made', () => setUp(page));
  await step('sign in', () => signIn(page));
  await step('a value changes', () => seeChange(page, url));
  await step('a screen shows live values', () => seeScreen(page, url));
  await step('a device that fails is seen, and its return', () => seeDeviceFail(page));
  await step('a setpoint is written and read back', () => write(page, url));
  await step('the device got exactly this write', checkWriteLog);
  await step('a server that hangs is noticed, and its session goes on', () => hangServer(page, watch));
  await step('a lost server leaves nothing live', () => loseServer(page, watch));
  await step('the page recovers without a reload', () => recover(page, watch, endpoints, url));
  await step('sign out, in German', () => signOut(page));
  assert.deepEqual(watch.faults, []);
}

async function main() {
  const { endpoints } = await startSimulator();
  const { url } = await startServer(endpoints, 0);
  const browser = await chromium.launch({ executablePath: options.browser, args: browserFlags });
  const context = await browser.newContext({
    ignoreHTTPSErrors: true,
    locale: 'en-GB',
    viewport: { width: 1440, height: 900 },
  });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const base = url.endsWith('/') ? url : `${url}/`;
  const watch = new Watch(new URL(base).host);
  await watch.follow(page);
  try {
    await run(page, watch, endpoints, base);
  } catch (error) {
    if (options.pictures) await page.screenshot({ path: join(options.pictures, 'failure.png') });
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
