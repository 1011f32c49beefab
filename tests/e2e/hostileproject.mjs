// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Each text names itself by its number, so that it is known again on a page. */
const forms = {
  all: (n) =>
    `<img src=pwned${n} onerror=pwned(${n})>"><svg onload=pwned(${n})>{{7*7}}javascript:pwned(${n})'; DROP TABLE users;--`,
  image: (n) => `<img src=pwned${n} onerror=pwned(${n})>{{7*7}}`,
  vector: (n) => `"><svg onload=pwned(${n})>`,
  sql: (n) => `'; DROP TABLE audit;--<b id=pwned${n}>`,
  short: (n) => `<b id=pwned${n}>`,
  link: (n) => `javascript:pwned(${n})`,
};

/** Hands out hostile texts, and knows where each one is. */
export class Texts {
  places = new Map();

  make(place, form = 'all') {
    const number = this.places.size + 1;
    const text = forms[form](number);
    this.places.set(place, { number, text });
    return text;
  }

  of(place) {
    return this.places.get(place).text;
  }

  /** The places whose text is somewhere in what a page says. */
  foundIn(said) {
    return [...this.places].filter(([, { text }]) => said.includes(text)).map(([place]) => place);
  }
}

/** The texts of a project that no rule narrows, by the published schemas: file and path. */
export const freeTexts = {
  project: ['.description', '.name', '.roles[].name', '.roles[].areas[]', '.roles[].grants[].areas[]'],
  screen: ['.title', '.groups[].title', '.groups[].widgets[].title'],
  tags: ['.tags[].description', '.tags[].path', '.tags[].states[].label', '.tags[].unit'],
  connection: ['.name', '.devices[].name', '.devices[].area', '.devices[].parameters.*', '.serialPort'],
  template: [
    '.description', '.name', '.source', '.vendor', '.parameters[].default', '.parameters[].description',
    '.tags[].description', '.tags[].path', '.tags[].states[].label', '.tags[].unit',
  ],
  northbound: [],
};

/** Addresses and names of what must exist: the check of the project refuses others. Ids have a pattern besides. */
export const ruledTexts = {
  project: ['.startScreen', '.roles[].inherits[]', '.roles[].grants[].tags[]', '.roles[].grants[].networks[]'],
  screen: ['.icon', '.groups[].widgets[].tags[]', '.groups[].widgets[].type'],
  tags: [
    '.tags[].notAvailable', '.tags[].pollClass', '.tags[].scaleFactor', '.tags[].states[].tone', '.tags[].write.roles[]',
  ],
  connection: ['.host', '.standbyHost', '.serverName', '.pin', '.devices[].template'],
  template: [
    '.parameters[].name', '.tags[].notAvailable', '.tags[].pollClass', '.tags[].scaleFactor', '.tags[].states[].tone',
    '.tags[].write.roles[]',
  ],
  northbound: ['.address', '.allow[]', '.map[].badValue', '.writeRole'],
};

/** Every text that a schema leaves open, as the lists above name it. */
export function openTexts(node, path = '') {
  return [
    ...(node.type === 'string' && !node.enum && !node.pattern ? [path] : []),
    ...Object.entries(node.properties ?? {}).flatMap(([key, child]) => openTexts(child, `${path}.${key}`)),
    ...(node.items ? openTexts(node.items, `${path}[]`) : []),
    ...(typeof node.additionalProperties === 'object' ? openTexts(node.additionalProperties, `${path}.*`) : []),
  ];
}

export function schemasIn(folder) {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.schema.json'))
    .map((name) => [name.split('.')[0], JSON.parse(readFileSync(join(folder, name), 'utf8'))]);
}

/** Where the device holds its texts. */
export const places = { said: 100, note: 200, registers: 60 };

/** Writes a small project, each free text of which is hostile. */
export function writeProject(folder, bag) {
  const area = bag.make('device area', 'sql');
  const file = (name, content) => {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), JSON.stringify(content));
  };
  file('project.json', projectOf(bag, area));
  file('connections/plc.json', {
    id: 'plc', name: bag.make('connection name'), host: '127.0.0.1',
    devices: [
      { id: 'plc', name: bag.make('device name'), area, identity: true },
      {
        id: 'meter', name: 'Meter', area, unit: 2, template: 'hostile',
        parameters: { feeder: bag.make('parameter', 'image') },
      },
    ],
  });
  file('connections/line.json', {
    id: 'line', name: 'Line', kind: 'rtu', serialPort: `/nowhere-${bag.make('serial port', 'image')}`,
    devices: [{ id: 'far', name: 'Far', area }],
  });
  file('templates/hostile.json', templateOf(bag));
  file('tags/plc.json', { tags: tagsOf(bag, area) });
  file('screens/main.json', screenOf(bag));
  file('screens/second.json', { id: 'second', title: bag.make('second screen title'), groups: [] });
}

function projectOf(bag, area) {
  return {
    schemaVersion: 1, id: 'hostile', name: bag.make('project name'), description: bag.make('project description'),
    startScreen: 'main', pollClasses: [{ id: 'normal', periodMs: 250 }, { id: 'slow', periodMs: 1000 }],
    roles: [{ id: 'guest', name: bag.make('role name'), permissions: ['view', 'write'], areas: [area], grants: [{ verbs: ['write'], areas: [area] }] }],
  };
}

function templateOf(bag) {
  return {
    id: 'hostile', name: bag.make('template name'), description: bag.make('template description'),
    source: bag.make('template source'), vendor: bag.make('template vendor'),
    parameters: [{
      name: 'feeder', default: bag.make('parameter default', 'image'), description: bag.make('parameter description'),
    }],
    tags: [{
      id: 'power', path: '${feeder}/Power', address: 1, unit: bag.make('template unit', 'short'),
      description: bag.make('template tag description'),
      states: [{ value: 0, label: bag.make('template state') }],
    }],
  };
}

function tagsOf(bag, area) {
  const string = { type: 'string', length: places.registers * 2 };
  return [
    {
      id: 'level', path: `${area}/${bag.make('tag path, unit', 'image')}/${bag.make('tag path, name', 'vector')}`,
      address: 0, unit: bag.make('tag unit', 'short'), description: bag.make('tag description'), history: {},
    },
    {
      id: 'state', path: `${area}/Pump/State`, address: 2, states: [{ value: 0, label: bag.make('state label') }],
      write: {},
    },
    { id: 'switch', path: `${area}/Pump/Switch`, address: 3, type: 'bool', bit: 0, write: {} },
    { id: 'said', path: `${area}/Pump/${bag.make('second tag name', 'link')}`, address: places.said, ...string },
    {
      id: 'note', path: `${area}/Pump/Note`, address: places.note, ...string,
      write: { confirm: 'reason' },
    },
  ];
}

function screenOf(bag) {
  const widget = (id, y, more) => ({ id, title: bag.make(`${id} title`), x: 0, y, w: 6, h: 1, ...more });
  return {
    id: 'main', title: bag.make('screen title'),
    groups: [{
      id: 'all', title: bag.make('group title'), w: 12, h: 8,
      widgets: [
        widget('value', 0, { type: 'value', tags: ['said'] }),
        widget('bar', 1, { type: 'bar', tags: ['level'], properties: { min: 0, max: 10 } }),
        widget('lamp', 2, { type: 'lamp', tags: ['state'] }),
        widget('toggle', 3, {
          type: 'toggle', tags: ['switch'],
          properties: { onLabel: bag.make('on label'), offLabel: bag.make('off label') },
        }),
        widget('number', 4, { type: 'number', tags: ['state'] }),
        widget('trend', 5, { type: 'trend', tags: ['level'], h: 2 }),
        widget('go', 7, { type: 'navigation', properties: { screen: 'second' } }),
        { id: 'text', type: 'text', x: 6, y: 0, w: 6, h: 1, properties: { text: bag.make('text of a widget') } },
      ],
    }],
  };
}
