import { DamagedPhoto } from './damaged-photo.ts'

/** Brands of still pictures coded as HEVC (ISO/IEC 23008-12 annex B). AVIF shares their boxes and is none of them. */
const BRANDS = new Set(['heic', 'heix', 'heim', 'heis'])
/** Items that are a picture or made of pictures; what else a file holds tells of whoever took it. */
const PICTURES = new Set(['hvc1', 'hev1', 'jpeg', 'av01', 'grid', 'iden', 'iovl', 'tmap'])
/** Boxes of the description that drawing needs. */
const DESCRIBING = new Set(['hdlr', 'pitm', 'iref', 'dinf', 'iinf', 'iloc', 'iprp', 'idat'])
/** Properties of items that drawing needs: how it is coded, how large, how turned and cut, which colours. */
const PROPERTIES = new Set(['hvcC', 'av1C', 'ispe', 'pixi', 'colr', 'irot', 'imir', 'clap', 'pasp', 'auxC', 'rloc', 'lsel', 'clli', 'mdcv', 'cclv'])

/** Pieces of pictures, and boxes they lie in: a picture of 200 megapixels is coded in some 800 tiles. */
const MOST_RANGES = 20_000
const MOST_HOLDERS = 64

type Box = { type: string; at: number; body: number; end: number }
type Range = [from: number, to: number]

/** Is it a HEIC picture, by its first bytes? */
export function isHeic(bytes: Uint8Array): boolean {
  if (text(bytes, 4) !== 'ftyp') {
    return false
  }
  const brands = [text(bytes, 8)]
  for (let at = 16; at + 4 <= Math.min(number(bytes, 0, 4), bytes.length, 512); at += 4) {
    brands.push(text(bytes, at))
  }
  return brands.some((brand) => BRANDS.has(brand))
}

/**
 * A HEIC picture without what it says of whoever took it: the coded pictures stay byte for byte and where they are, all
 * other items (Exif, XMP), names, colour profiles and unknown boxes are blanked, what follows the last of the picture
 * is cut off. Throws DamagedPhoto when its boxes do not add up.
 */
export function stripHeic(bytes: Uint8Array): Uint8Array {
  const out = Uint8Array.from(bytes)
  const all = boxes(out, 0, out.length, true)
  const metas = all.filter((box) => box.type === 'meta')
  const [meta] = metas
  if (all[0]?.type !== 'ftyp' || !meta || metas.length > 1) {
    throw new DamagedPhoto('the HEIC has no description of its picture')
  }
  const parts = boxes(out, meta.body + 4, meta.end)
  const part = (type: string): Box | undefined => parts.find((box) => box.type === type)
  const [items, places] = [part('iinf'), part('iloc')]
  if (!items || !places) {
    throw new DamagedPhoto('the HEIC does not say where its picture lies')
  }
  const pictures = picturesOf(out, items)
  const kept = rangesOf(out, places, pictures)
  const idat = part('idat')
  const within = kept.inside.map(([from, to]): Range => [(idat?.body ?? 0) + from, (idat?.body ?? 0) + to])
  const holders = [...all.filter((box) => box.type === 'mdat'), ...(idat ? [idat] : [])]
  const ranges = [...kept.file, ...within].toSorted((a, b) => a[0] - b[0])
  if (ranges.length > MOST_RANGES || holders.length > MOST_HOLDERS) {
    throw new DamagedPhoto('the HEIC keeps its picture in a way that is not read')
  }
  if (ranges.length === 0 || !ranges.every(([from, to]) => holders.some((box) => from >= box.body && to <= box.end))) {
    throw new DamagedPhoto('the HEIC holds no picture, or one that lies outside of it')
  }
  all.filter((box) => !['ftyp', 'meta', 'mdat'].includes(box.type)).forEach((box) => blank(out, box))
  parts.filter((box) => !DESCRIBING.has(box.type)).forEach((box) => blank(out, box))
  parts.filter((box) => box.type === 'hdlr').forEach((box) => out.fill(0, Math.min(box.body + 24, box.end), box.end))
  holders.forEach((box) => blankBetween(out, box, ranges))
  properties(out, part('iprp'))
  const last = all.findLast((box) => ['meta', 'mdat'].includes(box.type))
  return out.subarray(0, last?.end)
}

/** Ids of the items that are pictures. What items are called is blanked on the way. */
function picturesOf(out: Uint8Array, items: Box): Set<number> {
  const pictures = new Set<number>()
  const first = items.body + 4 + ((out[items.body] ?? 0) === 0 ? 2 : 4)
  for (const entry of boxes(out, first, items.end)) {
    const version = out[entry.body] ?? 0
    if (entry.type !== 'infe' || version < 2 || version > 3) {
      throw new DamagedPhoto('the HEIC lists its parts in a way that is not read')
    }
    const size = version === 2 ? 2 : 4
    const type = entry.body + 4 + size + 2
    if (PICTURES.has(text(out, type))) {
      pictures.add(number(out, entry.body + 4, size))
    }
    out.fill(0, Math.min(type + 4, entry.end), entry.end)
  }
  return pictures
}

/** Where the pictures lie: in the file, and inside the box `idat`. */
function rangesOf(out: Uint8Array, places: Box, pictures: ReadonlySet<number>): { file: Range[]; inside: Range[] } {
  const ranges = { file: [] as Range[], inside: [] as Range[] }
  let at = places.body
  const next = (size: number): number => {
    if (at + size > places.end) {
      throw new DamagedPhoto('the HEIC breaks off where it says where its picture lies')
    }
    at += size
    return number(out, at - size, size)
  }
  const version = next(1)
  next(3)
  const sizes = next(2)
  const [offsetSize, lengthSize, baseSize, indexSize] = [sizes >> 12, (sizes >> 8) & 15, (sizes >> 4) & 15, version === 0 ? 0 : sizes & 15]
  const count = next(version < 2 ? 2 : 4)
  for (let i = 0; i < count; i += 1) {
    const picture = pictures.has(next(version < 2 ? 2 : 4))
    const how = version === 0 ? 0 : next(2) & 15
    const elsewhere = next(2) !== 0
    const base = next(baseSize)
    const extents = next(2)
    if (extents > 1 && indexSize + offsetSize + lengthSize === 0) {
      // Pieces that take no room could be told of without end.
      throw new DamagedPhoto('the HEIC keeps its picture in a way that is not read')
    }
    for (let e = 0; e < extents; e += 1) {
      next(indexSize)
      const from = base + next(offsetSize)
      const length = next(lengthSize)
      if (picture) {
        if (how > 1 || elsewhere || length === 0) {
          throw new DamagedPhoto('the HEIC keeps its picture in a way that is not read')
        }
        ranges[how === 0 ? 'file' : 'inside'].push([from, from + length])
      }
    }
  }
  return ranges
}

function properties(out: Uint8Array, iprp: Box | undefined): void {
  for (const ipco of iprp ? boxes(out, iprp.body, iprp.end).filter((box) => box.type === 'ipco') : []) {
    for (const property of boxes(out, ipco.body, ipco.end)) {
      // A colour profile names the device; the numbers of `nclx` do not.
      if (!PROPERTIES.has(property.type) || (property.type === 'colr' && text(out, property.body) !== 'nclx')) {
        blank(out, property)
      }
    }
  }
}

/** What lies between the ranges is overwritten; `ranges` in order of their beginnings. */
function blankBetween(out: Uint8Array, box: Box, ranges: readonly Range[]): void {
  let from = box.body
  for (const [start, end] of ranges) {
    if (end > box.body && start < box.end) {
      out.fill(0, from, Math.max(from, start))
      from = Math.max(from, end)
    }
  }
  out.fill(0, Math.min(from, box.end), box.end)
}

/** Emptied in its place, so that everything else stays where the file says it is. */
function blank(out: Uint8Array, box: Box): void {
  out.set([0x66, 0x72, 0x65, 0x65], box.at + 4)
  out.fill(0, box.body, box.end)
}

/** Boxes one after another (ISO/IEC 14496-12, 4.2); `open` when what follows them may be anything. */
function boxes(bytes: Uint8Array, from: number, to: number, open = false): Box[] {
  const found: Box[] = []
  for (let at = from; at < to; ) {
    const short = at + 8 <= to ? number(bytes, at, 4) : 1
    const long = short === 1 && at + 16 <= to
    const size = short === 0 ? to - at : long ? number(bytes, at + 8, 8) : short
    if (size < (long ? 16 : 8) || at + size > to) {
      if (open) {
        break
      }
      throw new DamagedPhoto('a part of the HEIC is longer than the file')
    }
    found.push({ type: text(bytes, at + 4), at, body: at + (long ? 16 : 8), end: at + size })
    at += size
  }
  return found
}

function text(bytes: Uint8Array, at: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + 4))
}

/** Big-endian, of 0, 1, 2, 4 or 8 bytes; larger than any file when it cannot be a place in one. */
function number(bytes: Uint8Array, at: number, size: number): number {
  let value = 0
  for (let i = 0; i < size; i += 1) {
    value = value * 256 + (bytes[at + i] ?? 0)
  }
  return value
}
