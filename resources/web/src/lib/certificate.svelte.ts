// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

import { api } from './api';
import type { Certificate } from './types';

/** The certificate that the web shows, for administrators; null until it was asked for, or without TLS. */
class CertificateStore {
  shown = $state.raw<Certificate | null>(null);

  async load(): Promise<void> {
    this.shown = await api.get<Certificate>('certificate');
  }

  /** Takes the one that is installed now. */
  async reload(): Promise<void> {
    this.shown = await api.post<Certificate>('certificate/reload', {});
  }
}

export const certificate = new CertificateStore();
