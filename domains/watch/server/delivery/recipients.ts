import type { VigieRecord } from '../../../../core/record.ts'
import { programReader, type App } from '../../../../server/face.ts'
import { finderOf } from '../../shared/delivery/offers.ts'
import { tellableOf, type Tellable } from '../../shared/delivery/subjects.ts'
import { CHANNELS, wayOf, type Channel, type Recipient, type Rung, type Target } from '../../shared/delivery/targets.ts'
import type { Directory } from './directory.ts'

/** One recipient and the channels they are reached by; none where only a call by voice reaches them. */
export type Way = { recipient: Recipient; channels: Channel[] }

/** Is an alert a drill? A whole mission that is an exercise has no other, and what was raised in it stays one when the exercise is over. */
export function isDrill(directory: Directory, alert: Pick<Tellable, 'drill'>, record: Pick<VigieRecord, 'kind' | 'createdAt'>): boolean {
  return alert.drill === true || directory.mission.exercise || (record.kind === 'alert' && directory.exerciseAt(Date.parse(record.createdAt)))
}

/**
 * Whom a step of a ladder reaches, each once, however often they are named. An account that may not read the alert is left out: a
 * notice tells no more than the screen does. Of a drill only those who take part.
 */
export async function recipientsOf(app: App, directory: Directory, record: VigieRecord, rung: Rung, hasBrowser: (account: string) => Promise<boolean>): Promise<Way[]> {
  const alert = tellableOf(app, record)
  if (!alert) {
    return []
  }
  const found = new Map<string, Recipient>()
  for (const target of rung.to) {
    for (const one of await resolve(app, directory, record, alert, target)) {
      found.set(one.account ?? `contact ${one.contact}`, found.get(one.account ?? `contact ${one.contact}`) ?? one)
    }
  }
  const drill = isDrill(directory, alert, record)
  const ways: Way[] = []
  for (const recipient of found.values()) {
    const contact = recipient.contact === null ? undefined : directory.contacts.get(recipient.contact)
    if ((drill && contact?.data.drill !== true) || (recipient.account !== null && !(await mayRead(app, recipient.account, record)))) {
      continue
    }
    const wanted = rung.channels ?? contact?.data.channels ?? CHANNELS
    const channels: Channel[] = []
    for (const channel of CHANNELS.filter((one) => wanted.includes(one) && (contact?.data.channels ?? CHANNELS).includes(one))) {
      if (hasAddress(directory, recipient, channel) && (channel !== 'push' || (recipient.account !== null && (await hasBrowser(recipient.account))))) {
        channels.push(channel)
      }
    }
    ways.push({ recipient, channels })
  }
  return ways
}

/** Is there a channel in service, and an address for it? */
function hasAddress(directory: Directory, recipient: Recipient, channel: Channel): boolean {
  if (!directory.channels.some(({ data }) => data.type === channel && data.enabled)) {
    return false
  }
  const addresses = recipient.contact === null ? undefined : directory.contacts.get(recipient.contact)?.data.addresses
  return channel === 'push' ? recipient.account !== null : addresses?.[channel] !== undefined
}

async function mayRead(app: App, account: string, record: VigieRecord): Promise<boolean> {
  const known = await programReader(app, account)
  return known !== null && app.store.sight(known.reader)(record)
}

async function resolve(app: App, directory: Directory, record: VigieRecord, alert: Tellable, target: Target): Promise<Recipient[]> {
  switch (wayOf(target)) {
    case 'role':
      return ofRole(directory, target.role ?? '', app.clock())
    case 'unit':
      return ofUnit(directory, target.unit ?? '', `unit`)
    case 'account':
      return ofAccount(directory, target.account ?? '', 'by name')
    case 'contact':
      return ofContact(directory, target.contact ?? '', 'by name')
    case 'list': {
      const list = directory.lists.get(target.list ?? '')
      return (list?.data.members ?? []).flatMap(({ contact }) => ofContact(directory, contact, `list ${list?.data.name ?? ''}`))
    }
    case 'nearKm':
    case 'movementsKm':
      return near(app, directory, record, alert, target)
    default:
      return []
  }
}

async function near(app: App, directory: Directory, record: VigieRecord, alert: Tellable, target: Target): Promise<Recipient[]> {
  const find = finderOf(app, wayOf(target) ?? '')
  if (!find || !alert.place) {
    return []
  }
  const found = await find(target, { lon: alert.place.lon, lat: alert.place.lat, at: Date.parse(alert.at), severity: alert.severity }).catch((err: unknown) => {
    app.log.error({ err, alert: record.ref }, 'who is near could not be found; the others are told')
    return []
  })
  return found.flatMap((one) => [
    ...(one.account === undefined ? [] : ofAccount(directory, one.account, one.because)),
    ...(one.unit === undefined ? [] : ofUnit(directory, one.unit, one.because)),
    ...(one.contact === undefined ? [] : ofContact(directory, one.contact, one.because)),
  ])
}

function ofRole(directory: Directory, role: string, now: number): Recipient[] {
  const today = new Date(now).toISOString().slice(0, 10)
  const because = `role ${role}`
  const holders = [...directory.accounts.values()].filter(({ data }) => data.grants.some((grant) => grant.role === role && (grant.from ?? today) <= today && (grant.until ?? today) >= today))
  const posts = [...directory.contacts.values()].filter(({ data }) => data.role === role)
  return [...holders.flatMap(({ record }) => ofAccount(directory, record.id, because)), ...posts.flatMap(({ record }) => ofContact(directory, record.id, because))]
}

function ofUnit(directory: Directory, unit: string, because: string): Recipient[] {
  const people = [...directory.accounts.values()].filter(({ data }) => data.unit === unit)
  const posts = [...directory.contacts.values()].filter(({ data }) => data.unit === unit)
  return [...people.flatMap(({ record }) => ofAccount(directory, record.id, because)), ...posts.flatMap(({ record }) => ofContact(directory, record.id, because))]
}

function ofAccount(directory: Directory, id: string, because: string): Recipient[] {
  const account = directory.accounts.get(id)
  const contact = directory.contactOf(id)
  return account ? [{ account: id, contact: contact?.record.id ?? null, name: account.data.name, locale: contact?.data.locale ?? account.data.locale ?? directory.mission.languages[0] ?? 'en', because: because.slice(0, 200) }] : []
}

function ofContact(directory: Directory, id: string, because: string): Recipient[] {
  const contact = directory.contacts.get(id)
  return contact ? [{ account: contact.data.account ?? null, contact: id, name: contact.data.name, locale: contact.data.locale ?? directory.mission.languages[0] ?? 'en', because: because.slice(0, 200) }] : []
}
