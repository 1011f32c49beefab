// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';
import { notices } from './notices.js';
import { themes } from './themes.js';

export default defineConfig({
  base: './',
  plugins: [themes(), svelte(), notices()],
  build: {
    outDir: '../../build/web/dist',
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: true,
  },
  server: { proxy: { '/api': { target: 'https://127.0.0.1:8443', secure: false, ws: true } } },
  test: { include: ['tests/**/*.test.ts'] },
});
