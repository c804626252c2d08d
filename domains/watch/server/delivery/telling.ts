import { derivedId } from '../../../../core/digest.ts'
import type { JsonObject } from '../../../../core/json.ts'
import type { NewAction, VigieRecord } from '../../../../core/record.ts'
import { SYSTEM, type App } from '../../../../server/face.ts'
import type { Notice } from '../../shared/delivery/notice.ts'
import { quietUntil } from '../../shared/delivery/quiet.ts'
import { tellableOf, type Tellable } from '../../shared/delivery/subjects.ts'
import type { Channel, Recipient, Rung } from '../../shared/delivery/targets.ts'
import type { Directory } from './directory.ts'
import type { Groups } from './groups.ts'
import { isDrill, recipientsOf } from './recipients.ts'
import { BATCH, commitEach } from './writing.ts'

/** What a step needs to know beside the record: who is who, what was told lately, who takes notices in a browser, what has not gone out. */
export type Means = { directory: Directory; groups: Groups; hasBrowser(account: string): Promise<boolean>; waits(notice: string): boolean }

/** What opened an alert again after it was closed: the action, and when it was received. */
export type Reopening = { id: string; at: string }
type Made = { id: string; group: string; data: Notice }

/** Write a notice for everybody a step reaches, anew where it was opened again: in a group that has just been told it joins the one that waits. */
export async function tell(app: App, means: Means, record: VigieRecord, rung: Rung, reopening: Reopening | null = null): Promise<void> {
  const directory = await means.directory.fresh()
  const ways = await recipientsOf(app, directory, record, rung, (account) => means.hasBrowser(account))
  const told = tellableOf(app, record)
  const joined = told ? await joinedBefore(app, record.id, reopening) : new Set<string>()
  const made = told ? ways.flatMap(({ recipient, channels }) => channels.map((channel) => noticeOf(app, means, record, told, rung, recipient, channel, reopening))).filter(({ data }) => !joined.has(keyOf(data))) : []
  for (let i = 0; i < made.length; i += BATCH) {
    const part = made.slice(i, i + BATCH)
    const standing = new Set((await app.store.list(SYSTEM, { kind: 'notice', ids: part.map(({ id }) => id), limit: BATCH })).items.map((one) => one.record.id))
    const left = part.filter(({ id }) => !standing.has(id))
    const [joining, alone] = [[] as { one: Made; joins: string }[], [] as Made[]]
    for (const one of left) {
      const joins = means.groups.waiting(one.group)
      if (joins !== null && means.waits(joins)) {
        joining.push({ one, joins })
      } else {
        alone.push(one)
      }
    }
    const done = joining.length === 0 ? [] : await commitEach(app, joining.map(({ one, joins }): NewAction => ({ id: derivedId(one.id, 'join'), record: joins, kind: 'notice', type: 'join', at: record.createdAt, basedOn: null, patch: { alerts: one.data.alerts, count: 1, severity: one.data.severity } })))
    // What has just begun to go out takes nothing in any more: it is told by a notice of its own.
    const taken = new Set(done.filter(({ record: notice }) => (notice.data as unknown as Notice).state === 'queued').map(({ action }) => action.id))
    alone.push(...joining.flatMap(({ one }) => (taken.has(derivedId(one.id, 'join')) ? [] : [one])))
    if (alone.length > 0) {
      await commitEach(app, alone.map(({ id, data }): NewAction => ({ id: derivedId(id, 'create'), record: id, kind: 'notice', type: 'create', at: data.nextAt ?? record.createdAt, basedOn: null, patch: { data: data as unknown as JsonObject, handling: record.handling as unknown as JsonObject, area: record.area } })))
    }
  }
}

/** Whom notices of other alerts tell of this one already, by channel and step: a node that begins anew tells nobody twice. */
async function joinedBefore(app: App, alert: string, reopening: Reopening | null): Promise<ReadonlySet<string>> {
  const keys = new Set<string>()
  for await (const { record } of app.store.stream(SYSTEM, { kind: 'notice', where: { alert: [alert] } })) {
    const data = record.data as unknown as Notice
    const wasBefore = reopening !== null && record.createdAt < reopening.at && data.state !== 'queued'
    if (data.alerts[0] !== alert && !wasBefore) {
      keys.add(keyOf(data))
    }
  }
  return keys
}

function keyOf({ recipient, channel, rung }: Pick<Notice, 'recipient' | 'channel' | 'rung'>): string {
  return JSON.stringify([recipient.account ?? recipient.contact ?? recipient.name, channel, rung])
}

function noticeOf(app: App, { directory, groups }: Means, record: VigieRecord, alert: Tellable, rung: Rung, recipient: Recipient, channel: Channel, reopening: Reopening | null): Made {
  const now = app.clock()
  const who = recipient.account ?? recipient.contact ?? recipient.name
  const { level, compartments, caveats } = record.handling
  const drill = isDrill(directory, alert, record)
  // What is read by the same people and comes of the same rule is one storm; a call for help stands alone, and so does what is no alert.
  const group = JSON.stringify([who, channel, alert.sos || record.kind !== 'alert' ? record.id : alert.rule.slice(0, 80), rung.afterMinutes, level, compartments, caveats, record.area, drill]).slice(0, 400)
  const contact = recipient.contact === null ? undefined : directory.contacts.get(recipient.contact)?.data
  const quiet = quietUntil(contact?.quiet, alert, now, directory.mission.zone)
  const grouped = groups.waitsUntil(group, alert.severity, now)
  const nextAt = Math.max(quiet ?? now, grouped ?? now)
  return {
    id: derivedId('notice', record.id, who, channel, String(rung.afterMinutes), ...(reopening ? [reopening.id] : [])), group,
    data: {
      alerts: [record.id], count: 1, recipient, channel, rung: rung.afterMinutes, severity: alert.severity, ...(alert.sos ? { sos: true } : {}), ...(drill ? { drill: true } : {}),
      group, state: 'queued', attempts: 0, nextAt: new Date(nextAt).toISOString(), ...(quiet !== null && nextAt === quiet ? { held: 'quiet' } : grouped !== null ? { held: 'group' } : {}),
    } as Notice,
  }
}
