import { derivedId } from '../../core/digest.ts'
import type { Handling } from '../../core/handling.ts'
import type { Text } from '../../core/i18n.ts'
import type { JsonObject } from '../../core/json.ts'
import { Problem } from '../../core/problem.ts'
import { storable } from '../../core/text.ts'
import type { NewAction } from '../../core/record.ts'
import type { Alert } from './shared/alert.ts'
import type { Rung } from './shared/delivery/targets.ts'

export { CHANNELS, type Channel, type Rung, type Target } from './shared/delivery/targets.ts'
export { NOTICE_STATES, type Notice, type NoticeState } from './shared/delivery/notice.ts'
export { numberKey, readFields, readMessage } from './shared/delivery/inbound.ts'
export { handInMessage, keepUntaken, offerInbound, offerRecipients, type Became, type Found, type HeldBack, type InboundMessage, type Taken } from './shared/delivery/offers.ts'
export { noticesRead, offerSubject, tellPeople, type Attachment, type Subject } from './shared/delivery/subjects.ts'
export { firstOfAlerts, isLoud, isWaiting, stateOf, type Alert, type AlertState } from './shared/alert.ts'

/** What an alert is known by: the same three raise it once, however often and wherever they are met. */
export type AlertKey = Pick<Alert, 'rule' | 'subject' | 'episode'>

/** All that is said when it is raised. `at` is epoch ms; `handling` and `area` are those of the track or record it is about. */
export type RaisedAlert = AlertKey & {
  severity: 1 | 2 | 3 | 4 | 5
  sos?: boolean
  title: Text
  text?: Text
  place: Alert['place'] | null
  at: number
  handling: Handling
  area: string | null
  track?: string | null
  record?: string | null
  /** Who is told beside those of the alert plans, step by step until somebody acknowledges; receipts are records of kind `notice` with facet `alert`. */
  wake?: readonly Rung[]
  /** People of a place tell of a threat to themselves: the call back, the first movement and what they are told have their clocks. */
  community?: boolean
  /** Not real: only those who take part in drills are told. */
  drill?: boolean
}

/** Id of the alert's record. */
export function alertId({ rule, subject, episode }: AlertKey): string {
  return derivedId('alert', rule, subject, episode)
}

/**
 * The action that raises an alert; commit it as the node (`SYSTEM` or `systemFor`). A second one of the same event answers
 * `again` or is refused as `isRaisedAlready` knows: nothing is raised twice. Commit each alone: a batch is all or none.
 */
export function raiseAlert(raised: RaisedAlert): NewAction {
  const { severity, sos, title, text, place, at, handling, area, track, record, wake, community, drill } = raised
  // Names and words come from devices: whatever they hold, an alert is not lost for it.
  const [head, more] = [fit(title, 300) ?? { en: raised.rule }, text && fit(text, 2000)]
  const data: Alert = {
    rule: raised.rule, subject: storable(raised.subject, 340) || '?', episode: raised.episode, severity, ...(sos ? { sos } : {}), title: head, ...(more ? { text: more } : {}),
    ...(place ? { place: { ...place, ...(place.name === undefined ? {} : { name: storable(place.name, 200) }) } } : {}), at: new Date(at).toISOString(), ...(track ? { track } : {}), ...(record ? { record } : {}),
    ...(wake && wake.length > 0 ? { wake: [...wake] } : {}), ...(community ? { community } : {}), ...(drill ? { drill } : {}),
  }
  return act(raised, 'create', at, { data: data as unknown as JsonObject, handling: handling as unknown as JsonObject, area })
}

/**
 * What it told of is over: closes it, but a loud one nobody has seen stays until a person closes it, and so does every call for help.
 * Once for all that is told of it; one that may have been opened again is ended by `endAlert`.
 */
export function closeAlert(key: AlertKey, at: number): NewAction {
  return act(key, 'end', at, {})
}

/** What is asked of a store to end an alert: what was done to it, oldest first. */
type Histories<R> = { history(reader: R, id: string): Promise<readonly { id: string; type: string }[]> }

/** The same of an alert that may have been opened again since: it ends once for each time it was opened, whoever says so. */
export async function endAlert<R>(store: Histories<R>, reader: R, key: AlertKey, at: number): Promise<NewAction> {
  const opened = (await store.history(reader, alertId(key))).findLast(({ type }) => type === 'reopen' || type === 'again')
  const end = closeAlert(key, at)
  return opened ? { ...end, id: derivedId(end.record, 'end', opened.id) } : end
}

/** Its source called it off: marked, no longer loud, and closed only by a person. */
export function cancelAlert(key: AlertKey, at: number): NewAction {
  return act(key, 'cancel', at, {})
}

/** It reached somebody by another way than a screen. */
export function deliverAlert(key: AlertKey, at: number): NewAction {
  return act(key, 'deliver', at, {})
}

/** Nobody saw it in time: it stands one severity higher, or at least at `severity`. `id` is that of the deadline crossed, so that it is done once. */
export function escalateAlert(record: string, id: string, severity: number | null, at: number): NewAction {
  return { id: derivedId(record, 'escalate', id), record, kind: 'alert', type: 'escalate', at: new Date(at).toISOString(), basedOn: null, patch: severity === null ? {} : { severity } }
}

/** The same was told again by another record: it is one alert with one source more, opened anew where it was closed. */
export function repeatAlert({ id, closed }: { id: string; closed: boolean }, record: string, at: number): NewAction {
  return { id: derivedId(id, 'repeat', record), record: id, kind: 'alert', type: closed ? 'again' : 'repeat', at: new Date(at).toISOString(), basedOn: null, patch: { record } }
}

/** Was this refused because the same event had been raised (or ended, or called off) before? Then all is well. */
export function isRaisedAlready(error: unknown): boolean {
  return error instanceof Problem && (error.id === 'idempotency-mismatch' || error.id === 'duplicate')
}

/** The same in what a record takes; null when nothing of it is left. */
function fit(text: Text, most: number): Alert['title'] | null {
  const { en, ...others } = Object.fromEntries(Object.entries(text).map(([language, words]) => [language, storable(String(words), most)]))
  return en === undefined || en.trim() === '' ? null : { en, ...others }
}

function act(key: AlertKey, type: string, at: number, patch: JsonObject): NewAction {
  const record = alertId(key)
  return { id: derivedId(record, type), record, kind: 'alert', type, at: new Date(at).toISOString(), basedOn: null, patch }
}
