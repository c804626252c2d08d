import { randomBytes } from 'node:crypto';
import pg from 'pg';

/** Database with PostGIS that test databases are copied from; copying costs a tenth of creating the extension. */
export const TEMPLATE_DATABASE = 'vigie_template_postgis';

/** A database of its own for one test or group. */
export interface FreshDatabase {
  /** `postgres://` URL as the owner of the database: on the run's own cluster not a superuser, as in a real installation. */
  url: string;
  /** `postgres://` URL of the same database as the server's administrator, for what only that one may do. */
  adminUrl: string;
  /** Ends every session on the database and removes it. */
  drop: () => Promise<void>;
}

/** URL of the administrator on the PostgreSQL of this test run; null when the run has none. */
export function postgresUrl(): string | null {
  const url = process.env['VIGIE_TEST_DATABASE_URL'];
  return url === undefined || url === '' ? null : url;
}

/**
 * For `test(name, { skip: skipWithoutPostgres() }, …)`: the reason to skip, or false to run.
 * Where PostgreSQL is required (`CI=true` or `VIGIE_REQUIRE_POSTGRES=1`) it never skips, so the test fails instead.
 */
export function skipWithoutPostgres(): string | false {
  if (postgresUrl() !== null || postgresRequired()) {
    return false;
  }
  return process.env['VIGIE_TEST_DATABASE_MISSING'] ?? 'no PostgreSQL in this run: use `npm test -- PATH`, or set VIGIE_TEST_DATABASE_URL';
}

/** True when a run without PostgreSQL must fail rather than skip. */
export function postgresRequired(): boolean {
  return process.env['CI'] === 'true' || process.env['VIGIE_REQUIRE_POSTGRES'] === '1';
}

/**
 * Makes a uniquely named database with PostGIS.
 * @param template name of the database it is a copy of; nobody may have it open
 * @throws Error when the run has no PostgreSQL (guard with skipWithoutPostgres)
 */
export async function freshDatabase(template: string = TEMPLATE_DATABASE): Promise<FreshDatabase> {
  const server = postgresUrl();
  if (server === null) {
    throw new Error(`this test needs PostgreSQL with PostGIS: ${process.env['VIGIE_TEST_DATABASE_MISSING'] ?? 'set VIGIE_TEST_DATABASE_URL or run it by `npm test`'}.`);
  }
  const owner = process.env['VIGIE_TEST_DATABASE_OWNER'];
  const name = `vigie_test_${randomBytes(6).toString('hex')}`;
  await asAdmin(server, async (client) => {
    await ensureTemplate(client, server);
    await client.query(`create database ${name} template ${template}${owner === undefined ? '' : ` owner "${owner}"`}`);
  });
  const adminUrl = inDatabase(server, name);
  const url = new URL(adminUrl);
  if (owner !== undefined) {
    url.username = owner;
  }
  return {
    url: url.href,
    adminUrl,
    drop: () => asAdmin(server, async (client) => {
      await client.query(`drop database if exists ${name} with (force)`);
    }),
  };
}

async function ensureTemplate(client: pg.Client, server: string): Promise<void> {
  const exists = async (): Promise<boolean> => (await client.query('select 1 from pg_database where datname = $1', [TEMPLATE_DATABASE])).rows.length > 0;
  if (await exists()) {
    return;
  }
  // A server given from outside: several test processes may meet here, one of them makes the template.
  await client.query("select pg_advisory_lock(hashtext('vigie template'))");
  try {
    if (await exists()) {
      return;
    }
    const making = `${TEMPLATE_DATABASE}_${randomBytes(4).toString('hex')}`;
    await client.query(`create database ${making} template template0 encoding 'UTF8'`);
    await asAdmin(inDatabase(server, making), async (inside) => {
      await inside.query('create extension if not exists postgis');
    });
    await client.query(`alter database ${making} rename to ${TEMPLATE_DATABASE}`);
  } finally {
    await client.query("select pg_advisory_unlock(hashtext('vigie template'))");
  }
}

function inDatabase(server: string, name: string): string {
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}

async function asAdmin(url: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
