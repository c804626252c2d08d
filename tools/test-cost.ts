import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** CPU seconds the tests of one file (or one journey) took, with everything they started (browsers, nodes), but not the PostgreSQL of the run. */
export interface TestCost { file: string; seconds: number }

/** Ticks a second in which Linux counts the time of a process; the same on every machine it runs on. */
const TICKS = 100;

/**
 * CPU seconds of a process, of all that it started and of those that have ended; so much the same on a busy machine as on a
 * quiet one. Where there is no /proc, those of this process alone.
 */
export function treeSeconds(root = process.pid): number {
  if (!existsSync('/proc/self/stat')) {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1e6;
  }
  const known = new Map<number, { parent: number; ticks: number }>();
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    try {
      // What stands behind the name in brackets, which may hold anything: state, parent, …, user, system, and both of the ended.
      const fields = readFileSync(`/proc/${name}/stat`, 'utf8').replace(/^.*\) /su, '').split(' ').map(Number);
      known.set(Number(name), { parent: fields[1] ?? 0, ticks: fields.slice(11, 15).reduce((sum, ticks) => sum + ticks, 0) });
    } catch {
      // Ended between the listing and the reading.
    }
  }
  const isOurs = (id: number): boolean => id === root || (known.has(id) && isOurs(known.get(id)?.parent ?? 0));
  return [...known].filter(([id]) => isOurs(id)).reduce((sum, [, { ticks }]) => sum + ticks, 0) / TICKS;
}

/**
 * Shares out the CPU time among the files as one follows the other. Call `at` when tests of a file begin, `read` before what they
 * started is ended, and `end` once.
 */
export function costMeter(seconds: () => number = treeSeconds): { at: (file: string) => void; read: () => void; end: () => TestCost[] } {
  const costs = new Map<string, number>();
  let file = '(loading)';
  let last = 0;
  const turn = (next: string): void => {
    const now = seconds();
    // A process that ended and was waited for by nobody takes its time with it.
    costs.set(file, (costs.get(file) ?? 0) + Math.max(0, now - last));
    last = now;
    file = next;
  };
  return {
    at: (next) => {
      if (next !== file) {
        turn(next);
      }
    },
    read: () => turn(file),
    end: () => {
      turn(file);
      return [...costs].map(([name, spent]) => ({ file: name, seconds: spent }));
    },
  };
}

/** The meter of this process. */
export const meter = costMeter();

/** The `most` costliest files, one a line, and what all of them took. */
export function costliest(costs: readonly TestCost[], most: number): string {
  const sorted = costs.toSorted((a, b) => b.seconds - a.seconds);
  const whole = costs.reduce((sum, cost) => sum + cost.seconds, 0);
  return [`costliest of ${costs.length} (CPU seconds, ${whole.toFixed(0)} in all):`, ...sorted.slice(0, most).map((cost) => `  ${cost.seconds.toFixed(1).padStart(6)}  ${cost.file}`)].join('\n').concat('\n');
}
