import { OUTSIDE } from '../../../../core/roles.ts'
import type { VigieRecord } from '../../../../core/record.ts'
import { SYSTEM, type AccountRecord, type App, type Service } from '../../../../server/face.ts'
import { offerSubject, tellPeople, type Target } from '../../../watch/contract.ts'
import type { NotificationRecord } from '../../shared/notification/notification.ts'
import { toldOf } from '../../shared/notification/told.ts'
import { READERS, RESTRICTED_TYPES } from '../../shared/notification/vocabulary.ts'

/** What was authorised longer ago tells nobody when a node starts or history is loaded. */
const OLDEST_MS = 24 * 3_600_000
/** A notification is on its way to authorisation no longer than this. */
const LOOKED_BACK_MS = 30 * OLDEST_MS
/** A step of a ladder names so many at most. */
const AT_ONCE = 50
/** What can wait wakes nobody by text message. */
const QUIET = ['email', 'push', 'webhook'] as const
const INSIDE = READERS.filter((role) => !OUTSIDE.includes(role))

/**
 * An authorised notification is told to those who read it, by the channels of alerts and with a receipt of each: what happened to one
 * of the mission, never to whom. Whoever may not read it is passed over there.
 */
export async function tellNotified(app: App): Promise<Service> {
  offerSubject(app, 'notification', (record) => {
    const { data } = record as unknown as NotificationRecord
    return record.workflow === 'approved' && data.second && !data.supersededBy ? { ...toldOf(data), drill: data.drill === true, at: data.second.at, path: `/records/${record.ref}` } : null
  })
  let work: Promise<void> = Promise.resolve()
  const enqueue = (record: VigieRecord): void => {
    work = work.then(() => tell(app, record as unknown as NotificationRecord)).catch((error: unknown) => app.log.error({ error: String(error), notification: record.id }, 'an authorised notification could not be told to its readers; it stands on their screens'))
  }
  const stop = app.store.onCommit(({ changes }) => {
    for (const { action, record } of changes) {
      if (record.kind === 'notification' && action.type === 'authorise-second' && app.loading === null) {
        enqueue(record)
      }
    }
  })
  return {
    /** What a stopped node left undone: telling somebody twice does nothing. */
    async start() {
      const since = new Date(app.clock() - LOOKED_BACK_MS).toISOString()
      for await (const { record } of app.store.stream(SYSTEM, { kind: 'notification', where: { step: ['authorised'] }, time: { axis: 'logged', from: since } })) {
        enqueue(record)
      }
    },
    async close() {
      stop()
      await work
    },
  }
}

async function tell(app: App, record: NotificationRecord): Promise<void> {
  const { type, second } = record.data
  if (!second || RESTRICTED_TYPES.includes(type) || app.clock() - Date.parse(second.at) > OLDEST_MS) {
    return
  }
  const to: Target[] = INSIDE.map((role) => ({ role }))
  // Outside the mission only accounts are told, each judged by what it may read: a telephone number is of no organisation.
  if ((record.data.deliverTo ?? []).length > 0) {
    for await (const { record: account } of app.store.stream(SYSTEM, { kind: 'user' })) {
      if ((account as unknown as AccountRecord).data.grants.some(({ role }) => OUTSIDE.includes(role))) {
        to.push({ account: account.id })
      }
    }
  }
  const loud = toldOf(record.data).severity >= 4
  for (let i = 0; i < to.length; i += AT_ONCE) {
    await tellPeople(app, { record: record as unknown as VigieRecord, to: to.slice(i, i + AT_ONCE), afterMinutes: 0, ...(loud ? {} : { channels: QUIET }) })
  }
}
