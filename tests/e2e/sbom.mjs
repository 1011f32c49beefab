// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Judges the software bill of materials by the schema of CycloneDX, as its own library holds it, and by what
// must be in it.
// usage: sbom.mjs <packaging/sbom> <program>...

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Spec, Validation } from '@cyclonedx/cyclonedx-library';

const [script, ...programs] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'mws-sbom-'));

function write() {
  const file = join(folder, 'sbom.json');
  execFileSync(script, ['--version', '1.2.3', '--output', file, ...programs], {
    stdio: 'inherit',
    env: { ...process.env, SOURCE_DATE_EPOCH: '1700000000' },
  });
  return readFileSync(file, 'utf8');
}

function scopeOf(bill, name) {
  // Debian 13 calls some packages "…t64".
  const found = bill.components.filter((component) => component.name.replace(/t64$/, '') === name);
  assert.equal(found.length > 0, true, `${name} is missing`);
  return found[0].scope;
}

try {
  const text = write();
  const validator = new Validation.JsonStrictValidator(Spec.Version.v1dot5);
  assert.equal(await validator.validate(text), null);
  assert.notEqual(await validator.validate(text.replace('"library"', '"thing"')), null);
  assert.equal(write(), text);

  const bill = JSON.parse(text);
  assert.equal(bill.metadata.component.version, '1.2.3');
  for (const name of ['libqt6core6', 'libqt6httpserver6', 'libssl3', 'libsqlite3-0', 'libzstd1', 'libc6', 'svelte', 'uplot'])
    assert.equal(scopeOf(bill, name), 'required');
  assert.equal(scopeOf(bill, 'vite'), 'excluded');
  console.log(`${bill.components.length} components`);
} finally {
  rmSync(folder, { recursive: true });
}
