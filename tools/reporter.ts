// A reporter for node:test: one line a file, failures in full, and the counts for whoever sums the runs.
import path from 'node:path';
import { inspect } from 'node:util';
import { meter } from './test-cost.ts';
import { noCounts, writeCounts } from './test-counts.ts';
import type { TestCounts } from './test-counts.ts';

/** The part of a node:test event this reporter reads. */
export interface ReportedEvent {
  type: string;
  data: {
    name?: string;
    file?: string | undefined;
    nesting?: number;
    message?: string;
    skip?: string | boolean | undefined;
    todo?: string | boolean | undefined;
    details?: { duration_ms?: number; type?: string | undefined; error?: unknown };
  };
}

interface FileTally { file: string; passed: number; failed: number; skipped: number; milliseconds: number }

/** What node:test wraps around the error of a failing test. */
interface Wrapped { failureType?: unknown; cause?: unknown; message?: unknown; stack?: unknown }

// Written by node:test itself, as a mere note, when a test left something running that threw later.
const LATE_ERROR = /generated asynchronous activity after the test ended|Caught unhandled|uncaughtException/;

/** Folds node:test events into counts and text. Feed every event to `on`, then call `end` once. */
export function createReport(root: string): { counts: TestCounts; on: (event: ReportedEvent) => string; end: () => string } {
  const counts = noCounts();
  let tally: FileTally | null = null;

  const over = overPostgres();
  const relative = (file: string | undefined): string => (file === undefined ? '(no file)' : `${path.relative(root, path.resolve(root, file))}${over}`);

  const flush = (): string => {
    const line = tally === null ? '' : tallyLine(tally);
    tally = null;
    return line;
  };

  const tallyOf = (file: string): { text: string; tally: FileTally } => {
    if (tally !== null && tally.file === file) {
      return { text: '', tally };
    }
    const text = flush();
    tally = { file, passed: 0, failed: 0, skipped: 0, milliseconds: 0 };
    return { text, tally };
  };

  const finished = (event: ReportedEvent): string => {
    const { data } = event;
    const file = relative(data.file);
    const error = data.details?.error as Wrapped | undefined;
    const isSuite = data.details?.type === 'suite';
    // A group fails because something inside it failed, which was counted there; only its own hooks are news.
    if (isSuite && (event.type === 'test:pass' || error?.failureType === 'subtestsFailed')) {
      return reasonOf(data) === null ? '' : skip(data, file);
    }
    if (event.type === 'test:fail' && data.todo === undefined) {
      return fail(data, file, error);
    }
    return reasonOf(data) === null ? pass(data, file) : skip(data, file);
  };

  const pass = (data: ReportedEvent['data'], file: string): string => {
    const at = tallyOf(file);
    counts.passed += 1;
    at.tally.passed += 1;
    at.tally.milliseconds += timeOf(data);
    return at.text;
  };

  const skip = (data: ReportedEvent['data'], file: string): string => {
    const at = tallyOf(file);
    counts.skipped.push({ file, name: data.name ?? '', reason: reasonOf(data) ?? 'to be written' });
    at.tally.skipped += 1;
    return at.text;
  };

  const fail = (data: ReportedEvent['data'], file: string, error: Wrapped | undefined): string => {
    const at = tallyOf(file);
    counts.failed.push({ file, name: data.name ?? '' });
    at.tally.failed += 1;
    at.tally.milliseconds += timeOf(data);
    if (error?.failureType === 'subtestsFailed') {
      return at.text;
    }
    return `${at.text}\nFAILED ${file}: ${data.name ?? ''}\n${indent(describeError(error))}\n\n`;
  };

  const on = (event: ReportedEvent): string => {
    if (event.type === 'test:pass' || event.type === 'test:fail') {
      return finished(event);
    }
    if (event.type === 'test:stdout' || event.type === 'test:stderr') {
      return event.data.message ?? '';
    }
    const message = event.data.message ?? '';
    if (event.type === 'test:diagnostic' && message.startsWith('Error:') && LATE_ERROR.test(message)) {
      const file = relative(event.data.file ?? /" at (\S+?):\d+:\d+/.exec(message)?.[1]);
      const at = tallyOf(file);
      at.tally.failed += 1;
      counts.failed.push({ file, name: 'error after the test had ended' });
      return `${at.text}\nFAILED ${file}\n${indent(message)}\n\n`;
    }
    return '';
  };

  return { counts, on, end: flush };
}

/** The reporter itself; writes its counts to the file named by VIGIE_TEST_COUNTS, when set. */
export default async function* reporter(source: AsyncIterable<ReportedEvent>): AsyncGenerator<string> {
  const report = createReport(process.cwd());
  for await (const event of source) {
    const text = report.on(event);
    if (text !== '') {
      yield text;
    }
  }
  yield report.end();
  const file = process.env['VIGIE_TEST_COUNTS'];
  if (file !== undefined) {
    const over = overPostgres();
    writeCounts(file, { ...report.counts, costs: meter.end().map((cost) => ({ ...cost, file: cost.file + over })) });
  }
}

/** The two passes write side by side, so each says which store its files ran over. */
function overPostgres(): string {
  return process.env['VIGIE_TEST_ENGINE'] === 'postgres' ? ' (PostgreSQL)' : '';
}

function tallyLine(tally: FileTally): string {
  const parts = [`${tally.passed} passed`];
  if (tally.failed > 0) {
    parts.push(`${tally.failed} failed`);
  }
  if (tally.skipped > 0) {
    parts.push(`${tally.skipped} skipped`);
  }
  return `${tally.failed > 0 ? '✗' : '✓'} ${tally.file}  ${parts.join(', ')}  ${Math.round(tally.milliseconds)} ms\n`;
}

// Subtests run inside their parent's time, so a file with many of them reads longer than it took: a hint, no measure.
function timeOf(data: ReportedEvent['data']): number {
  return data.details?.duration_ms ?? 0;
}

function reasonOf(data: ReportedEvent['data']): string | null {
  if (data.skip !== undefined && data.skip !== false) {
    return typeof data.skip === 'string' && data.skip !== '' ? data.skip : 'no reason given';
  }
  if (data.todo !== undefined && data.todo !== false) {
    return typeof data.todo === 'string' && data.todo !== '' ? `to be written: ${data.todo}` : 'to be written';
  }
  return null;
}

function describeError(error: Wrapped | undefined): string {
  if (error === undefined) {
    return 'no error was reported';
  }
  const cause = error.cause ?? error;
  return typeof cause === 'string' ? cause : inspect(cause, { depth: 6, colors: false, maxStringLength: 8_000 });
}

function indent(text: string): string {
  return text.split('\n').map((line) => (line === '' ? '' : `    ${line}`)).join('\n');
}
