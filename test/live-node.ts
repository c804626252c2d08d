/** Child of tests that need several processes: a node on the store of `VIGIE_DATABASE_URL` and the folder given; says its address. */
import { createApp } from '../server/app.ts'
import { readConfig } from '../server/config.ts'
import { openStore } from '../server/store/open.ts'
import { KINDS } from './store.ts'

const [dataDir = ''] = process.argv.slice(2)
const store = await openStore({ dataDir, databaseUrl: process.env['VIGIE_DATABASE_URL'] ?? null, kinds: KINDS })
const node = await createApp({ store, dataDir, config: readConfig({ VIGIE_LOG: 'silent', VIGIE_TAK_PORT: '0', VIGIE_TAK_TLS_PORT: '0' }, null) })
process.stdout.write(`http://127.0.0.1:${await node.listen({ port: 0, host: '127.0.0.1' })}\n`)
