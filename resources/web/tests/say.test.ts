// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

import { expect, it } from 'vitest';
import { roleTitle } from '../src/lib/say';

it('names a role of every project in the language, others as the project does', () => {
  expect(roleTitle('viewer', 'viewer')).toBe('Viewer');
  expect(roleTitle('doser', 'Dosing')).toBe('Dosing');
  expect(roleTitle('doser')).toBe('doser');
});
