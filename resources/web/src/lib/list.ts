// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

/** Rows of a long list that are worth drawing. */
export interface Slice {
  first: number;
  /** One behind the last row. */
  end: number;
}

const overscan = 6;

/** The rows of rowHeight pixels that a box of this height shows at this scroll position. */
export function visibleSlice(count: number, rowHeight: number, scrollTop: number, height: number): Slice {
  const first = Math.max(0, Math.min(count, Math.floor(scrollTop / rowHeight)) - overscan);
  const shown = Math.ceil(height / rowHeight) + 1 + 2 * overscan;
  return { first, end: Math.min(count, first + shown) };
}

/** Words that must all occur, in lower case. */
export function wordsOf(filter: string): string[] {
  return filter.toLocaleLowerCase().split(/\s+/).filter(Boolean);
}

/** Positions of the texts (in lower case) that hold every word. */
export function matching(texts: readonly string[], words: readonly string[]): number[] {
  const found: number[] = [];
  texts.forEach((text, index) => {
    if (words.every((word) => text.includes(word))) found.push(index);
  });
  return found;
}
