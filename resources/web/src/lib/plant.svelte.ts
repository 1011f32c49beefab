// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

import { api } from './api';
import { live } from './live.svelte';
import type { ProjectInfo, Screen, ScreenTitle, TagInfo } from './types';

const page = 5000;

interface TagPage {
  total: number;
  tags: TagInfo[];
}

async function allTags(): Promise<TagInfo[]> {
  const tags: TagInfo[] = [];
  for (let total = 1; tags.length < total; ) {
    const part = await api.get<TagPage>(`tags?offset=${tags.length}&limit=${page}`);
    if (part.tags.length === 0) break;
    tags.push(...part.tags);
    total = part.total;
  }
  return tags;
}

/** What the project says about the plant: its name, screens and tags. */
class PlantStore {
  project = $state.raw<ProjectInfo | null>(null);
  screens = $state.raw<ScreenTitle[]>([]);
  tags = $state.raw<TagInfo[]>([]);
  ready = $state(false);
  private byId = $derived(new Map(this.tags.map((tag) => [tag.id, tag])));

  async load(): Promise<void> {
    const [project, list, tags] = await Promise.all([
      api.get<ProjectInfo>('project'),
      api.get<{ screens: ScreenTitle[] }>('screens'),
      allTags(),
    ]);
    live.prepare(tags.map(({ id }) => id));
    this.project = project;
    this.screens = list.screens;
    this.tags = tags;
    this.ready = true;
  }

  forget(): void {
    this.project = null;
    this.screens = [];
    this.tags = [];
    this.ready = false;
  }

  tag(id: string | undefined): TagInfo | undefined {
    return id === undefined ? undefined : this.byId.get(id);
  }

  screen(id: string): Promise<Screen> {
    return api.get<Screen>(`screens/${encodeURIComponent(id)}`);
  }
}

export const plant = new PlantStore();
