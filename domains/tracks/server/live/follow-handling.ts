import { combineHandling, type Handling } from '../../../../core/handling.ts'
import type { JsonObject } from '../../../../core/json.ts'
import type { Reader } from '../../../../core/policy.ts'
import type { NewAction, VigieRecord } from '../../../../core/record.ts'
import { uuidV7, type App } from '../../../../server/face.ts'
import { covers } from './covers.ts'

const CHANGES = ['handle', 'edit', 'restamp']
const MOST_AT_ONCE = 500

/**
 * A track that is closed more strictly takes its alerts with it: they tell its name and where it was. One that is opened opens none
 * of them. `by` is the node itself. Answers what stops it, and resolves when everything is written.
 */
export function followHandling(app: Pick<App, 'store' | 'clock' | 'log'>, by: Reader): () => Promise<void> {
  let turn: Promise<void> = Promise.resolve()
  const stop = app.store.onCommit((batch) => {
    for (const { action, record } of batch.changes) {
      if (record.kind === 'track' && CHANGES.includes(action.type)) {
        turn = turn.then(() => close(app, by, record)).catch((error: unknown) => app.log.error({ err: error, track: record.ref }, 'the alerts of a track could not be closed as strictly as it is'))
      }
    }
  })
  return () => {
    stop()
    return turn
  }
}

async function close(app: Pick<App, 'store' | 'clock'>, by: Reader, track: VigieRecord): Promise<void> {
  for (let cursor: string | null = null; ;) {
    const page = await app.store.list(by, { kind: 'alert', where: { track: [track.id] }, workflow: ['approved', 'retracted', 'submitted'], limit: MOST_AT_ONCE, ...(cursor === null ? {} : { cursor }) })
    const actions = page.items.flatMap(({ record }) => stricter(record, track, app.clock()))
    if (actions.length > 0) {
      await app.store.commit(by, actions)
    }
    cursor = page.next
    if (cursor === null) {
      return
    }
  }
}

function stricter(alert: VigieRecord, track: VigieRecord, now: number): NewAction[] {
  if (covers(alert, track)) {
    return []
  }
  const action = (type: string, patch: JsonObject): NewAction => ({ id: uuidV7(now), record: alert.id, kind: 'alert', type, at: new Date(now).toISOString(), basedOn: null, patch, reason: `as ${track.ref}, which it is about` })
  const handling: Handling = combineHandling([track.handling, alert.handling], track.handling.owner)
  return [
    ...(covers({ handling: alert.handling, area: null }, track) ? [] : [action('handle', { handling: handling as unknown as JsonObject })]),
    // No area: for those who work for the whole mission.
    ...(alert.area === null || alert.area === track.area ? [] : [action('restamp', { area: null, places: [] })]),
  ]
}
