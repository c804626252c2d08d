import type { Page } from 'playwright-core'
import { heic } from '../../test/heic.ts'

/** What a camera writes beside a picture. `taken` is its wall clock, `2026:08:18 13:45:00`. */
export type Camera = { lat: number; lon: number; taken: string; offset?: string }

/** A small JPEG, drawn by the browser, with time and place as a telephone writes them (Exif 2.32, little-endian TIFF). */
export async function photoOf(page: Page, camera: Camera): Promise<Buffer> {
  const drawn = await page.evaluate(async () => {
    const canvas = document.createElement('canvas')
    canvas.width = 64
    canvas.height = 48
    const context = canvas.getContext('2d')!
    context.fillStyle = '#375'
    context.fillRect(0, 0, 64, 48)
    const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/jpeg'))
    return [...new Uint8Array(await blob!.arrayBuffer())]
  })
  const jpeg = Buffer.from(drawn)
  const body = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff(camera)])
  return Buffer.concat([jpeg.subarray(0, 2), Buffer.from([0xff, 0xe1, (body.length + 2) >> 8, (body.length + 2) & 255]), body, jpeg.subarray(2)])
}

/** A HEIC as a telephone writes it, with time and place beside the picture; Chromium cannot draw it. */
export function heicOf(camera: Camera): Buffer {
  return heic({ exif: tiff(camera) })
}

type Entry = { tag: number; type: 2 | 4 | 5; value: Buffer; count: number }

function tiff({ lat, lon, taken, offset }: Camera): Buffer {
  const exif = [ascii(0x9003, taken), ...(offset ? [ascii(0x9011, offset)] : [])]
  const gps = [ascii(1, lat < 0 ? 'S' : 'N'), degrees(2, Math.abs(lat)), ascii(3, lon < 0 ? 'W' : 'E'), degrees(4, Math.abs(lon))]
  const rootSize = 2 + 2 * 12 + 4
  const exifAt = 8 + rootSize
  const exifBytes = directory(exif, exifAt)
  const gpsAt = exifAt + exifBytes.length
  const root = directory([pointer(0x8769, exifAt), pointer(0x8825, gpsAt)], 8)
  return Buffer.concat([Buffer.from([0x49, 0x49, 42, 0, 8, 0, 0, 0]), root, exifBytes, directory(gps, gpsAt)])
}

function ascii(tag: number, text: string): Entry {
  const value = Buffer.from(`${text}\0`, 'latin1')
  return { tag, type: 2, value, count: value.length }
}

function pointer(tag: number, at: number): Entry {
  const value = Buffer.alloc(4)
  value.writeUInt32LE(at)
  return { tag, type: 4, value, count: 1 }
}

/** Degrees, minutes and hundred-thousandths of seconds as rationals. */
function degrees(tag: number, value: number): Entry {
  const minutes = (value - Math.floor(value)) * 60
  const bytes = Buffer.alloc(24)
  ;[Math.floor(value), 1, Math.floor(minutes), 1, Math.round((minutes - Math.floor(minutes)) * 6_000_000), 100_000].forEach((n, i) => bytes.writeUInt32LE(n, i * 4))
  return { tag, type: 5, value: bytes, count: 3 }
}

function directory(entries: readonly Entry[], at: number): Buffer {
  const head = Buffer.alloc(2 + entries.length * 12 + 4)
  const tail: Buffer[] = []
  let free = at + head.length
  head.writeUInt16LE(entries.length)
  entries.forEach(({ tag, type, value, count }, i) => {
    const start = 2 + i * 12
    head.writeUInt16LE(tag, start)
    head.writeUInt16LE(type, start + 2)
    head.writeUInt32LE(count, start + 4)
    if (value.length <= 4) {
      value.copy(head, start + 8)
    } else {
      const padded = value.length % 2 === 0 ? value : Buffer.concat([value, Buffer.alloc(1)])
      head.writeUInt32LE(free, start + 8)
      tail.push(padded)
      free += padded.length
    }
  })
  return Buffer.concat([head, ...tail])
}
