import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { choose, JOURNEYS_LEFT_OUT, journeysOf, leftOutLine, SHORT_ON_POSTGRES } from './left-out.ts';

const ROOT = path.dirname(import.meta.dirname);
const read = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');

test('every journey is named by exactly one file of journeys, so it is in the short run or left to the whole one', () => {
  const lists = globSync('e2e/*.test.ts', { cwd: ROOT });
  const named = lists.flatMap((file) => journeysOf(read(file)));
  const there = globSync('e2e/journeys/*.ts', { cwd: ROOT }).map((file) => path.basename(file, '.ts'));
  assert.deepEqual(named.toSorted(), there.toSorted());
  assert.deepEqual(JOURNEYS_LEFT_OUT.filter((file) => !lists.includes(file)), []);
  assert.ok(lists.some((file) => !JOURNEYS_LEFT_OUT.includes(file)));
});

test('what is run over PostgreSQL in the short run is there', () => {
  assert.deepEqual(SHORT_ON_POSTGRES.filter((name) => !existsSync(path.join(ROOT, name))), []);
});

test('the whole run leaves out nothing; the short one says what it leaves', () => {
  const found = { journeys: ['e2e/journeys.test.ts', ...JOURNEYS_LEFT_OUT], onPostgres: ['server/store/sight.test.ts', 'domains/x/server/x.test.ts'] };
  const whole = choose(found, true);
  assert.deepEqual([whole.journeys, whole.onPostgres], [found.journeys, found.onPostgres]);
  assert.equal(leftOutLine(whole.left, read), '');
  const short = choose(found, false);
  assert.deepEqual([short.journeys, short.onPostgres, short.left.onPostgres], [['e2e/journeys.test.ts'], ['server/store/sight.test.ts'], ['domains/x/server/x.test.ts']]);
  assert.equal(leftOutLine(short.left, (file) => (file === JOURNEYS_LEFT_OUT[0] ? "import './journeys/one.ts'\nimport './journeys/two.ts'\n" : '')), 'left out: journeys one, two; over PostgreSQL 1 files of tests that ran over SQLite. Everything: npm test -- --whole\n');
});
