import path from 'node:path';
import { runNode } from './process.ts';
import { checkDoors } from './doors.ts';

/** Outcome of one check of `npm run check`. */
export interface CheckResult { name: string; ok: boolean; seconds: number; output: string }

const PROJECTS = ['pure', 'server', 'web', 'e2e'];

/** The compiler lives for seconds: memory let go later spares a quarter of its work. */
const COMPILER = { GOGC: '400' };

/**
 * Type check of the four projects, lint, and the doors between rooms, two at a time. What was checked before and has not
 * changed is kept in .cache/types.
 * Prints a line for each and everything a failed one has to say.
 */
export async function runChecks(root: string): Promise<CheckResult[]> {
  const waiting: [string, () => Promise<{ ok: boolean; output: string }>][] = [
    ...PROJECTS.map((project): [string, () => Promise<{ ok: boolean; output: string }>] => [
      `types ${project}`, () => tool(root, ['node_modules/typescript/bin/tsc', '-p', `tsconfig.${project}.json`, '--incremental', '--tsBuildInfoFile', path.join('.cache', 'types', `${project}.tsbuildinfo`)], COMPILER),
    ]),
    ['lint', () => tool(root, ['node_modules/oxlint/bin/oxlint', '--deny-warnings'])],
    ['doors', async () => {
      const breaches = checkDoors(root);
      return { ok: breaches.length === 0, output: breaches.map((breach) => `${breach}\n`).join('') };
    }],
  ];
  const results: CheckResult[] = [];
  const worker = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [name, run] = next;
      const began = performance.now();
      const { ok, output } = await run();
      const seconds = (performance.now() - began) / 1000;
      results.push({ name, ok, seconds, output });
      process.stdout.write(`${ok ? '✓' : '✗'} ${name}  ${seconds.toFixed(1)} s\n${ok ? '' : output}`);
    }
  };
  await Promise.all([worker(), worker()]);
  return results;
}

async function tool(root: string, args: string[], env: Record<string, string> = {}): Promise<{ ok: boolean; output: string }> {
  const { code, output } = await runNode(root, args, { capture: true, env });
  return { ok: code === 0, output };
}
