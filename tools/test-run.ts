import { existsSync, globSync, readFileSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ensureWeb } from '../bin/web-build.mjs';
import { runChecks } from './check.ts';
import { choose, leftOutLine } from './left-out.ts';
import type { Chosen } from './left-out.ts';
import { testPostgres } from './postgres.ts';
import { runNode, stopChildren } from './process.ts';
import { costliest } from './test-cost.ts';
import { addCounts, afterSecondTry, closingLine, exitCode, listing, noCounts, readCounts, secondTry } from './test-counts.ts';
import type { TestCounts } from './test-counts.ts';

const IGNORED = ['node_modules/**', 'dist/**', 'data/**', '.cache/**', '.git/**'];
/** A run that writes nothing for so long hangs: most often a server or timer left open by a test. The longest journey may take a quarter of an hour. */
const SILENCE_MS = 17 * 60_000;
/**
 * Order of the files of journeys. The sample mission is loaded in the first and handed on to those that walk over it; the others
 * go from the longest to the shortest, so that none runs on alone at the end.
 */
const JOURNEYS = ['e2e/journeys-sample.test.ts', 'e2e/journeys-lines.test.ts', 'e2e/whole-walks.test.ts', 'e2e/whole-days.test.ts', 'e2e/journeys.test.ts', 'e2e/whole-lines.test.ts', 'e2e/journeys-link.test.ts'];

/**
 * Folders whose tests share a process, the longest first, the rest in one at the end: a process for each file would cost more than
 * the tests in it, and one for all of them leaves a processor idle.
 */
const SHARED: readonly (readonly string[])[] = [['server/feeds/', 'server/live/', 'server/positions/'], ['domains/'], ['server/store/'], ['server/http/']];

const FLAGS = ['--costs', '--whole'];

/** How many of the costliest files `--costs` names. */
const COSTLIEST = 10;

/**
 * `vigie-dev test`: checks, web build, tests, journeys; with paths only the tests in them.
 * `--costs` names the files that took the most CPU time at the end; without `--whole` what left-out.ts names is left out, and
 * said so. Whoever names paths gets all that is in them.
 * Prints the skipped and failed tests by name and closes with `N passed, N failed`.
 * @returns exit code: 0 only when tests ran and nothing failed
 */
export async function test(root: string, args: string[]): Promise<number> {
  const paths = args.filter((arg) => !arg.startsWith('--'));
  const files = findTests(root, paths);
  const unknown = args.filter((arg) => arg.startsWith('--') && !FLAGS.includes(arg));
  if (unknown.length > 0) {
    process.stderr.write(`vigie-dev: test knows ${FLAGS.join(' and ')}, not ${unknown.join(' ')}\n`);
    return 1;
  }
  if (files.missing.length > 0) {
    process.stderr.write(`vigie-dev: no tests at ${files.missing.join(', ')}\n`);
    return 1;
  }
  const chosen = choose({ journeys: files.journeys, onPostgres: files.units.filter((name) => runsOnEitherStore(root, name)) }, paths.length > 0 || args.includes('--whole'));
  const isAll = paths.length === 0;
  const counts = await Promise.all([
    isAll ? checksAsCounts(root) : noCounts(),
    isAll || chosen.journeys.length > 0 ? buildAsCounts(root) : noCounts(),
  ]);
  counts.push(await withServices((env) => runAll(root, { units: files.units, ...chosen }, env)));
  const all = addCounts(...counts);
  const costs = args.includes('--costs') ? costliest(all.costs, COSTLIEST) : '';
  process.stdout.write(`\n${costs}${listing(all)}${leftOutLine(chosen.left, (file) => readFileSync(path.join(root, file), 'utf8'))}${closingLine(all)}\n`);
  return exitCode(all);
}

/** Test files, relative to `root`: `paths` may name files or folders; journeys are those under e2e/. */
export function findTests(root: string, paths: string[]): { units: string[]; journeys: string[]; missing: string[] } {
  const missing: string[] = [];
  const patterns = paths.length === 0 ? ['**/*.test.ts'] : paths.flatMap((given) => {
    const full = path.resolve(given);
    if (!existsSync(full)) {
      missing.push(given);
      return [];
    }
    const name = path.relative(root, full).split(path.sep).join('/');
    return statSync(full).isDirectory() ? [`${name === '' ? '' : `${name}/`}**/*.test.ts`] : [name];
  });
  const found = [...new Set(patterns.flatMap((pattern) => globSync(pattern, { cwd: root, exclude: IGNORED })))].toSorted();
  if (paths.length > 0 && found.length === 0 && missing.length === 0) {
    missing.push(...paths);
  }
  const isJourney = (name: string): boolean => name.startsWith(`e2e${path.sep}`) || name.startsWith('e2e/');
  return { units: found.filter((name) => !isJourney(name)), journeys: found.filter(isJourney), missing };
}

async function checksAsCounts(root: string): Promise<TestCounts> {
  const results = await runChecks(root);
  // A red check fails the run; a green one is no test and is not counted as one.
  return { ...noCounts(), failed: results.filter((result) => !result.ok).map((result) => ({ file: 'check', name: result.name })) };
}

async function buildAsCounts(root: string): Promise<TestCounts> {
  try {
    await ensureWeb(root, process.execPath);
    return noCounts();
  } catch (error) {
    process.stdout.write(`✗ web build: ${error instanceof Error ? error.message : String(error)}\n`);
    return { ...noCounts(), failed: [{ file: 'web', name: 'build' }] };
  }
}

/** Starts what tests need, passes it on by environment, and stops it whatever happens. */
async function withServices(work: (env: Record<string, string>) => Promise<TestCounts>): Promise<TestCounts> {
  const database = await testPostgres();
  const interrupted = (): void => {
    stopChildren();
    // The exit handlers of the services end them at once.
    process.exit(130);
  };
  process.once('SIGINT', interrupted);
  process.once('SIGTERM', interrupted);
  try {
    if ('missing' in database) {
      return await work({ VIGIE_TEST_DATABASE_MISSING: database.missing });
    }
    return await work({ VIGIE_TEST_DATABASE_URL: database.url, ...(database.owner === null ? {} : { VIGIE_TEST_DATABASE_OWNER: database.owner }) });
  } finally {
    process.off('SIGINT', interrupted);
    process.off('SIGTERM', interrupted);
    if ('url' in database) {
      await database.stop();
    }
  }
}

/** The limit holds for a file as a whole too, and one file holds many journeys; each has a limit of its own. */
const JOURNEYS_MS = 1_800_000;

/** Files of journeys in their order; those it does not name come last. */
function inOrder(files: readonly string[]): string[] {
  const place = (file: string): number => (JOURNEYS.includes(file) ? JOURNEYS.indexOf(file) : JOURNEYS.length);
  return files.toSorted((a, b) => place(a) - place(b));
}

/** Runs the jobs in their order, as many at once as there are processors. Answers what each came to, in the order of their end. */
async function together<T>(jobs: readonly T[], run: (job: T) => Promise<TestCounts>): Promise<TestCounts[]> {
  const waiting = [...jobs];
  const counts: TestCounts[] = [];
  const worker = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      counts.push(await run(next));
    }
  };
  await Promise.all(Array.from({ length: Math.min(jobs.length, Math.max(1, os.availableParallelism())) }, worker));
  return counts;
}

/** Fewer files than this get no process of their own: it would take longer to load than they do. */
const FEWEST = 15;

/** The files shared out among the processes they run in; no process without files. */
export function shareOut(files: readonly string[], fewest = FEWEST): string[][] {
  const isIn = (name: string, folders: readonly string[]): boolean => folders.some((folder) => name.startsWith(folder));
  const own = SHARED.map((folders) => files.filter((name) => isIn(name, folders))).filter((names) => names.length >= fewest);
  const rest = files.filter((name) => !own.some((names) => names.includes(name)));
  return rest.length > 0 ? [...own, rest] : own;
}

async function runAll(root: string, files: { units: string[] } & Pick<Chosen, 'journeys' | 'onPostgres'>, env: Record<string, string>): Promise<TestCounts> {
  const runs: TestCounts[] = [];
  if (files.units.length > 0) {
    const options = ['--test-isolation=none', '--test-timeout=300000'];
    const overPostgres = { ...env, VIGIE_TEST_ENGINE: 'postgres' };
    const engines = [
      { with: overPostgres, jobs: env['VIGIE_TEST_DATABASE_URL'] === undefined ? [] : shareOut(files.onPostgres), counts: [noCounts()] },
      { with: env, jobs: shareOut(files.units), counts: [noCounts()] },
    ];
    await together(engines.flatMap((engine) => engine.jobs.map((names) => ({ engine, names }))), async ({ engine, names }) => {
      const counts = await nodeTest(root, options, names, engine.with);
      engine.counts.push(counts);
      return counts;
    });
    for (const engine of engines) {
      runs.push(await triedAgain(root, addCounts(...engine.counts), options, engine.with));
    }
  }
  if (files.journeys.length > 0) {
    const options = ['--test-isolation=none', `--test-timeout=${JOURNEYS_MS}`];
    const folder = mkdtempSync(path.join(os.tmpdir(), 'vigie-handed-on-'));
    try {
      const withPlace = { ...env, VIGIE_E2E_HANDED_ON: path.join(folder, 'sample') };
      const first = addCounts(...await together(inOrder(files.journeys), (file) => nodeTest(root, options, [file], withPlace)));
      runs.push(await triedAgain(root, first, options, withPlace));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
  return addCounts(...runs);
}

/**
 * A few failures among thousands of tests on a busy machine may be its doing: their files run once more, with the
 * machine to themselves. What passes then is named as unsteady at the end, so that it is seen and mended.
 */
async function triedAgain(root: string, first: TestCounts, options: string[], env: Record<string, string>): Promise<TestCounts> {
  const files = secondTry(first, (name) => existsSync(path.join(root, fileOf(name))));
  if (files === null) {
    return first;
  }
  process.stdout.write(`\nOnce more, alone: ${files.join(', ')}\n`);
  return afterSecondTry(first, await nodeTest(root, options, files.map(fileOf), env));
}

/** A file as the reporter names it, without the store it ran over. */
function fileOf(name: string): string {
  return name.replace(/ \(PostgreSQL\)$/, '');
}

/** Tests of a running node that do not choose a store themselves: they hold on each. */
function runsOnEitherStore(root: string, name: string): boolean {
  const text = readFileSync(path.join(root, name), 'utf8');
  return text.includes('/running-node.ts') && !text.includes("'postgres'") && !text.includes('ENGINES');
}

async function nodeTest(root: string, options: string[], files: string[], env: Record<string, string>): Promise<TestCounts> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'vigie-run-'));
  const countsFile = path.join(folder, 'counts.json');
  try {
    const reporter = `--test-reporter=${new URL('./reporter.ts', import.meta.url).href}`;
    const hook = `--import=${new URL('./test-cost-hook.ts', import.meta.url).href}`;
    const ended = await runNode(root, ['--test', ...options, hook, reporter, '--test-reporter-destination=stdout', ...files], {
      env: { ...env, VIGIE_TEST_COUNTS: countsFile, NODE_ENV: 'test' },
      silence: SILENCE_MS,
    });
    const counts = readCounts(countsFile);
    if (counts === null) {
      const name = ended.silent ? `nothing heard for ${SILENCE_MS / 60_000} minutes: a test hangs or left something open` : `the run ended early (exit ${ended.code})`;
      return { ...noCounts(), failed: [{ file: 'test run', name: files.length === 1 ? `${files[0]}: ${name}` : name }] };
    }
    if (ended.code !== 0 && counts.failed.length === 0) {
      return { ...counts, failed: [{ file: 'test run', name: `exit ${ended.code} though no test failed` }] };
    }
    return counts;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
