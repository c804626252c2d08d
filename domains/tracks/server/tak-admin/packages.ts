import type { MultipartFile } from '@fastify/multipart'
import { createHash } from 'node:crypto'
import { standingAttachments, type Attachment } from '../../../../core/attachment.ts'
import type { Handling } from '../../../../core/handling.ts'
import type { Reader } from '../../../../core/policy.ts'
import { Problem } from '../../../../core/problem.ts'
import { holdBack, openSafeZip, refuseWords, type App, type Seen } from '../../../../server/face.ts'
import { PACKAGE_LIMIT, type DataPackage } from '../../shared/tak-files.ts'
import { areaFrom, handlingFrom } from '../videos/incoming.ts'

/** Files received at one moment: each is held in memory until it is judged and encrypted. */
const MOST_AT_ONCE = 2
/** Looked at where several people sent the same file. */
const SAME = 20
const LISTED = 1000

/** A package with the file that stands. */
export type Held = { seen: Seen; data: DataPackage; attachment: Attachment }

let receiving = 0

/** The package of a hash that the reader may see, newest first where several sent it; null when there is none (no difference). */
export async function findPackage(app: App, reader: Reader, hash: string): Promise<Held | null> {
  const sha256 = hash.trim().toLowerCase()
  if (!/^[0-9a-f]{64}$/.test(sha256)) {
    return null
  }
  const page = await app.store.list(reader, { kind: 'data-package', where: { sha256: [sha256] }, sort: { by: 'logged', dir: 'desc' }, limit: SAME })
  return page.items.map(heldOf).find((one) => one !== null) ?? null
}

/** Packages the reader may see: public ones, and their own. With `total`, of which at most a thousand are answered. */
export async function listPackages(app: App, reader: Reader, wanted: { tool?: string; words?: string }): Promise<{ items: Held[]; total: number }> {
  const items: Held[] = []
  let total = 0
  for await (const seen of app.store.stream(reader, { kind: 'data-package', sort: { by: 'logged', dir: 'desc' } })) {
    const held = heldOf(seen)
    const shown = held && (held.data.tool === 'public' || seen.record.createdBy === reader.user) && (wanted.tool === undefined || held.data.tool === wanted.tool) && mentions(held.data, wanted.words ?? '')
    if (shown) {
      total += 1
      if (items.length < LISTED) {
        items.push(held)
      }
    }
  }
  return { items, total }
}

/**
 * Receive a package. It must be a zip that opens without growing beyond all measure, and have the hash it was announced with.
 * One the reader can see already is answered as it stands. `handling` is that of the feed it came in by.
 */
export async function receivePackage(app: App, reader: Reader, part: MultipartFile | undefined, said: { hash: string | null; name: string | null; creatorUid: string | null }, handling: Handling): Promise<{ held: Held; again: boolean }> {
  if (!part) {
    throw new Problem('malformed-body', 'the file is missing. Send it as multipart/form-data, in a part named assetfile')
  }
  if (receiving >= MOST_AT_ONCE) {
    part.file.resume()
    throw new Problem('unavailable', 'several files are being received at this moment; send it again in a few seconds', { extra: { retryAfter: 5 } })
  }
  receiving += 1
  try {
    return await judge(app, reader, await bytesOf(part), { ...said, name: said.name ?? part.filename }, handling)
  } finally {
    receiving -= 1
  }
}

/**
 * The bytes of a package; that it left the node is written down first. Throws Problem `not-allowed` for one that says a name its reader may not be told: nobody can
 * take a word out of a package whose hash was announced.
 */
export async function readPackage(app: App, reader: Reader, held: Held): Promise<Buffer> {
  const bytes = await app.store.files.read(held.attachment, 'copy')
  await holdBack(app.store, reader, held.seen.record, held.data.media, bytes)
  await app.store.audit(reader, [held.seen.record.id], 'export', { format: 'tak', attachment: held.attachment.id })
  return bytes
}

/** Say whom a package is offered to. Throws Problem for somebody else's. */
export async function setTool(app: App, reader: Reader, held: Held, tool: DataPackage['tool']): Promise<void> {
  const { record } = held.seen
  if (record.createdBy !== reader.user) {
    throw new Problem('not-allowed', 'only who sent a package says whom it is offered to')
  }
  if (held.data.tool !== tool) {
    await app.store.commit(reader, [{ id: crypto.randomUUID(), record: record.id, kind: record.kind, type: 'edit', at: new Date(app.clock()).toISOString(), basedOn: record.version, patch: { fields: { tool } } }])
  }
}

async function judge(app: App, reader: Reader, bytes: Buffer, said: { hash: string | null; name: string; creatorUid: string | null }, handling: Handling): Promise<{ held: Held; again: boolean }> {
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  if (said.hash !== null && said.hash.trim().toLowerCase() !== sha256) {
    throw new Problem('invalid-input', `the file has the SHA-256 ${sha256}, not the one it was announced with: it was damaged on the way. Send it again`)
  }
  const before = await findPackage(app, reader, sha256)
  if (before) {
    return { held: before, again: true }
  }
  const zip = await openSafeZip(bytes)
  zip.close()
  const now = new Date(app.clock()).toISOString()
  const data: DataPackage = { name: plainName(said.name), sha256, bytes: bytes.length, media: 'application/zip', tool: 'public', ...(said.creatorUid ? { creatorUid: plain(said.creatorUid).slice(0, 160) } : {}) }
  const record = crypto.randomUUID()
  const handled = handlingFrom(handling, reader)
  await refuseWords(app.store, reader, { id: record, kind: 'data-package', handling: handled }, data.media, bytes)
  const kept = await app.store.files.keep({ copy: bytes })
  const area = areaFrom(reader)
  const committed = await app.store.commit(reader, [
    { id: crypto.randomUUID(), record, kind: 'data-package', type: 'create', at: now, basedOn: null, patch: { data, handling: handled, ...(area === null ? {} : { area }) } },
    { id: crypto.randomUUID(), record, kind: 'data-package', type: 'attach', at: now, basedOn: 1, patch: { name: data.name, media: data.media, ...kept } },
  ])
  const seen = await app.store.get(reader, committed[0]?.record.id ?? record)
  const held = seen && heldOf(seen)
  if (!held) {
    throw new Problem('internal', 'the package was kept and cannot be read back')
  }
  return { held, again: false }
}

async function bytesOf(part: MultipartFile): Promise<Buffer> {
  try {
    return await part.toBuffer()
  } catch (error) {
    throw (error as { code?: string }).code === 'FST_REQ_FILE_TOO_LARGE' ? new Problem('too-large', `a data package may be ${PACKAGE_LIMIT / 1_000_000} MB; leave out what is not needed or split it`) : error
  }
}

/** The package a record holds. A file somebody put in the place of the one that came is not it. */
export function heldOf(seen: Seen): Held | null {
  const data = seen.record.data as unknown as DataPackage
  const attachment = standingAttachments(seen.record).find((one) => one.copy.sha256 === data.sha256)
  return attachment ? { seen, data, attachment } : null
}

function mentions(data: DataPackage, words: string): boolean {
  // Clients ask for the keyword every package has.
  return words === '' || words === 'missionpackage' || data.name.toLowerCase().includes(words.toLowerCase()) || (data.keywords ?? []).includes(words)
}

function plain(text: string): string {
  return text.replace(/[\p{C}\u202a-\u202e\u2066-\u2069]/gu, '').trim().toWellFormed()
}

function plainName(name: string): string {
  const bare = plain(name.split(/[/\\]/).at(-1) ?? '').slice(0, 140)
  return bare === '' ? 'package.zip' : /\.\w{1,5}$/.test(bare) ? bare : `${bare}.zip`
}
