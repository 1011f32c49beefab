// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

import { expect, it } from 'vitest';
import { inReadingOrder, phoneSpan, rowsOf, shareOf, tagsOf } from '../src/lib/layout';
import { matching, visibleSlice, wordsOf } from '../src/lib/list';
import { hrefOf, parseRoute } from '../src/lib/route.svelte';
import type { Widget } from '../src/lib/types';

const widget = (changes: Partial<Widget>): Widget => ({
  id: 'w', type: 'value', title: '', x: 0, y: 0, w: 3, h: 1, denied: false, tags: [], properties: {}, ...changes,
});

it('draws only what is in view', () => {
  const slice = visibleSlice(10_000, 38, 38 * 5000, 760);
  expect(slice.first).toBeLessThanOrEqual(5000);
  expect(slice.end).toBeGreaterThanOrEqual(5020);
  expect(slice.end - slice.first).toBeLessThan(60);
  expect(visibleSlice(3, 38, 0, 760)).toEqual({ first: 0, end: 3 });
  expect(visibleSlice(0, 38, 500, 760)).toEqual({ first: 0, end: 0 });
});

it('finds texts that hold every word', () => {
  expect(matching(['pump 1 speed', 'pump 2 speed', 'valve'], wordsOf('  Speed PUMP '))).toEqual([0, 1]);
  expect(matching(['a', 'b'], wordsOf(''))).toEqual([0, 1]);
});

it('lays out groups and widgets', () => {
  expect(inReadingOrder([{ x: 4, y: 0 }, { x: 0, y: 1 }, { x: 0, y: 0 }])).toEqual([{ x: 0, y: 0 }, { x: 4, y: 0 }, { x: 0, y: 1 }]);
  const group = { id: 'g', title: '', x: 0, y: 0, w: 4, h: 4, widgets: [widget({ y: 3, h: 2 }), widget({})] };
  expect(rowsOf(group)).toBe(5);
  expect(phoneSpan(widget({ type: 'trend', w: 2 }))).toBe(4);
  expect(phoneSpan(widget({ type: 'tank', w: 1, h: 4 }))).toBe(1);
  expect(phoneSpan(widget({ w: 1 }))).toBe(2);
  const screen = { id: 's', title: '', icon: '', groups: [{ ...group, widgets: [widget({ tags: ['a', 'b'] }), widget({ tags: ['a'] })] }] };
  expect(tagsOf(screen)).toEqual(['a', 'b']);
});

it('places values between two ends', () => {
  expect(shareOf(5, 0, 10)).toBe(0.5);
  expect(shareOf(50, 0, 10)).toBe(1);
  expect(shareOf(5, null, 10)).toBeNull();
  expect(shareOf(5, 10, 10)).toBeNull();
});

it('reads and writes addresses', () => {
  expect(parseRoute('#/tags/a%2Fb?filter=x')).toMatchObject({ view: 'tags', id: 'a/b' });
  expect(parseRoute('#/tags?filter=x').query.get('filter')).toBe('x');
  expect(parseRoute('')).toMatchObject({ view: '', id: '' });
  expect(parseRoute('#/tags/%E0%A4%A')).toMatchObject({ id: '%E0%A4%A' });
  expect(hrefOf('tags', 'a/b', { x: '1' })).toBe('#/tags/a%2Fb?x=1');
});
