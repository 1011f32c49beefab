// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

import { describe, expect, it } from 'vitest';
import raw from '../../api/openapi.json';
import { exampleOf } from '../src/lib/apiexample';
import { groupsOf, type Document } from '../src/lib/openapi';
import { linesOf, typeOf, type Schema } from '../src/lib/schema';

const document = raw as unknown as Document;
const { schemas } = document.components;
const groups = groupsOf(document);
const operations = groups.flatMap((group) => group.operations);
const find = (id: string) => operations.find((operation) => operation.id === id);

describe('the document of the station', () => {
  it('has every operation once, in the group of what it is about', () => {
    const ids = Object.values(document.paths).flatMap((path) => Object.values(path).map(({ operationId }) => operationId));
    expect(operations.map(({ id }) => id).sort()).toEqual([...ids].sort());
    expect(groups.find(({ name }) => name === 'users')?.operations.map(({ id }) => id)).toContain('createUser');
    expect(find('getHealth')?.group).toBe('healthz');
    expect(groups.map(({ name }) => name)).toEqual([...groups.map(({ name }) => name)].sort((a, b) => a.localeCompare(b)));
  });

  it('leaves no reference of a parameter or an answer unresolved', () => {
    for (const { parameters, answers } of operations) {
      for (const parameter of parameters) expect(parameter.name).toBeTruthy();
      for (const { answer } of answers) expect(answer.description).toBeTruthy();
    }
    expect(find('createUser')?.parameters.map(({ name }) => name)).toContain('X-CSRF-Token');
  });

  it('has lines and an example for every schema', () => {
    for (const [name, schema] of Object.entries(schemas)) {
      const reference = { $ref: `#/components/schemas/${name}` };
      const paths = linesOf(reference, schemas).map(({ path }) => path);
      expect(new Set(paths).size, name).toBe(paths.length);
      expect(typeOf(reference)).toBe(name);
      const example = exampleOf(reference, schemas);
      if (schema.type === 'object') expect(Object.keys(example as object).sort(), name).toEqual(Object.keys(schema.properties ?? {}).sort());
    }
  });
});

it('opens parts below their owner', () => {
  const lines = linesOf({ $ref: '#/components/schemas/UserList' }, schemas);
  expect(lines[0]).toMatchObject({ depth: 0, name: 'users', type: 'array of User', required: true });
  expect(lines.find(({ name }) => name === 'lockedForMs')).toMatchObject({ depth: 1, path: '/users/lockedForMs' });
});

it('opens what holds itself only once', () => {
  const own: Record<string, Schema> = {
    Node: { type: 'object', properties: { name: { type: 'string' }, below: { type: 'array', items: { $ref: '#/x/Node' } } } },
  };
  expect(linesOf({ $ref: '#/x/Node' }, own).map(({ path }) => path)).toEqual(['/name', '/below']);
  expect(exampleOf({ $ref: '#/x/Node' }, own)).toEqual({ name: '…', below: [{}] });
});

it('says types with their limits', () => {
  expect(typeOf({ type: 'integer', minimum: 0, maximum: 9 })).toBe('integer · 0 … 9');
  expect(typeOf({ type: ['string', 'null'], maxLength: 64 })).toBe('string | null · length ≤ 64');
  expect(typeOf({ enum: ['a', 1] })).toBe('"a" | 1');
  expect(typeOf({ type: 'array', items: { type: 'string' }, minItems: 1 })).toBe('array of string · items ≥ 1');
});

it('makes examples that look like the real thing', () => {
  expect(exampleOf({ type: 'string', pattern: '^mws_' }, {})).toBe('mws_…');
  expect(exampleOf({ type: 'string', format: 'date-time' }, {})).toBe('2026-01-15T12:00:00.000Z');
  expect(exampleOf({ type: 'integer', minimum: 1 }, {})).toBe(1);
  expect(exampleOf({ type: 'array', items: { enum: ['view'] } }, {})).toEqual(['view']);
  expect(exampleOf({}, {})).toBeNull();
});
