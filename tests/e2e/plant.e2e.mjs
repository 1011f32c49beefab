// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { control, Program, until, writeLog } from './processes.mjs';
import { inBrowser, step, toTheEnd } from './stage.mjs';

const { values: options } = parseArgs({
  options: Object.fromEntries(
    ['server', 'simulator', 'mwsctl', 'project', 'browser', 'pictures'].map((name) => [name, { type: 'string' }]),
  ),
});

const folder = mkdtempSync(join(tmpdir(), 'mws-e2e-'));
const data = join(folder, 'data');
const log = join(folder, 'writes.jsonl');
const user = 'anna';
const password = 'well water pump house 7';
const setpoint = { id: 'net-setpoint', address: 54, value: 4.3 };

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

async function signIn(page, name = user) {
  await page.fill('input[name=username]', name);
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
  const trend = '[data-widget=levels]';
  await page.waitForSelector(`${trend} canvas`);
  const drawn = () => page.locator(trend).evaluate(pixelsOfFirstLine);
  await until('the trend draws its first line', async () => (await drawn()) >= 3, 60_000);
}

function projectJson(path) {
  return JSON.parse(readFileSync(join(options.project, path), 'utf8'));
}

/** By the files of the project alone: whether the role sees a lock on the widget, in a browser. */
function lockOf(role) {
  const files = readdirSync(join(options.project, 'tags'));
  const tags = new Map(files.flatMap((file) => projectJson(`tags/${file}`).tags).map((tag) => [tag.id, tag]));
  return ({ type, tags: [id] = [] }) => {
    const rule = tags.get(id)?.write;
    const may = role !== 'viewer' && rule && !rule.localOnly && (rule.roles ?? [role]).includes(role);
    return ['number', 'toggle'].includes(type) && !may ? ' locked' : '';
  };
}

/** Runs in the page. */
function drawnWidgets(all) {
  return all.map((each) => each.dataset.widget + (each.querySelector('.lock') ? ' locked' : '')).sort().join();
}

/** The same screens, widgets and locks as the panel has: qml_panel_test holds that one against the project, too. */
async function seeEveryWidget(page, url, role) {
  const lock = lockOf(role);
  for (const file of readdirSync(join(options.project, 'screens'))) {
    const widgets = projectJson(`screens/${file}`).groups.flatMap((group) => group.widgets);
    const expected = widgets.map((widget) => widget.id + lock(widget)).sort().join();
    await page.goto(`${url}#/screens/${file.replace('.json', '')}`);
    const drawn = () => page.locator('[data-widget]').evaluateAll(drawnWidgets);
    await until(`${role} sees every widget of ${file}`, async () => (await drawn()) === expected);
  }
}

/** Runs in the page: how much of a trend's canvas has the colour that the legend gives its first line. */
function pixelsOfFirstLine(trend) {
  const [red, green, blue] = getComputedStyle(trend.querySelector('.swatch.color-1')).color.match(/\d+/g).map(Number);
  const canvas = trend.querySelector('canvas');
  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  let count = 0;
  for (let at = 0; at < data.length; at += 4) {
    const distance = Math.abs(data[at] - red) + Math.abs(data[at + 1] - green) + Math.abs(data[at + 2] - blue);
    if (data[at + 3] > 200 && distance < 12) count++;
  }
  return count;
}

async function filterTags(page, url) {
  await page.goto(`${url}#/tags`);
  const rows = page.locator('[role=row][data-tag]');
  const status = page.getByRole('status').filter({ hasText: / of \d+ tags/ });
  const total = Number((await status.textContent()).match(/of (\d+) tags/)[1]);
  assert.ok(total > 100, `the table must be longer than what fits: ${total}`);
  await rows.first().waitFor();
  assert.ok((await rows.count()) < 100, 'only the rows in view exist');
  await page.getByRole('grid').evaluate((list) => list.scrollTo(0, list.scrollHeight));
  await page.locator(`[role=row][aria-rowindex="${total}"]`).waitFor();
  assert.ok((await rows.count()) < 100, 'at the end, too');
  await page.fill('input[type=search]', 'PRESSURE network');
  await status.filter({ hasText: /^\s*\d of/ }).waitFor();
  const found = await rows.evaluateAll((all) => all.map((row) => row.dataset.tag));
  assert.ok(found.includes('net-pressure') && found.includes(setpoint.id), found.join());
  assert.equal(await rows.count(), Number((await status.textContent()).match(/\d+/)[0]));
  await page.waitForSelector('[data-tag=net-pressure] .reading.live');
  assert.equal(await page.locator(`[data-tag=${setpoint.id}] button[title="Write"]`).count(), 1);
  await page.fill('input[type=search]', 'no tag is called this');
  await page.getByText('No tag matches.').waitFor();
  assert.equal(await rows.count(), 0);
}

function addViewer() {
  execFileSync(
    options.mwsctl,
    ['user', 'add', 'vera', '--role', 'viewer', '--must-change', '--password-stdin', '--data', data],
    { input: `${password}\n` },
  );
}

async function choosePassword(page, current, next) {
  await page.waitForSelector('input[name=new-password]');
  await page.fill('input[name=password]', current);
  await page.fill('input[name=new-password]', next);
  await page.fill('input[name=repeat-password]', next);
  await page.click('button[type=submit]');
}

/** Another person at another browser, while the first one stays signed in. */
async function viewerOnlyLooks(browser, watch, url) {
  const page = await openPage(browser, watch);
  await page.goto(`${url}#/screens/pumping`);
  await page.fill('input[name=username]', 'vera');
  await page.fill('input[name=password]', password);
  await page.click('button[type=submit]');
  await choosePassword(page, `${password} wrong`, `${password} of mine`);
  await page.getByRole('alert').filter({ hasText: 'present password is wrong' }).waitFor();
  assert.equal(await page.locator('.menu').count(), 0, 'nothing of the plant yet');
  await choosePassword(page, password, `${password} of mine`);
  await page.waitForSelector(`[data-widget=${setpoint.id}] .reading.live`);
  await page.click('.menu .opener');
  await page.getByRole('button', { name: 'Change password' }).click();
  await choosePassword(page, `${password} of mine`, `${password} of hers`);
  await page.waitForSelector(`[data-widget=${setpoint.id}] .reading.live`);
  assert.equal(await page.locator('.change').count(), 0, 'nothing to write with');
  await seeEveryWidget(page, url, 'viewer');
  assert.equal(await page.locator('nav a[href="#/audit"]').count(), 0, 'no audit record');
  await page.context().close();
}

async function seeDeviceFail(page) {
  const pressure = '[data-widget=pressure]';
  await control(join(folder, 'control'), 'drop plc/1');
  await page.waitForSelector(`${pressure}.bad .reason, ${pressure}.old .reason`, { timeout: 20_000 });
  assert.equal(await page.locator(`${pressure} .reading.live`).count(), 0);
  await control(join(folder, 'control'), 'clear');
  await page.waitForSelector(`${pressure}.live`, { timeout: 30_000 });
}

/** Nothing beside the display but the strip of pages, and that one shows where one is. */
async function seeDevicesOnAPhone(page, url) {
  const before = page.viewportSize();
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(`${url}#/devices`);
  await page.reload();
  await page.waitForSelector('tr[data-device]');
  const chosen = page.locator('nav [aria-current=page]');
  await until('the chosen page is in view', async () => {
    const box = await chosen.boundingBox();
    return box && box.x >= 0 && box.x + box.width <= 390;
  });
  const sideways = await page.locator('main, main .panel').evaluateAll((all) =>
    all.filter((each) => each.scrollWidth > each.clientWidth).length);
  assert.equal(sideways, 0, 'nothing is scrolled sideways');
  const plain = page.locator('tr', { has: page.locator('.chip') });
  assert.equal(await plain.count(), 2, 'the two TCP links are in the clear, the serial line is not');
  await page.setViewportSize(before);
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

async function seeAudit(page, url) {
  await page.goto(`${url}#/audit`);
  const rows = page.locator('tr[data-row]');
  await rows.first().waitFor();
  await page.selectOption('select[name=action]', 'write.result');
  await until('only the write is left', async () => (await rows.count()) === 1);
  assert.match(await rows.first().textContent(), /-> 4\.3/);
  await page.fill('input[name=actor]', 'nobody');
  await page.getByText('No row matches.').waitFor();
  await page.getByRole('button', { name: 'Clear the filter' }).click();
  await page.getByRole('button', { name: 'Check the chain' }).click();
  await page.waitForSelector('[data-check=intact]');
  await until('all rows are back', async () => (await rows.count()) > 3);
  if (options.pictures) await page.screenshot({ path: join(options.pictures, 'audit.png') });
  await page.goto(`${url}#/screens/pumping`);
  await page.waitForSelector(`[data-widget=${setpoint.id}] .reading.live`);
}

/** A server that hangs keeps its connections: only its silence tells. A picture that cannot be loaded anew stays. */
async function hangServer(page, watch) {
  watch.outage = true;
  server.child.kill('SIGSTOP');
  const bar = page.getByRole('alert').filter({ hasText: 'Connection lost' });
  await bar.waitFor({ timeout: 8000 });
  assert.equal(await page.locator('.reading.live').count(), 0, 'nothing is shown as live');
  const screen = '**/api/v1/screens/*';
  await page.route(screen, (route) => route.abort('connectionreset'));
  const failed = page.waitForEvent('requestfailed', (request) => request.url().includes('/screens/'));
  server.child.kill('SIGCONT');
  await page.waitForSelector('[data-connection=live]', { timeout: 20_000 });
  await failed;
  await page.unroute(screen);
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

/** RFC 6238, as an authenticator app computes it. */
function codeOf(secret) {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...secret].map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const mac = createHmac('sha1', key).update(counter).digest();
  const word = mac.readUInt32BE(mac[19] & 15) & 0x7fffffff;
  return String(word % 1_000_000).padStart(6, '0');
}

async function picture(page, name) {
  if (options.pictures) await page.screenshot({ path: join(options.pictures, `${name}.png`) });
}

async function setUpFactor(page) {
  await page.click('.menu .opener');
  await page.getByRole('button', { name: 'Second factor' }).click();
  await page.fill('input[name=password]', password);
  await page.click('button[type=submit]');
  const secret = (await page.textContent('.secret')).trim();
  await page.getByRole('img', { name: 'QR code' }).waitFor();
  await picture(page, 'second-factor');
  await page.fill('input[name=code]', '000000');
  await page.click('button[type=submit]');
  await page.getByRole('alert').waitFor();
  await page.fill('input[name=code]', codeOf(secret));
  await page.click('button[type=submit]');
  await page.waitForSelector('.codes li');
  const codes = await page.locator('.codes li').allTextContents();
  assert.equal(new Set(codes).size, 10);
  await picture(page, 'recovery-codes');
  await page.getByRole('button', { name: 'I have kept them' }).click();
  await page.waitForSelector('[data-connection=live]');
  return codes;
}

async function signInWithFactor(browser, watch, url, codes) {
  const page = await openPage(browser, watch);
  await page.goto(url);
  await page.fill('input[name=username]', user);
  await page.fill('input[name=password]', password);
  await page.click('button[type=submit]');
  await page.waitForSelector('input[name=code]');
  await picture(page, 'sign-in-code');
  await page.fill('input[name=code]', codes[0]);
  await page.click('button[type=submit]');
  await page.waitForSelector('[data-connection=live]');
  await page.context().close();
}

async function turnFactorOff(page, code) {
  await page.click('.menu .opener');
  await page.getByRole('button', { name: 'Second factor' }).click();
  await page.fill('input[name=password]', password);
  await page.fill('input[name=code]', code);
  await page.click('button[type=submit]');
  await page.waitForSelector('[data-connection=live]');
}

async function signOut(page) {
  await page.click('.menu .opener');
  await page.selectOption('.sheet select', 'de');
  await page.getByRole('button', { name: 'Abmelden' }).click();
  await page.waitForSelector('input[name=password]');
}

async function run(browser, page, watch, endpoints, url) {
  await step('the page comes with its policy', () => checkPolicy(page, url));
  await step('the first administrator is made', () => setUp(page));
  await step('a viewer is added at the command line', addViewer);
  await step('sign in', () => signIn(page));
  await step('a value changes', () => seeChange(page, url));
  await step('the tag table is filtered', () => filterTags(page, url));
  await step('every screen has its widgets and locks', () => seeEveryWidget(page, url, 'administrator'));
  await step('a screen shows live values', () => seeScreen(page, url));
  await step('a device that fails is seen, and its return', () => seeDeviceFail(page));
  await step('the devices fit on a phone', () => seeDevicesOnAPhone(page, url));
  await step('a setpoint is written and read back', () => write(page, url));
  await step('the device got exactly this write', checkWriteLog);
  await step('the audit page finds the write and checks the chain', () => seeAudit(page, url));
  await step('a viewer chooses a password, sees and cannot write', () => viewerOnlyLooks(browser, watch, url));
  await step('a server that hangs is noticed, and its session goes on', () => hangServer(page, watch));
  await step('a lost server leaves nothing live', () => loseServer(page, watch));
  await step('the page recovers without a reload', () => recover(page, watch, endpoints, url));
  let codes;
  await step('a second factor is set up', async () => (codes = await setUpFactor(page)));
  await step('signing in asks for it', () => signInWithFactor(browser, watch, url, codes));
  await step('it is turned off with a code', () => turnFactorOff(page, codes[1]));
  await step('sign out, in German', () => signOut(page));
  assert.deepEqual(watch.faults, []);
}

/** With cookies of its own. */
async function openPage(browser, watch) {
  const context = await browser.newContext({
    ignoreHTTPSErrors: true,
    locale: 'en-GB',
    viewport: { width: 1440, height: 900 },
  });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  await watch.follow(page);
  return page;
}

async function main() {
  const { endpoints } = await startSimulator();
  const { url } = await startServer(endpoints, 0);
  const picture = options.pictures && join(options.pictures, 'failure.png');
  await inBrowser({ executable: options.browser, url, openPage, picture }, (browser, page, watch, base) =>
    run(browser, page, watch, endpoints, base),
  );
}

await toTheEnd(main, { server, simulator }, folder);
