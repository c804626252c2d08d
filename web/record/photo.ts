import exifr from 'exifr/dist/lite.esm.mjs'

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
  if (!/^image\/(?:jpeg|png|webp|heic|heif)$/.test(file.type)) {
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

/** A picture the node takes: what browsers can draw and the node does not know (HEIC, GIF, BMP) becomes a JPEG. */
export async function takable(file: File): Promise<File> {
  if (!file.type.startsWith('image/') || /^image\/(?:jpeg|png|webp)$/.test(file.type)) {
    return file
  }
  const picture = await createImageBitmap(file).catch(() => null)
  const made = picture ? await draw(picture, Math.max(picture.width, picture.height), 0.92) : null
  return made ? new File([made], file.name.replace(/\.\w+$/, '.jpg'), { type: 'image/jpeg' }) : file
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
