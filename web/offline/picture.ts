import type { Kind } from '../../core/kind.ts'
import type { AreaNode } from '../../core/area.ts'
import type { RecordView, Session } from '../api/types.ts'
import { allKept, fact, forget, forgetAll, keep, keepFact, kept } from './db.ts'
import type { Kept } from './db.ts'
import type { Outbox } from '../outbox/outbox.ts'
import { getDevice } from './device.ts'
import { isOffline, noteOffline } from './link.ts'
import { historyPaths, historyStands, keeping, mayLie, recordAt } from './paths.ts'
import { withUnsent } from '../outbox/unsent.ts'
import { canSeal, destroyKey, seal, unseal } from './seal.ts'
import type { Sealed } from './seal.ts'

type RecordRow = Kept & { version: number; /** Here without a break since, epoch ms. */ since?: number; /** Happened, reported or logged, epoch ms: what goes first when room is needed. */ at: number; sealed: Sealed }
type Head = Pick<RecordView, 'id' | 'kind' | 'ref' | 'version' | 'updatedAt'> & { at: number; since: number }
type AnswerRow = Kept & { at: number; sealed: Sealed }
/** Who was signed in last, for a start without a link. */
export type Last = { owner: string; at: number }

/** Records kept at most. */
export const MOST_RECORDS = 5000
/** Answers kept whole at most, besides those a start needs. */
const MOST_ANSWERS = 300
/** What comes in is sealed and written together, so that a flood of changes costs one write. */
const GATHER_MS = 1500
const DAY = 86_400_000

let owner = ''
let kindsOf: () => Promise<readonly Kind[]> = () => Promise.resolve([])
let written: () => Outbox = () => []
/** Of every kept record what is needed to keep it or let it go. */
let heads: Map<string, Head> | null = null
/** The records themselves, open in memory only while the device answers instead of the node. */
let opened: Map<string, RecordView> | null = null
let pictureAt: number | null = null
/** Kinds that are the frame of the work, such as places, units and saved searches: they stay whatever their age. */
let lasting: ReadonlySet<string> = new Set()
const waiting = new Map<string, RecordView>()
const gone = new Set<string>()
/** Gone and here again before either was written. */
const reopened = new Set<string>()
let timer: ReturnType<typeof setTimeout> | null = null
let writing: Promise<void> = Promise.resolve()
/** Grows when everything is forgotten, so that a write begun before does not bring it back. */
let era = 0

/** Where the meaning of the kinds comes from; loaded only when a question must be answered here. */
export function setKinds(load: () => Promise<readonly Kind[]>): void {
  kindsOf = load
}

/** Where the writes that wait come from: they stand beside the kept records. */
export function setWritten(now: () => Outbox): void {
  written = now
}

/** Which kinds stay on the device whatever their age. */
export function keepLasting(kinds: readonly string[]): void {
  lasting = new Set(kinds)
  void keepFact('meta', `lasting:${owner}`, [...kinds]).catch(() => undefined)
}

/** May anything be kept on this device now? */
export function mayKeep(): boolean {
  return canSeal() && !getDevice().shared
}

/** Keep of an answer what is to be kept. */
export function note(path: string, body: unknown): void {
  const how = keeping(path)
  if (how === null || !mayKeep()) {
    return
  }
  if (how === 'setup') {
    if ((body as { state?: string } | null)?.state === 'ready') {
      void keepFact('meta', 'setup', body).catch(() => undefined)
    }
  } else if (how === 'page') {
    noteRecords((body as { items: RecordView[] }).items)
  } else if (how === 'one') {
    noteRecords([body as RecordView])
  } else if (path === '/api/session') {
    const session = body as Session
    become(session.me.user)
    void keepFact('meta', 'last', { owner: session.me.user, at: Date.now() } satisfies Last).catch(() => undefined)
    void keepAnswer(path, { ...session, csrf: '' })
  } else {
    void noteWhole(path, body)
  }
}

async function noteWhole(path: string, body: unknown): Promise<void> {
  if (await mayStandFor(path, Date.now())) {
    await keepAnswer(path, body)
  }
}

/** The history of a record that may not lie here, or is gone from here, may not either. */
async function mayStandFor(path: string, keptAt: number): Promise<boolean> {
  const about = recordAt(path)
  return about === null || historyStands(keptAt, [...(await known()).values()].find((r) => r.id === about || r.ref === about)?.since)
}

async function keepAnswer(path: string, body: unknown): Promise<void> {
  const [whose, then] = [owner, era]
  if (whose === '') {
    return
  }
  try {
    const sealed = await seal(whose, 'picture', body)
    if (era === then) {
      await keep<AnswerRow>('answers', [{ id: path, owner: whose, at: Date.now(), sealed }])
    }
  } catch {
    // No room, or no store: the screen works, the device just knows less without a link.
  }
}

/** Keep records that were seen, newest version of each. */
export function noteRecords(seen: readonly RecordView[]): void {
  if (owner === '' || !mayKeep()) {
    return
  }
  for (const record of seen) {
    if (mayLie(record)) {
      waiting.set(record.id, record)
      if (gone.delete(record.id)) {
        reopened.add(record.id)
      }
    } else {
      gone.add(record.id)
    }
  }
  pictureAt = Date.now()
  soon()
}

/** Records that may no longer be seen are not kept either. */
export function noteGone(ids: readonly string[]): void {
  ids.forEach((id) => {
    gone.add(id)
    waiting.delete(id)
  })
  if (ids.length > 0) {
    soon()
  }
}

/** The node answered that the reader may not see this, or that there is no such thing: if it is a record, it goes from here too. */
export function noteClosed(path: string): void {
  const about = owner === '' ? null : recordAt(path)
  if (about !== null) {
    void known().then((heads) => noteGone([...heads.values()].filter((r) => r.id === about || r.ref === about).map((r) => r.id)))
  }
}

/** The node named all it shows of a kind that changed since `oldest`: what is kept besides may no longer be seen. */
export async function reconcile(kind: string, shown: ReadonlySet<string>, oldest: string): Promise<void> {
  noteGone([...(await known()).values()].filter((record) => record.kind === kind && record.updatedAt > oldest && !shown.has(record.id)).map((record) => record.id))
}

function soon(): void {
  timer ??= setTimeout(() => {
    timer = null
    writing = writing.then(flush).catch(() => undefined)
  }, GATHER_MS)
}

async function flush(): Promise<void> {
  const [whose, then] = [owner, era]
  if (whose === '' || (waiting.size === 0 && gone.size === 0)) {
    return
  }
  const standing = await known()
  const fresh = [...waiting.values()].filter((record) => (standing.get(record.id)?.version ?? -1) <= record.version)
  const [removed, again, now] = [[...gone], [...reopened], Date.now()]
  waiting.clear()
  gone.clear()
  reopened.clear()
  again.forEach((id) => {
    const head = standing.get(id)
    if (head) {
      head.since = now
    }
  })
  const sinceOf = (id: string): number => standing.get(id)?.since ?? now
  const rows = await Promise.all(fresh.map(async (record): Promise<RecordRow> => ({ id: record.id, owner: whose, version: record.version, since: sinceOf(record.id), at: timeOf(record), sealed: await seal(whose, 'picture', record) })))
  if (era !== then) {
    return
  }
  for (const record of fresh) {
    standing.set(record.id, headOf(record, sinceOf(record.id)))
    opened?.set(record.id, record)
  }
  // With a record goes its history, by either name it was asked for.
  const histories = [...removed, ...again].flatMap((id) => historyPaths(id, standing.get(id)?.ref))
  removed.forEach((id) => standing.delete(id))
  const over = tooMany(standing)
  histories.push(...over.flatMap((id) => historyPaths(id, standing.get(id)?.ref)))
  over.forEach((id) => standing.delete(id))
  for (const id of [...removed, ...over]) {
    opened?.delete(id)
  }
  await keep('records', rows.filter((row) => standing.has(row.id)))
  await forget('records', whose, [...removed, ...over])
  await forget('answers', whose, histories)
  await keepFact('meta', `picture:${whose}`, pictureAt)
}

function timeOf(record: RecordView): number {
  return Date.parse(record.happened?.from ?? record.reported ?? record.createdAt)
}

function headOf(record: RecordView, since: number): Head {
  const { id, kind, ref, version, updatedAt } = record
  return { id, kind, ref, version, updatedAt, at: timeOf(record), since }
}

/** What goes: older than the device keeps, then the oldest beyond the number it keeps. */
function tooMany(standing: ReadonlyMap<string, Head>): string[] {
  const oldest = Date.now() - getDevice().days * DAY
  const byAge = [...standing.values()].filter((head) => !lasting.has(head.kind)).sort((a, b) => b.at - a.at)
  return byAge.filter((head, i) => i >= MOST_RECORDS || Math.max(head.at, Date.parse(head.updatedAt)) < oldest).map((head) => head.id)
}

async function open(whose: string): Promise<Map<string, RecordView>> {
  return new Map((await openRows(whose)).map(({ record }) => [record.id, record]))
}

async function openRows(whose: string): Promise<{ record: RecordView; since: number }[]> {
  const rows = whose === '' ? [] : await allKept<RecordRow>('records', whose).catch(() => [])
  const opened = await Promise.all(rows.map(async (row) => ({ record: await unseal<RecordView>(whose, 'picture', row.sealed), since: row.since ?? Date.now() })))
  return opened.flatMap(({ record, since }) => (record === null ? [] : [{ record, since }]))
}

async function known(): Promise<Map<string, Head>> {
  if (heads) {
    return heads
  }
  const whose = owner
  const found = new Map((await openRows(whose)).map(({ record, since }) => [record.id, headOf(record, since)]))
  if (whose === owner) {
    if (lasting.size === 0) {
      lasting = new Set((await fact<string[]>('meta', `lasting:${whose}`).catch(() => undefined)) ?? [])
    }
    heads ??= found
    pictureAt ??= (await fact<number>('meta', `picture:${whose}`).catch(() => undefined)) ?? null
  }
  return heads ?? found
}

async function all(): Promise<Map<string, RecordView>> {
  if (opened) {
    return opened
  }
  const [whose, then] = [owner, era]
  await writing
  const found = await open(whose)
  if (whose === owner && era === then) {
    opened ??= found
  }
  return opened ?? found
}

/** The node answers again: what was open in memory is let go, the disk keeps it. */
export function letGo(): void {
  opened = null
}

/** From now on things are kept for this account. */
function become(user: string): void {
  if (owner !== user) {
    owner = user
    heads = null
    opened = null
    pictureAt = null
    lasting = new Set()
    waiting.clear()
    gone.clear()
    reopened.clear()
    void trimAnswers(user)
  }
}

async function trimAnswers(user: string): Promise<void> {
  const rows = (await allKept<AnswerRow>('answers', user).catch(() => [])).sort((a, b) => b.at - a.at)
  const oldest = Date.now() - getDevice().days * DAY
  const over = rows.filter((row, i) => i >= MOST_ANSWERS || row.at < oldest).map((row) => row.id)
  await forget('answers', user, over).catch(() => undefined)
}

/** The answer as far as the device knows it; undefined when it does not. */
export async function answer(path: string): Promise<unknown> {
  if (!mayKeep()) {
    return undefined
  }
  try {
    const found = await find(path)
    if (found !== undefined && path !== '/api/setup') {
      noteOffline({ at: pictureAt, count: (await known()).size })
    }
    return found
  } catch {
    return undefined
  }
}

async function find(path: string): Promise<unknown> {
  if (path === '/api/setup') {
    return fact('meta', 'setup')
  }
  if (owner === '') {
    const last = await fact<Last>('meta', 'last')
    if (!last || Date.now() - last.at > getDevice().days * DAY) {
      return undefined
    }
    become(last.owner)
  }
  const how = keeping(path)
  if (how === 'one') {
    const wanted = recordAt(path)
    return [...(await picture()).records.values()].find((r) => r.id === wanted || r.ref === wanted)
  }
  if (how === 'whole') {
    const row = await kept<AnswerRow>('answers', owner, path)
    return row && (await mayStandFor(path, row.at)) ? ((await unseal(owner, 'picture', row.sealed)) ?? undefined) : undefined
  }
  if (!/^\/api\/(?:records|window|facets|points)\?/.test(path)) {
    return undefined
  }
  const { evaluate } = await import('./evaluate.ts')
  return evaluate(path, await picture())
}

async function picture() {
  const [records, areas, kinds, session] = await Promise.all([all(), find('/api/areas') as Promise<{ items: AreaNode[] } | undefined>, kindsOf(), find('/api/session') as Promise<Session | undefined>])
  return { records: withUnsent(records, written(), owner, kinds, session?.me.org ?? ''), areas: areas?.items ?? [], kinds }
}

/** Bytes for the map, which asks past the page: a tile of the kept records, or a kept layer; null when there is none. */
export async function mapBytes(path: string): Promise<{ bytes: ArrayBuffer; type: string } | null> {
  try {
    if (!mayKeep()) {
      return null
    }
    if (path.startsWith('/api/tiles/')) {
      const { evaluateTile } = await import('./evaluate.ts')
      const bytes = evaluateTile(path, await picture())
      return bytes && { bytes: bytes.buffer, type: 'application/vnd.mapbox-vector-tile' }
    }
    const layer = await find(path)
    return layer === undefined ? null : { bytes: new TextEncoder().encode(JSON.stringify(layer)).buffer, type: 'application/geo+json' }
  } catch {
    return null
  }
}

/** What is kept, for the page about this device. */
export async function pictureFacts(): Promise<{ count: number; at: number | null }> {
  return { count: owner === '' ? 0 : (await known()).size, at: pictureAt }
}

/** Whether a page that starts now would find the picture of an account, without asking the node. */
export function lastAccount(): Promise<Last | undefined> {
  return fact<Last>('meta', 'last').catch(() => undefined)
}

/** Forget the picture of an account and destroy its key; writes that wait stay. Answers nothing when nothing was kept. */
export async function forgetPicture(user: string): Promise<void> {
  era += 1
  waiting.clear()
  gone.clear()
  reopened.clear()
  heads = user === owner ? null : heads
  opened = user === owner ? null : opened
  pictureAt = null
  await writing
  await destroyKey(user, 'picture').catch(() => undefined)
  await forgetAll('records', user).catch(() => undefined)
  await forgetAll('answers', user).catch(() => undefined)
  await keepFact('meta', `picture:${user}`, undefined).catch(() => undefined)
  await keepFact('meta', 'last', undefined).catch(() => undefined)
}

/** The node says that nobody is signed in (the session ended, was revoked, or the account closed): nothing stays. */
export async function sessionEnded(): Promise<void> {
  if (!mayKeep()) {
    return
  }
  const last = await lastAccount()
  if (last && !isOffline()) {
    await forgetPicture(last.owner)
  }
  owner = ''
  heads = null
  opened = null
}
