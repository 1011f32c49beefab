// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

import { formatTime } from './format';
import { t, texts } from './i18n.svelte';
import { plant } from './plant.svelte';
import { valueWithUnit } from './say';
import type { Approval } from './types';

/** The value that was asked for, as people read it. */
export function wantedText(approval: Approval): string {
  const tag = plant.tag(approval.tag);
  return tag ? valueWithUnit(tag, approval.value) : String(approval.value);
}

/** What is asked for, or what became of it, in one sentence. */
export function approvalText(approval: Approval): string {
  const { path, user, by, detail, state, own, outcome } = approval;
  const said = {
    value: wantedText(approval), path, user, by, detail, time: formatTime(approval.until, texts.locale),
  };
  if (state === 'waiting') return t(own ? 'approval.ownWaiting' : 'approval.wanted', said);
  if (state !== 'approved' || outcome === 'ok' || outcome === null) return t(`approval.${state}`, said);
  return t('approval.approvedBut', { ...said, outcome: t(`write.${outcome}`) });
}
