// The doors between rooms, in one place: who may import what. tools/doors.ts applies them.

/** A room of the house, or the part of a domain a file belongs to. */
export type Room =
  | 'core' | 'formats' | 'analysis' | 'server' | 'web' | 'cli' | 'sample'
  | 'domain-lists' | 'domain-pure' | 'domain-server' | 'domain-web'
  | 'test' | 'tools' | 'bench' | 'conformance' | 'e2e' | 'bin';

/** Where a file stands. */
export interface Place { room: Room; domain: string | null }

/** Rooms whose code ships and runs in a mission. */
export const PRODUCT_ROOMS: ReadonlySet<Room> = new Set<Room>([
  'core', 'formats', 'analysis', 'server', 'web', 'cli', 'sample', 'domain-lists', 'domain-pure', 'domain-server', 'domain-web',
]);

/** Rooms that must run in a browser as well as in Node. */
export const PURE_ROOMS: ReadonlySet<Room> = new Set<Room>(['core', 'formats', 'analysis', 'domain-pure']);

/** Files of the running node that put the domains (and the sample mission) together. */
export const SERVER_ENTRIES: ReadonlySet<string> = new Set(['server/app.ts']);

/** Files of the shell that put the domains together. */
export const WEB_ENTRIES: ReadonlySet<string> = new Set(['web/main.tsx']);

/** Build configuration lies in web/ but runs in Node. */
export const WEB_TOOLING: ReadonlySet<string> = new Set(['web/vite.config.ts', 'web/offline/shell-plugin.ts', 'web/i18n/language-plugin.ts']);

/** npm packages a room may use; a room that is not named may use any but those another line forbids. */
export const PACKAGES: Partial<Record<Room, readonly string[]>> = {
  'core': ['typebox', 'mgrs'],
  'formats': ['typebox', 'csv-parse', 'fflate', 'pbf', 'saxes'],
  'analysis': [],
  'domain-pure': ['typebox'],
  'domain-lists': ['typebox'],
  'web': [
    'react', 'react-dom', '@tanstack/*', 'radix-ui', 'lucide-react', '@fontsource-variable/*', 'maplibre-gl', 'milsymbol', 'pmtiles',
    'typebox', 'mgrs', 'qrcode', 'exifr', 'topojson-client', 'topojson-specification', 'world-atlas', 'geojson', 'vite', 'virtual:*',
  ],
  'domain-web': ['react', 'react-dom', '@tanstack/*', 'radix-ui', 'lucide-react', 'maplibre-gl', 'milsymbol', 'typebox', 'geojson', 'qrcode'],
};

/** Packages that belong to the screen and have no business in a running node. */
export const SCREEN_PACKAGES: readonly string[] = ['react', 'react-dom', 'maplibre-gl', 'radix-ui', 'lucide-react', '@tanstack/*', '@fontsource-variable/*', 'playwright-core', 'vite', '@vitejs/*'];

/** Packages only the store may use. */
export const SQL_DRIVERS: readonly string[] = ['node:sqlite', 'pg', 'kysely'];

/** Where a file stands, by its path from the root of the repository; null for files outside every room. */
export function placeOf(file: string): Place | null {
  const parts = file.split('/');
  const [first = '', second = '', third = ''] = parts;
  if (first === 'domains') {
    if (parts.length === 2) {
      return { room: 'domain-lists', domain: null };
    }
    const room: Room = third === 'server' ? 'domain-server' : third === 'web' ? 'domain-web' : 'domain-pure';
    return { room, domain: second };
  }
  const rooms: readonly string[] = ['core', 'formats', 'analysis', 'server', 'web', 'cli', 'sample', 'test', 'tools', 'bench', 'conformance', 'e2e', 'bin'];
  return rooms.includes(first) && parts.length > 1 ? { room: first as Room, domain: null } : null;
}

/** True for tests beside the code, and helpers only tests import. */
export function isTest(file: string): boolean {
  return /\.test\.tsx?$/.test(file) || file.startsWith('test/') || file.startsWith('e2e/');
}

/**
 * Whether the file `from` may import the file `to` (both paths from the root).
 * @returns null when it may, else the rule it breaks
 */
export function localDoor(from: string, to: string): string | null {
  const here = placeOf(from);
  const there = placeOf(to);
  // What lies in no room is configuration or data at the root, such as package.json.
  if (here === null || there === null) {
    return null;
  }
  if (!PRODUCT_ROOMS.has(here.room)) {
    return null;
  }
  if (isTest(from)) {
    return testDoor(here, there);
  }
  if (!PRODUCT_ROOMS.has(there.room)) {
    return `product code does not import ${there.room}/`;
  }
  return productDoor(from, here, to, there);
}

const INWARD: readonly Room[] = ['core', 'formats', 'analysis'];

function testDoor(here: Place, there: Place): string | null {
  if (there.room === 'e2e') {
    return 'journeys are imported by nobody';
  }
  // Tests of the inner rooms need no running node and no screen; a real domain, being pure, is a fair example.
  if (INWARD.includes(here.room) && there.room !== 'test' && !PURE_ROOMS.has(there.room)) {
    return `tests in ${here.room}/ use only pure rooms and test/`;
  }
  return null;
}

function productDoor(from: string, here: Place, to: string, there: Place): string | null {
  switch (here.room) {
    case 'core':
      return there.room === 'core' ? null : 'core/ imports only core/';
    case 'formats':
    case 'analysis':
      return there.room === 'core' || there.room === here.room ? null : `${here.room}/ imports only core/ and ${here.room}/`;
    case 'server':
      return serverDoor(from, to, there);
    case 'web':
      return webDoor(from, to, there);
    case 'cli':
    case 'sample':
      return there.room === 'web' || there.room === 'domain-web' || to === 'domains/web.ts' ? `${here.room}/ does not import the web` : null;
    case 'domain-lists':
      return listDoor(from, to, there);
    case 'domain-pure':
    case 'domain-server':
    case 'domain-web':
      return domainDoor(here, to, there);
    default:
      return null;
  }
}

function serverDoor(from: string, to: string, there: Place): string | null {
  if (there.room === 'server' || INWARD.includes(there.room)) {
    return null;
  }
  const list = to === 'domains/index.ts' || to === 'domains/server.ts' || to === 'domains/commands.ts' || there.room === 'sample';
  if (list && SERVER_ENTRIES.has(from)) {
    return null;
  }
  return list
    ? `only ${[...SERVER_ENTRIES].join(', ')} puts the domains together`
    : 'server/ imports only core/, formats/, analysis/ and server/';
}

function webDoor(from: string, to: string, there: Place): string | null {
  if (there.room === 'web' || INWARD.includes(there.room)) {
    return null;
  }
  const list = to === 'domains/index.ts' || to === 'domains/web.ts';
  if (list && WEB_ENTRIES.has(from)) {
    return null;
  }
  return list
    ? `only ${[...WEB_ENTRIES].join(', ')} puts the domains together`
    : 'web/ imports only core/, formats/, analysis/ and web/';
}

function listDoor(from: string, to: string, there: Place): string | null {
  if (there.room === 'core' || to === 'domains/index.ts' || /^domains\/[^/]+\/domain\.ts$/.test(to)) {
    return null;
  }
  if ((from === 'domains/server.ts' || from === 'domains/commands.ts') && (there.room === 'domain-server' || to === 'server/face.ts')) {
    return null;
  }
  if (from === 'domains/web.ts' && (there.room === 'domain-web' || isWebFace(to))) {
    return null;
  }
  return 'a list of domains imports only core/ and the faces it lists';
}

function domainDoor(here: Place, to: string, there: Place): string | null {
  if (INWARD.includes(there.room)) {
    return null;
  }
  if (there.domain !== null && there.domain !== here.domain) {
    return /^domains\/[^/]+\/contract\.ts$/.test(to) ? null : `a domain reaches another only through its contract.ts (domains/${there.domain}/contract.ts)`;
  }
  if (there.domain === here.domain && there.domain !== null) {
    return there.room === here.room || there.room === 'domain-pure' ? null : `${partName(here.room)} does not import ${partName(there.room)} of its domain`;
  }
  if (here.room === 'domain-server' && to === 'server/face.ts') {
    return null;
  }
  if (here.room === 'domain-web' && isWebFace(to)) {
    return null;
  }
  switch (here.room) {
    case 'domain-server':
      return 'the server half of a domain sees of server/ only server/face.ts';
    case 'domain-web':
      return 'the web half of a domain sees of web/ only web/face.ts';
    default:
      return 'the pure part of a domain imports only core/, formats/, analysis/ and itself';
  }
}

function isWebFace(file: string): boolean {
  return file === 'web/face.ts' || file === 'web/face.tsx';
}

function partName(room: Room): string {
  return room === 'domain-server' ? 'the server half' : room === 'domain-web' ? 'the web half' : 'the pure part';
}
