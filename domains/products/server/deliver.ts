import { derivedId } from '../../../core/digest.ts'
import { arabic, inLocale, LOCALES, type Text } from '../../../core/i18n.ts'
import type { JsonObject } from '../../../core/json.ts'
import { accessClassOf, mayRead } from '../../../core/policy.ts'
import { textOf, unreadBy, URGENT_TYPES, waitedFor, type Product, type Recipient } from '../../../core/product.ts'
import type { NewAction, VigieRecord } from '../../../core/record.ts'
import { SYSTEM, type App, type CommitBatch, type Crossed, type Service } from '../../../server/face.ts'
import { alertId, endAlert, isRaisedAlready, noticesRead, offerSubject, raiseAlert, tellPeople, type Attachment, type Subject } from '../../watch/contract.ts'
import { product } from '../domain.ts'
import { READ_SECONDS } from '../shared/clocks.ts'
import { texts } from '../shared/texts.ts'
import { writeProduct } from './export.ts'
import type { ProductRecord } from './make.ts'
import { readersOf } from './readers.ts'

/** What was released longer ago tells nobody when a node starts or history is loaded. */
const OLDEST_MS = 6 * 3_600_000
/** A letter takes no larger file: many mail servers refuse 10 MB once it is encoded. */
const LARGEST_FILE = 5_000_000
/** Files written for letters are kept for the readers of the same product. */
const KEPT_FILES = 4
/** What can wait wakes nobody by text message. */
const QUIET_CHANNELS = ['email', 'push', 'webhook'] as const

/**
 * Hands a released product to those it goes to: a notice by every channel of theirs, a letter with the file where the channel may
 * carry it. A mandatory reader who has not read it in time is followed by the next named for them, and that one by the next.
 */
export async function deliverProducts(app: App): Promise<Service> {
  offerSubject(app, 'product', (record) => subjectOf(record as unknown as ProductRecord, filesFor()))
  let work: Promise<void> = Promise.resolve()
  const enqueue = (id: string, job: () => Promise<unknown>): void => {
    work = work.then(async () => { await job() }).catch((error: unknown) => app.log.error({ error: String(error), product: id }, 'a product could not be handed to its readers; it stands on their screens'))
  }
  const heard = ({ changes }: CommitBatch): void => {
    for (const { action, record } of changes) {
      if (record.kind === 'product' && app.loading === null) {
        const released = record as unknown as ProductRecord
        if (action.type === 'release' || action.type === 'fall-back') {
          enqueue(record.id, () => hand(app, released))
        } else if (action.type === 'receipt') {
          enqueue(record.id, () => noticesRead(app, record.id, action.actor))
        } else if (action.type === 'read-by-all' || action.type === 'supersede') {
          enqueue(record.id, () => endUnread(app, record.id))
        }
      }
    }
  }
  const stops = [app.store.onCommit(heard), app.clocks.onCrossed((crossed) => fallBack(app, crossed))]
  return {
    /** What a stopped node left undone: telling somebody twice does nothing. */
    async start() {
      const since = new Date(app.clock() - OLDEST_MS).toISOString()
      for await (const { record } of app.store.stream(SYSTEM, { kind: 'product', workflow: ['approved'], where: { standing: ['current', 'stale'] }, time: { axis: 'logged', from: since } })) {
        enqueue(record.id, () => hand(app, record as unknown as ProductRecord))
      }
    },
    async close() {
      stops.forEach((stop) => stop())
      await work
    },
  }
}

/** Tell everybody who was sent this version and has not read it. */
async function hand(app: App, record: ProductRecord): Promise<void> {
  const { data } = record
  if (!data.released || data.supersededBy !== undefined || app.clock() - Date.parse(data.released.at) > OLDEST_MS) {
    return
  }
  const to = (some: readonly Recipient[]) => some.map((one) => ({ account: one.user }))
  const unread = unreadBy(data)
  const [first, instead] = [unread.filter((one) => one.insteadOf === undefined), unread.filter((one) => one.insteadOf !== undefined)]
  // A step of a ladder names at most fifty.
  for (const some of portions(first, 50)) {
    await tellPeople(app, { record: record as unknown as VigieRecord, to: to(some), afterMinutes: 0, ...(URGENT_TYPES.includes(data.type) ? {} : { channels: QUIET_CHANNELS }) })
  }
  for (const some of portions(instead, 50)) {
    await tellPeople(app, { record: record as unknown as VigieRecord, to: to(some), afterMinutes: READ_SECONDS / 60 })
  }
}

/** Ten minutes unread: the first in a reader's ladder; ten more: the second. Whoever may not read the product is passed over. */
async function fallBack(app: App, { id, clock, rung, record }: Crossed): Promise<void> {
  if (record.kind !== 'product' || clock.name !== 'read' || rung.what === 'warn') {
    return
  }
  const standing = (await app.store.get(SYSTEM, record.id))?.record as unknown as ProductRecord | undefined
  if (!standing?.data.released) {
    return
  }
  const { data } = standing
  if (rung.what === 'due' && waitedFor(data).length > 0) {
    await commitOnce(app, raiseAlert({ ...unreadKey(record.id), severity: URGENT_TYPES.includes(data.type) ? 4 : 2, title: unreadTitle(record.ref), place: null, at: rung.at, handling: record.handling, area: record.area, record: record.id, ...(data.exercise ? { drill: true } : {}) }))
  }
  const step = rung.what === 'due' ? 0 : 1
  const named = waitedFor(data).flatMap((one) => { const next = one.then?.[step]; return next ? [{ user: next.user, name: next.name, mandatory: true, gets: 'this' as const, insteadOf: one.user }] : [] })
    .filter((one, i, all) => !data.distribution.some((other) => other.user === one.user) && all.findIndex((other) => other.user === one.user) === i)
  const open = accessClassOf(standing as unknown as VigieRecord)
  const readers = await readersOf(app.store, named, app.clock())
  const recipients = readers.flatMap(({ recipient, reader }) => (reader && mayRead(reader, product, open, app.store.areas()).allow ? [recipient] : []))
  if (recipients.length > 0) {
    await app.store.commit(SYSTEM, [{ id: derivedId(record.id, 'fall-back', id), record: record.id, kind: 'product', type: 'fall-back', at: new Date(rung.at).toISOString(), basedOn: null, patch: { recipients } as unknown as JsonObject }])
  }
}

const unreadKey = (id: string) => ({ rule: 'product-unread', subject: id, episode: 'read' })

/** Whom to telephone stands on the product: who may read the alert may not therefore read that. */
function unreadTitle(ref: string): Text {
  return { en: `Not read by all who must: telephone them (${ref})`, fr: `Non lu par tous les obligatoires : téléphonez (${ref})`, es: `Sin leer por todos los obligatorios: telefonee (${ref})`, ar: arabic`لم يطلع عليه كل الملزمين: اتصل بهم (${ref})` }
}

/** Everybody who must has read it, or it was replaced: nobody is to be telephoned any more. */
async function endUnread(app: App, id: string): Promise<void> {
  if (await app.store.get(SYSTEM, alertId(unreadKey(id)))) {
    await commitOnce(app, await endAlert(app.store, SYSTEM, unreadKey(id), app.clock()))
  }
}

async function commitOnce(app: App, action: NewAction): Promise<void> {
  try {
    await app.store.commit(SYSTEM, [action])
  } catch (error) {
    // Told a second time, after a process had ended between doing and noting it.
    if (!isRaisedAlready(error)) {
      throw error
    }
  }
}

/** What a notice says of a product; nothing once it was replaced. */
function subjectOf(record: ProductRecord, files: (record: ProductRecord) => Promise<readonly Attachment[]>): Subject | null {
  const { data } = record
  if (!data.released || data.supersededBy !== undefined || record.workflow !== 'approved') {
    return null
  }
  const name = texts[`type.${data.type}`]
  const head = Object.fromEntries(LOCALES.map((locale) => [locale, name ? inLocale(name, locale) : data.type])) as unknown as Text
  const line = firstLine(data)
  return {
    severity: URGENT_TYPES.includes(data.type) ? 4 : 2, drill: data.exercise, at: data.released.at, head, path: `/products/${record.ref}`,
    // The product is in one language: so are its title and its first line.
    title: everywhere(data.title), ...(line === '' ? {} : { text: everywhere(line) }),
    files: () => files(record),
  }
}

const everywhere = (words: string): Text => ({ en: words, fr: words, es: words, ar: words })

/** Its first sentence: the bottom line of a FLASH, the sum of a daily report. */
function firstLine(data: Product): string {
  const block = data.sections.flatMap((section) => section.blocks).find((one) => one.type === 'text' && (one.pieces?.length ?? 0) > 0)
  return textOf(block?.pieces ?? []).slice(0, 600)
}

/** The product as PDF, written once for all its readers. */
function filesFor(): (record: ProductRecord) => Promise<readonly Attachment[]> {
  const kept = new Map<string, Promise<readonly Attachment[]>>()
  return (record) => {
    const key = `${record.id} ${record.data.madeAt}`
    const known = kept.get(key)
    if (known) {
      return known
    }
    const made = writeProduct(record.data, { ref: record.ref, handling: record.handling }, 'pdf', null).then((bytes) => (bytes.length > LARGEST_FILE ? [] : [{ name: `${record.ref}.pdf`, type: 'application/pdf', bytes }]))
    made.catch(() => kept.delete(key))
    kept.set(key, made)
    for (const old of [...kept.keys()].slice(0, -KEPT_FILES)) {
      kept.delete(old)
    }
    return made
  }
}

function portions<T>(all: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, i) => all.slice(i * size, (i + 1) * size))
}
