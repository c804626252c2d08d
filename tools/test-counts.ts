import { readFileSync, writeFileSync } from 'node:fs';
import type { TestCost } from './test-cost.ts';

/** One test that did not run, and why. */
export interface SkippedTest { file: string; name: string; reason: string }

/** One test, hook, file or step that failed. */
export interface FailedTest { file: string; name: string }

/** What one test run came to; `unsteady` are those that failed among all the others and passed alone. */
export interface TestCounts { passed: number; failed: FailedTest[]; skipped: SkippedTest[]; unsteady: FailedTest[]; costs: TestCost[] }

/** An empty count to add to. */
export function noCounts(): TestCounts {
  return { passed: 0, failed: [], skipped: [], unsteady: [], costs: [] };
}

/** Sum of several runs, in order. */
export function addCounts(...runs: TestCounts[]): TestCounts {
  return {
    passed: runs.reduce((sum, run) => sum + run.passed, 0),
    failed: runs.flatMap((run) => run.failed),
    skipped: runs.flatMap((run) => run.skipped),
    unsteady: runs.flatMap((run) => run.unsteady),
    costs: runs.flatMap((run) => run.costs),
  };
}

/** Failures in more files than this are no chance of a busy machine. */
const MOST_UNSTEADY = 3;

/**
 * The files that deserve a second try, alone: null when nothing failed, when too much did, or when something failed
 * that is no test of a file (`isFile` tells).
 */
export function secondTry(counts: TestCounts, isFile: (name: string) => boolean): string[] | null {
  const files = [...new Set(counts.failed.map((test) => test.file))];
  return counts.failed.length === 0 || files.length > MOST_UNSTEADY || !files.every(isFile) ? null : files;
}

/** The first run as the second try of its failed files leaves it: what failed again stays failed, the rest is told as unsteady. */
export function afterSecondTry(first: TestCounts, second: TestCounts): TestCounts {
  const again = new Set(second.failed.map((test) => test.file));
  const ran = second.passed > 0 || second.failed.length > 0;
  const passed = first.failed.filter((test) => ran && !again.has(test.file));
  return {
    passed: first.passed + passed.length,
    failed: first.failed.filter((test) => !passed.includes(test)),
    skipped: first.skipped,
    unsteady: [...first.unsteady, ...passed],
    costs: [...first.costs, ...second.costs],
  };
}

/** The closing line: `12 passed, 0 failed`, with `, 3 skipped` only when tests were skipped. */
export function closingLine(counts: TestCounts): string {
  const skipped = counts.skipped.length > 0 ? `, ${counts.skipped.length} skipped` : '';
  return `${counts.passed} passed, ${counts.failed.length} failed${skipped}`;
}

/** 0 only when something ran and nothing failed: an empty run proves nothing. */
export function exitCode(counts: TestCounts): 0 | 1 {
  return counts.failed.length === 0 && counts.passed > 0 ? 0 : 1;
}

/** Names of the skipped tests grouped by reason, and of the failed ones, one a line; empty when there are none. */
export function listing(counts: TestCounts): string {
  const lines: string[] = [];
  const reasons = new Map<string, SkippedTest[]>();
  for (const test of counts.skipped) {
    reasons.set(test.reason, [...(reasons.get(test.reason) ?? []), test]);
  }
  for (const [reason, tests] of reasons) {
    lines.push(`skipped: ${reason}`, ...tests.map((test) => `  ${test.file}  ${test.name}`));
  }
  if (counts.unsteady.length > 0) {
    lines.push('unsteady (failed among the others, passed alone; to be mended):', ...counts.unsteady.map((test) => `  ${test.file}  ${test.name}`));
  }
  if (counts.failed.length > 0) {
    lines.push('failed:', ...counts.failed.map((test) => `  ${test.file}  ${test.name}`));
  }
  return lines.length === 0 ? '' : `${lines.join('\n')}\n`;
}

/** Writes the counts of one run for the process that sums them. */
export function writeCounts(file: string, counts: TestCounts): void {
  writeFileSync(file, JSON.stringify(counts));
}

/** Reads what writeCounts() wrote; null when the run died before it could. */
export function readCounts(file: string): TestCounts | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as TestCounts;
  } catch {
    return null;
  }
}
