// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { freeTexts, openTexts, places, ruledTexts, schemasIn, Texts, writeProject } from './hostileproject.mjs';
import { Program, until } from './processes.mjs';
import { inBrowser, step, toTheEnd } from './stage.mjs';
import { StringDevice } from './stringdevice.mjs';

const { values: options } = parseArgs({
  options: Object.fromEntries(
    ['server', 'mwsctl', 'resources', 'browser', 'pictures'].map((name) => [name, { type: 'string' }]),
  ),
});

const password = 'well water pump house 7';
const injections = [
  "'; DROP TABLE audit;--", "' OR '1'='1", '" OR ""="', "%' UNION SELECT password FROM users--", '1; DELETE FROM users',
];

const bag = new Texts();
const seen = new Set();
const top = mkdtempSync(join(tmpdir(), 'mws-strings-'));
const folder = join(top, bag.make('folder', 'image'));
const data = join(folder, bag.make('data folder', 'sql'));
const server = new Program(options.server, join(top, 'server.json'));
const device = new StringDevice();

function ctl(...words) {
  return execFileSync(options.mwsctl, [...words, '--data', data], { encoding: 'utf8' });
}

/** A text that comes to a project one day is hostile here from then on. */
function everyTextIsThere() {
  for (const [name, schema] of schemasIn(join(options.resources, 'schemas'))) {
    const known = [...freeTexts[name], ...ruledTexts[name]].sort();
    const open = openTexts(schema).sort();
    assert.deepEqual(open, known, `texts of ${name}: fill a new one in writeProject(), or say that it is ruled`);
  }
  const { widgets } = JSON.parse(readFileSync(join(options.resources, 'widgets/registry.json'), 'utf8'));
  const texts = widgets.flatMap(({ properties }) =>
    Object.entries(properties).filter(([, { type }]) => type === 'text').map(([key]) => key));
  assert.deepEqual(texts.sort(), ['offLabel', 'onLabel', 'text'], 'texts of widgets');
}

function prepare() {
  mkdirSync(data, { recursive: true, mode: 0o700 });
  writeProject(join(folder, 'project'), bag);
  const [area, by] = [bag.make('area of a lockout', 'image'), bag.make('who locked', 'image')];
  const lockouts = [{ area, by, since: Date.now() }];
  writeFileSync(join(data, 'notice.txt'), bag.make('notice before the sign-in', 'image'), { mode: 0o600 });
  writeFileSync(join(data, 'lockout.json'), JSON.stringify({ lockouts }), { mode: 0o600 });
  device.registers[0] = 5;
  device.setText(places.said, bag.make('text of the device'), places.registers);
}

// ----- what a page shows

/** Runs in the page: its texts, and what has become markup of a hostile one. */
function contentOfPage() {
  const said = [document.title, document.body.textContent];
  const markup = [];
  for (const element of document.querySelectorAll('*')) {
    if (element.value) said.push(String(element.value));
    for (const { name, value } of element.attributes) {
      said.push(value);
      const loads = /^(src|href|xlink:href|action|formaction|data|srcdoc)$/.test(name);
      const isMarkup = /^on/.test(name) || (name === 'id' && value.startsWith('pwned'))
        || (loads && (/^\s*javascript:/i.test(value) || /^[^?#]*pwned/.test(value)));
      if (isMarkup) markup.push(element.outerHTML.slice(0, 200));
    }
  }
  return { said: said.join('\n'), markup };
}

async function look(page, what) {
  const { said, markup } = await page.evaluate(contentOfPage);
  assert.deepEqual(markup, [], `${what}: a text has become markup`);
  const found = bag.foundIn(said);
  for (const place of found) seen.add(place);
  return found;
}

/** Until the page shows the texts of these places as they are. */
async function shows(page, what, wanted) {
  let missing = wanted;
  await until(`${what} shows ${wanted.join(', ')}`, async () => {
    const found = await look(page, what);
    missing = wanted.filter((place) => !found.includes(place));
    return missing.length === 0;
  }).catch((error) => { throw new Error(`${error.message}; missing: ${missing.join(', ')}`); });
}

async function visit(page, url, hash, wanted) {
  await page.goto(url + hash);
  await shows(page, hash, wanted);
}

// ----- what is done

async function setUp(page) {
  await page.fill('input[name=code]', readFileSync(join(data, 'setup-code'), 'utf8').trim());
  await page.fill('input[name=username]', 'anna');
  await page.fill('input[name=name]', bag.make('name of an administrator', 'image'));
  await page.fill('input[name=new-password]', password);
  await page.fill('input[name=repeat-password]', password);
  await page.click('button[type=submit]');
  await page.waitForSelector('input[name=password]');
}

async function signIn(page, user) {
  await page.fill('input[name=username]', user);
  await page.fill('input[name=password]', password);
  await page.click('button[type=submit]');
}

/** By the page's own session. */
function ask(page, method, path, body) {
  return page.evaluate(async ([method, path, body]) => {
    const { csrfToken } = await (await fetch('/api/v1/session')).json();
    const headers = { 'X-CSRF-Token': csrfToken, ...(body ? { 'Content-Type': 'application/json' } : {}) };
    const answer = await fetch(path, { method, headers, body: body && JSON.stringify(body) });
    return { status: answer.status, text: await answer.text() };
  }, [method, path, body]);
}

async function makeAccounts(page) {
  const user = { name: 'gast', role: 'guest', password, displayName: bag.make('name of a user', 'image') };
  assert.equal((await ask(page, 'POST', '/api/v1/users', user)).status, 201);
  const token = { name: bag.make('name of a token', 'image'), expires: Date.now() + 3_600_000 };
  assert.equal((await ask(page, 'POST', '/api/v1/tokens', token)).status, 201);
  const refused = { ...user, name: bag.make('refused name of a user', 'short') };
  assert.equal((await ask(page, 'POST', '/api/v1/users', refused)).status, 422);
}

/** The device is another one after a reconnect, and says so. */
async function changeDevice() {
  await until('the device was asked who it is', () => device.identified > 0);
  // All of it fits into one answer.
  device.identity = [
    bag.make('vendor of the device'), bag.make('product of the device', 'image'), bag.make('revision of the device', 'sql'),
  ];
  device.dropAll();
  await until('the device was asked again', () => device.identified > 1, 60_000);
}

async function writeNote(page, url) {
  await visit(page, url, '#/tags/note', ['device area']);
  await page.click('.now .write');
  const entry = page.locator('dialog input[type=text]');
  await entry.fill(bag.make('a written text'));
  await page.click('dialog button[type=submit]');
  await page.fill('dialog textarea', bag.make('a reason'));
  await page.click('dialog button[type=submit]');
  await page.waitForSelector('dialog [data-outcome=ok]', { timeout: 20_000 });
  await shows(page, 'the outcome of a write', ['a written text']);
  assert.equal(device.text(places.note, places.registers), bag.of('a written text'));
  await page.keyboard.press('Escape');
}

async function seePages(page, url) {
  await visit(page, url, '#/screens/main', [
    'project name', 'project description', 'screen title', 'group title', 'value title', 'bar title', 'lamp title',
    'toggle title', 'number title', 'trend title', 'go title', 'text of a widget', 'on label', 'off label', 'state label',
    'tag unit', 'text of the device', 'second screen title', 'area of a lockout', 'who locked',
  ]);
  await page.locator('[data-widget=value] .head button').click();
  await shows(page, 'a faceplate', ['second tag name', 'text of the device']);
  await page.keyboard.press('Escape');
  await visit(page, url, '#/screens/second', ['second screen title']);
  await visit(page, url, '#/tags', [
    'device area', 'tag path, unit', 'tag path, name', 'second tag name', 'tag description', 'parameter', 'template unit',
    'template tag description', 'a written text',
  ]);
  await visit(page, url, '#/tags/level', ['tag description', 'tag path, name', 'device name']);
  await visit(page, url, '#/tags/meter.power', ['template tag description', 'template state', 'parameter']);
  await visit(page, url, '#/devices', ['connection name', 'device name', 'device area', 'serial port']);
}

async function seeAudit(page, url) {
  await visit(page, url, '#/audit', [
    'a written text', 'a reason', 'name of a token', 'vendor of the device', 'product of the device',
    'revision of the device', 'device area',
  ]);
  for (const name of ['actor', 'target', 'text']) {
    await page.fill(`input[name=${name}]`, bag.of('project name').slice(0, 60));
    await page.getByText('No row matches.').waitFor();
    await look(page, `the filter ${name}`);
    await page.getByRole('button', { name: 'Clear the filter' }).click();
    await page.locator('tr[data-row]').first().waitFor();
  }
}

async function seeNarrowPages(page, url) {
  const before = page.viewportSize();
  await page.setViewportSize({ width: 390, height: 844 });
  await visit(page, url, '#/devices', ['connection name', 'device name']);
  await visit(page, url, '#/audit', ['a reason', 'name of a token']);
  await visit(page, url, '#/screens/main', ['screen title', 'text of the device']);
  await page.setViewportSize(before);
}

/** Addresses that somebody sends to a user. */
async function followHostileLinks(page, url) {
  const hostile = encodeURIComponent('<img src=pwned0 onerror=pwned(0)>');
  for (const hash of [`#/screens/${hostile}`, `#/tags/${hostile}`, `#/${hostile}`, '#/javascript:pwned(0)']) {
    await page.goto(url + hash);
    await page.locator('main').waitFor();
    await look(page, hash);
  }
  await page.goto(`${url}#/tags?filter=${hostile}&area=${hostile}`);
  await page.getByText('No tag matches.').waitFor();
  await look(page, 'the filter of tags');
}

async function seeMenu(page) {
  await page.click('.menu .opener');
  await shows(page, 'the menu', ['name of an administrator']);
  await page.selectOption('.sheet select', 'de');
  await shows(page, 'the menu in German', ['name of an administrator']);
  await page.selectOption('.sheet select', 'en');
  await page.keyboard.press('Escape');
}

/** A filter that lets through more than it says would be one that was taken for SQL. */
async function injectInto(page) {
  for (const text of injections) {
    const value = encodeURIComponent(text);
    for (const name of ['actor', 'action', 'target', 'area', 'outcome', 'text']) {
      const { status, text: body } = await ask(page, 'GET', `/api/v1/audit?${name}=${value}`);
      const fits = () => JSON.parse(body).entries.every((row) => JSON.stringify(row).includes('DROP'));
      assert.ok(status === 400 || (status === 200 && fits()), body);
    }
    for (const path of [`tags/${value}`, `users/${value}`, `screens/${value}`, `history/${value}?points=10`])
      assert.equal((await ask(page, 'GET', `/api/v1/${path}`)).status, 404, path);
    for (const path of [`tokens/${value}`, `sessions/${value}`, `users/${value}`])
      assert.equal((await ask(page, 'DELETE', `/api/v1/${path}`)).status, 404, path);
    const { text: tags } = await ask(page, 'GET', `/api/v1/tags?area=${value}`);
    assert.equal(JSON.parse(tags).tags.length, 0, tags);
  }
}

async function guestSees(browser, watch, url) {
  const page = await openPage(browser, watch);
  await page.goto(url);
  await shows(page, 'the sign-in', ['notice before the sign-in']);
  await signIn(page, bag.make('name at the sign-in', 'image'));
  await page.getByRole('alert').waitFor();
  await look(page, 'the sign-in');
  await signIn(page, 'gast');
  await page.waitForSelector('input[name=new-password]');
  await look(page, 'the choice of a password');
  await page.fill('input[name=password]', password);
  await page.fill('input[name=new-password]', `${password} of mine`);
  await page.fill('input[name=repeat-password]', `${password} of mine`);
  await page.click('button[type=submit]');
  await page.waitForSelector('[data-connection=live]');
  await shows(page, 'the header of a guest', ['name of a user', 'screen title']);
  await page.context().close();
}

/** After all of it: what must be in the database is there, and fits. */
function theDatabaseIsWhole() {
  assert.match(ctl('user', 'list'), /anna[^]*gast/);
  assert.ok(ctl('token', 'list').includes(bag.of('name of a token')));
  ctl('audit', 'verify'); // ends with an error when the chain does not fit
}

/** Texts of a project that no page of the browser shows; a project may hold them all the same. */
const shownNowhere = [
  'role name', 'template name', 'template description', 'template source', 'template vendor', 'parameter default',
  'parameter description', 'folder', 'data folder', 'refused name of a user',
];

function everyTextWasSeen() {
  const missing = [...bag.places.keys()].filter((place) => !seen.has(place) && !shownNowhere.includes(place));
  assert.deepEqual(missing, []);
}

async function run(browser, page, watch, url) {
  await step('every text that a project has is hostile', everyTextIsThere);
  await page.goto(url);
  await step('the first administrator is made', () => setUp(page));
  await step('sign in', async () => {
    await signIn(page, 'anna');
    await page.waitForSelector('[data-connection=live]');
  });
  await step('accounts and tokens', () => makeAccounts(page));
  await step('a device is another one', changeDevice);
  await step('a text is written with a reason', () => writeNote(page, url));
  await step('texts are texts on all pages', () => seePages(page, url));
  await step('and in the audit record', () => seeAudit(page, url));
  await step('and on a phone', () => seeNarrowPages(page, url));
  await step('and in the menu', () => seeMenu(page));
  await step('links with markup lead nowhere', () => followHostileLinks(page, url));
  await step('a guest sees no more than text', () => guestSees(browser, watch, url));
  await step('SQL is text', () => injectInto(page));
  await step('every text was seen', everyTextWasSeen);
  assert.deepEqual(watch.faults, []);
}

/** Any dialog, any call of pwned() and any request for what a text names is a fault. */
async function openPage(browser, watch) {
  const context = await browser.newContext({
    ignoreHTTPSErrors: true,
    locale: 'en-GB',
    viewport: { width: 1440, height: 900 },
  });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  // The browser logs every refused request; these are refused on purpose.
  watch.expected = /status of (400|404|422)/;
  await page.exposeFunction('pwned', (number) => watch.faults.push(`script of text ${number} ran`));
  page.on('dialog', (dialog) => {
    watch.faults.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', (request) => {
    if (/pwned/.test(new URL(request.url()).pathname) && !request.url().includes('/api/v1/screens/'))
      watch.faults.push(`a text was loaded: ${request.url()}`);
  });
  await watch.follow(page);
  return page;
}

async function main() {
  prepare();
  const endpoint = await device.start();
  execFileSync(options.mwsctl, ['check', join(folder, 'project')]);
  const { url } = await server.start([
    '--project', join(folder, 'project'), '--data', data, '--endpoint', `plc=${endpoint}`, '--port', '0',
  ]);
  const picture = options.pictures && join(options.pictures, 'strings-failure.png');
  await inBrowser({ executable: options.browser, url, openPage, picture }, async (browser, page, watch, base) => {
    await run(browser, page, watch, base);
    await step('the database is whole', theDatabaseIsWhole);
  });
}

await toTheEnd(main, { server }, top);
device.stop();
