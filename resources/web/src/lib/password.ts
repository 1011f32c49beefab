// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

import { t } from './i18n.svelte';

const shortest = 12;

/** Why the server would not take the new password, as far as the page can tell; empty: nothing. */
export function newPasswordFault(password: string, repeat: string): string {
  if ([...password].length < shortest) return t('setup.short');
  return password === repeat ? '' : t('setup.mismatch');
}
