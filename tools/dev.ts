// The workshop's one entry: bin/vigie-dev check | test [PATH…] | build | bench [NAME] | sample | screens
import { existsSync, globSync } from 'node:fs';
import path from 'node:path';
import { ensureWeb } from '../bin/web-build.mjs';
import { runChecks } from './check.ts';
import { runNode } from './process.ts';
import { test } from './test-run.ts';

const ROOT = path.dirname(import.meta.dirname);

const HELP = `Usage: node bin/vigie-dev COMMAND

  check          types, lint and the doors between rooms
  test           check, web build, tests, the main journeys in Chromium; says what it left out
  test --whole   all of it, also what tools/left-out.ts names
  test PATH …    only these test files or folders
  test --costs   name the files that took the most CPU time at the end
  build          build the web into dist/web
  bench [NAME]   run bench/*.bench.ts, or those whose name contains NAME
  sample         generate the sample mission again
  screens [NAME…] take the pictures of docs/screens again, or those named, or whose name contains NAME
`;

const COMMANDS: Record<string, (args: string[]) => Promise<number>> = {
  check: async () => (await runChecks(ROOT)).every((result) => result.ok) ? 0 : 1,
  test: (args) => test(ROOT, args),
  build: async () => {
    await ensureWeb(ROOT, process.execPath, { force: true });
    return 0;
  },
  bench,
  sample: () => script('sample/generate.ts', []),
  screens: (args) => script('tools/screens.ts', args),
};

async function bench(args: string[]): Promise<number> {
  const wanted = args[0] ?? '';
  const files = globSync('bench/*.bench.ts', { cwd: ROOT }).toSorted().filter((file) => path.basename(file).includes(wanted));
  if (files.length === 0) {
    process.stderr.write(`vigie-dev: no file bench/*${wanted}*.bench.ts\n`);
    return 1;
  }
  let worst = 0;
  // One after the other: two benchmarks at once measure each other.
  for (const file of files) {
    process.stdout.write(`\n== ${file}\n`);
    worst = Math.max(worst, await script(file, args.slice(1)));
  }
  return worst;
}

async function script(file: string, args: string[]): Promise<number> {
  if (!existsSync(path.join(ROOT, file))) {
    process.stderr.write(`vigie-dev: ${file} does not exist\n`);
    return 1;
  }
  return (await runNode(ROOT, [file, ...args])).code;
}

const [name = '', ...args] = process.argv.slice(2);
const command = COMMANDS[name];
if (command === undefined) {
  const asked = ['', '--help', '-h', 'help'].includes(name);
  (asked ? process.stdout : process.stderr).write(asked ? HELP : `vigie-dev: unknown command ${name}\n\n${HELP}`);
  process.exitCode = asked ? 0 : 1;
} else {
  process.exitCode = await command(args);
}
