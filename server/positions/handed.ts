import { setTimeout as delay } from 'node:timers/promises'
import { Problem } from '../../core/problem.ts'
import type { Lead } from '../lead.ts'
import { positionsElsewhere } from './elsewhere.ts'
import type { Positions } from './face.ts'
import { openPositions, type PositionsOptions } from './open.ts'

/** A process that lost the lead closes its history; for so long the next one waits for it. */
const TRIES = 20
const AGAIN_MS = 500

/** The history of positions, which goes with the lead: opened when this process takes over, closed when another one does. */
export async function handedPositions(options: PositionsOptions, lead: Lead): Promise<Positions> {
  const away = (): Positions => positionsElsewhere(new Problem('unavailable', `the history of positions is kept by another process${lead.holder === null ? '' : ` (${lead.holder})`}`))
  let now: Positions = lead.held ? await openPositions(options).catch(positionsElsewhere) : away()
  let mine = lead.held
  lead.onGain(async () => {
    mine = true
    for (let tries = 0; mine; tries += 1) {
      try {
        now = await openPositions(options)
        return
      } catch (error) {
        if (tries >= TRIES) {
          now = positionsElsewhere(error)
          return
        }
        await delay(AGAIN_MS)
      }
    }
  })
  lead.onLose(async () => {
    const before = now
    mine = false
    now = away()
    await before.close()
  })
  return {
    append: (...given) => now.append(...given),
    read: (...given) => now.read(...given),
    at: (...given) => now.at(...given),
    subjects: (...given) => now.subjects(...given),
    identities: (...given) => now.identities(...given),
    retain: (...given) => now.retain(...given),
    removed: () => now.removed(),
    state: () => now.state(),
    settle: () => now.settle(),
    async close() {
      mine = false
      await now.close()
    },
  }
}
