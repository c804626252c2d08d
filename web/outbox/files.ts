import { useSyncExternalStore } from 'react'
import { ApiProblem, api, uuid7 } from '../api/http.ts'
import { queryClient } from '../api/client.ts'
import type { RecordView } from '../api/types.ts'
import { live } from '../live/client.ts'
import { bars } from '../live/machine.ts'
import { allKept, forget, keep } from '../offline/db.ts'
import type { Kept } from '../offline/db.ts'
import { canSeal, seal, sealBytes, unseal, unsealBytes } from '../offline/seal.ts'
import type { Sealed } from '../offline/seal.ts'
import { purposeOf } from '../record/purpose.ts'
import { goesSmall, nextFile } from './file-order.ts'
import type { LinkQuality } from './file-order.ts'
import { isFinal } from './outbox.ts'
import { outboxLoaded, outboxSize, recordsAhead, watchOutbox } from './sender.ts'

/** A file for a record. `recordId` may be one the device made and the node does not know yet: the file goes after it. */
export type NewFile = {
  recordId?: string
  recordRef?: string
  file: Blob
  name: string
  /** The HEIC picture the file was drawn from; the node keeps it sealed. */
  original?: File
  caption?: string
  /** When it was added, ISO 8601 UTC; default now. */
  at?: string
  /** What the author chose to say of it. */
  takenAt?: string
  place?: { lon: number; lat: number }
  /** `auto`: over a thin link a smaller picture first, the full one when the link is good. */
  send?: 'auto' | 'full'
}

/** A file on its way: what the person sees of it. */
export type FileEntry = {
  id: string
  /** Id or reference of the record. */
  record: string
  name: string
  bytes: number
  at: number
  state: 'waiting' | 'sending' | 'refused'
  /** The smaller picture is there already (its id); the full one waits for a better link. */
  sentAs: string | null
  /** When it was, epoch ms; 0 before. */
  sentAt: number
  /** Its id, chosen once: a second try must not make a second picture. */
  smallId: string
  tries: number
  notBefore: number
  problem: string | null
  /** On the disk of the device, so that it outlives this page. */
  kept: boolean
}
type Facts = { entry: FileEntry; purpose?: string; caption?: string; takenAt?: string; place?: { lon: number; lat: number }; atText: string; auto: boolean; type: string; reducedType?: string; thumbType?: string }
type Row = Kept & { order: number; facts: Sealed; full: Sealed; reduced: Sealed | null; thumb: Sealed | null; original?: Sealed | null }
type Held = { facts: Facts; full: Blob; reduced: Blob | null; thumb: Blob | null; original: Blob | null }

const watchers = new Set<() => void>()
const held = new Map<string, Held>()
let shown: readonly FileEntry[] = []
let owner = ''
let busy = false
let timer: ReturnType<typeof setTimeout> | null = null

function show(): void {
  shown = [...held.values()].map((one) => one.facts.entry)
  watchers.forEach((tell) => tell())
}

function change(id: string, how: Partial<FileEntry>): void {
  const one = held.get(id)
  if (one) {
    held.set(id, { ...one, facts: { ...one.facts, entry: { ...one.facts.entry, ...how } } })
    show()
  }
}

/** Whose files are sent from now on; '' for nobody. What waits on the device is read in. */
export function setFilesOwner(user: string): void {
  if (user === owner) {
    return
  }
  owner = user
  held.clear()
  show()
  if (user !== '') {
    void load(user).then(pump)
  }
}

/**
 * Keep a file on the device and send it, and again until the node has it; answers its id. A photo goes with a small
 * preview, and over a thin link as a smaller picture first.
 */
export async function queueFile(given: NewFile): Promise<string> {
  const record = given.recordId ?? given.recordRef
  if (record === undefined || owner === '') {
    throw new Error('a file belongs to a record and to somebody who is signed in')
  }
  const at = given.at ?? new Date().toISOString()
  const { thumb, reduced } = await sizes(given.file)
  const entry: FileEntry = { id: uuid7(), smallId: uuid7(), sentAt: 0, record, name: given.name, bytes: given.file.size, at: Date.now(), state: 'waiting', sentAs: null, tries: 0, notBefore: 0, problem: null, kept: false }
  const facts: Facts = {
    entry, ...purposeOf(record), atText: at, auto: given.send !== 'full', type: given.file.type, ...(reduced ? { reducedType: reduced.type } : {}), ...(thumb ? { thumbType: thumb.type } : {}),
    ...(given.caption ? { caption: given.caption } : {}), ...(given.takenAt ? { takenAt: given.takenAt } : {}), ...(given.place ? { place: given.place } : {}),
  }
  held.set(entry.id, { facts, full: given.file, reduced, thumb, original: given.original ?? null })
  show()
  await store(entry.id)
  pump()
  return entry.id
}

/** Without the part of the page that makes them (it may not be on the device) the photo goes as it is. */
async function sizes(file: Blob): Promise<{ thumb: Blob | null; reduced: Blob | null }> {
  try {
    const { sizesOf } = await import('../record/photo.ts')
    return await sizesOf(file)
  } catch {
    return { thumb: null, reduced: null }
  }
}

/** Send now what waits or was refused; `full` also over a thin link. */
export function sendFile(id: string, full = false): void {
  const one = held.get(id)
  if (one && full) {
    held.set(id, { ...one, facts: { ...one.facts, auto: false } })
  }
  change(id, { state: 'waiting', notBefore: 0, tries: 0, problem: null })
  pump()
}

/** Do not send it, and forget it on this device. */
export function dropFile(id: string): void {
  held.delete(id)
  show()
  void forget('blobs', owner, [id]).catch(() => undefined)
}

/** Files on their way, of one record or all; re-renders on change. */
export function useFiles(): readonly FileEntry[] {
  return useSyncExternalStore((tell) => { watchers.add(tell); return () => watchers.delete(tell) }, () => shown)
}

/** Is the link too thin for full photos? */
export function isThin(): boolean {
  return linkQuality() !== 'good'
}

function linkQuality(): LinkQuality {
  const { state } = live
  return state.rtt === null || state.link !== 'open' ? 'unmeasured' : bars(state) < 3 ? 'thin' : 'good'
}

async function store(id: string): Promise<void> {
  const one = held.get(id)
  const whose = owner
  if (!one || !canSeal()) {
    return
  }
  try {
    const bytes = async (blob: Blob | null): Promise<Sealed | null> => (blob ? sealBytes(whose, 'outbox', await blob.arrayBuffer()) : null)
    const entry = { ...one.facts.entry, kept: true, state: one.facts.entry.state === 'refused' ? 'refused' as const : 'waiting' as const }
    const row: Row = {
      id, owner: whose, order: entry.at, facts: await seal(whose, 'outbox', { ...one.facts, entry }), full: await sealBytes(whose, 'outbox', await one.full.arrayBuffer()),
      reduced: await bytes(one.reduced), thumb: await bytes(one.thumb), original: await bytes(one.original),
    }
    await keep('blobs', [row])
    change(id, { kept: true })
  } catch {
    // No room or no store: the file lives in this page until it is sent, and says so.
    change(id, { kept: false })
  }
}

async function load(whose: string): Promise<void> {
  try {
    const rows = (await allKept<Row>('blobs', whose)).filter((row) => row.facts !== undefined && row.full !== undefined).sort((a, b) => a.order - b.order)
    for (const row of rows) {
      const facts = await unseal<Facts>(whose, 'outbox', row.facts)
      if (!facts || held.has(row.id) || whose !== owner) {
        continue
      }
      const blob = async (sealed: Sealed | null, type?: string): Promise<Blob | null> => (sealed ? new Blob([await unsealBytes(whose, 'outbox', sealed)], { type: type ?? '' }) : null)
      // An earlier edition chose no id beforehand.
      facts.entry = { ...facts.entry, smallId: facts.entry.smallId ?? uuid7(), sentAt: facts.entry.sentAt ?? 0 }
      held.set(row.id, { facts, full: (await blob(row.full, facts.type)) ?? new Blob([]), reduced: await blob(row.reduced, facts.reducedType), thumb: await blob(row.thumb, facts.thumbType), original: await blob(row.original ?? null, 'image/heic') })
    }
    show()
  } catch {
    // No store on this device.
  }
}

function pump(): void {
  if (timer) {
    clearTimeout(timer)
    timer = null
  }
  // Before the writes that wait are read in, nobody knows which record is still to come.
  if (owner === '' || busy || !outboxLoaded()) {
    return
  }
  const now = Date.now()
  const { id, lookAt } = nextFile([...held.values()].map(({ facts }) => ({ ...facts.entry, auto: facts.auto })), recordsAhead(), linkQuality(), now)
  const due = id === null ? undefined : held.get(id)
  if (due) {
    void send(due)
  } else if (lookAt !== null) {
    timer = setTimeout(pump, Math.max(500, lookAt - now))
  }
}

async function send({ facts, full, reduced, thumb, original }: Held): Promise<void> {
  const { entry } = facts
  const small = goesSmall({ ...entry, auto: facts.auto }, reduced !== null, linkQuality())
  // The smaller picture and the full one are two files to the node, each with an id of its own.
  const id = small ? entry.smallId : entry.id
  busy = true
  change(entry.id, { state: 'sending', tries: entry.tries + 1 })
  try {
    const form = new FormData()
    const { place } = facts
    const fields: Record<string, string | undefined> = {
      id, at: facts.atText, caption: entry.sentAs === null ? facts.caption : undefined, takenAt: facts.takenAt, lon: place && String(place.lon), lat: place && String(place.lat),
      reduced: small ? 'true' : undefined, replaces: entry.sentAs ?? undefined,
    }
    for (const [name, value] of Object.entries(fields)) {
      if (value !== undefined) {
        form.set(name, value)
      }
    }
    if (thumb) {
      form.set('thumb', thumb, 'thumb')
    }
    if (original && !small) {
      form.set('original', original, 'original')
    }
    form.set('file', small && reduced ? reduced : full, entry.name)
    const after = await api<RecordView | undefined>(`/api/records/${encodeURIComponent(entry.record)}/attachments`, { method: 'POST', form, key: id, signal: AbortSignal.timeout(patience(small && reduced ? reduced.size : full.size)), ...(facts.purpose ? { purpose: facts.purpose } : {}) })
    if (small) {
      change(entry.id, { state: 'waiting', sentAs: id, sentAt: Date.now(), tries: 0, notBefore: 0, problem: null })
      await store(entry.id)
    } else {
      dropFile(entry.id)
    }
    announce(after)
  } catch (error) {
    const problem = error instanceof ApiProblem ? error : new ApiProblem(0, {})
    // The record itself may still be on its way to the node.
    const ahead = problem.status === 404 && outboxSize() > 0
    const final = isFinal(problem.status) && !ahead
    change(entry.id, { state: final ? 'refused' : 'waiting', problem: problem.status === 0 || ahead ? null : problem.message, notBefore: Date.now() + Math.min(60_000, 2000 * 2 ** Math.min(entry.tries, 5)) })
  }
  busy = false
  pump()
}

function announce(record: RecordView | undefined): void {
  if (record) {
    for (const key of [record.id, record.ref]) {
      queryClient.setQueriesData<RecordView>({ queryKey: ['record', key] }, (old) => (old && old.version < record.version ? record : old))
      void queryClient.invalidateQueries({ queryKey: ['thread', key] })
      void queryClient.invalidateQueries({ queryKey: ['history', key] })
    }
  }
}

/** How long one try may take: a line that died in the middle must not hold up what waits. Reckoned with 1 kB/s. */
function patience(bytes: number): number {
  return 60_000 + bytes
}

/** The link is back: nobody waits out the pause after a failure. */
function hurryFiles(): void {
  for (const { facts: { entry } } of held.values()) {
    if (entry.state === 'waiting') {
      change(entry.id, { notBefore: 0 })
    }
  }
  pump()
}

let quality: LinkQuality = 'unmeasured'
let linkWas = live.state.link
live.watch(() => {
  const { link } = live.state
  const opened = link === 'open' && linkWas !== 'open'
  linkWas = link
  if (opened) {
    hurryFiles()
  }
  if (quality !== linkQuality()) {
    quality = linkQuality()
    pump()
  }
})

// A file whose record has gone may go.
watchOutbox(pump)
