// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

import { nameOf, target, type Schema } from './schema';

/** A moment for "ms since 1970". */
const someTime = Date.UTC(2026, 0, 15, 12);

/** The fixed beginning of a pattern: "mws_" of "^mws_". */
function beginning(pattern: string): string {
  return /^\^([\w:-]*)/.exec(pattern)?.[1] ?? '';
}

function exampleText(schema: Schema): string {
  if (schema.format === 'date-time') return new Date(someTime).toISOString();
  return schema.pattern ? `${beginning(schema.pattern)}…` : '…';
}

function exampleNumber(schema: Schema): number {
  return /ms since 1970|milliseconds since 1970/i.test(schema.description ?? '') ? someTime : (schema.minimum ?? 0);
}

function exampleArray(schema: Schema, schemas: Record<string, Schema>, above: string[]): unknown[] {
  if (schema.prefixItems) return schema.prefixItems.map((item) => make(item, schemas, above));
  return schema.items ? [make(schema.items, schemas, above)] : [];
}

function exampleObject(schema: Schema, schemas: Record<string, Schema>, above: string[]): object {
  const parts = Object.entries(schema.properties ?? {});
  return Object.fromEntries(parts.map(([name, property]) => [name, make(property, schemas, above)]));
}

function make(given: Schema, schemas: Record<string, Schema>, above: string[]): unknown {
  const name = given.$ref ? nameOf(given.$ref) : '';
  if (name && above.includes(name)) return {};
  const schema = target(given, schemas);
  const within = name ? [...above, name] : above;
  const fixed = schema.examples?.[0] ?? schema.const ?? schema.default ?? schema.enum?.[0];
  if (fixed !== undefined) return fixed;
  switch ([schema.type ?? ''].flat()[0]) {
    case 'object': return exampleObject(schema, schemas, within);
    case 'array': return exampleArray(schema, schemas, within);
    case 'string': return exampleText(schema);
    case 'integer':
    case 'number': return exampleNumber(schema);
    case 'boolean': return false;
    default: return schema.properties ? exampleObject(schema, schemas, within) : null;
  }
}

/** A value of the form that the schema demands, to show what it looks like. */
export function exampleOf(schema: Schema, schemas: Record<string, Schema>): unknown {
  return make(schema, schemas, []);
}
