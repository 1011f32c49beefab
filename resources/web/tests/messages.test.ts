// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

import { expect, it } from 'vitest';
import { fill } from '../src/lib/i18n.svelte';
import de from '../src/messages/de.json';
import en from '../src/messages/en.json';

const sources = import.meta.glob<string>('../src/**/*.{ts,svelte}', {
  query: '?raw',
  import: 'default',
  eager: true,
});
const parameters = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort();

it('has every text in both languages, with the same parameters', () => {
  expect(Object.keys(de)).toEqual(Object.keys(en));
  for (const [key, text] of Object.entries(en))
    expect(parameters(de[key as keyof typeof de]), key).toEqual(parameters(text));
});

it('has no text that nothing uses', () => {
  const code = Object.values(sources).join('\n');
  const built = /`(\w+)\.\$\{/g;
  const families = new Set([...code.matchAll(built)].map((match) => match[1]));
  const unused = Object.keys(en).filter(
    (key) => !code.includes(`'${key}'`) && !families.has(key.split('.')[0]),
  );
  expect(unused).toEqual([]);
});

it('fills parameters and leaves unknown ones', () => {
  expect(fill('{a} of {b}', { a: 1 })).toBe('1 of {b}');
});
