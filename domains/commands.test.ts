import assert from 'node:assert/strict'
import { test } from 'node:test'
import { COMMAND_DOMAINS } from './commands.ts'
import { SERVER_DOMAINS } from './server.ts'

test('the command line has the sections and importers of a running node, line of work by line of work', () => {
  const parts = (domains: typeof SERVER_DOMAINS) => domains.map(({ domain, products = [], importers = [] }) => [domain.name, products, importers])
  assert.deepEqual(parts(COMMAND_DOMAINS), parts(SERVER_DOMAINS))
})
