import exifr from 'exifr/dist/lite.esm.mjs'
import { ATTACHMENT_LIMIT } from '../../core/attachment.ts'
import { isHeic } from '../../formats/photo-heic.ts'

/** What a photo says of when and where it was taken; told to its author, never sent by itself. */
export type PhotoFacts = {
  /** Wall-clock time of the camera, `2026-08-18T13:45:00`, which names no zone; UTC when `zoned`. */
  taken: string | null
  zoned: boolean
  place: { lon: number; lat: number } | null
}

/** Longest side of the picture sent first over a thin link, and of the preview, in pixels. */
const REDUCED_SIDE = 1280
const THUMB_SIDE = 320
/** Most bytes of either. */
const REDUCED_BYTES = 200_000
const THUMB_BYTES = 40_000

/** Read time and place out of a photo; nulls where it says nothing or cannot be read. */
export async function photoFacts(file: Blob): Promise<PhotoFacts> {
  const nothing: PhotoFacts = { taken: null, zoned: false, place: null }
  if (!/^image\/(?:jpeg|png|webp)$/.test(file.type) && !(await heic(file))) {
    return nothing
  }
  try {
    const read: unknown = await exifr.parse(file, { gps: true, tiff: true, exif: true, reviveValues: false, translateValues: false })
    const tags = (read ?? {}) as { DateTimeOriginal?: string; CreateDate?: string; OffsetTimeOriginal?: string; latitude?: number; longitude?: number }
    const [, y, mo, d, time] = /^(\d{4}):(\d\d):(\d\d)[ T](\d\d:\d\d:\d\d)/.exec(tags.DateTimeOriginal ?? tags.CreateDate ?? '') ?? []
    const offset = /^[+-]\d\d:\d\d$/.test(tags.OffsetTimeOriginal ?? '') ? tags.OffsetTimeOriginal : undefined
    const wall = time === undefined ? null : `${y}-${mo}-${d}T${time}`
    const ms = wall && offset ? Date.parse(`${wall}${offset}`) : NaN
    const { latitude: lat, longitude: lon } = tags
    // Null Island is what cameras write that have no fix.
    const fixed = typeof lat === 'number' && typeof lon === 'number' && Math.abs(lat) <= 90 && Math.abs(lon) <= 180 && (lat !== 0 || lon !== 0)
    return { taken: Number.isFinite(ms) ? new Date(ms).toISOString() : wall, zoned: Number.isFinite(ms), place: fixed ? { lon, lat } : null }
  } catch {
    return nothing
  }
}

/** A preview and, where the photo is larger than that, a smaller version; nulls for what is no picture. */
export async function sizesOf(file: Blob): Promise<{ thumb: Blob | null; reduced: Blob | null }> {
  const picture = file.type.startsWith('image/') ? await createImageBitmap(file).catch(() => null) : null
  if (!picture) {
    return { thumb: null, reduced: null }
  }
  const thumb = await fit(picture, THUMB_SIDE, THUMB_BYTES)
  const reduced = file.size > REDUCED_BYTES ? await fit(picture, REDUCED_SIDE, REDUCED_BYTES) : null
  picture.close()
  return { thumb, reduced }
}

/** A picture as the node takes it: the file; the HEIC it was made of; whether this browser can draw it. */
export type Takable = { file: File; original: File | null; drawn: boolean }

/**
 * What browsers can draw and others cannot (HEIC, GIF, BMP) becomes a JPEG, and a HEIC goes along as the original. One
 * that this browser cannot draw goes as it is. Systems that do not know HEIC call it nothing, so its bytes are asked.
 */
export async function takable(given: File): Promise<Takable> {
  const telephone = await heic(given)
  const file = telephone ? new File([given], given.name, { type: 'image/heic' }) : given
  if (!file.type.startsWith('image/') || /^image\/(?:jpeg|png|webp)$/.test(file.type)) {
    return { file, original: null, drawn: true }
  }
  const picture = await createImageBitmap(file).catch(() => null)
  const made = picture ? await draw(picture, Math.max(picture.width, picture.height), 0.92) : null
  return made ? { file: new File([made], file.name.replace(/\.\w+$/, '.jpg'), { type: 'image/jpeg' }), original: telephone && file.size <= ATTACHMENT_LIMIT ? file : null, drawn: true } : { file, original: null, drawn: false }
}

async function heic(file: Blob): Promise<boolean> {
  return isHeic(new Uint8Array(await file.slice(0, 512).arrayBuffer()))
}

/** Smaller until it fits: first by quality, then by size. */
async function fit(picture: ImageBitmap, side: number, most: number): Promise<Blob | null> {
  for (const [scale, quality] of [[1, 0.82], [1, 0.68], [0.8, 0.62], [0.6, 0.55], [0.4, 0.5]] as const) {
    const made = await draw(picture, side * scale, quality)
    if (made && made.size <= most) {
      return made
    }
  }
  return null
}

async function draw(picture: ImageBitmap, side: number, quality: number): Promise<Blob | null> {
  const scale = Math.min(1, side / Math.max(picture.width, picture.height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.max(1, Math.round(picture.width * scale))
  canvas.height = Math.max(1, Math.round(picture.height * scale))
  const context = canvas.getContext('2d')
  if (!context) {
    return null
  }
  // JPEG knows no transparency: what was see-through becomes paper.
  context.fillStyle = 'white'
  context.fillRect(0, 0, canvas.width, canvas.height)
  context.drawImage(picture, 0, 0, canvas.width, canvas.height)
  return new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', quality))
}
