/** Child of the crash tests: appends positions forever into the folder given and says how far each writer is once it is durable. */
import { writeSync } from 'node:fs'
import { openPositions } from '../server/positions/open.ts'
import { fixAt, T0 } from '../server/positions/testing/model.ts'

const [dataDir = '', from = '0', sealRows = '200'] = process.argv.slice(2)
const positions = await openPositions({ dataDir, sealRows: Number(sealRows) })
writeSync(1, 'ready\n')
let next = Number(from)
await Promise.all(
  [1, 2, 3].map(async () => {
    for (;;) {
      const first = next
      next += 20
      // Every third lot is late by two days.
      const late = first % 3 === 0 ? 2 * 86_400_000 : 0
      await positions.append(Array.from({ length: 20 }, (_, i) => fixAt(`s${(first + i) % 5}`, T0 + 5 * 86_400_000 - late + (first + i) * 1000, 18 + (first + i) / 1e6, 4)), 'standard')
      writeSync(1, `${first}\n`)
    }
  }),
)
