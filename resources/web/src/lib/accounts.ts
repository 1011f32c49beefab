// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

import type { Problem } from './api';
import { t, texts, type Key } from './i18n.svelte';
import type { Tone } from './quality';
import { problemText } from './say';
import { fromInput, toInput } from './timeinput';
import type { Account, Role } from './accounttypes';

export interface StateWord {
  key: Key;
  tone: Tone;
}

/** What is to be known about an account at a glance: the first word says whether its user can sign in. */
export function statesOf(account: Account, now: number): StateWord[] {
  const words: StateWord[] = [];
  if (!account.enabled) words.push({ key: 'account.disabled', tone: 'unknown' });
  if (account.expires > 0 && account.expires <= now) words.push({ key: 'account.expired', tone: 'unknown' });
  if (account.lockedForMs > 0) words.push({ key: 'account.locked', tone: 'warning' });
  if (words.length === 0) words.push({ key: 'account.enabled', tone: 'normal' });
  if (account.shared) words.push({ key: 'account.shared', tone: 'unknown' });
  if (account.mustChangePassword) words.push({ key: 'account.mustChange', tone: 'warning' });
  return words;
}

/** What can be changed of an account; the time is that of the form, in local time. */
export interface AccountForm {
  name: string;
  displayName: string;
  role: string;
  expires: string;
  enabled: boolean;
  mustChangePassword: boolean;
  shared: boolean;
}

export function formOf(account: Account | null, role: string): AccountForm {
  return {
    name: account?.name ?? '',
    displayName: account?.displayName ?? '',
    role: account?.role ?? role,
    expires: account && account.expires > 0 ? toInput(account.expires) : '',
    enabled: account?.enabled ?? true,
    mustChangePassword: account?.mustChangePassword ?? false,
    shared: account?.shared ?? false,
  };
}

/** The keys of PATCH: what differs from the account. */
export function changesOf(account: Account, form: AccountForm): Partial<Account> {
  const before = formOf(account, '');
  const changes: Partial<Account> = {};
  if (form.displayName !== before.displayName) changes.displayName = form.displayName.trim();
  if (form.role !== before.role) changes.role = form.role;
  if (form.enabled !== before.enabled) changes.enabled = form.enabled;
  if (form.shared !== before.shared) changes.shared = form.shared;
  if (form.expires !== before.expires) changes.expires = fromInput(form.expires);
  if (form.mustChangePassword && !before.mustChangePassword) changes.mustChangePassword = true;
  return changes;
}

/** The name is as the server demands it. */
export function isUserName(name: string): boolean {
  return /^[a-z0-9][a-z0-9._-]{0,63}$/.test(name);
}

/** What a refusal means when an account is added; names: those that exist. */
export function creationFault(problem: Problem, name: string, names: readonly string[]): string {
  if (problem.code === 'conflict') return t(names.includes(name) ? 'account.nameUsed' : 'account.nameGone');
  return passwordFault(problem);
}

/** What a refusal means when a name is taken out of the record. */
export function pseudonymFault(problem: Problem): string {
  if (problem.code === 'conflict' || problem.code === 'notFound') return problem.detail;
  return problemText(problem);
}

/** What a refusal means when a password is set. */
export function passwordFault(problem: Problem): string {
  return problem.code === 'notAcceptable' ? t('account.weak', { detail: problem.detail }) : problemText(problem);
}

/** What a refusal means when an account is changed or removed. */
export function changeFault(problem: Problem): string {
  if (problem.code === 'conflict') return t('account.lastAdministrator');
  if (problem.code === 'notFound') return t('account.gone');
  return problemText(problem);
}

/** "View, Write in intake, pumping": what a role allows. */
export function roleText(role: Role): string {
  const verbs = role.permissions.map((verb) => texts.maybe(`permission.${verb}`) ?? verb).join(', ');
  return role.areas.length > 0 ? t('account.roleIn', { verbs, areas: role.areas.join(', ') }) : verbs;
}
