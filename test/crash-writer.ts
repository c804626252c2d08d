/** Child of the crash tests: commits forever into the folder given and says each action id once it is durable. */
import { writeSync } from 'node:fs'
import { openStore } from '../server/store/open.ts'
import { KINDS, reader, report } from './store.ts'

const [dataDir = '', writers = '4', most = '1000000'] = process.argv.slice(2)
const store = await openStore({ dataDir, kinds: KINDS })
const chief = reader('chief')
let left = Number(most)
writeSync(1, 'ready\n')
await Promise.all(
  Array.from({ length: Number(writers) }, async () => {
    while (left > 0) {
      left -= 1
      const asked = report({ title: `Report ${left}` })
      await store.commit(chief, [asked])
      writeSync(1, `${asked.id}\n`)
    }
  }),
)
await store.close()
