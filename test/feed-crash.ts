/** Child of the crash test of feeds: a node with one feed on the port given; says `up`, then its health for each line it is sent. */
import { createInterface } from 'node:readline'
import { createApp } from '../server/app.ts'
import { SYSTEM } from '../server/auth/reader.ts'
import { readConfig } from '../server/config.ts'
import { openStore } from '../server/store/open.ts'
import { KINDS } from './store.ts'

const [dataDir = '', port = '0'] = process.argv.slice(2)
const store = await openStore({ dataDir, kinds: KINDS })
const { app } = await createApp({ store, dataDir, config: readConfig({ VIGIE_LOG: 'silent' }, null) })
if (!app.feeds.get('the-feed')) {
  const day = (offset: number): string => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10)
  const create = (record: string, kind: string, data: object) => ({ id: crypto.randomUUID(), record, kind, type: 'create', at: new Date().toISOString(), basedOn: null, patch: { data: data as never } })
  await store.commit(SYSTEM, [
    create('the-technology', 'technology', {
      name: 'Trackers', code: 'tracker', type: 'tracker', purpose: 'Safety',
      consent: { status: 'granted', by: 'Ministry', reference: 'N', from: day(-1) }, diligence: { status: 'cleared', by: 'Officer', reference: 'D', on: day(-1), reviewBy: day(100) },
    }),
    create('the-feed', 'feed', { name: 'Feed', technology: 'tracker', codec: 'json', transport: 'tcp-server', address: '127.0.0.1', port: Number(port), enabled: true, registers: false }),
  ])
  await app.feeds.followed()
}
app.feeds.start()
const run = app.feeds.run('the-feed')
const waiting = setInterval(() => {
  if (run?.health().detail !== null) {
    clearInterval(waiting)
    process.stdout.write('up\n')
  }
}, 5)
createInterface(process.stdin).on('line', () => {
  process.stdout.write(`${JSON.stringify({ health: run?.health(), quarantine: run?.quarantine.list().map((one) => Buffer.from(one.bytes).toString()) })}\n`)
})
