// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

/** An answer that is not what was asked for (RFC 9457), or no answer at all (status 0). */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly detail: string,
    /** Seconds to wait before the next attempt; 0 if the server named none. */
    readonly retryAfter = 0,
  ) {
    super(detail || code);
  }
}

/** A request without an answer is given up after this time, so that the next attempt can begin. */
const readLimitMs = 10_000;
const writeLimitMs = 60_000;
/** What is wrong with what was typed; the session, if there is one, goes on. */
const signInFaults = ['badCredentials', 'secondFactor'];

interface ProblemBody {
  code?: unknown;
  detail?: unknown;
}

async function problemOf(response: Response): Promise<Problem> {
  const body = (await response.json().catch(() => ({}))) as ProblemBody;
  const code = typeof body.code === 'string' ? body.code : `http${response.status}`;
  const detail = typeof body.detail === 'string' ? body.detail : '';
  return new Problem(response.status, code, detail, Number(response.headers.get('Retry-After') ?? 0));
}

export function asProblem(error: unknown): Problem {
  return error instanceof Problem ? error : new Problem(0, 'failed', String(error));
}

/** Addresses below the page, so that the server may lie behind a proxy under any path. */
export function apiUrl(path: string): URL {
  return new URL(`api/v1/${path}`, document.baseURI);
}

export function liveUrl(): URL {
  const url = apiUrl('live');
  url.protocol = url.protocol === 'http:' ? 'ws:' : 'wss:';
  url.hash = '';
  return url;
}

/** The REST interface. Sends the session's CSRF token with everything that changes something. */
class Api {
  csrfToken = '';
  /** Called when the server says that nobody is signed in (any more). */
  onUnauthenticated: () => void = () => undefined;

  get<T>(path: string): Promise<T> {
    return this.request<T>('GET', path);
  }

  post<T>(path: string, body: object): Promise<T> {
    return this.request<T>('POST', path, body);
  }

  patch<T>(path: string, body: object): Promise<T> {
    return this.request<T>('PATCH', path, body);
  }

  delete(path: string): Promise<void> {
    return this.request<void>('DELETE', path);
  }

  private async request<T>(method: string, path: string, body?: object): Promise<T> {
    const response = await this.send(method, path, body);
    if (!response.ok) {
      const problem = await problemOf(response);
      if (problem.status === 401 && !signInFaults.includes(problem.code)) this.onUnauthenticated();
      throw problem;
    }
    if (response.status === 204) return undefined as T;
    return (await response.json()) as T;
  }

  private async send(method: string, path: string, body?: object): Promise<Response> {
    const headers: Record<string, string> = { Accept: 'application/json' };
    if (body) headers['Content-Type'] = 'application/json';
    if (method !== 'GET' && this.csrfToken) headers['X-CSRF-Token'] = this.csrfToken;
    try {
      return await fetch(apiUrl(path), {
        method,
        headers,
        body: body ? JSON.stringify(body) : null,
        credentials: 'same-origin',
        cache: 'no-store',
        signal: AbortSignal.timeout(method === 'GET' ? readLimitMs : writeLimitMs),
      });
    } catch {
      throw new Problem(0, 'unreachable', '');
    }
  }
}

export const api = new Api();
