import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { checkFiles, importsOf } from './doors.ts';

function imports(from: string, specifier: string): string[] {
  return checkFiles(new Map([[from, `import { x } from '${specifier}';\n`]]));
}

const REFUSED: [from: string, specifier: string, rule: RegExp][] = [
  ['core/a.ts', '../formats/csv.ts', /core\/ imports only core/],
  ['core/a.ts', '../server/app.ts', /core\/ imports only core/],
  ['core/a.ts', 'node:fs', /nothing of Node/],
  ['core/a.ts', 'fastify', /may not use this package/],
  ['core/a.ts', '../domains/incidents/domain.ts', /core\/ imports only core/],
  ['formats/a.ts', '../analysis/b.ts', /formats\/ imports only core/],
  ['formats/a.ts', 'yauzl', /may not use this package/],
  ['formats/a.ts', 'node:buffer', /nothing of Node/],
  ['analysis/a.ts', '../formats/b.ts', /analysis\/ imports only core/],
  ['analysis/a.ts', 'typebox', /may not use this package/],
  ['server/http/a.ts', '../../web/b.ts', /server\/ imports only/],
  ['server/http/a.ts', '../../domains/index.ts', /only server\/app\.ts puts the domains together/],
  ['server/http/a.ts', '../../domains/incidents/domain.ts', /server\/ imports only/],
  ['server/app.ts', '../domains/incidents/server/index.ts', /server\/ imports only/],
  ['server/http/a.ts', 'kysely', /only server\/store\/ speaks SQL/],
  ['server/http/a.ts', 'react', /no screen packages/],
  ['server/http/a.ts', '../../test/tmp.ts', /product code does not import test/],
  ['cli/main.ts', 'pg', /only server\/store\/ speaks SQL/],
  ['cli/main.ts', '../web/face.ts', /does not import the web/],
  ['web/log/a.tsx', '../../server/face.ts', /web\/ imports only/],
  ['web/log/a.tsx', '../../domains/web.ts', /only web\/main\.tsx puts the domains together/],
  ['web/log/a.tsx', '../../domains/incidents/web/index.tsx', /web\/ imports only/],
  ['web/log/a.tsx', 'node:path', /nothing of Node/],
  ['web/log/a.tsx', 'fastify', /may not use this package/],
  ['domains/incidents/domain.ts', '../../server/face.ts', /the pure part of a domain imports only/],
  ['domains/incidents/shared/a.ts', '../server/b.ts', /the pure part does not import the server half/],
  ['domains/incidents/shared/a.ts', '../../tracks/shared/b.ts', /only through its contract\.ts/],
  ['domains/incidents/server/a.ts', '../../../server/store/face.ts', /only server\/face\.ts/],
  ['domains/incidents/server/a.ts', '../web/b.tsx', /the server half does not import the web half/],
  ['domains/incidents/server/a.ts', '../../tracks/server/index.ts', /only through its contract\.ts/],
  ['domains/incidents/web/a.tsx', '../../../web/map/map.ts', /only web\/face\.ts/],
  ['domains/incidents/web/a.tsx', '../server/b.ts', /the web half does not import the server half/],
  ['domains/index.ts', './incidents/server/index.ts', /a list of domains/],
  ['domains/web.ts', './incidents/server/index.ts', /a list of domains/],
  ['core/a.test.ts', '../server/app.ts', /tests in core/],
  ['server/a.ts', 'fs', /by their node: name/],
];

const ALLOWED: [from: string, specifier: string][] = [
  ['core/a.ts', './b.ts'],
  ['core/a.ts', 'typebox/value'],
  ['formats/a.ts', '../core/b.ts'],
  ['formats/a.ts', 'csv-parse/browser/esm/sync'],
  ['analysis/a.ts', '../core/b.ts'],
  ['server/app.ts', '../domains/index.ts'],
  ['server/app.ts', '../domains/server.ts'],
  ['server/store/sqlite.ts', 'node:sqlite'],
  ['server/store/postgres.ts', 'pg'],
  ['server/http/a.ts', 'node:fs'],
  ['server/a.test.ts', '../domains/incidents/domain.ts'],
  ['server/a.test.ts', 'node:sqlite'],
  ['cli/main.ts', '../domains/index.ts'],
  ['web/main.tsx', '../domains/web.ts'],
  ['web/main.tsx', 'react-dom/client'],
  ['web/a.ts', 'maplibre-gl/dist/maplibre-gl-worker.mjs?url'],
  ['web/vite.config.ts', 'node:path'],
  ['domains/index.ts', './incidents/domain.ts'],
  ['domains/server.ts', './incidents/server/index.ts'],
  ['domains/commands.ts', './incidents/server/importer.ts'],
  ['cli/commands/product.ts', '../../domains/commands.ts'],
  ['domains/web.ts', './incidents/web/index.tsx'],
  ['domains/incidents/domain.ts', '../tracks/contract.ts'],
  ['domains/incidents/server/a.ts', '../../../server/face.ts'],
  ['domains/incidents/server/a.ts', '../shared/b.ts'],
  ['domains/incidents/web/a.tsx', '../../../web/face.tsx'],
  ['bench/a.bench.ts', 'pg'],
  ['core/a.test.ts', '../test/tmp.ts'],
  ['core/a.test.ts', '../domains/incidents/domain.ts'],
  ['core/a.test.ts', 'fast-check'],
  ['e2e/a.test.ts', '../server/app.ts'],
];

describe('doors', () => {
  for (const [from, specifier, rule] of REFUSED) {
    test(`${from} may not import ${specifier}`, () => {
      const breaches = imports(from, specifier);
      assert.equal(breaches.length, 1);
      assert.match(breaches[0] ?? '', rule);
      assert.ok(breaches[0]?.startsWith(`${from}:1  `));
    });
  }
  for (const [from, specifier] of ALLOWED) {
    test(`${from} may import ${specifier}`, () => {
      assert.deepEqual(imports(from, specifier), []);
    });
  }
});

describe('imports of a source text', () => {
  test('every form is seen, with its line', () => {
    const text = [
      "import a from './a.ts';",
      "import type { B } from './b.ts';",
      "import './c.css';",
      "export * from './d.ts';",
      'import {',
      '  e,',
      "} from './e.ts';",
      "const f = await import('./f.ts');",
      "new Worker(new URL('./g.ts', import.meta.url));",
      "type H = import('./h.ts').H;",
    ].join('\n');
    assert.deepEqual(importsOf(text), [
      { specifier: './a.ts', line: 1 }, { specifier: './b.ts', line: 2 }, { specifier: './c.css', line: 3 }, { specifier: './d.ts', line: 4 },
      { specifier: './e.ts', line: 7 }, { specifier: './f.ts', line: 8 }, { specifier: './g.ts', line: 9 }, { specifier: './h.ts', line: 10 },
    ]);
  });

  test('comments and plain strings are no imports', () => {
    const text = "// import x from './x.ts'\n/* import y from './y.ts'\n import z from './z.ts' */\nexport const from = 'here';\nexport function g() { return 'w'; }\n";
    assert.deepEqual(importsOf(text), []);
  });
});

describe('one file for node:sqlite', () => {
  test('a second importer is named, tests are free', () => {
    const text = "import { DatabaseSync } from 'node:sqlite';\n";
    const breaches = checkFiles(new Map([['server/store/a.ts', text], ['server/store/b.ts', text], ['server/store/b.test.ts', text]]));
    assert.deepEqual(breaches, ['server/store/b.ts:1  node:sqlite is imported in one file only (already in server/store/a.ts)']);
  });
});

describe('words that do not belong', () => {
  const found = (file: string, line: string): number => checkFiles(new Map([[file, `\n${line}\n`]])).length;

  test('each is found', () => {
    assert.equal(found('bench/a.bench.ts', `const data = '/${'work'}/data';`), 1);
    assert.equal(found('server/a.ts', "const folder = '/tmp/vigie';"), 1);
    assert.equal(found('core/a.test.ts', "test.only('x', () => {});"), 1);
    assert.equal(found('core/a.test.ts', "test('x', { only: true }, () => {});"), 1);
    assert.equal(found('core/a.test.ts', "test.todo('x');"), 1);
    assert.equal(found('core/a.test.ts', 'expect(true).toBe(true);'), 1);
    assert.equal(found('core/a.test.ts', 'assert.ok(true);'), 1);
    assert.equal(found('core/a.ts', '// TODO later'), 1);
    assert.equal(found('bin/a.mjs', '// FIXME'), 1);
  });

  test('their neighbours are not', () => {
    assert.equal(found('server/a.ts', `app.get('/api/${'work'}/orders');`), 0);
    assert.equal(found('server/a.test.ts', "const folder = '/tmp/x';"), 0);
    assert.equal(found('core/a.ts', 'const readOnly = list.only(3);'), 0);
    assert.equal(found('core/a.test.ts', 'assert.ok(trueNorth);'), 0);
  });
});
