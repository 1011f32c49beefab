// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Program } from './processes.mjs';
import { inBrowser, step, toTheEnd } from './stage.mjs';

const { values: options } = parseArgs({
  options: Object.fromEntries(
    ['server', 'simulator', 'mwsctl', 'project', 'browser', 'pictures'].map((name) => [name, { type: 'string' }]),
  ),
});

const folder = mkdtempSync(join(tmpdir(), 'mws-restart-'));
const data = join(folder, 'data');
const project = join(folder, 'project');
const password = 'well water pump house 7';
const english = 'runs an older project than the one that was saved';
const german = 'läuft mit einem älteren Projekt';

const simulator = new Program(options.simulator, join(folder, 'simulator.json'));
const server = new Program(options.server, join(folder, 'server.json'));

function addUser(name, role) {
  execFileSync(options.mwsctl, ['user', 'add', name, '--role', role, '--password-stdin', '--data', data], {
    input: `${password}\n`,
  });
}

async function openPage(browser, watch, locale) {
  const context = await browser.newContext({ ignoreHTTPSErrors: true, locale, viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  await watch.follow(page);
  return page;
}

async function signIn(page, url, user) {
  await page.goto(url);
  await page.fill('input[name=username]', user);
  await page.fill('input[name=password]', password);
  await page.click('button[type=submit]');
  await page.waitForSelector('[data-connection=live]');
}

const banner = (page, text) => page.getByRole('status').filter({ hasText: text });

/** Runs in the page of an administrator: saves a project with another description. */
async function saveAnother() {
  const { csrfToken } = await (await fetch('api/v1/session')).json();
  const present = await fetch('api/v1/project/files');
  const files = await present.json();
  files['project.json'].description = 'Another one';
  const saved = await fetch('api/v1/project/files', {
    method: 'PUT',
    headers: {
      'Content-Type': 'application/json',
      'If-Match': present.headers.get('ETag'),
      'X-CSRF-Token': csrfToken,
    },
    body: JSON.stringify(files),
  });
  return saved.status;
}

async function seeBanner(annas, ninas, veras) {
  assert.equal(await banner(annas, english).count(), 0, 'nothing waits yet');
  assert.equal(await annas.evaluate(saveAnother), 200);
  await banner(annas, english).waitFor();
  await banner(ninas, german).waitFor(); // without a reload
  await ninas.screenshot({ path: join(options.pictures, 'restart-bar.png') });
  await annas.reload();
  await banner(annas, english).waitFor();
  await veras.reload();
  await veras.waitForSelector('[data-connection=live]');
  await veras.locator('[data-widget]').first().waitFor();
  assert.equal(await banner(veras, english).count(), 0, 'a viewer can do nothing about it');
}

async function main() {
  cpSync(options.project, project, { recursive: true });
  mkdirSync(data, { mode: 0o700 });
  addUser('anna', 'administrator');
  addUser('nina', 'engineer');
  addUser('vera', 'viewer');
  const { endpoints } = await simulator.start([
    '--project', project,
    '--listen', 'plc=127.0.0.1:0', '--listen', 'skid=127.0.0.1:0', '--pty', `line=${join(folder, 'line')}`,
  ]);
  const given = Object.entries(endpoints).flatMap(([name, where]) => ['--endpoint', `${name}=${where}`]);
  const { url } = await server.start(['--project', project, '--data', data, ...given, '--port', '0']);
  await inBrowser(
    {
      executable: options.browser,
      url,
      openPage: (browser, watch) => openPage(browser, watch, 'en-GB'),
      picture: join(options.pictures, 'restart-failure.png'),
    },
    async (browser, annas, watch, base) => {
      const ninas = await openPage(browser, watch, 'de-DE');
      const veras = await openPage(browser, watch, 'en-GB');
      await signIn(annas, base, 'anna');
      await signIn(ninas, base, 'nina');
      await signIn(veras, base, 'vera');
      await step('who may configure sees that a project waits', () => seeBanner(annas, ninas, veras));
      assert.deepEqual(watch.faults, []);
    },
  );
}

await toTheEnd(main, { server, simulator }, folder);
