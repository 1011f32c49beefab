// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

import { formatAge } from './format';
import { t, type Key } from './i18n.svelte';
import type { Tone } from './quality';
import type { DeviceStates, LinkStatus, UnitStatus } from './types';

export const linkTones: Record<LinkStatus['state'], Tone> = {
  connected: 'normal',
  connecting: 'warning',
  idle: 'normal',
  failed: 'alarm',
  disabled: 'unknown',
};

export const unitTones: Record<UnitStatus['state'], Tone> = {
  good: 'normal',
  suspect: 'warning',
  dead: 'alarm',
  disabled: 'unknown',
  unknown: 'unknown',
};

/** How many connections and devices are not as they should be. */
export function abnormalCount(states: DeviceStates | null): number {
  const tones = [
    ...(states?.links ?? []).map(({ state }) => linkTones[state]),
    ...(states?.devices ?? []).map(({ state }) => unitTones[state]),
  ];
  return tones.filter((tone) => tone === 'alarm' || tone === 'warning').length;
}

/** Key of the word for a device's state; one behind a connection that failed is not asked at all. */
export function unitStateKey(unit: UnitStatus, link: LinkStatus | undefined): Key {
  const isCutOff = unit.state === 'unknown' && link?.state === 'failed';
  return isCutOff ? 'unit.cutOff' : `unit.${unit.state}`;
}

/** How long ago; "Never" for the time 0. */
export function ageOf(time: number, now: number): string {
  return time > 0 ? formatAge(now - time) : t('detail.never');
}
