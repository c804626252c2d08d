import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { tempDir } from '../test/tmp.ts';
import { createReport } from './reporter.ts';
import { addCounts, afterSecondTry, closingLine, exitCode, listing, noCounts, readCounts, secondTry } from './test-counts.ts';
import type { ReportedEvent } from './reporter.ts';

const reporter = path.join(import.meta.dirname, 'reporter.ts');

function event(type: string, name: string, data: Partial<ReportedEvent['data']> = {}): ReportedEvent {
  return { type, data: { name, file: '/r/a.test.ts', nesting: 0, details: { duration_ms: 1, type: 'test' }, ...data } };
}

test('tests count, groups do not, and a failing group is not counted a second time', () => {
  const report = createReport('/r');
  report.on(event('test:pass', 'one'));
  report.on(event('test:fail', 'two', { details: { error: { failureType: 'testCodeFailure', cause: new Error('wrong sum') } } }));
  report.on(event('test:fail', 'group', { details: { type: 'suite', error: { failureType: 'subtestsFailed' } } }));
  report.on(event('test:pass', 'good group', { details: { type: 'suite' } }));
  assert.equal(report.counts.passed, 1);
  assert.deepEqual(report.counts.failed, [{ file: 'a.test.ts', name: 'two' }]);
});

test('a group whose hook failed counts as a failure', () => {
  const report = createReport('/r');
  const text = report.on(event('test:fail', 'group', { details: { type: 'suite', error: { failureType: 'hookFailed', cause: new Error('no database') } } }));
  assert.equal(report.counts.failed.length, 1);
  assert.match(text, /no database/);
});

test('skipped tests keep their reason, and one without says so', () => {
  const report = createReport('/r');
  report.on(event('test:pass', 'x', { skip: 'no PostgreSQL here' }));
  report.on(event('test:pass', 'y', { skip: true }));
  assert.equal(report.counts.passed, 0);
  assert.deepEqual(report.counts.skipped.map((test) => test.reason), ['no PostgreSQL here', 'no reason given']);
  assert.match(listing(report.counts), /skipped: no PostgreSQL here\n {2}a\.test\.ts {2}x/);
});

test('an error thrown after its test had ended is a failure', () => {
  const report = createReport('/r');
  report.on(event('test:diagnostic', '', { file: undefined, message: 'Error: Test "ua" at t/c.test.ts:2:1 generated asynchronous activity after the test ended.' }));
  assert.deepEqual(report.counts.failed, [{ file: 't/c.test.ts', name: 'error after the test had ended' }]);
});

test('a line a file, written when the next file begins', () => {
  const report = createReport('/r');
  assert.equal(report.on(event('test:pass', 'one')), '');
  const text = report.on(event('test:pass', 'two', { file: '/r/b.test.ts' }));
  assert.equal(text, '✓ a.test.ts  1 passed  1 ms\n');
  assert.equal(report.end(), '✓ b.test.ts  1 passed  1 ms\n');
});

test('the closing line and exit code over several runs', () => {
  const one = { ...noCounts(), passed: 3 };
  assert.equal(closingLine(addCounts(one, one)), '6 passed, 0 failed');
  assert.equal(exitCode(one), 0);
  assert.equal(exitCode(noCounts()), 1, 'nothing ran');
  const red = { ...noCounts(), passed: 3, failed: [{ file: 'f', name: 'n' }], skipped: [{ file: 'f', name: 's', reason: 'r' }] };
  assert.equal(closingLine(addCounts(one, red)), '6 passed, 1 failed, 1 skipped');
  assert.equal(exitCode(red), 1);
});

test('a real run: counts agree with what the files hold, and a file that cannot load fails', (t) => {
  const folder = tempDir(t);
  writeFileSync(path.join(folder, 'package.json'), '{"type":"module"}');
  writeFileSync(path.join(folder, 'a.test.ts'), `
    import { describe, test, after } from 'node:test';
    describe('s', () => {
      test('ok', () => {});
      test('bad', () => { throw new Error('seen in full'); });
      test('skipped', { skip: 'not here' }, () => {});
    });
    describe('hooks', () => { after(() => { throw new Error('hook'); }); test('in', () => {}); });
  `);
  writeFileSync(path.join(folder, 'b.test.ts'), `import './missing.ts';`);
  const counts = path.join(folder, 'counts.json');
  const env: NodeJS.ProcessEnv = { ...process.env, VIGIE_TEST_COUNTS: counts };
  delete env['NODE_TEST_CONTEXT'];
  const run = spawnSync(process.execPath, ['--test', '--test-isolation=none', `--test-reporter=${reporter}`, '--test-reporter-destination=stdout', 'a.test.ts', 'b.test.ts'], {
    cwd: folder, env, encoding: 'utf8',
  });
  assert.notEqual(run.status, 0);
  assert.match(run.stdout, /seen in full/);
  assert.match(run.stdout, /missing\.ts/);
  const seen = readCounts(counts);
  assert.equal(seen?.passed, 2);
  assert.deepEqual(seen?.failed.map((failure) => failure.name), ['bad', 'hooks', 'b.test.ts']);
  assert.deepEqual(seen?.skipped, [{ file: 'a.test.ts', name: 'skipped', reason: 'not here' }]);
});

test('a few failed files get a second try alone; what passes then is named, what fails again stays failed', () => {
  const failed = (file: string) => ({ file, name: `of ${file}` });
  const first = { ...noCounts(), passed: 10, failed: [failed('a.test.ts'), failed('b.test.ts')] };
  assert.deepEqual(secondTry(first, () => true), ['a.test.ts', 'b.test.ts']);
  const after = afterSecondTry(first, { ...noCounts(), passed: 4, failed: [failed('b.test.ts')] });
  assert.deepEqual([after.passed, after.failed, after.unsteady], [11, [failed('b.test.ts')], [failed('a.test.ts')]]);
  assert.equal(exitCode(after), 1);
  assert.match(listing(after), /unsteady.*\n {2}a\.test\.ts {2}of a\.test\.ts\nfailed:\n {2}b\.test\.ts/);
});

test('no second try when too much failed, when it was no file, and none that ran nothing counts', () => {
  const many = ['a', 'b', 'c', 'd'].map((name) => ({ file: `${name}.test.ts`, name }));
  assert.equal(secondTry({ ...noCounts(), failed: many }, () => true), null);
  assert.equal(secondTry({ ...noCounts(), failed: many.slice(0, 1) }, () => false), null);
  assert.equal(secondTry(noCounts(), () => true), null);
  const one = { ...noCounts(), failed: many.slice(0, 1) };
  assert.equal(exitCode(afterSecondTry(one, noCounts())), 1);
});
