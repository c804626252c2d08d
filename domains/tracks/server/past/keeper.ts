import type { App, Service } from '../../../../server/face.ts'
import { MANUAL_PREFIX } from '../live/book.ts'
import { pictureOf } from '../live/of-app.ts'

const LOOK_MS = 15 * 60_000
const DAILY_MS = 23 * 3_600_000
const SETTING = 'positions-retained'

/** Identities of tracks whose positions are held, whatever class each was written under. */
export function heldSubjects(app: App): Set<string> {
  const held = new Set<string>()
  for (const { id, data } of pictureOf(app).book.tracks.values()) {
    if (data.retention === 'held') {
      [...data.subjects, MANUAL_PREFIX + id].forEach((one) => held.add(one))
    }
  }
  return held
}

/** Apply the retention of positions once a day. What it did stands in the history's own list and in the log of the node. */
export async function startRetention(app: App): Promise<Service> {
  let running: Promise<void> = Promise.resolve()
  const look = async (): Promise<void> => {
    const now = app.clock()
    if (!app.lead.held) {
      return
    }
    if (now - Number((await app.store.side.setting(SETTING)) ?? '0') < DAILY_MS) {
      return
    }
    await app.store.side.setSetting(SETTING, String(now))
    const removed = await app.positions.retain(now, heldSubjects(app))
    if (removed.length > 0) {
      app.log.info({ removed }, 'retention of positions')
    }
  }
  const timer = setInterval(() => {
    running = running.then(look).catch((error: unknown) => app.log.error({ err: error }, 'the retention of positions could not be applied'))
  }, LOOK_MS)
  timer.unref()
  return {
    async close() {
      clearInterval(timer)
      await running
    },
  }
}
