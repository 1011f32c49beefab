// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

/** What of OpenAPI 3.1 and JSON Schema the document of the station uses. */
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

interface Ref {
  $ref?: string;
}

export interface Parameter extends Ref {
  name: string;
  in: string;
  required?: boolean;
  description?: string;
  schema?: Schema;
}

export type Content = Record<string, { schema?: Schema }>;

export interface Answer extends Ref {
  description: string;
  content?: Content;
}

export interface RawOperation {
  operationId: string;
  summary: string;
  description?: string;
  tags?: string[];
  'x-access'?: string;
  'x-confirmed'?: boolean;
  parameters?: Parameter[];
  requestBody?: { content: Content };
  responses: Record<string, Answer>;
}

export interface Document {
  info: { title: string; version: string; summary?: string; description?: string };
  paths: Record<string, Record<string, RawOperation>>;
  components: {
    schemas: Record<string, Schema>;
    parameters?: Record<string, Parameter>;
    responses?: Record<string, Answer>;
  };
}

export interface Operation {
  id: string;
  method: string;
  path: string;
  group: string;
  raw: RawOperation;
  parameters: Parameter[];
  answers: { status: string; answer: Answer }[];
  /** In lower case, to be searched. */
  text: string;
}

export interface Group {
  name: string;
  operations: Operation[];
}

const methods = ['get', 'post', 'patch', 'put', 'delete'] as const;

/** The last part of "#/components/schemas/User". */
export function nameOf(reference: string): string {
  return reference.slice(reference.lastIndexOf('/') + 1);
}

function resolved<T extends Ref>(part: T, known: Record<string, T> | undefined): T {
  return part.$ref ? (known?.[nameOf(part.$ref)] ?? part) : part;
}

/** The first tag, or what the path is about: "/api/v1/users/{name}" as "users". */
function groupOf(path: string, raw: RawOperation): string {
  return raw.tags?.[0] ?? path.replace(/^\/api\/v\d+\//, '').replace(/^\//, '').split('/')[0] ?? path;
}

function operationOf(document: Document, path: string, method: string, raw: RawOperation): Operation {
  return {
    id: raw.operationId,
    method: method.toUpperCase(),
    path,
    group: groupOf(path, raw),
    raw,
    parameters: (raw.parameters ?? []).map((one) => resolved(one, document.components.parameters)),
    answers: Object.entries(raw.responses)
      .map(([status, one]) => ({ status, answer: resolved(one, document.components.responses) }))
      .sort((a, b) => a.status.localeCompare(b.status)),
    text: `${method} ${path} ${raw.summary} ${raw.operationId}`.toLocaleLowerCase(),
  };
}

/** All operations, by what they are about, both in alphabetical order; a path's methods from GET to DELETE. */
export function groupsOf(document: Document): Group[] {
  const groups = new Map<string, Operation[]>();
  for (const path of Object.keys(document.paths).sort()) {
    for (const method of methods) {
      const raw = document.paths[path]?.[method];
      if (!raw) continue;
      const operation = operationOf(document, path, method, raw);
      groups.set(operation.group, [...(groups.get(operation.group) ?? []), operation]);
    }
  }
  return [...groups]
    .map(([name, operations]) => ({ name, operations }))
    .sort((a, b) => a.name.localeCompare(b.name));
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
