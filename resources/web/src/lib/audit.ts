// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

import type { AuditCheck } from './types';

/** What the rows shown have in common; what is empty holds for all. The times are those of the form, in local time. */
export interface AuditFilter {
  from: string;
  to: string;
  actor: string;
  action: string;
  area: string;
  target: string;
  outcome: string;
  origin: string;
  text: string;
}

export const noFilter: AuditFilter = {
  from: '', to: '', actor: '', action: '', area: '', target: '', outcome: '', origin: '', text: '',
};

export const origins = ['panel', 'remote', 'program', 'modbus', 'local'] as const;
export type AuditOrigin = (typeof origins)[number];

/** What can be in the record, for the lists to choose from; the server knows no closed list. */
export const actions = [
  'write.intended', 'write.result', 'write.refused', 'approval.requested', 'approval.approved',
  'approval.declined', 'approval.withdrawn', 'approval.expired', 'approval.dropped', 'denied', 'signIn', 'signOut', 'password.change',
  'session.confirm', 'session.end', 'user.add', 'user.change', 'user.remove', 'user.reset', 'user.pin',
  'user.unlock', 'user.disable', 'user.enable', 'user.expire', 'secondFactor.add', 'secondFactor.remove',
  'token.add', 'token.remove', 'lockout.set', 'lockout.lift', 'certificate', 'certificate.expiring', 'vaultKey.change', 'stationKey.change', 'setup', 'diagnose', 'scan', 'counters.reset', 'trace.on', 'trace.off',
  'sign.raised', 'sign.over', 'station.start', 'station.stop', 'integrity', 'project.intended', 'project.replace', 'backup', 'backup.download', 'restore', 'audit.verify',
  'audit.retention', 'audit.cut', 'time.change', 'time.sync', 'audit.gap', 'audit.forward',
] as const;
export const outcomes = [
  'ok', 'failed', 'pending', 'differs', 'unverified', 'deviceException', 'timeout', 'refused', 'dropped',
] as const;

/** The filter that an address asks for. */
export function filterOf(query: URLSearchParams): AuditFilter {
  const filter = { ...noFilter };
  for (const key of Object.keys(filter) as (keyof AuditFilter)[]) filter[key] = query.get(key) ?? '';
  return filter;
}

/** What of a filter is set. */
export function settings(filter: AuditFilter): Record<string, string> {
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== ''));
}

/** The same as parameters of the API; a time that is none is left out. */
export function parametersOf(filter: AuditFilter): URLSearchParams {
  const parameters = new URLSearchParams();
  for (const [key, value] of Object.entries(settings(filter))) {
    const isTime = key === 'from' || key === 'to';
    const sent = isTime ? String(new Date(value).getTime()) : value.trim();
    if (sent !== '' && sent !== 'NaN') parameters.set(key, sent);
  }
  return parameters;
}

/** The first word of an origin such as "remote 192.0.2.7". */
export function isOrigin(text: string): text is AuditOrigin {
  return (origins as readonly string[]).includes(text);
}

/** How much of a running check is done, 0 to 100. */
export function percentOf(check: AuditCheck): number {
  return check.total > 0 ? Math.min(100, Math.floor((100 * check.rows) / check.total)) : 0;
}
