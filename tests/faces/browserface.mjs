// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

/** Prints what a browser shows of every widget of the screens, as faces_parity_test reads it from the panel. */

import { parseArgs } from 'node:util';
import { until } from '../e2e/processes.mjs';
import { inBrowser } from '../e2e/stage.mjs';

const { values: options } = parseArgs({
  options: Object.fromEntries(
    ['browser', 'url', 'user', 'password', 'language', 'screens'].map((name) => [name, { type: 'string' }]),
  ),
});

/** Runs in the page. */
function widgetsOfPage() {
  const textOf = (element) => (element?.textContent ?? '').replace(/\s+/g, ' ').trim();
  const joined = (root, wanted) => [...root.querySelectorAll(wanted)].map(textOf).filter(Boolean).join(' ');

  // Of a switch: its position, or that it has none.
  function textIn(widget) {
    if (widget.querySelector('.switch')) return joined(widget, '.current, .other') || '–';
    return joined(widget, '.reading:not(.hidden *) .number, .unit:not(.hidden *), .lamp > .cut, .command');
  }

  function markIn(widget) {
    const deviation = widget.querySelector('.deviation:not(.hidden *)');
    if (deviation) return deviation.classList.contains('high') ? 'high' : 'low';
    const tones = ['normal', 'active', 'warning', 'alarm'];
    const marks = [...widget.querySelectorAll('.reading:not(.hidden *) > svg, .lamp > svg')];
    return tones.find((tone) => marks.some((mark) => mark.classList.contains(tone))) ?? '';
  }

  // Besides, the browser says how old a bad value is, and the number of an exception in the sentence.
  function reasonIn(widget) {
    const age = widget.classList.contains('old') ? ', .why .age' : '';
    return joined(widget, `.why b${age}`);
  }

  function frame(widget) {
    const reason = reasonIn(widget);
    return {
      title: textOf(widget.querySelector('.head button')),
      text: textIn(widget),
      mark: markIn(widget),
      reason,
      sentence: /\d$/.test(reason) ? '' : joined(widget, '.why .cut'),
      locked: widget.querySelector('.lock') ? 'locked' : '',
      name: widget.querySelector('.head button').getAttribute('aria-label'),
    };
  }

  function trend(widget) {
    const text = joined(widget, '.entry > .cut, .reading .number, .unit, .reason b, .reason .age');
    return { title: textOf(widget.querySelector('.title')), text };
  }

  function shownBy(widget) {
    if (widget.matches('.frame')) return frame(widget);
    if (widget.matches('.trend')) return trend(widget);
    if (widget.matches('p')) return { title: textOf(widget), mark: widget.matches('.heading') ? 'heading' : '' };
    return { title: textOf(widget), name: textOf(widget.querySelector('a')) };
  }

  return [...document.querySelectorAll('[data-widget]')].map((each) => [each.dataset.widget, shownBy(each)]);
}

async function openPage(browser, watch) {
  const locale = { en: 'en-GB', de: 'de-DE' }[options.language];
  const viewport = { width: 1440, height: 900 };
  const context = await browser.newContext({ ignoreHTTPSErrors: true, locale, viewport });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  await watch.follow(page);
  return page;
}

async function signIn(page, url) {
  await page.goto(url);
  await page.fill('input[name=username]', options.user);
  await page.fill('input[name=password]', options.password);
  await page.click('button[type=submit]');
  await page.waitForSelector('[data-connection=live]');
}

/** When it is the page of the screen, and every widget has what the station says. */
async function widgetsOf(page, url, screen) {
  await page.goto(`${url}#/screens/${screen}`);
  await until(`the screen ${screen}`, async () => {
    const isThere = (await page.title()).startsWith(`${screen} `) && (await page.locator('[data-widget]').count()) > 0;
    return isThere && (await page.locator('.waiting').count()) === 0;
  });
  return page.evaluate(widgetsOfPage);
}

const all = {};
await inBrowser({ executable: options.browser, url: options.url, openPage }, async (_, page, watch, base) => {
  await signIn(page, base);
  for (const screen of options.screens.split(',')) {
    for (const [widget, shown] of await widgetsOf(page, base, screen)) all[`${screen}/${widget}`] = shown;
  }
  if (watch.faults.length > 0) throw new Error(watch.faults.join('\n'));
});
console.log(JSON.stringify(all));
