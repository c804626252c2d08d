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

/** Write a notice for everybody a step reaches: in a group that has just been told it joins the one that waits. */
export async function tell(app: App, means: Means, record: VigieRecord, rung: Rung): Promise<void> {
  const directory = await means.directory.fresh()
  const ways = await recipientsOf(app, directory, record, rung, (account) => means.hasBrowser(account))
  const told = tellableOf(app, record)
  const made = told ? ways.flatMap(({ recipient, channels }) => channels.map((channel) => noticeOf(app, means, record, told, rung, recipient, channel))) : []
  for (let i = 0; i < made.length; i += BATCH) {
    const part = made.slice(i, i + BATCH)
    const standing = new Set((await app.store.list(SYSTEM, { kind: 'notice', ids: part.map(({ id }) => id), limit: BATCH })).items.map((one) => one.record.id))
    const actions = part.filter(({ id }) => !standing.has(id)).map(({ id, group, data }): NewAction => {
      const joins = means.groups.waiting(group)
      return joins !== null && means.waits(joins)
        ? { id: derivedId(id, 'join'), record: joins, kind: 'notice', type: 'join', at: record.createdAt, basedOn: null, patch: { alerts: data.alerts, count: 1, severity: data.severity } }
        : { id: derivedId(id, 'create'), record: id, kind: 'notice', type: 'create', at: data.nextAt ?? record.createdAt, basedOn: null, patch: { data: data as unknown as JsonObject, handling: record.handling as unknown as JsonObject, area: record.area } }
    })
    if (actions.length > 0) {
      await commitEach(app, actions)
    }
  }
}

function noticeOf(app: App, { directory, groups }: Means, record: VigieRecord, alert: Tellable, rung: Rung, recipient: Recipient, channel: Channel): { id: string; group: string; data: Notice } {
  const now = app.clock()
  const who = recipient.account ?? recipient.contact ?? recipient.name
  const { level, compartments, caveats } = record.handling
  // What is read by the same people and comes of the same rule is one storm; a call for help stands alone, and so does what is no alert.
  const group = JSON.stringify([who, channel, alert.sos || record.kind !== 'alert' ? record.id : alert.rule.slice(0, 80), rung.afterMinutes, level, compartments, caveats, record.area, alert.drill === true]).slice(0, 400)
  const contact = recipient.contact === null ? undefined : directory.contacts.get(recipient.contact)?.data
  const quiet = quietUntil(contact?.quiet, alert, now, directory.mission.zone)
  const grouped = groups.waitsUntil(group, alert.severity, now)
  const nextAt = Math.max(quiet ?? now, grouped ?? now)
  return {
    id: derivedId('notice', record.id, who, channel, String(rung.afterMinutes)), group,
    data: {
      alerts: [record.id], count: 1, recipient, channel, rung: rung.afterMinutes, severity: alert.severity, ...(alert.sos ? { sos: true } : {}), ...(isDrill(directory, alert) ? { drill: true } : {}),
      group, state: 'queued', attempts: 0, nextAt: new Date(nextAt).toISOString(), ...(quiet !== null && nextAt === quiet ? { held: 'quiet' } : grouped !== null ? { held: 'group' } : {}),
    } as Notice,
  }
}
