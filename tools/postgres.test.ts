import assert from 'node:assert/strict';
import { test } from 'node:test';
import pg from 'pg';
import { freshDatabase, postgresUrl, skipWithoutPostgres } from '../test/postgres.ts';
import { testPostgres } from './postgres.ts';

async function one(url: string, sql: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query({ text: sql, rowMode: 'array' });
    return (rows[0] as unknown[] | undefined)?.[0];
  } finally {
    await client.end();
  }
}

test('a fresh database has PostGIS, is its own, and is gone after drop', { skip: skipWithoutPostgres() }, async () => {
  const [one_, two] = await Promise.all([freshDatabase(), freshDatabase()]);
  assert.notEqual(one_.url, two.url);
  assert.equal(await one(one_.url, 'select st_x(st_point(3, 4))'), 3);
  assert.equal(await one(one_.url, "select lower('ÉTAT')"), 'état', 'letters beyond ASCII are folded');
  await one(one_.url, 'create table mine (id int)');
  assert.equal(await one(two.url, "select to_regclass('mine')"), null);
  await one_.drop();
  await two.drop();
  await assert.rejects(one(one_.url, 'select 1'), /does not exist/);
});

test('the owner of a fresh database is no superuser, so row-level security holds for it', { skip: skipWithoutPostgres() }, async (t) => {
  if (process.env['VIGIE_TEST_DATABASE_OWNER'] === undefined) {
    t.skip('the server was given from outside, with its own roles');
    return;
  }
  const database = await freshDatabase();
  try {
    assert.equal(await one(database.url, "select rolsuper or rolbypassrls from pg_roles where rolname = current_user"), false);
    await one(database.url, 'create extension if not exists postgis');
    assert.equal(await one(database.adminUrl, "select rolsuper from pg_roles where rolname = current_user"), true);
  } finally {
    await database.drop();
  }
});

test('a server given by the environment is used as it is', { skip: skipWithoutPostgres() }, async () => {
  const server = await testPostgres();
  assert.ok('url' in server);
  assert.equal(server.url, postgresUrl());
});
