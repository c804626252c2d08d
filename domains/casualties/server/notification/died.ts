import { arabic, type Text } from '../../../../core/i18n.ts'
import { ALL_MISSION } from '../../../../core/handling.ts'
import type { VigieRecord } from '../../../../core/record.ts'
import type { RoleCode } from '../../../../core/roles.ts'
import type { JsonObject } from '../../../../core/json.ts'
import { SYSTEM, uuidV7, type AccountRecord, type App, type Service } from '../../../../server/face.ts'
import { endAlert, isRaisedAlready, raiseAlert, tellPeople, type AlertKey } from '../../../watch/contract.ts'
import { statusOf, type Casualty } from '../../shared/casualty.ts'
import type { NotificationRecord } from '../../shared/notification/notification.ts'

export const DEATH_RULE = 'notification-death'
const MOST = 50
/** Those who prepare a notification or see that one is. */
const ROLES: readonly RoleCode[] = ['CHRO', 'FHQ', 'CMO', 'JOC-CH']
/** Told where the mission has nobody of those. */
const OTHERS: readonly RoleCode[] = ['COS', 'HOM']
const STANDING = ['raised', 'delivered', 'acknowledged', 'acted'] as const
/** So many people a record can be for. */
const MOST_NAMED = 64

/**
 * Whoever dies after an injury was notified, or before anything was: those who prepare notifications are told that a death is to be
 * notified, or the notification that stands amended, until one is under way. A death taken back ends it. It says the number of the
 * casualty and nothing of who or how, so it has a circle of its own: they see it though they may not read the card, and nobody else.
 * Whoever comes into one of those offices while it stands sees it and is told; whoever leaves it does not see it any more.
 */
export async function tellDeaths(app: App): Promise<Service> {
  let work: Promise<void> = Promise.resolve()
  let asked = false
  const follow = (): void => {
    if (!asked) {
      asked = true
      work = work.then(() => { asked = false }).then(() => followOffices(app)).catch((error: unknown) => app.log.error({ error: String(error) }, 'those who came into an office could not be shown the deaths that are to be notified'))
    }
  }
  const enqueue = (casualty: string): void => {
    work = work.then(() => settle(app, casualty)).catch((error: unknown) => app.log.error({ error: String(error), casualty }, 'that a death is to be notified could not be told; it stands on the casualty card'))
  }
  const stop = app.store.onCommit(({ changes }) => {
    for (const { action, record } of changes) {
      if (app.loading !== null) {
        continue
      }
      if (record.kind === 'casualty' && (action.type === 'reopen' || ((action.type === 'create' || action.type === 'set-status') && record.data['status'] === 'DECEASED'))) {
        enqueue(record.id)
      } else if (record.kind === 'notification' && typeof record.data['casualty'] === 'string') {
        enqueue(record.data['casualty'])
      } else if (record.kind === 'user') {
        follow()
      }
    }
  })
  return {
    /** Accounts may have been changed while the node stood still. */
    async start() {
      follow()
    },
    close: async () => {
      stop()
      await work
    },
  }
}

/** Alerts that stand, in line with who is in which office now. */
async function followOffices(app: App): Promise<void> {
  const { items } = await app.store.list(SYSTEM, { kind: 'alert', where: { rule: [DEATH_RULE], state: [...STANDING] }, limit: MOST })
  const named = items.length === 0 ? [] : (await circle(app)).named
  for (const { record } of items) {
    const before = record.handling.named ?? []
    if (new Set(before).symmetricDifference(new Set(named)).size === 0) {
      continue
    }
    const handling = { ...record.handling, named } as unknown as JsonObject
    const [done] = await app.store.commit(SYSTEM, [{ id: uuidV7(app.clock()), record: record.id, kind: 'alert', type: 'handle', at: new Date(app.clock()).toISOString(), basedOn: null, patch: { handling }, reason: 'Other people hold the offices it is for' }])
    const added = named.filter((one) => !before.includes(one))
    if (done && added.length > 0) {
      await tellPeople(app, { record: done.record, to: added.map((account) => ({ account })), afterMinutes: 0 })
    }
  }
}

async function settle(app: App, id: string): Promise<void> {
  const record = (await app.store.get(SYSTEM, id))?.record
  if (record?.kind !== 'casualty') {
    return
  }
  const casualty = record.data as unknown as Casualty
  const notices = (await app.store.list(SYSTEM, { kind: 'notification', where: { 'of-casualty': [id] }, limit: MOST })).items.map((seen) => seen.record as unknown as NotificationRecord)
  const due = statusOf(casualty) === 'DECEASED' && casualty.drill !== true && !notices.some(({ data }) => data.type === 'FATAL')
  // Once taken back and true after all, it is another occasion.
  const deaths = (casualty.course ?? []).filter(({ status }) => status === 'DECEASED').length
  const key: AlertKey = { rule: DEATH_RULE, subject: id, episode: String(deaths) }
  try {
    if (due) {
      const { roles, named } = await circle(app)
      await app.store.commit(SYSTEM, [raiseAlert({ ...key, severity: 3, ...wordsOf(casualty.battleNo, notices.findLast(({ workflow, data }) => workflow === 'approved' && !data.supersededBy)?.ref), place: null, at: app.clock(), handling: { level: 'C', compartments: [], owner: record.handling.owner, releasableTo: [ALL_MISSION], caveats: ['EYES-NAMED'], named }, area: null, record: id, wake: [{ afterMinutes: 0, to: roles.map((role) => ({ role })) }] })])
    } else if (deaths > 0 && (await standing(app, key)) !== null) {
      await app.store.commit(SYSTEM, [await endAlert(app.store, SYSTEM, key, app.clock())])
    }
  } catch (error) {
    if (!isRaisedAlready(error)) {
      throw error
    }
  }
}

/** Those who must act, by role for the telephone list and by account for who sees it. */
async function circle(app: App): Promise<{ roles: readonly RoleCode[]; named: string[] }> {
  const [must, others]: [string[], string[]] = [[], []]
  for await (const { record } of app.store.stream(SYSTEM, { kind: 'user' })) {
    const { disabled, grants } = (record as unknown as AccountRecord).data
    if (!disabled && grants.some(({ role }) => ROLES.includes(role))) {
      must.push(record.id)
    } else if (!disabled && grants.some(({ role }) => OTHERS.includes(role))) {
      others.push(record.id)
    }
  }
  const [roles, named] = must.length > 0 ? [ROLES, must] : [OTHERS, others]
  return { roles, named: named.slice(0, MOST_NAMED) }
}

async function standing(app: App, { rule, subject, episode }: AlertKey): Promise<VigieRecord | null> {
  const { items } = await app.store.list(SYSTEM, { kind: 'alert', where: { rule: [rule], subject: [subject], state: [...STANDING] }, limit: MOST })
  return items.find(({ record }) => record.data['episode'] === episode)?.record ?? null
}

function wordsOf(battleNo: string, amended: string | undefined): { title: Text; text: Text } {
  return {
    title: { en: `${battleNo} died: notify the death`, fr: `${battleNo} est décédé : notifier le décès`, es: `${battleNo} falleció: notifique el fallecimiento`, ar: arabic`توفي ${battleNo}: أخطر بالوفاة` },
    text: amended === undefined
      ? { en: 'No notification says so yet. Prepare it under Notifications, or from the casualty card.', fr: 'Aucune notification ne le dit encore. Préparez-la dans Notifications ou depuis la fiche de blessé.', es: 'Ninguna notificación lo dice aún. Prepárela en Notificaciones o desde la ficha de la baja.', ar: 'لا إخطار بذلك بعد. أعدّه في الإخطارات أو من بطاقة المصاب.' }
      : { en: `${amended} still says otherwise: amend it there.`, fr: `${amended} dit encore autre chose : modifiez-la.`, es: `${amended} aún dice otra cosa: enmiéndela.`, ar: arabic`لا يزال ${amended} يقول غير ذلك: عدّله.` },
  }
}
