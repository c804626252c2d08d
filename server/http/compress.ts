import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

const brotliAsync = promisify(brotliCompress)
const gzipAsync = promisify(gzip)

/** Smaller answers are not worth the work. */
export const COMPRESS_FROM = 1024
const TEXT = /^(?:text\/|application\/(?:json|geo\+json|problem\+json|javascript|manifest\+json|vnd\.mapbox-vector-tile|vnd\.oai|xml|gml)|image\/svg)/

export type Encoding = 'br' | 'gzip'

/** The encoding to answer in, by Accept-Encoding; null for none. */
export function chooseEncoding(accepts: string | undefined): Encoding | null {
  const offered = (accepts ?? '').split(',').filter((part) => !/;\s*q=0(?:\.0*)?\s*$/.test(part)).map((part) => part.split(';')[0]?.trim().toLowerCase())
  return offered.includes('br') ? 'br' : offered.includes('gzip') ? 'gzip' : null
}

/** Is this kind of content made smaller by compression? */
export function isCompressible(type: string | undefined): boolean {
  return TEXT.test(type ?? '')
}

/**
 * Compress bytes. Cheap levels for answers made on the spot: Brotli 4 costs about as much as gzip 4 and is
 * a tenth smaller on lists of records. `thorough` is for what is compressed once and kept: Brotli 10 takes 90 ms for the
 * 180 kB of all kinds and makes them a fifth smaller than 4 does; 11 takes eight times as long for another hundredth.
 */
export function compress(bytes: Uint8Array, encoding: Encoding, thorough = false): Promise<Buffer> {
  if (encoding === 'gzip') {
    return gzipAsync(bytes, { level: thorough ? 9 : 3 })
  }
  return brotliAsync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: thorough ? 10 : 4, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } })
}

/** Weak entity tag of bytes (weak, because one tag stands for the plain and the compressed form). */
export function entityTag(bytes: Uint8Array): string {
  return `W/"${createHash('sha1').update(bytes).digest('base64url')}"`
}

/** Does an If-None-Match header name this tag? */
export function tagMatches(header: string | undefined, tag: string): boolean {
  return header !== undefined && (header.trim() === '*' || header.split(',').some((part) => part.trim().replace(/^W\//, '') === tag.replace(/^W\//, '')))
}

/** Long answers that many readers get alike, packed well once and kept by their tag; the one not asked for longest goes first. */
export class KeptPacked {
  readonly #most: number
  readonly #kept = new Map<string, Promise<Buffer>>()

  /** @param most answers that are kept at once */
  constructor(most: number) {
    this.#most = most
  }

  /** The Brotli form of bytes with this tag. */
  of(tag: string, bytes: Uint8Array): Promise<Buffer> {
    const packed = this.#kept.get(tag) ?? compress(bytes, 'br', true)
    this.#kept.delete(tag)
    this.#kept.set(tag, packed)
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= this.#most) {
        break
      }
      this.#kept.delete(oldest)
    }
    return packed
  }
}
