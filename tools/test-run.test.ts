import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shareOut } from './test-run.ts';

test('every file runs in one process, those of a folder together, and there is no process without files', () => {
  const files = ['core/a.test.ts', 'domains/x/a.test.ts', 'server/http/a.test.ts', 'server/live/a.test.ts', 'server/feeds/a.test.ts', 'server/auth/a.test.ts', 'web/a.test.ts'];
  const shared = shareOut(files, 1);
  assert.deepEqual(shared.flat().toSorted(), files.toSorted());
  assert.ok(shared.every((one) => one.length > 0));
  assert.ok(shared.some((one) => one.includes('server/live/a.test.ts') && one.includes('server/feeds/a.test.ts') && !one.includes('server/http/a.test.ts')));
  const few = shareOut(files, 2);
  assert.deepEqual([few.length, few.flat().toSorted()], [2, files.toSorted()], 'few files go with the rest');
  assert.deepEqual(shareOut([]), []);
});
