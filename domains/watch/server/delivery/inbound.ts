import { SYSTEM, systemFor, type App } from '../../../../server/face.ts'
import { isWaiting, type Alert } from '../../shared/alert.ts'
import type { Notice } from '../../shared/delivery/notice.ts'
import { takenElsewhere } from '../../shared/delivery/offers.ts'
import { deliveryOf } from './engine.ts'

/** An answer by text message is about an alert of the last so long. */
const ANSWER_MS = 24 * 3_600_000

/** Fields of the address and of the body, whichever way a gateway sends them. */
export function readFields(url: string, body: unknown): Record<string, string> {
  const at = url.indexOf('?')
  const fields = new URLSearchParams(at < 0 ? '' : url.slice(at + 1))
  const more = typeof body === 'string' ? [...new URLSearchParams(body)] : typeof body === 'object' && body !== null ? Object.entries(body).map(([name, value]) => [name, String(value)] as const) : []
  return { ...Object.fromEntries(fields), ...Object.fromEntries(more) }
}

/**
 * A message that came in: first to the lines of work that wait for one, else `1`, `ok` or `seen` says that the newest alert this
 * number was told of is seen. Answers whether anybody took it. A number nobody has says nothing.
 */
export async function acknowledgeAs(app: App, from: string, text: string, now: number): Promise<boolean> {
  const directory = await deliveryOf(app).directory.fresh()
  const number = from.replace(/[^\d+]/g, '').replace(/^00/, '+')
  const contact = number === '' ? undefined : [...directory.contacts.values()].find(({ data }) => data.addresses?.sms === number || data.addresses?.sms === `+${number}`)
  if (!contact) {
    return false
  }
  const { record, data } = contact
  if (await takenElsewhere(app, { contact: record.id, account: data.account ?? null, name: data.name, text: text.slice(0, 2000), at: now })) {
    return true
  }
  if (!/^\s*(?:1|ok|seen|vu|visto|تم)(?![\p{L}\d])/iu.test(text)) {
    return false
  }
  const [told] = (await app.store.list(SYSTEM, { kind: 'notice', where: { recipient: [data.account ?? record.id, record.id], channel: ['sms'], state: ['sent', 'delivered'] }, sort: { by: 'logged', dir: 'desc' }, limit: 1 })).items.map((one) => one.record.data as unknown as Notice)
  if (told?.sentAt === undefined || now - Date.parse(told.sentAt) > ANSWER_MS) {
    return false
  }
  let taken = false
  for (const id of told.alerts) {
    const alert = (await app.store.get(SYSTEM, id))?.record
    if (alert && isWaiting(alert.data as unknown as Alert)) {
      // History names who answered: the account where they have one, else the contact.
      await app.store.commit(systemFor({ user: data.account ?? record.id, name: data.name, org: data.organisation ?? '' }), [{ id: crypto.randomUUID(), record: id, kind: 'alert', type: 'acknowledge', at: new Date(now).toISOString(), basedOn: null, patch: {} }])
      taken = true
    }
  }
  return taken
}
