// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

import en from '../messages/en.json';

export type Key = keyof typeof en;
export type Params = Record<string, string | number>;

export const languages = { en: 'English', de: 'Deutsch' } as const;
export type Language = keyof typeof languages;

const memory = 'mws.language';
const loaders: Record<Language, () => Promise<Record<string, string>>> = {
  en: () => Promise.resolve(en),
  de: async () => (await import('../messages/de.json')).default,
};

function isLanguage(text: string | null | undefined): text is Language {
  return text != null && text in languages;
}

/** Puts {name} parameters into a message. */
export function fill(message: string, params: Params = {}): string {
  return message.replace(/\{(\w+)\}/g, (whole, name: string) => String(params[name] ?? whole));
}

function remembered(): string | null {
  try {
    return localStorage.getItem(memory);
  } catch {
    return null;
  }
}

function remember(language: Language): void {
  try {
    localStorage.setItem(memory, language);
  } catch {
    // Storage is switched off in this browser; the choice lasts until the page is left.
  }
}

/** The language that was chosen, else the browser's, else English. */
export function preferredLanguage(): Language {
  const chosen = remembered();
  if (isLanguage(chosen)) return chosen;
  const spoken = navigator.languages.map((tag) => tag.slice(0, 2)).find(isLanguage);
  return spoken ?? 'en';
}

/** Texts and number formats of the page; components that use them follow a change. */
class Texts {
  language = $state<Language>('en');
  private messages = $state.raw<Record<string, string>>(en);

  /** With the browser's region if it speaks the same language, for dates and numbers. */
  readonly locale = $derived(
    (typeof navigator === 'undefined' ? [] : navigator.languages).find((tag) =>
      tag.startsWith(this.language),
    ) ?? { en: 'en-GB', de: 'de-DE' }[this.language],
  );

  async use(language: Language): Promise<void> {
    this.messages = await loaders[language]();
    this.language = language;
    document.documentElement.lang = language;
  }

  async choose(language: Language): Promise<void> {
    remember(language);
    await this.use(language);
  }

  text(key: Key, params?: Params): string {
    return fill(this.messages[key] ?? en[key], params);
  }

  /** A text for a word that the server said; nothing if there is none. */
  maybe(key: string, params?: Params): string | undefined {
    return key in en ? this.text(key as Key, params) : undefined;
  }
}

export const texts = new Texts();

export function t(key: Key, params?: Params): string {
  return texts.text(key, params);
}
