// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { request } from 'playwright-core';
import { Program, until } from './processes.mjs';
import { inBrowser, step, toTheEnd } from './stage.mjs';

const { values: options } = parseArgs({
  options: Object.fromEntries(['server', 'project', 'browser', 'pictures'].map((name) => [name, { type: 'string' }])),
});

const folder = mkdtempSync(join(tmpdir(), 'mws-accounts-'));
const data = join(folder, 'data');
const admin = { user: 'anna', password: 'well water pump house 7' };
const first = 'only to begin with 35';
const vera = { user: 'vera', password: 'reservoir on the hill 9' };
const desktop = { width: 1280, height: 800 };
const phone = { width: 390, height: 844 };
const server = new Program(options.server, join(folder, 'server.json'));

const button = (root, name) => root.getByRole('button', { name, exact: true });
const alert = (root, text) => root.getByRole('alert').filter({ hasText: text });
/** The dialog on top. */
const dialog = (page) => page.locator('dialog[open]').last();

async function openPage(browser, watch) {
  const context = await browser.newContext({ ignoreHTTPSErrors: true, locale: 'en-GB', viewport: desktop });
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  await watch.follow(page);
  return page;
}

async function signIn(page, url, { user, password }) {
  await page.goto(url);
  await page.fill('input[name=username]', user);
  await page.fill('input[name=password]', password);
  await page.click('button[type=submit]');
}

async function choosePassword(page, current, next) {
  await page.waitForSelector('input[name=new-password]');
  await page.fill('input[name=password]', current);
  await page.fill('input[name=new-password]', next);
  await page.fill('input[name=repeat-password]', next);
  await page.click('button[type=submit]');
  await page.waitForSelector('[data-connection=live]');
}

async function setUp(page, url) {
  await page.goto(url);
  await page.fill('input[name=code]', readFileSync(join(data, 'setup-code'), 'utf8').trim());
  await page.fill('input[name=username]', admin.user);
  await page.fill('input[name=name]', 'Anna Berg');
  await page.fill('input[name=new-password]', admin.password);
  await page.fill('input[name=repeat-password]', admin.password);
  await page.click('button[type=submit]');
  await page.waitForSelector('input[name=password]');
  await signIn(page, url, admin);
  await page.waitForSelector('[data-connection=live]');
}

/** By keyboard alone. */
async function goToAccounts(page) {
  await page.locator('.menu .opener').focus();
  await page.keyboard.press('Enter');
  const link = page.locator('.sheet a[href="#/admin"]');
  await until('the link has the focus', async () => {
    await page.keyboard.press('Tab');
    return link.evaluate((node) => node === document.activeElement);
  });
  await page.keyboard.press('Enter');
  await page.waitForSelector('tr[data-account=anna]');
}

async function fillNewUser(form, name, password) {
  await form.locator('input[name=username]').fill(name);
  await form.locator('input[name=name]').fill('Vera Lind');
  await form.locator('select[name=role]').selectOption('operator');
  await form.locator('input[name=new-password]').fill(password);
  await form.locator('input[name=repeat-password]').fill(password);
}

/** The server asks for the password five minutes after sign-in; here it does at once. */
async function demandPassword(page, path) {
  const body = JSON.stringify({ type: 'about:blank', title: '', status: 403, code: 'notConfirmed', detail: '', instance: '' });
  const refuse = (route) => route.fulfill({ status: 403, contentType: 'application/problem+json', body });
  await page.route(path, refuse, { times: 1 });
}

async function confirmPassword(page) {
  const form = dialog(page);
  await form.locator('input[name=confirm-password]').fill('not this one at all');
  await page.keyboard.press('Enter');
  await alert(form, 'present password is wrong').waitFor();
  await form.locator('input[name=confirm-password]').fill(admin.password);
  await page.keyboard.press('Enter');
}

async function makeUser(page) {
  await button(page, 'New account').click();
  const form = dialog(page);
  await fillNewUser(form, 'anna', 'vera and a password 1');
  await button(form, 'Create account').click();
  await alert(form, 'a user of this name already').waitFor();
  await fillNewUser(form, vera.user, 'vera123456789');
  await button(form, 'Create account').click();
  await alert(form, 'not accepted').waitFor();
  assert.equal(await form.locator('input[name=name]').inputValue(), 'Vera Lind', 'nothing is lost');
  await fillNewUser(form, vera.user, first);
  await demandPassword(page, '**/api/v1/users');
  await button(form, 'Create account').click();
  await page.waitForSelector('input[name=confirm-password]');
  await confirmPassword(page);
  await page.waitForSelector('tr[data-account=vera]');
  assert.match(await page.textContent('tr[data-account=vera]'), /Must choose a password/);
}

async function keepTheLastAdministrator(page) {
  await page.locator('tr[data-account=anna] .acts .button').click();
  const form = dialog(page);
  await form.locator('input[name=enabled]').uncheck();
  await button(form, 'Save').click();
  await alert(form, 'no enabled administrator').waitFor();
  assert.equal(await form.locator('input[name=enabled]').isChecked(), false, 'nothing is lost');
  await page.keyboard.press('Escape');
  await page.waitForSelector('tr[data-account=anna] .acts .button:focus');
}

async function beginAsVera(browser, watch, url) {
  const page = await openPage(browser, watch);
  await signIn(page, url, { ...vera, password: first });
  await choosePassword(page, first, vera.password);
  await page.click('.menu .opener');
  assert.equal(await page.locator('.sheet a[href="#/admin"]').count(), 0, 'no administration');
  await page.locator('.sheet a[href="#/me"]').click();
  await page.waitForSelector('tr[data-session]');
  await page.evaluate(() => (location.hash = '#/admin/users'));
  await page.getByText('There is no such page').waitFor();
  await page.evaluate(() => (location.hash = '#/me'));
  await page.waitForSelector('tr[data-session]');
  return page;
}

async function statusFor(url, token) {
  const program = await request.newContext({ ignoreHTTPSErrors: true, extraHTTPHeaders: { Authorization: `Bearer ${token}` } });
  const answer = await program.get(`${url}api/v1/devices`);
  await program.dispose();
  return answer.status();
}

async function makeToken(page, url) {
  await button(page, 'New token').click();
  const form = dialog(page);
  await form.locator('input[name=token-name]').fill('Historian');
  await form.locator('input[name=write]').check();
  await form.locator('input[name=area]').first().check();
  await form.locator('input[name=network]').fill('no network');
  await button(form, 'Make the token').click();
  await alert(form, 'no network').waitFor();
  await form.locator('input[name=network]').fill('127.0.0.0/8');
  await button(form, 'Make the token').click();
  const shown = page.locator('[data-secret]');
  await shown.waitFor();
  await picture(page, 'token-secret');
  const secret = (await shown.textContent()).trim();
  await page.keyboard.press('Escape');
  assert.equal(await shown.count(), 1, 'it is not lost by a slip');
  await button(page, 'Copy').click();
  await page.getByText('Copied.').waitFor();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), secret);
  await button(page, 'I have kept it').click();
  await page.waitForSelector('tr[data-token]');
  assert.ok(!(await page.content()).includes(secret), 'it is never shown again');
  assert.equal(await statusFor(url, secret), 200);
  return secret;
}

async function revokeToken(page, url, secret) {
  await button(page.locator('tr[data-token]'), 'Revoke').click();
  await button(dialog(page), 'Revoke').click();
  await page.getByText('You have no tokens').waitFor();
  assert.equal(await statusFor(url, secret), 401);
}

async function endSession(browser, watch, page, url) {
  const elsewhere = await openPage(browser, watch);
  await signIn(elsewhere, url, vera);
  await elsewhere.waitForSelector('[data-connection=live]');
  await page.reload();
  const rows = page.locator('tr[data-session]');
  await until('both sessions are there', async () => (await rows.count()) === 2);
  await button(page, 'End all others').click();
  await button(dialog(page), 'End the others (1)').click();
  await until('one is left', async () => (await rows.count()) === 1);
  assert.match(await rows.first().textContent(), /this one/);
  await elsewhere.getByText('The session has ended').waitFor({ timeout: 5000 });
  await elsewhere.context().close();
}

async function seeAll(page, url) {
  await page.goto(`${url}#/admin/sessions`);
  await page.locator('tr[data-token]', { hasText: 'Historian' }).waitFor();
  assert.match(await page.locator('tr[data-token]').textContent(), /vera/);
  assert.ok((await page.locator('tr[data-session]', { hasText: 'vera' }).count()) >= 1);
}

async function seeAccess(page, url) {
  await page.goto(`${url}#/admin/access`);
  const row = page.locator('tr[data-access="vera/remote"]');
  await row.waitFor();
  await page.getByPlaceholder('User, role, token').fill('vera');
  await until('the others are gone', async () => (await page.locator('tr[data-access^=anna]').count()) === 0);
  await row.locator('summary').first().click();
  await row.locator('li').first().waitFor(); // an operator writes something
  await page.getByPlaceholder('Tag').fill('no such tag');
  await page.getByText('Nobody matches.').waitFor();
}

async function seeCertificate(page, url) {
  await page.goto(`${url}#/admin/certificate`);
  await page.getByText(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/).waitFor();
  await button(page, 'Reload').click();
  await page.getByText('it is the same one').waitFor();
}

async function backUp(page, url) {
  await page.goto(`${url}#/admin/backup`);
  await button(page, 'Make a backup').click();
  await page.locator('tr[data-backup]').waitFor({ timeout: 20_000 });
  const [file] = await Promise.all([page.waitForEvent('download'), button(page, 'Download').click()]);
  assert.match(file.suggestedFilename(), /^mws-\d{8}T\d{6}Z\.tar\.zst$/);
  const bytes = readFileSync(await file.path());
  assert.equal(bytes.subarray(0, 4).toString('hex'), '28b52ffd'); // RFC 8878
}

/** Any certificate will do: the station's own. */
async function giveCertificate(page) {
  const certificate = readFileSync(join(data, 'certificate.pem'), 'utf8');
  const status = await page.evaluate(async (body) => {
    const { csrfToken } = await (await fetch('/api/v1/session')).json();
    const headers = { 'X-CSRF-Token': csrfToken, 'Content-Type': 'application/json' };
    return (await fetch('/api/v1/users/vera/certificates', { method: 'POST', headers, body })).status;
  }, JSON.stringify({ name: 'laptop', certificate }));
  assert.equal(status, 201);
}

async function takeCertificate(page, url) {
  await giveCertificate(page);
  await page.goto(`${url}#/admin/users`);
  await page.locator('tr[data-account=vera] .acts .button').click();
  const entry = dialog(page).locator('[data-certificate]');
  await entry.getByText('laptop').waitFor();
  await entry.getByText(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/).waitFor();
  await button(entry, 'Remove certificate laptop').click();
  await button(dialog(page), 'Cancel').click();
  await entry.getByText('laptop').waitFor();
  await button(entry, 'Remove certificate laptop').click();
  await button(dialog(page), 'Remove').click();
  await dialog(page).getByText('None: with').waitFor();
  await page.keyboard.press('Escape');
}

async function readApi(page, url) {
  await page.goto(`${url}#/api/createToken`);
  const chosen = page.locator('details[data-operation=createToken][open]');
  await chosen.waitFor();
  await until('it is in view', async () => (await chosen.boundingBox())?.y < 800);
  await chosen.getByText('Example').first().click();
  const example = JSON.parse(await chosen.locator('pre').first().textContent());
  assert.ok('expires' in example && 'network' in example, JSON.stringify(example));
  const document = await (await page.context().request.get(`${url}api/v1/openapi.json`)).json();
  const operations = Object.values(document.paths).flatMap((path) => Object.values(path)).map(({ operationId }) => operationId);
  const shown = await page.locator('details[data-operation]').evaluateAll((all) => all.map(({ dataset }) => dataset.operation));
  assert.deepEqual(shown.sort(), operations.sort());
  await page.getByPlaceholder('Path, operation').fill('users post');
  await until('only those are left', async () => (await page.locator('details[data-operation]').count()) < 10);
}

async function removeUser(page, url, veras) {
  await page.goto(`${url}#/admin/users`);
  await page.locator('tr[data-account=vera] .acts .button').click();
  await button(dialog(page), 'Remove account').click();
  const form = dialog(page);
  const remove = button(form, 'Remove for ever');
  await form.locator('input[name=typed-name]').fill('ver');
  assert.ok(await remove.isDisabled());
  await form.locator('input[name=typed-name]').fill('vera');
  await remove.click();
  await until('the row is gone', async () => (await page.locator('tr[data-account=vera]').count()) === 0);
  assert.equal(await page.locator('dialog[open]').count(), 0);
  await veras.getByText('The session has ended').waitFor({ timeout: 5000 });
}

async function takeTheNameOut(page, url) {
  await page.goto(`${url}#/admin/users`);
  await button(page, 'Pseudonymise').click();
  const form = dialog(page);
  await form.locator('input[name=gone-name]').fill('anna');
  await button(form, 'Take the name out').click();
  await alert(form, 'Disable or remove the user first').waitFor();
  await form.locator('input[name=gone-name]').fill(vera.user);
  await button(form, 'Take the name out').click();
  await page.getByText(/user-[0-9a-f]{8} stands there now/).waitFor();
  await page.keyboard.press('Escape');
  const record = await page.evaluate(async () => (await fetch('api/v1/audit?limit=1000')).text());
  assert.ok(record.includes('user.pseudonymise') && !record.includes(`"${vera.user}"`), 'the name is gone');
}

const pages = {
  accounts: ['admin/users', 'tr[data-account]'],
  sessions: ['admin/sessions', 'tr[data-session]'],
  access: ['admin/access', 'tr[data-access]'],
  certificate: ['admin/certificate', 'dl'],
  backup: ['admin/backup', 'tr[data-backup]'],
  'my-account': ['me', 'tr[data-session]'],
  api: ['api/createUser', 'details[open]'],
};

async function picture(page, name) {
  if (options.pictures) await page.screenshot({ path: join(options.pictures, `${name}.png`) });
}

/** What is wider than its box, with the exception of what is made to be scrolled. */
function sideways() {
  return [...document.querySelectorAll('main, main .panel')].filter((each) => each.scrollWidth > each.clientWidth).length;
}

async function lookAtAll(page, url, suffix, viewport) {
  await page.setViewportSize(viewport);
  for (const [name, [path, sign]] of Object.entries(pages)) {
    await page.goto(`${url}#/${path}`);
    await page.waitForSelector(sign);
    assert.equal(await page.evaluate(sideways), 0, `${name} ${suffix} is scrolled sideways`);
    await picture(page, `${name}-${suffix}`);
  }
  await page.goto(`${url}#/admin/users`);
  await page.locator('tr[data-account=vera] .acts .button').click();
  await dialog(page).waitFor();
  await picture(page, `account-${suffix}`);
  await page.keyboard.press('Escape');
}

async function choose(page, language, theme) {
  await page.setViewportSize(desktop);
  await page.click('.menu .opener');
  await page.locator('.sheet select').first().selectOption(language);
  await page.locator('.sheet select').last().selectOption(theme);
  await page.keyboard.press('Escape');
}

async function lookEverywhere(page, url) {
  await choose(page, 'en', 'day');
  await lookAtAll(page, url, 'day', desktop);
  await page.click('.menu .opener');
  await picture(page, 'menu');
  await page.keyboard.press('Escape');
  await lookAtAll(page, url, 'phone', phone);
  await choose(page, 'de', 'night');
  await lookAtAll(page, url, 'night-de', desktop);
  await lookAtAll(page, url, 'phone-night-de', phone);
  await choose(page, 'en', 'day');
}

async function run(browser, page, watch, url) {
  await step('the first administrator goes to the accounts by keyboard', async () => {
    await setUp(page, url);
    await goToAccounts(page);
  });
  watch.expected = /status of (401|403|404|409|422)/;
  await step('a user is made, in spite of a used name, a weak password and a wrong confirmation', () => makeUser(page));
  await step('the last administrator stays', () => keepTheLastAdministrator(page));
  let veras;
  await step('the user chooses a password and sees no administration', async () => (veras = await beginAsVera(browser, watch, url)));
  let secret;
  await step('the user makes a token, shown once, that lets a program in', async () => (secret = await makeToken(veras, url)));
  await step('an administrator sees sessions and tokens of all', () => seeAll(page, url));
  await step('a backup is made and taken away', () => backUp(page, url));
  await step('the pages fit, in both languages and on a phone', () => lookEverywhere(page, url));
  await step('the access report is filtered', () => seeAccess(page, url));
  await step('the certificate is shown and reloaded', () => seeCertificate(page, url));
  await step('a certificate of a user is shown and taken away', () => takeCertificate(page, url));
  await step('the API can be read', () => readApi(page, url));
  await step('the user revokes the token', () => revokeToken(veras, url, secret));
  await step('a session elsewhere is ended', () => endSession(browser, watch, veras, url));
  await step('the user is removed after the name was typed', () => removeUser(page, url, veras));
  await step('the name of who is gone is taken out of the record', () => takeTheNameOut(page, url));
  assert.deepEqual(watch.faults, []);
}

async function main() {
  const { url } = await server.start(['--project', options.project, '--data', data, '--port', '0']);
  const picture = options.pictures && join(options.pictures, 'accounts-failure.png');
  await inBrowser({ executable: options.browser, url, openPage, picture }, run);
}

await toTheEnd(main, { server }, folder);
