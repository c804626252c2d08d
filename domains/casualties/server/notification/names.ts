import { plainObject } from '../../../../core/json.ts'
import type { Reader } from '../../../../core/policy.ts'
import { SYSTEM, type App, type Seen, type Service, type Store, type VeilHandle } from '../../../../server/face.ts'
import { hasAsWord, offerNamesToKeep, type KeptName } from '../../../products/contract.ts'
import { keptNames, refusal, type KeptNames } from '../../shared/notification/kept-names.ts'
import { namesInText } from '../../shared/notification/name-in-text.ts'
import type { Notification } from '../../shared/notification/notification.ts'
import type { Person } from '../../shared/notification/person.ts'

/** A name whose writing was asked for counts until it is known whether it was written. */
const TENTATIVE_MS = 60_000
/** Notifications of one person: the first and its amendments. */
const MOST = 100
/** A mission that wrote less shows nothing of which words it has. */
const LEAST_WRITTEN = 500
/** Texts looked at for a name that is a word. */
const LOOKED_AT = 50
/** Where a mission writes what it sees. */
const PROSE: readonly string[] = ['incident', 'log-entry']

/**
 * Names that nobody outside personnel may be told yet: they stop the release of a product they stand in, and whatever is written
 * through the store is looked at for them. What was written before anybody knew is told without them to all but personnel. The names lie in this process's memory, closed everywhere else.
 */
export async function keepNames(app: App): Promise<Service> {
  const names = new Map<string, { name: KeptName; until: number }>()
  /** Notifications of those people, and the casualties they are about. */
  const about = new Map<string, readonly string[]>()
  let veil: VeilHandle | null = null
  let found: KeptNames | null = null
  const set = (id: string, name: KeptName | null, until = Number.POSITIVE_INFINITY): void => {
    const before = JSON.stringify(names.get(id)?.name ?? null)
    found = null
    if (name) {
      names.set(id, { name, until })
    } else {
      names.delete(id)
      about.delete(id)
    }
    // What was written before anybody knew is on screens now.
    if (before !== JSON.stringify(name)) {
      veil?.changed()
    }
  }
  const standing = (): KeptNames => {
    const now = app.clock()
    for (const [id, { until }] of names) {
      if (until < now) {
        set(id, null)
      }
    }
    return (found ??= keptNames([...names.values()].map(({ name }) => name)))
  }
  const learn = async (id: string): Promise<void> => {
    const person = (await app.store.get(SYSTEM, id))?.record.data as unknown as Person | undefined
    const name = person && !person.informed ? nameOf(person) : null
    set(id, name && { ...name, rare: names.get(id)?.name.rare })
    if (name) {
      await learnMore(id, name)
    }
  }
  const learnMore = async (id: string, name: KeptName): Promise<void> => {
    const of = await notificationsOf(app.store, id)
    about.set(id, of.flatMap(({ record }) => [record.id, ...(typeof record.data['casualty'] === 'string' ? [record.data['casualty']] : [])]))
    set(id, { ...name, rare: await isRare(app.store, name, of) })
  }

  const mayPrepare = ({ system, grants }: Reader): boolean => {
    const { create } = app.store.kinds().need('notified-person')
    return system === true || grants.some(({ role }) => create.includes(role))
  }
  let learning: Promise<void> = Promise.resolve()

  const stops = [
    // Before the names that stand are read, so that none is missed between.
    app.store.onCommit(({ changes }) => {
      for (const { record } of changes) {
        const person = record.kind === 'notified-person' ? record.id : record.kind === 'notification' && names.has(String(record.data['person'])) ? String(record.data['person']) : null
        if (person !== null) {
          // One after the other: what was read first is not kept for what was read last.
          learning = learning.then(() => learn(person)).catch((error: unknown) => app.log.error({ error: String(error), record: record.id }, 'a name that is to be kept could not be read; it is kept as it was known'))
        }
      }
    }),
    app.store.guard((asked, before, reader) => {
      if (asked.kind === 'notified-person') {
        const told = nameOf((plainObject(asked.patch['data']) ?? plainObject(asked.patch['fields']) ?? {}) as Partial<Person>)
        // Of whoever may not write one nothing is kept: they would take words from everybody's screen.
        if (told && before === null && mayPrepare(reader)) {
          set(asked.record, told, app.clock() + TENTATIVE_MS)
        }
        return asked
      }
      try {
        // Of the notification itself a part of the name says too much.
        const own = asked.kind === 'notification' && before ? names.get(String(before.data['person']))?.name : undefined
        const fields = own ? namesInText((plainObject(asked.patch['fields']) ?? {}) as Partial<Notification>, own) : []
        if (fields.length > 0) {
          throw refusal(fields.map(({ path }) => path.replace('/data', '/patch/fields')))
        }
        const checked = standing().check(asked, before, reader)
        if (checked !== asked) {
          app.log.warn({ record: asked.record, kind: asked.kind }, 'a name that is to be kept was taken out of what another system sent')
        }
        return checked
      } catch (error) {
        // Nobody finds out names by trying, unseen.
        app.log.warn({ record: asked.record, kind: asked.kind, type: asked.type, user: reader.user }, 'a write was refused: it says a name that is to be kept')
        throw error
      }
    }),
  ]
  veil = app.store.veil({ of: (reader, record) => standing().cutFor(reader, record), names: (reader, search) => standing().searched(reader, search), holds: (record) => [...about.values()].some((ids) => ids.includes(record)) })
  stops.push(veil.stop)
  for await (const { record } of app.store.stream(SYSTEM, { kind: 'notified-person', where: { informed: ['false'] } })) {
    const name = nameOf(record.data as unknown as Person)
    set(record.id, name)
    if (name) {
      await learnMore(record.id, name)
    }
  }
  offerNamesToKeep(app, async () => [...names.values()].map(({ name }) => name))
  return { close: async () => stops.forEach((stop) => stop()) }
}

/**
 * The same for a program that reads a store of its own and stays for one task, such as an export for an account: what it reads
 * is told without the names that stand now.
 */
export async function veilNames(store: Pick<Store, 'stream' | 'veil' | 'list' | 'kinds'>): Promise<void> {
  const names: KeptName[] = []
  for await (const { record } of store.stream(SYSTEM, { kind: 'notified-person', where: { informed: ['false'] } })) {
    const name = nameOf(record.data as unknown as Person)
    if (name) {
      names.push({ ...name, rare: await isRare(store, name, await notificationsOf(store, record.id)) })
    }
  }
  const kept = keptNames(names)
  store.veil({ of: (reader, record) => kept.cutFor(reader, record), names: (reader, search) => kept.searched(reader, search), holds: () => false })
}

function nameOf({ familyName, givenNames, number }: Partial<Person>): KeptName | null {
  return [familyName, givenNames, number].some((one) => typeof one === 'string' && one !== '') ? { familyName, givenNames, number } : null
}

async function notificationsOf(store: Pick<Store, 'list'>, person: string): Promise<Seen[]> {
  return (await store.list(SYSTEM, { kind: 'notification', where: { 'of-person': [person] }, limit: MOST })).items
}

/** Is it no word of what the mission wrote before it happened? */
export async function isRare(store: Pick<Store, 'list' | 'kinds'>, name: KeptName, of: readonly Seen[]): Promise<boolean> {
  const to = of.map(({ record }) => String(record.data['occurredAt'] ?? '')).filter((at) => at !== '').toSorted()[0]
  const kinds = PROSE.filter((kind) => store.kinds().get(kind) !== undefined)
  if (to === undefined || !name.familyName) {
    return false
  }
  let written = 0
  for (const kind of kinds) {
    const before = { kind, time: { axis: 'logged' as const, to } }
    written += (await store.list(SYSTEM, { ...before, limit: 0 })).total
    const { items } = await store.list(SYSTEM, { ...before, text: `"${name.familyName.replaceAll('"', ' ')}"`, limit: LOOKED_AT })
    if (items.some(({ record }) => textsIn(record.data).some((text) => hasAsWord(text, name)))) {
      return false
    }
  }
  return written >= LEAST_WRITTEN
}

function textsIn(value: unknown): string[] {
  return typeof value === 'string' ? [value] : typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : []
}
