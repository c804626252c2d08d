// What `npm test` leaves to `npm test -- --whole`: chosen here and nowhere else. `.ci/run` runs the whole.

/** Files of journeys of the whole run alone; each names its journeys, and every journey is in exactly one file. */
export const JOURNEYS_LEFT_OUT: readonly string[] = ['e2e/whole-walks.test.ts', 'e2e/whole-lines.test.ts', 'e2e/whole-days.test.ts'];

/**
 * Tests of a running node that the short run repeats over PostgreSQL: files, or folders by a stroke at the end. They are those
 * whose subject is what the store answers; the tests in server/store itself always run over both.
 */
export const SHORT_ON_POSTGRES: readonly string[] = [
  'server/http/abuse-integrity.test.ts', 'server/http/admin-users.test.ts', 'server/http/analysis.test.ts', 'server/http/bulk.test.ts', 'server/http/exchange.test.ts',
  'server/http/known.test.ts', 'server/http/permissions.test.ts', 'server/http/records.test.ts', 'server/http/searches.test.ts', 'server/http/session.test.ts',
  'server/http/sync.test.ts', 'server/http/transfer.test.ts', 'server/http/upkeep.test.ts', 'server/store/', 'server/technology-gate.test.ts', 'domains/movements/', 'domains/watchlog/',
];

/** What one run takes, of the files found: `left` is what it leaves out. */
export interface Chosen { journeys: string[]; onPostgres: string[]; left: { journeys: string[]; onPostgres: string[] } }

/**
 * What a run takes of the journeys and of the tests that could run over PostgreSQL too.
 * @param whole everything, as `--whole` and as whoever names paths asks for it
 */
export function choose(found: { journeys: readonly string[]; onPostgres: readonly string[] }, whole: boolean): Chosen {
  const inShort = (name: string): boolean => SHORT_ON_POSTGRES.some((one) => (one.endsWith('/') ? name.startsWith(one) : name === one));
  const journeys = Map.groupBy(found.journeys, (name) => whole || !JOURNEYS_LEFT_OUT.includes(name));
  const onPostgres = Map.groupBy(found.onPostgres, (name) => whole || inShort(name));
  return {
    journeys: journeys.get(true) ?? [], onPostgres: onPostgres.get(true) ?? [],
    left: { journeys: journeys.get(false) ?? [], onPostgres: onPostgres.get(false) ?? [] },
  };
}

/** Journeys a file of journeys names, as file names without their folder. */
export function journeysOf(text: string): string[] {
  return [...text.matchAll(/^import '\.\/journeys\/(\S+)\.ts'/gmu)].flatMap((found) => found[1] ?? []);
}

/** One line that says what a run left out and how to run it; empty when it left out nothing. */
export function leftOutLine(left: Chosen['left'], read: (file: string) => string): string {
  const journeys = left.journeys.flatMap((file) => journeysOf(read(file)));
  if (journeys.length === 0 && left.onPostgres.length === 0) {
    return '';
  }
  return `left out: journeys ${journeys.join(', ')}; over PostgreSQL ${left.onPostgres.length} files of tests that ran over SQLite. Everything: npm test -- --whole\n`;
}
