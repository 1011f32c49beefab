// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

export interface Route {
  view: string;
  id: string;
  query: URLSearchParams;
}

/** "#/screens/overview?x=1" as view "screens", id "overview". */
export function parseRoute(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?', 2);
  const [view = '', id = ''] = path.split('/', 2);
  let name = id;
  try {
    name = decodeURIComponent(id);
  } catch {
    // A broken escape names nothing that exists; the page says so.
  }
  return { view, id: name, query: new URLSearchParams(query) };
}

export function hrefOf(view: string, id = '', query: Record<string, string> = {}): string {
  const tail = new URLSearchParams(query).toString();
  return `#/${view}${id ? `/${encodeURIComponent(id)}` : ''}${tail ? `?${tail}` : ''}`;
}

/** Where the page is, from the part of the address behind "#". */
class Router {
  route = $state.raw<Route>(parseRoute(''));

  start(): void {
    const read = () => (this.route = parseRoute(location.hash));
    addEventListener('hashchange', read);
    read();
  }

  go(href: string): void {
    location.hash = href;
  }

  /** Like go(), without a step that "back" would return to. */
  replace(href: string): void {
    history.replaceState(null, '', href);
    this.route = parseRoute(location.hash);
  }
}

export const router = new Router();
