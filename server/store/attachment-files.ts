import { createHash, randomBytes } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, readFile, rename, stat } from 'node:fs/promises'
import path from 'node:path'
import { standingAttachments, type Attachment, type Kept } from '../../core/attachment.ts'
import type { Reader } from '../../core/policy.ts'
import { Problem } from '../../core/problem.ts'
import type { VigieRecord } from '../../core/record.ts'
import type { Db } from './db.ts'
import type { AttachmentFiles, Seen } from './face.ts'
import { secretDir, syncDir } from './files.ts'
import { isSealed, openBytes, sealBytes, unseal, type Keyring } from './keys.ts'
import { clean } from './prepare.ts'
import { ATTACHMENT } from './sealing.ts'

/** Where the files of records lie in a data folder. */
export function filesDir(dataDir: string): string {
  return path.join(dataDir, 'files')
}

/** Path of a file below its folder: two hex digits part the many. */
export function filePath(dir: string, file: string): string {
  return path.join(dir, file.slice(0, 2), file)
}

/** The files of records: encrypted on the disk, named by what lies there, opened only for whoever may read the record. */
export function attachmentFiles(parts: { db: Db; keyring: Keyring; dataDir: string; get(reader: Reader, id: string): Promise<Seen | null> }): AttachmentFiles {
  const dir = filesDir(parts.dataDir)
  const keyOf = async (subject: string): Promise<Buffer | undefined> => {
    const [row] = await parts.db.all<{ wrapped: string }>('select wrapped from keys where subject = ?', [subject])
    return row ? (parts.keyring.cached(subject) ?? parts.keyring.unwrap(subject, row.wrapped)) : undefined
  }
  return {
    async keep(given) {
      secretDir(dir)
      const key = randomBytes(32)
      const kept: { [part: string]: Kept } = {}
      for (const [part, bytes] of Object.entries(given)) {
        kept[part] = { file: await writeFileDurably(dir, sealBytes(key, `part:${part}`, bytes)), bytes: bytes.length, sha256: digest(bytes) }
      }
      return { ...(kept as { copy: Kept; thumb?: Kept; original?: Kept }), key: key.toString('base64') }
    },
    async find(reader, id) {
      const [row] = clean(id) ? await parts.db.all<{ record: string }>("select record from actions where id = ? and type = 'attach'", [id]) : []
      const seen = row ? await parts.get(reader, row.record) : null
      const attachment = seen ? standingAttachments(seen.record).find((one) => one.id === id) : undefined
      return seen && attachment ? { seen, attachment } : null
    },
    async read(attachment, part) {
      const kept = attachment[part]
      const sealed = attachment.key
      if (!kept || !isSealed(sealed)) {
        throw new Problem('not-found', 'this file has no such version')
      }
      const subjectKey = await keyOf(sealed.subject)
      const key = subjectKey ? unseal(subjectKey, ATTACHMENT, sealed) : null
      if (typeof key !== 'string') {
        throw new Problem('erased', 'The file was erased with the personal data it belonged to; nothing can open it again')
      }
      const stored = await readFile(filePath(dir, kept.file)).catch(() => null)
      const bytes = stored ? openBytes(Buffer.from(key, 'base64'), `part:${part}`, stored) : null
      if (!bytes) {
        throw new Problem('unavailable', `The file ${attachment.name} is missing or damaged on the data disk. Run vigie verify and restore a backup`)
      }
      return bytes
    },
  }
}

/**
 * The first file of a record that is not on the disk as it was written, or null. Files whose key was destroyed are
 * gone for everyone and may be missing.
 */
export async function brokenFile(record: Pick<VigieRecord, 'attachments'>, dir: string, erased: (subject: string) => boolean): Promise<{ attachment: Attachment; detail: string } | null> {
  for (const attachment of record.attachments ?? []) {
    if (isSealed(attachment.key) && erased(attachment.key.subject)) {
      continue
    }
    for (const part of ['copy', 'thumb', 'original'] as const) {
      const kept = attachment[part]
      const found = kept ? await hashOf(filePath(dir, kept.file)) : undefined
      if (kept && found !== kept.file) {
        return { attachment, detail: `its file ${isSealed(attachment.name) ? attachment.id : `"${attachment.name}"`} (${part}, files/${kept.file.slice(0, 2)}/${kept.file}) is ${found === null ? 'missing' : 'not as it was written'}` }
      }
    }
  }
  return null
}

async function writeFileDurably(dir: string, bytes: Buffer): Promise<string> {
  const file = digest(bytes)
  const target = filePath(dir, file)
  const folder = path.dirname(target)
  if (await mkdir(folder, { recursive: true, mode: 0o700 })) {
    syncDir(dir)
  }
  const draft = `${target}.${crypto.randomUUID()}.new`
  const handle = await open(draft, 'wx', 0o600)
  try {
    await handle.writeFile(bytes)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(draft, target)
  syncDir(folder)
  return file
}

async function hashOf(file: string): Promise<string | null> {
  if (!(await stat(file).catch(() => null))?.isFile()) {
    return null
  }
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(file)) {
    hash.update(chunk as Buffer)
  }
  return hash.digest('hex')
}

function digest(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
