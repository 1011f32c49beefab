// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

export const themes = ['auto', 'day', 'night', 'contrast'] as const;
export type Theme = (typeof themes)[number];

const memory = 'mws.theme';

function isTheme(text: string | null): text is Theme {
  return themes.includes(text as Theme);
}

/** The colours of the page: as the system says, or as chosen and remembered in this browser. */
class ThemeStore {
  chosen = $state<Theme>('auto');
  /** Grows when the colours change, for what draws on a canvas. */
  revision = $state(0);

  start(): void {
    for (const query of ['(prefers-color-scheme: dark)', '(prefers-contrast: more)'])
      matchMedia(query).addEventListener('change', () => this.revision++);
    try {
      const remembered = localStorage.getItem(memory);
      if (isTheme(remembered)) this.apply(remembered);
    } catch {
      // Storage is switched off in this browser; the system's colours are used.
    }
  }

  choose(theme: Theme): void {
    this.apply(theme);
    try {
      localStorage.setItem(memory, theme);
    } catch {
      // The choice lasts until the page is left.
    }
  }

  private apply(theme: Theme): void {
    this.chosen = theme;
    if (theme === 'auto') delete document.documentElement.dataset['theme'];
    else document.documentElement.dataset['theme'] = theme;
    this.revision++;
  }
}

export const theme = new ThemeStore();

/** A colour of the current theme, for a canvas. */
export function themeColor(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}
