// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

import { nameOf, type Schema } from './schema';

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
