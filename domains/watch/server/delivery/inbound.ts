import { derivedId } from '../../../../core/digest.ts'
import { Problem } from '../../../../core/problem.ts'
import { SYSTEM, systemFor, type App } from '../../../../server/face.ts'
import { isWaiting, type Alert } from '../../shared/alert.ts'
import type { Contact } from '../../shared/delivery/contact.ts'
import { numberKey } from '../../shared/delivery/inbound.ts'
import type { Notice } from '../../shared/delivery/notice.ts'
import { heldBack, takenElsewhere, type Became, type InboundMessage } from '../../shared/delivery/offers.ts'
import { deliveryOf } from './engine.ts'

/** An answer by text message is about an alert of the last so long. */
const ANSWER_MS = 24 * 3_600_000
/** Messages without a number of their own that say the same within so long are one. */
const SAME_MS = 120_000
/** Notices looked through for an alert that waits. */
const LAST = 20
/** A word for seen, whatever follows it; a 1 only alone: before other words it counts something. */
const SEEN = /^\s*(?:[1١۱][^\p{L}\p{N}]*$|(?:ok|seen|vu|visto|تم)(?![\p{L}\p{N}]))/iu
/** Nothing but that. */
const SEEN_ALONE = /^\s*(?:[1١۱]|ok|seen|vu|visto|تم)[^\p{L}\p{N}]*$/iu

type Known = { contact: string; data: Contact }

/**
 * The one way in for text messages: first to the lines of work that wait for one, else `1`, `ok` or `seen` says that the newest alert
 * this number was told of is seen; what says more than that is kept for a person. The same message counts once.
 */
export async function takeMessage(app: App, { id, from, text, at }: Pick<InboundMessage, 'from' | 'text' | 'at'> & { id: string | null }): Promise<Became> {
  const number = numberKey(from)
  const known = number === '' ? null : await contactOf(app, number)
  const message: InboundMessage = {
    // Gateways that count begin anew: the same number on another message, or of another phone, is another message.
    id: `${number} ${text} ${id ?? Math.floor(at / SAME_MS)}`, from, number, text, at,
    who: known && { contact: known.contact, account: known.data.account ?? null, name: known.data.name },
  }
  const answer = await takenElsewhere(app, message)
  if (typeof answer === 'string') {
    return answer
  }
  const seen = known && SEEN.test(text) ? await acknowledge(app, known, id === null ? null : message.id, at) : null
  if (seen !== null && SEEN_ALONE.test(text)) {
    return seen
  }
  // What else is said is for a person to read.
  const kept = await heldBack(app, message, answer ?? { why: known ? 'not-understood' : 'unknown-number', about: null })
  return seen ?? kept
}

async function contactOf(app: App, number: string): Promise<Known | null> {
  const { contacts } = await deliveryOf(app).directory.fresh()
  const found = [...contacts.values()].find(({ data }) => data.addresses?.sms !== undefined && numberKey(data.addresses.sms) === number)
  return found ? { contact: found.record.id, data: found.data } : null
}

/** Say that the newest alert they were told of and that waits is seen: `again` when none waits any more, null when none was told in the last day. */
async function acknowledge(app: App, { contact, data }: Known, id: string | null, now: number): Promise<'acknowledged' | 'again' | null> {
  const { items } = await app.store.list(SYSTEM, { kind: 'notice', where: { recipient: [data.account ?? contact, contact], channel: ['sms'], state: ['sent', 'delivered', 'read'] }, sort: { by: 'logged', dir: 'desc' }, limit: LAST })
  const told = items.map((one) => one.record.data as unknown as Notice).filter(({ sentAt }) => sentAt !== undefined && now - Date.parse(sentAt) <= ANSWER_MS)
  // Without a number of its own a message that is handed in twice must not be taken for a word about the alert before.
  for (const { alerts } of id === null ? told.slice(0, 1) : told) {
    const waiting = (await Promise.all(alerts.map((one) => app.store.get(SYSTEM, one)))).flatMap((seen) => (seen && isWaiting(seen.record.data as unknown as Alert) ? [seen.record.id] : []))
    if (waiting.length > 0) {
      return answer(app, { contact, data }, waiting, id, now)
    }
  }
  return told.length > 0 ? 'again' : null
}

async function answer(app: App, { contact, data }: Known, alerts: readonly string[], id: string | null, now: number): Promise<'acknowledged' | 'again'> {
  // History names who answered: the account where they have one, else the contact.
  const who = systemFor({ user: data.account ?? contact, name: data.name, org: data.organisation ?? '' })
  try {
    for (const [i, alert] of alerts.entries()) {
      // The same message is the same action: of another alert it is refused.
      await app.store.commit(who, [{ id: id === null ? crypto.randomUUID() : derivedId('sms-answer', id, String(i)), record: alert, kind: 'alert', type: 'acknowledge', at: new Date(now).toISOString(), basedOn: null, patch: {} }])
    }
  } catch (error) {
    if (error instanceof Problem && error.id === 'idempotency-mismatch') {
      return 'again'
    }
    throw error
  }
  return 'acknowledged'
}
