// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

import { vitePreprocess } from '@sveltejs/vite-plugin-svelte';

export default {
  preprocess: vitePreprocess(),
  // Elements are made one by one, never from HTML text: this page runs under Trusted Types.
  compilerOptions: { runes: true, fragments: 'tree' },
};
