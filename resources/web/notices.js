// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const rule = '='.repeat(72);
/** In Vite's own file stands behind this what it does not put into a page. */
const notServed = '\n# Licenses of bundled dependencies';

/** The folder of the package that a module comes from; none: it is ours. */
function packageOf(id, root) {
  if (id.startsWith('\0vite/')) return join(root, 'node_modules/vite');
  return id.match(/^\0?(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//)?.[1];
}

function noticeOf(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder).find((each) => /^licen[cs]e(\.md|\.txt)?$/i.test(each));
  if (!file) throw new Error(`${name} has no file with its licence`);
  const text = readFileSync(join(folder, file), 'utf8').split(notServed)[0].trim();
  return `${rule}\n${name} ${version} (${license})\n${rule}\n\n${text}\n`;
}

/** licenses.txt: the notices of all packages of which something is in the built files. */
export function notices() {
  let root = '';
  return {
    name: 'notices',
    apply: 'build',
    configResolved: (config) => void (root = config.root),
    generateBundle(_options, bundle) {
      const folders = Object.values(bundle)
        .flatMap((part) => Object.entries(part.modules ?? {}))
        .filter(([, module]) => module.renderedLength > 0)
        .map(([id]) => packageOf(id, root))
        .filter((folder) => folder !== undefined);
      const texts = [...new Set(folders)].sort().map(noticeOf);
      const head = 'The pages of Modbus Web Server contain parts of these packages:\n';
      this.emitFile({ type: 'asset', fileName: 'licenses.txt', source: [head, ...texts].join('\n') });
    },
  };
}
