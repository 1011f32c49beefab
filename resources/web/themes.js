// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

import { readFileSync } from 'node:fs';

const name = 'virtual:themes.css';
const folder = new URL('../themes/', import.meta.url);

/** Qt writes #AARRGGBB where CSS wants #RRGGBBAA. */
function cssColor(color) {
  return color.length === 9 ? `#${color.slice(3)}${color.slice(1, 3)}` : color;
}

function kebab(key) {
  return key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function declarations(theme) {
  const { colors, trendColors } = JSON.parse(readFileSync(new URL(`${theme}.json`, folder), 'utf8'));
  const properties = Object.entries(colors).map(([key, color]) => `--${kebab(key)}:${cssColor(color)};`);
  const trends = trendColors.map((color, index) => `--trend-${index + 1}:${color};`);
  const scheme = theme === 'day' ? 'light' : 'dark';
  return `{color-scheme:${scheme};${properties.join('')}${trends.join('')}}`;
}

const automatic = ':root:not([data-theme])';

/**
 * The colours of the panel's themes as custom properties, so that panel and browser agree: by the
 * system's preference, or the one that the attribute data-theme names.
 */
export function themes() {
  return {
    name: 'themes',
    resolveId: (id) => (id === name ? `\0${name}` : undefined),
    load: (id) =>
      id === `\0${name}`
        ? [
            `:root${declarations('day')}`,
            `@media (prefers-color-scheme: dark){${automatic}${declarations('night')}}`,
            `@media (prefers-contrast: more){${automatic}${declarations('contrast')}}`,
            ...['day', 'night', 'contrast'].map(
              (theme) => `:root[data-theme=${theme}]${declarations(theme)}`,
            ),
          ].join('\n')
        : undefined,
  };
}
