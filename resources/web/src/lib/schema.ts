// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

/** What of JSON Schema the document of the station uses. */
export interface Schema {
  $ref?: string;
  type?: string | string[];
  description?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  prefixItems?: Schema[];
  additionalProperties?: boolean | Schema;
  enum?: unknown[];
  const?: unknown;
  default?: unknown;
  examples?: unknown[];
  format?: string;
  pattern?: string;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  oneOf?: Schema[];
  anyOf?: Schema[];
}

/** The last part of "#/components/schemas/User". */
export function nameOf(reference: string): string {
  return reference.slice(reference.lastIndexOf('/') + 1);
}

/** One line of a schema shown as a table. */
export interface SchemaRow {
  /** How deep it is nested. */
  depth: number;
  /** "users[].name" ends in "name"; empty for what has none. */
  name: string;
  type: string;
  required: boolean;
  description: string;
  /** Its own place, for a list of rows. */
  path: string;
}

type Schemas = Record<string, Schema>;

function limitsOf(schema: Schema): string[] {
  const range = (word: string, low?: number, high?: number) => {
    if (low === undefined && high === undefined) return '';
    if (high === undefined) return `${word}≥ ${low}`;
    return low === undefined ? `${word}≤ ${high}` : `${word}${low} … ${high}`;
  };
  return [
    schema.format ?? '',
    schema.pattern ?? '',
    range('', schema.minimum, schema.maximum),
    range('length ', schema.minLength, schema.maxLength),
    range('items ', schema.minItems, schema.maxItems),
    schema.default === undefined ? '' : `default ${JSON.stringify(schema.default)}`,
  ].filter(Boolean);
}

/** "string · date-time", "array of User", "\"a\" | \"b\"". */
export function typeOf(schema: Schema): string {
  if (schema.$ref) return nameOf(schema.$ref);
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  const type = [schema.type ?? 'any'].flat().join(' | ');
  const shown = type === 'array' && schema.items ? `array of ${typeOf(schema.items)}` : type;
  return [shown, ...limitsOf(schema)].join(' · ');
}

/** What a reference stands for. */
export function target(schema: Schema, schemas: Schemas): Schema {
  return schema.$ref ? (schemas[nameOf(schema.$ref)] ?? schema) : schema;
}

function inner(schema: Schema, schemas: Schemas): { schema: Schema; name: string } {
  const own = target(schema, schemas);
  if (!own.items) return { schema: own, name: schema.$ref ?? '' };
  return { schema: target(own.items, schemas), name: own.items.$ref ?? '' };
}

/** A schema as lines, with those of its parts; one that holds itself is not opened a second time. */
export function linesOf(schema: Schema, schemas: Schemas): SchemaRow[] {
  const rows: SchemaRow[] = [];
  const open = (part: Schema, depth: number, path: string, above: string[]): void => {
    const found = inner(part, schemas);
    if (found.name && above.includes(found.name)) return;
    const within = found.name ? [...above, found.name] : above;
    for (const [name, property] of Object.entries(found.schema.properties ?? {})) {
      const place = `${path}/${name}`;
      rows.push({
        depth, name, path: place, type: typeOf(property),
        required: found.schema.required?.includes(name) ?? false,
        description: property.description ?? target(property, schemas).description ?? '',
      });
      open(property, depth + 1, place, within);
    }
    found.schema.prefixItems?.forEach((item, index) => {
      rows.push({
        depth, name: String(index), path: `${path}/${index}`, type: typeOf(item), required: true,
        description: item.description ?? '',
      });
    });
  };
  open(schema, 0, '', []);
  return rows;
}
