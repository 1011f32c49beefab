// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

/** Which dialogs are open, over any page. */
class Dialogs {
  /** Tag whose faceplate is open. */
  faceplate = $state<string | null>(null);
  /** Tag that is being written, and the value the user already chose. */
  write = $state<{ tag: string; preset: string | null } | null>(null);

  openFaceplate(tag: string): void {
    this.faceplate = tag;
  }

  openWrite(tag: string, preset: string | null = null): void {
    this.write = { tag, preset };
  }

  closeAll(): void {
    this.faceplate = null;
    this.write = null;
  }
}

export const dialogs = new Dialogs();
