import { spawn, spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { once } from 'node:events';
import pg from 'pg';
import { TEMPLATE_DATABASE } from '../test/postgres.ts';
import type { ChildProcess } from 'node:child_process';

/** A database server for one test run. */
export interface TestPostgres {
  /** `postgres://` URL of a superuser on the server. */
  url: string;
  /** Role that owns the databases tests make (no superuser, so row-level security holds for it), or null to use the URL's own. */
  owner: string | null;
  stop: () => Promise<void>;
}

const SUPERUSER = 'vigie_admin';
const OWNER = 'vigie_owner';
const OLDEST_MAJOR = 15;

/**
 * A PostgreSQL with PostGIS for this run: the one in VIGIE_TEST_DATABASE_URL, or a throw-away cluster in a temp folder.
 * The cluster runs with fsync off, for speed: no durability test may use it.
 * @param settings `name=value` settings of the throw-away cluster that win over those for tests, for benchmarks
 * @returns the server, or the reason why there is none
 * @throws Error when programs are there but the cluster does not come up
 */
export async function testPostgres(settings: readonly string[] = []): Promise<TestPostgres | { missing: string }> {
  const given = process.env['VIGIE_TEST_DATABASE_URL'];
  if (given !== undefined && given !== '') {
    return { url: given, owner: process.env['VIGIE_TEST_DATABASE_OWNER'] ?? null, stop: async () => {} };
  }
  const programs = findPrograms();
  if (programs === null) {
    return { missing: `PostgreSQL ${OLDEST_MAJOR} or newer is not installed (programs initdb and postgres)` };
  }
  sweepLeftOvers();
  return startCluster(programs, settings);
}

/** Folder with initdb and postgres of the newest major that is new enough, or null. */
export function findPrograms(): string | null {
  const debian = '/usr/lib/postgresql';
  const majors = existsSync(debian) ? readdirSync(debian).filter((name) => /^\d+$/.test(name)).map(Number) : [];
  const folders = majors.toSorted((a, b) => b - a).map((major) => path.join(debian, String(major), 'bin'));
  folders.push(...(process.env['PATH'] ?? '').split(path.delimiter).filter((folder) => folder !== ''));
  return folders.find((folder) => existsSync(path.join(folder, 'initdb')) && majorOf(path.join(folder, 'postgres')) >= OLDEST_MAJOR) ?? null;
}

function majorOf(program: string): number {
  const said = spawnSync(program, ['--version'], { encoding: 'utf8' });
  return Number(/(\d+)/.exec(said.stdout ?? '')?.[1] ?? 0);
}

/** PostgreSQL refuses to run as root: then it runs as the system's `postgres` (or `nobody`). */
function unprivileged(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) {
    return undefined;
  }
  const users = readFileSync('/etc/passwd', 'utf8').split('\n').map((line) => line.split(':'));
  const user = users.find(([name]) => name === 'postgres') ?? users.find(([name]) => name === 'nobody');
  if (user === undefined) {
    throw new Error('running as root and /etc/passwd has neither a user postgres nor nobody to run PostgreSQL as.');
  }
  return { uid: Number(user[2]), gid: Number(user[3]) };
}

async function startCluster(programs: string, settings: readonly string[]): Promise<TestPostgres> {
  const folder = mkdtempSync(path.join(os.tmpdir(), FOLDER_PREFIX));
  const identity = unprivileged();
  if (identity !== undefined) {
    chownSync(folder, identity.uid, identity.gid);
  }
  let server: ChildProcess | null = null;
  const killNow = (): void => {
    server?.kill('SIGQUIT');
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const data = path.join(folder, 'data');
    initialise(programs, data, identity);
    const port = await freePort();
    server = spawn(path.join(programs, 'postgres'), [
      '-D', data, '-k', folder, '-p', String(port),
      ...['listen_addresses=127.0.0.1', 'fsync=off', 'full_page_writes=off', 'synchronous_commit=off', 'shared_buffers=128MB', 'max_connections=200', 'logging_collector=off', 'autovacuum_naptime=10s', 'max_wal_size=2GB', 'jit=off', ...settings]
        .flatMap((setting) => ['-c', setting]),
    ], { ...identity, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, LC_ALL: 'C' } });
    process.once('exit', killNow);
    writeFileSync(path.join(folder, 'owner.json'), JSON.stringify({ owner: process.pid, server: server.pid }));
    await ready(server);
    const url = `postgres://${SUPERUSER}@127.0.0.1:${port}/postgres`;
    await prepare(url);
    return { url, owner: OWNER, stop: () => stop(server, folder, killNow) };
  } catch (error) {
    process.off('exit', killNow);
    killNow();
    throw error;
  }
}

function initialise(programs: string, data: string, identity: { uid: number; gid: number } | undefined): void {
  const complaints: string[] = [];
  // C.UTF-8 folds case beyond ASCII and sorts alike everywhere; not every system has it.
  for (const locale of ['C.UTF-8', 'en_US.UTF-8', 'C']) {
    const run = spawnSync(path.join(programs, 'initdb'), ['-D', data, '-U', SUPERUSER, '-A', 'trust', '-E', 'UTF8', `--locale=${locale}`, '--no-sync'], {
      ...identity, cwd: path.dirname(data), encoding: 'utf8', env: { ...process.env, LC_ALL: 'C' },
    });
    if (run.status === 0) {
      return;
    }
    complaints.push(run.error?.message ?? run.stderr);
    rmSync(data, { recursive: true, force: true });
  }
  throw new Error(`initdb failed:\n${complaints.join('\n')}`);
}

async function ready(server: ChildProcess): Promise<void> {
  const log = server.stderr;
  if (log === null) {
    throw new Error('PostgreSQL was started without a log to read.');
  }
  let said = '';
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.once('exit', (code) => reject(new Error(`PostgreSQL ended at start (exit ${String(code)}):\n${said}`)));
    log.setEncoding('utf8');
    log.on('data', (chunk: string) => {
      said = (said + chunk).slice(-20_000);
      if (said.includes('database system is ready to accept connections')) {
        resolve();
      }
    });
  });
}

async function prepare(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(`create role ${OWNER} login createdb createrole`);
    await client.query(`create database ${TEMPLATE_DATABASE}`);
  } finally {
    await client.end();
  }
  const template = new pg.Client({ connectionString: new URL(`/${TEMPLATE_DATABASE}`, url).href });
  await template.connect();
  try {
    await template.query('create extension postgis');
  } finally {
    await template.end();
  }
}

async function stop(server: ChildProcess | null, folder: string, killNow: () => void): Promise<void> {
  process.off('exit', killNow);
  if (server !== null && server.exitCode === null && server.signalCode === null) {
    const gone = once(server, 'exit');
    // SIGINT asks for a fast shutdown: open sessions are ended, nothing is waited for.
    server.kill('SIGINT');
    await gone;
  }
  rmSync(folder, { recursive: true, force: true });
}

async function freePort(): Promise<number> {
  const probe = net.createServer();
  probe.listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') {
    throw new Error('no loopback port is free.');
  }
  return address.port;
}

const FOLDER_PREFIX = 'vigie-pg-';

/** Ends clusters of runs that were killed outright, recognised by their folder in the server's command line. */
function sweepLeftOvers(): void {
  for (const name of readdirSync(os.tmpdir()).filter((entry) => entry.startsWith(FOLDER_PREFIX))) {
    const folder = path.join(os.tmpdir(), name);
    try {
      const { owner, server } = JSON.parse(readFileSync(path.join(folder, 'owner.json'), 'utf8')) as { owner: number; server: number };
      if (existsSync(`/proc/${owner}`) || !existsSync('/proc/self')) {
        continue;
      }
      if (existsSync(`/proc/${server}`) && readFileSync(`/proc/${server}/cmdline`, 'utf8').includes(folder)) {
        process.kill(server, 'SIGQUIT');
      }
      rmSync(folder, { recursive: true, force: true });
    } catch {
      // Another run is only now making this folder, or it belongs to another user: not ours to clear.
    }
  }
}
