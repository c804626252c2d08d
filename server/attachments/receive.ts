import { ATTACHMENT_LIMIT } from '../../core/attachment.ts'
import { Problem, refuseField } from '../../core/problem.ts'
import { DamagedPhoto, stripPhoto } from '../../formats/photo-strip.ts'
import { isPhoto, mediaTypeOf, MEDIA_TYPES, type MediaType } from '../../formats/media-type.ts'
import type { Call } from '../http/endpoint.ts'

/** Largest preview picture a browser sends along, in bytes. */
export const THUMB_LIMIT = 60_000

/** What was sent: the file as it came and the small fields beside it. */
export type Upload = { name: string; file: Buffer; thumb: Buffer | null; original: Buffer | null; fields: { [name: string]: string } }

/** Read the parts of an upload into memory. Throws Problem `unsupported-type`, `malformed-body`, `too-large` or `invalid-input`. */
export async function receiveUpload(call: Call): Promise<Upload> {
  if (!call.request.isMultipart()) {
    throw new Problem('unsupported-type', 'send the file as multipart/form-data')
  }
  const fields: { [name: string]: string } = {}
  const files: { [name: string]: { name: string; bytes: Buffer } } = {}
  try {
    for await (const part of call.request.parts({ limits: { fileSize: ATTACHMENT_LIMIT, files: 3, fields: 12, fieldSize: 4000, parts: 15 } })) {
      if (part.type !== 'file') {
        fields[part.fieldname] = String(part.value)
        continue
      }
      const bytes = await part.toBuffer()
      files[part.fieldname] = { name: part.filename, bytes }
    }
  } catch (error) {
    const { code } = error as { code?: string }
    if (code === 'FST_REQ_FILE_TOO_LARGE') {
      throw new Problem('too-large', `a file may be ${ATTACHMENT_LIMIT / 1_000_000} MB; make it smaller or split it`)
    }
    throw error instanceof Problem ? error : new Problem('malformed-body', 'the upload ended before it was whole, or is not multipart/form-data; send it again')
  }
  const { file, thumb, original } = files
  if (!file || file.bytes.length === 0) {
    throw refuseField('file', file ? 'is empty' : 'is missing', 'Choose a file')
  }
  return { name: plainName(file.name), file: file.bytes, thumb: thumb?.bytes ?? null, original: original?.bytes ?? null, fields }
}

/**
 * What is kept of it: media type by content, the copy everybody gets, and the original where the copy says less.
 * `made` is the HEIC picture the browser drew the file from, so that everybody sees it; it is the original then.
 */
export function prepareFile(bytes: Buffer, thumb: Buffer | null, made: Buffer | null = null): { media: MediaType; parts: { copy: Uint8Array; thumb?: Uint8Array; original?: Uint8Array } } {
  const media = mediaTypeOf(bytes)
  if (!media) {
    throw new Problem('unsupported-type', `this file is none of the kinds that are taken, whatever its name says. Send ${MEDIA_TYPES.map((one) => one.split(/[/.]/).at(-1)).join(', ')}`)
  }
  const small = thumb && thumb.length <= THUMB_LIMIT ? photoOf(thumb) : null
  const photo = photoOf(bytes)
  if (made && (!isPhoto(media) || mediaTypeOf(made) !== 'image/heic')) {
    throw refuseField('original', 'is no HEIC picture beside a photo made of it', 'Send the photo alone')
  }
  const original = made ?? (photo?.changed ? bytes : null)
  const parts = { copy: photo?.bytes ?? bytes, ...(small ? { thumb: small.bytes } : {}), ...(original ? { original } : {}) }
  return { media, parts }
}

/** Headers a file is answered with: shown in place only where it is a still picture, never guessed at. */
export function fileHeaders(name: string, media: string): Record<string, string> {
  const ascii = name.replace(/[^\w .()-]/g, '_')
  return {
    'content-disposition': `${isPhoto(media) ? 'inline' : 'attachment'}; filename="${ascii}"; filename*=UTF-8''${encodeURIComponent(name).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)}`,
    'cache-control': 'private, no-store',
    'x-content-type-options': 'nosniff',
  }
}

function photoOf(bytes: Buffer): ReturnType<typeof stripPhoto> {
  try {
    return stripPhoto(bytes)
  } catch (error) {
    if (error instanceof DamagedPhoto) {
      throw new Problem('unsupported-type', `the photo cannot be taken: ${error.message}. Save it anew and send it again`)
    }
    throw error
  }
}

/** The last part of a path, without control characters. */
function plainName(name: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are what is taken out
  const plain = (name.split(/[/\\]/).at(-1) ?? '').replace(/[\u0000-\u001f\u007f\u202a-\u202e\u2066-\u2069]/gu, '').trim().toWellFormed()
  return cutText(plain, 150) || 'file'
}

/** At most so many characters (UTF-16), never ending in half of one. */
export function cutText(text: string, most: number): string {
  return text.slice(0, most).replace(/[\ud800-\udbff]$/, '')
}
