// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

/** What the server says in its REST answers and on the live feed. Times are milliseconds since the epoch. */

/** A whole number that a double cannot hold exactly comes as text. */
export type Scalar = number | boolean | string;

export interface TagValue {
  v: Scalar | null;
  q: string;
  /** Modbus exception code, with the quality "bad.deviceException". */
  x?: number;
  /** Last answer of the device; 0 if there was none. */
  t: number;
}

/** The certificate that the web shows; for administrators. */
export interface Certificate {
  fingerprint: string;
  subject: string;
  issuer: string;
  names: string[];
  begins: number;
  ends: number;
  /** Made by the station for itself, which makes the next one too. */
  selfSigned: boolean;
  endsSoon: boolean;
}

/** What becomes of the backup that is being made, and those that are kept. */
export interface BackupState {
  state: 'never' | 'running' | 'done' | 'failed';
  step?: 'copying' | 'packing' | 'checking';
  started: number;
  finished: number;
  problem: string;
  archives: { name: string; size: number; created: number }[];
}

export interface StateLabel {
  value: number | string;
  label: string;
  tone: string;
}

export interface WriteRule {
  allowed: boolean;
  /** Why not, if not allowed. */
  reason: string;
  min: number | null;
  max: number | null;
  step: number | null;
  confirm: 'none' | 'ask' | 'reason';
  momentary: boolean;
  secondPerson: boolean;
}

export interface TagInfo {
  id: string;
  path: string;
  description: string;
  device: string;
  unit: string;
  decimals: number;
  kind: 'bool' | 'int' | 'uint' | 'double' | 'string';
  low: number | null;
  high: number | null;
  normalLow: number | null;
  normalHigh: number | null;
  states: StateLabel[];
  pollMs: number;
  history: boolean;
  write: WriteRule | null;
}

export interface SessionInfo {
  user: string;
  displayName: string;
  role: string;
  mustChangePassword: boolean;
  hasSecondFactor: boolean;
  recoveryCodes: number;
  permissions: string[];
  csrfToken: string;
  expires: string;
}

export interface FactorSetup {
  /** Base 32, to be typed. */
  secret: string;
  /** To be shown as a QR code. */
  uri: string;
}

export interface ProjectInfo {
  id: string;
  name: string;
  description: string;
  startScreen: string;
  simulation: boolean;
  version: string;
  areas: string[];
  restartPending: boolean;
}

export interface ScreenTitle {
  id: string;
  title: string;
  icon: string;
}

interface Placed {
  id: string;
  title: string;
  x: number;
  y: number;
  w: number;
  h: number;
}

export interface Widget extends Placed {
  type: string;
  /** One of its tags may not be seen; then it names none. */
  denied: boolean;
  tags: string[];
  properties: Record<string, unknown>;
}

export interface WidgetGroup extends Placed {
  widgets: Widget[];
}

export interface Screen extends ScreenTitle {
  groups: WidgetGroup[];
}

export interface LinkStatus {
  connection: string;
  name: string;
  kind: 'tcp' | 'rtu' | 'rtuOverTcp' | 'ascii' | 'udp' | 'tls';
  state: 'disabled' | 'connecting' | 'connected' | 'idle' | 'failed';
  reason: string;
  /** None of a serial line. */
  secure?: boolean;
  /** With detail, only for those who may configure. */
  endpoint?: string;
  detail?: string;
  since: number;
}

export interface UnitStatus {
  id: string;
  name: string;
  connection: string;
  unit: number;
  area: string;
  state: 'disabled' | 'unknown' | 'good' | 'suspect' | 'dead';
  since: number;
  lastAnswer: number;
  requests: number;
  good: number;
  exceptions: number;
  timeouts: number;
  invalid: number;
  skippedPolls: number;
  roundTripMs: number;
}

/** Writes of this area (empty: the whole plant) are taken from the panel only. */
export interface Lockout {
  area: string;
  by: string;
  since: number;
}

/** A write that waits for a second person, and what became of it. */
export interface Approval {
  id: string;
  tag: string;
  path: string;
  value: Scalar | null;
  user: string;
  origin: string;
  reason: string;
  asked: number;
  until: number;
  state: 'waiting' | 'approved' | 'declined' | 'withdrawn' | 'expired' | 'dropped';
  by: string;
  detail: string;
  /** Asked for by this account. */
  own: boolean;
  /** This person may approve or decline it. */
  mayDecide: boolean;
  outcome: WriteResult['outcome'] | 'refused' | null;
}

export interface DeviceStates {
  /** The disk takes no audit rows: only the panel at the station writes. */
  auditFailing: boolean;
  /** Another project than the one that runs is saved. */
  restartPending: boolean;
  links: LinkStatus[];
  devices: UnitStatus[];
}

/** time, min, max, mean, last, good (1 or 0); the numbers are null where good is 0. */
export type HistoryPoint = [
  number,
  number | null,
  number | null,
  number | null,
  number | null,
  number,
];

export interface HistoryAnswer {
  tag: string;
  from: number;
  to: number;
  reduced: boolean;
  points: HistoryPoint[];
}

export interface WriteResult {
  outcome: 'ok' | 'differs' | 'unverified' | 'deviceException' | 'timeout' | 'waiting';
  written: Scalar | null;
  readBack: Scalar | null;
  exception: number | null;
  detail: string;
  /** Of the request, with waiting. */
  approval?: string;
}

/** One row of the audit record. */
export interface AuditEntry {
  id: number;
  time: number;
  actor: string;
  origin: string;
  action: string;
  target: string;
  outcome: string;
  detail: string;
  correlation: string;
}

export interface AuditPage {
  entries: AuditEntry[];
  more: boolean;
}

export interface AuditCheck {
  state: 'never' | 'running' | 'intact' | 'changed' | 'failed';
  started: number;
  finished: number;
  rows: number;
  /** When it began; 0: not known. */
  total: number;
  lastRow: number;
  hash: string;
  /** Entries whose words the station has changed and signed, to take a name out. */
  pseudonymised: number;
  badRow: number;
  detail: string;
}
