// Reads the imports of every source file and holds them against the doors in doors-rules.ts.
import { globSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import path from 'node:path';
import { isTest, localDoor, PACKAGES, placeOf, PRODUCT_ROOMS, PURE_ROOMS, SCREEN_PACKAGES, SQL_DRIVERS, WEB_TOOLING } from './doors-rules.ts';

const SOURCES = ['**/*.ts', '**/*.tsx', '**/*.mjs'];
const IGNORED = ['node_modules/**', 'dist/**', 'data/**', '.cache/**', '.git/**', 'coverage/**'];

/** One import found in a source file, with its line (from 1). */
export interface FoundImport { specifier: string; line: number }

/** Checks the repository at `root`; one line a breach, `file:line  rule`. */
export function checkDoors(root: string): string[] {
  const names = SOURCES.flatMap((pattern) => globSync(pattern, { cwd: root, exclude: IGNORED })).map((name) => name.split(path.sep).join('/'));
  return checkFiles(new Map(names.toSorted().map((name) => [name, readFileSync(path.join(root, name), 'utf8')])));
}

/** The check itself, on paths from the root and their text. */
export function checkFiles(files: ReadonlyMap<string, string>): string[] {
  const breaches: string[] = [];
  const sqliteDoors: string[] = [];
  for (const [file, text] of files) {
    for (const { specifier, line } of importsOf(text)) {
      const broken = importRule(file, specifier);
      if (broken !== null) {
        breaches.push(`${file}:${line}  ${broken} (${specifier})`);
      }
      if (specifier === 'node:sqlite' && isProduct(file)) {
        sqliteDoors.push(file);
      }
    }
    breaches.push(...words(file, text));
  }
  const [, ...more] = new Set(sqliteDoors);
  breaches.push(...more.map((file) => `${file}:1  node:sqlite is imported in one file only (already in ${String(sqliteDoors[0])})`));
  return breaches;
}

const STATIC = /^[ \t]*(?:import|export)\b(?:[^'"`;]*?\bfrom)?\s*['"]([^'"\n]+)['"]/gm;
const DYNAMIC = /\b(?:import|require)\(\s*['"]([^'"\n]+)['"]/g;
// Workers are started by URL: the same door by another handle.
const BY_URL = /\bnew URL\(\s*['"](\.[^'"\n]+\.[cm]?[jt]sx?)['"]\s*,\s*import\.meta\.url/g;

/** Every module a source text names: static, dynamic, type-only, re-exported, and workers by URL. */
export function importsOf(text: string): FoundImport[] {
  const code = withoutComments(text);
  const found: FoundImport[] = [];
  for (const pattern of [STATIC, DYNAMIC, BY_URL]) {
    for (const match of code.matchAll(pattern)) {
      const at = (match.index ?? 0) + match[0].length;
      found.push({ specifier: match[1] ?? '', line: code.slice(0, at).split('\n').length });
    }
  }
  return found.toSorted((a, b) => a.line - b.line);
}

// By whole lines, which keeps line numbers and needs no parser: a comment after code holds no import we would take for one.
function withoutComments(text: string): string {
  let inside = false;
  return text.split('\n').map((line) => {
    const bare = line.trim();
    if (inside) {
      inside = !bare.includes('*/');
      return '';
    }
    if (bare.startsWith('/*')) {
      inside = !bare.includes('*/');
      return '';
    }
    return bare.startsWith('//') ? '' : line;
  }).join('\n');
}

function isProduct(file: string): boolean {
  const place = placeOf(file);
  return place !== null && PRODUCT_ROOMS.has(place.room) && !isTest(file);
}

function importRule(file: string, specifier: string): string | null {
  const bare = specifier.replace(/\?.*$/, '');
  if (bare.startsWith('.')) {
    return localDoor(file, path.posix.normalize(path.posix.join(path.posix.dirname(file), bare)));
  }
  if (isBuiltin(bare) && !bare.startsWith('node:')) {
    return 'modules of Node are imported by their node: name';
  }
  const place = placeOf(file);
  if (place === null || !isProduct(file) || WEB_TOOLING.has(file)) {
    return null;
  }
  const { room } = place;
  if (matches(SQL_DRIVERS, bare) && !file.startsWith('server/store/')) {
    return 'only server/store/ speaks SQL';
  }
  if (bare.startsWith('node:')) {
    return PURE_ROOMS.has(room) || room === 'web' || room === 'domain-web' || room === 'domain-lists' ? `${room} runs in the browser too and imports nothing of Node` : null;
  }
  const allowed = PACKAGES[room];
  if (allowed !== undefined) {
    return matches(allowed, bare) ? null : `${room} may not use this package; the list is in tools/doors-rules.ts`;
  }
  return matches(SCREEN_PACKAGES, bare) ? `${room} does not draw: no screen packages` : null;
}

function matches(list: readonly string[], specifier: string): boolean {
  return list.some((entry) => (entry.endsWith('*') ? specifier.startsWith(entry.slice(0, -1)) : specifier === entry || specifier.startsWith(`${entry}/`)));
}

interface Word { pattern: RegExp; rule: string; where: 'product' | 'everywhere' }

// Written so that this file does not hold the words it looks for.
const WORDS: readonly Word[] = [
  { pattern: /(?:^|[\s'"`(=])\/(?:work)\//, rule: 'a path of one machine', where: 'everywhere' },
  { pattern: /(?:^|[\s'"`(=])\/(?:tmp)(?:\/|['"`])/, rule: 'a fixed temp folder: use os.tmpdir()', where: 'product' },
  { pattern: /\b(?:test|it|describe|suite)\s*\.only\b|\bonly:\s*true\b/, rule: 'a test that silences the others', where: 'everywhere' },
  { pattern: /\b(?:test|it|describe|suite)\s*\.todo\b/, rule: 'a test that was not written', where: 'everywhere' },
  { pattern: /\bexpect\(\s*true\s*\)|\bassert(?:\.ok)?\(\s*true\s*[,)]/, rule: 'a test that cannot fail', where: 'everywhere' },
  { pattern: /\b(?:TO[D]O|FIX[M]E)\b/, rule: 'unfinished: finish it, or open an issue', where: 'everywhere' },
];

function words(file: string, text: string): string[] {
  // The rules' own tests hold every word on purpose.
  if (file === 'tools/doors.test.ts') {
    return [];
  }
  const product = isProduct(file);
  return text.split('\n').flatMap((line, index) =>
    WORDS.filter((word) => (word.where === 'everywhere' || product) && word.pattern.test(line)).map((word) => `${file}:${index + 1}  ${word.rule}`));
}
