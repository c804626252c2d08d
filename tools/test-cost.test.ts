import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { costliest, costMeter, treeSeconds } from './test-cost.ts';

test('the time goes to the file whose tests run, the first part to the loading, and a file that comes again adds up', () => {
  let clock = 2;
  const meter = costMeter(() => clock);
  const run = (file: string, seconds: number): void => {
    meter.at(file);
    clock += seconds;
  };
  run('a', 1);
  run('a', 2);
  run('b', 5);
  run('a', 0.5);
  assert.deepEqual(meter.end(), [{ file: '(loading)', seconds: 2 }, { file: 'a', seconds: 3.5 }, { file: 'b', seconds: 5 }]);
});

test('a process that ended unseen and took its time with it costs nothing less than nothing', () => {
  const times = [10, 8, 9];
  const meter = costMeter(() => times.shift() ?? 0);
  meter.at('a');
  meter.at('b');
  assert.deepEqual(meter.end().map((cost) => cost.seconds), [10, 0, 1]);
});

test('what a process started counts with it', () => {
  const before = treeSeconds();
  execFileSync(process.execPath, ['-e', 'const end = process.cpuUsage().user + 300_000; while (process.cpuUsage().user < end) {}']);
  assert.ok(treeSeconds() - before >= 0.3);
});

test('the costliest first, and all of them in one sum', () => {
  assert.equal(costliest([{ file: 'a', seconds: 1 }, { file: 'b', seconds: 20.25 }, { file: 'c', seconds: 3 }], 2), 'costliest of 3 (CPU seconds, 24 in all):\n    20.3  b\n     3.0  c\n');
});
