import { createInflateRaw } from 'node:zlib'
import { fromBuffer, open } from 'yauzl'
import type { Entry, ZipFile } from 'yauzl'
import { Problem } from '../../core/problem.ts'

/**
 * Zip archives from strangers. The directory is judged before anything is inflated, and while inflating the
 * bytes that really come out are counted: what the headers claim is never trusted. Nothing is ever written
 * to a path taken from an archive.
 */
export type ZipLimits = { maxEntries: number; maxTotalBytes: number; maxEntryBytes: number; maxRatio: number }
export const ZIP_LIMITS: ZipLimits = { maxEntries: 2000, maxTotalBytes: 200_000_000, maxEntryBytes: 200_000_000, maxRatio: 200 }

/** Small entries of plain repetition pass any ratio harmlessly; it is asked from this size on. */
const RATIO_FROM = 1_000_000

export type SafeZip = {
  names: readonly string[]
  /** Inflate one entry chunk by chunk; undefined when there is none of that name. */
  read(name: string): AsyncGenerator<Uint8Array> | undefined
  /** Bytes inflated so far over all entries. */
  inflated(): number
  close(): void
}

function refused(what: string, fix: string): Problem {
  return new Problem('too-large', `The archive was refused: ${what}. ${fix}`)
}

function broken(what: string): Problem {
  return new Problem('malformed-body', `The archive cannot be read: ${what}. Save or send the file again`)
}

const OPTIONS = { lazyEntries: true, autoClose: false, decodeStrings: true, validateEntrySizes: true, strictFileNames: true } as const

function openZip(source: string | Uint8Array): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    const done = (error: Error | null, zip?: ZipFile): void => (error || !zip ? reject(broken(error?.message ?? 'no directory')) : resolve(zip))
    if (typeof source === 'string') {
      open(source, OPTIONS, done)
    } else {
      fromBuffer(Buffer.from(source.buffer, source.byteOffset, source.byteLength), OPTIONS, done)
    }
  })
}

function checkEntry(entry: Entry, seen: ReadonlyMap<string, Entry>, limits: ZipLimits): void {
  const { fileName } = entry
  if (/\\|^\/|^[A-Za-z]:|\p{Cc}/u.test(fileName) || fileName.split('/').includes('..')) {
    throw broken(`it has an entry with a hostile name (${JSON.stringify(fileName.slice(0, 80))})`)
  }
  if (seen.has(fileName.toLowerCase())) {
    throw broken(`it has two entries named ${JSON.stringify(fileName.slice(0, 80))}`)
  }
  if (entry.isEncrypted()) {
    throw broken('it is encrypted. Remove the password first')
  }
  if (entry.compressionMethod !== 0 && entry.compressionMethod !== 8) {
    throw broken(`it uses compression method ${entry.compressionMethod}`)
  }
  if (entry.uncompressedSize > limits.maxEntryBytes) {
    throw refused(`${fileName.slice(0, 80)} would grow to ${entry.uncompressedSize} bytes`, 'Split the file')
  }
}

function directory(zip: ZipFile, limits: ZipLimits): Promise<Map<string, Entry>> {
  return new Promise((resolve, reject) => {
    const entries = new Map<string, Entry>()
    let total = 0
    if (zip.entryCount > limits.maxEntries) {
      reject(refused(`it has ${zip.entryCount} entries, more than ${limits.maxEntries}`, 'Send the one file that is meant'))
      return
    }
    zip.on('error', (error: Error) => reject(broken(error.message)))
    zip.on('end', () => resolve(entries))
    zip.on('entry', (entry: Entry) => {
      try {
        checkEntry(entry, entries, limits)
        total += entry.uncompressedSize
        if (total > limits.maxTotalBytes) {
          throw refused(`it would grow to more than ${limits.maxTotalBytes} bytes`, 'Split the file')
        }
        if (entry.uncompressedSize > RATIO_FROM && entry.uncompressedSize > entry.compressedSize * limits.maxRatio) {
          throw refused(`it claims to shrink ${entry.fileName.slice(0, 80)} more than ${limits.maxRatio} times, as only a zip bomb does`, 'Save the file again in a spreadsheet program')
        }
      } catch (error) {
        reject(error as Error)
        return
      }
      entries.set(entry.fileName.toLowerCase(), entry)
      zip.readEntry()
    })
    zip.readEntry()
  })
}

/**
 * Open an archive (a path or its bytes) after judging its directory: number of entries, claimed sizes and
 * ratios, names, duplicates, encryption. Throws `Problem` `too-large` or `malformed-body`. Close it.
 */
export async function openSafeZip(source: string | Uint8Array, given: Partial<ZipLimits> = {}): Promise<SafeZip> {
  const limits = { ...ZIP_LIMITS, ...given }
  if (typeof source !== 'string' && source.byteLength === 0) {
    throw broken('it is empty')
  }
  const zip = await openZip(source)
  let total = 0
  let entries: Map<string, Entry>
  try {
    entries = await directory(zip, limits)
  } catch (error) {
    zip.close()
    throw error
  }

  async function* inflate(entry: Entry): AsyncGenerator<Uint8Array> {
    const raw = await new Promise<NodeJS.ReadableStream>((resolve, reject) => {
      zip.openReadStream(entry, { decodeFileData: false }, (error, stream) => (error || !stream ? reject(broken(error?.message ?? 'no data')) : resolve(stream)))
    })
    const stream = entry.compressionMethod === 8 ? raw.pipe(createInflateRaw({ chunkSize: 65_536 })) : raw
    raw.on('error', (error: Error) => (stream as unknown as { destroy(error: Error): void }).destroy(error))
    let size = 0
    try {
      for await (const chunk of stream as AsyncIterable<Buffer>) {
        size += chunk.length
        total += chunk.length
        if (size > limits.maxEntryBytes || total > limits.maxTotalBytes || (size > RATIO_FROM && size > entry.compressedSize * limits.maxRatio)) {
          throw refused(`${entry.fileName.slice(0, 80)} grows beyond what is allowed, whatever its header says`, 'Save the file again in a spreadsheet program')
        }
        yield chunk
      }
    } catch (error) {
      throw error instanceof Problem ? error : broken(error instanceof Error ? error.message : 'damaged data')
    } finally {
      ;(raw as unknown as { destroy(): void }).destroy()
    }
    if (size !== entry.uncompressedSize) {
      throw broken(`${entry.fileName.slice(0, 80)} is not as long as its header says`)
    }
  }

  return {
    names: [...entries.values()].map((entry) => entry.fileName),
    read(name) {
      const entry = entries.get(name.toLowerCase())
      return entry === undefined ? undefined : inflate(entry)
    },
    inflated: () => total,
    close: () => zip.close(),
  }
}
