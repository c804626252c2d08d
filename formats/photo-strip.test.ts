import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DamagedPhoto, stripPhoto } from './photo-strip.ts'
import { mediaTypeOf } from './media-type.ts'
import { heic } from '../test/heic.ts'

const SECRET = 'GPS 4.3 N 18.5 E Sgt Vale'
const text = (words: string) => Uint8Array.from(words, (c) => c.charCodeAt(0))
const join = (...parts: ArrayLike<number>[]) => Uint8Array.from(parts.flatMap((part) => Array.from(part)))
const u16 = (n: number) => [n >> 8, n & 255]
const u32 = (n: number) => [n >>> 24, (n >> 16) & 255, (n >> 8) & 255, n & 255]
const u32le = (n: number) => u32(n).reverse()
const segment = (marker: number, body: ArrayLike<number>) => join([0xff, marker], u16(body.length + 2), body)
/** A TIFF with the orientation, and words after it as a camera's other tags would stand. */
const tiff = (orientation: number, little = false) =>
  little ? join(text('II'), [42, 0, 8, 0, 0, 0, 1, 0, 0x12, 0x01, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0, 0, 0, 0, 0], text(SECRET)) : join(text('MM'), [0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0], text(SECRET))
const exif = (orientation: number, little?: boolean) => join(text('Exif'), [0, 0], tiff(orientation, little))
const SCAN = [0x11, 0xff, 0x00, 0x22, 0xff, 0xd0, 0x33]
const picture = join(segment(0xdb, [0, 1, 2]), segment(0xc0, [8, 0, 1, 0, 1, 1, 1, 17, 0]), segment(0xda, [1, 1, 0, 0, 63, 0]), SCAN)
const jpeg = (...before: Uint8Array[]) => join([0xff, 0xd8], ...before, picture, [0xff, 0xd9])
const chunk = (type: string, body: ArrayLike<number>) => join(u32(body.length), text(type), body, [0, 0, 0, 0])
const png = (...chunks: Uint8Array[]) => join([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10], chunk('IHDR', new Uint8Array(13)), ...chunks, chunk('IDAT', [1, 2, 3]), chunk('IEND', []))
const riff = (type: string, body: ArrayLike<number>) => join(text(type), u32le(body.length), body, body.length % 2 ? [0] : [])
const webp = (...chunks: Uint8Array[]) => join(text('RIFF'), u32le(join(...chunks).length + 4), text('WEBP'), ...chunks)
const latin = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1')

test('JPEG: Exif, IPTC, profile, comment and what follows the end go; the picture stays byte for byte', () => {
  const dirty = join(jpeg(segment(0xe0, text('JFIF\0')), segment(0xe1, exif(1)), segment(0xed, text(SECRET)), segment(0xe2, text(SECRET)), segment(0xfe, text(SECRET))), text(SECRET))
  const clean = stripPhoto(dirty)
  assert.ok(clean?.changed)
  assert.equal(clean.media, 'image/jpeg')
  assert.deepEqual(clean.bytes, jpeg())
})

test('JPEG: how it is turned is kept in a tag of its own, and only that; stripping again changes nothing', () => {
  for (const little of [false, true]) {
    const clean = stripPhoto(jpeg(segment(0xe1, exif(6, little))))
    assert.ok(clean && !latin(clean.bytes).includes('Vale'))
    assert.ok(latin(clean.bytes).includes('Exif\0\0MM\0*'))
    const twice = stripPhoto(clean.bytes)
    assert.equal(twice?.changed, false)
    assert.deepEqual(twice?.bytes, clean.bytes)
  }
})

test('JPEG: Adobe’s colour mark stays; metadata between scans goes', () => {
  const adobe = segment(0xee, join(text('Adobe'), [0, 100, 0, 0, 0, 0, 1]))
  const progressive = join([0xff, 0xd8], adobe, picture, segment(0xfe, text(SECRET)), segment(0xda, [1, 1, 0, 0, 63, 0]), SCAN, [0xff, 0xd9])
  const clean = stripPhoto(progressive)
  assert.ok(clean && latin(clean.bytes).includes('Adobe') && !latin(clean.bytes).includes('Vale'))
})

test('PNG: text, time and Exif go, the turn stays', () => {
  const clean = stripPhoto(join(png(chunk('tEXt', text(SECRET)), chunk('iTXt', text(SECRET)), chunk('tIME', [1]), chunk('eXIf', tiff(8)), chunk('prVt', text(SECRET))), text(SECRET)))
  assert.ok(clean?.changed && !latin(clean.bytes).includes('Vale'))
  assert.ok(latin(clean.bytes).includes('eXIfMM'))
  assert.equal(stripPhoto(clean.bytes)?.changed, false)
  assert.deepEqual(stripPhoto(png())?.bytes, png())
})

test('WebP: Exif, XMP and profile go with their flags', () => {
  const dirty = webp(riff('VP8X', [0b0010_1100, 0, 0, 0, 0, 0, 0, 0, 0, 0]), riff('ICCP', text(SECRET)), riff('VP8 ', [1, 2, 3]), riff('EXIF', tiff(1)), riff('XMP ', text(SECRET)))
  const clean = stripPhoto(dirty)
  assert.deepEqual(clean?.bytes, webp(riff('VP8X', [0, 0, 0, 0, 0, 0, 0, 0, 0, 0]), riff('VP8 ', [1, 2, 3])))
  const turned = stripPhoto(webp(riff('VP8X', [8, 0, 0, 0, 0, 0, 0, 0, 0, 0]), riff('VP8 ', [1, 2]), riff('EXIF', tiff(3))))
  assert.ok(turned && latin(turned.bytes).includes('EXIF') && !latin(turned.bytes).includes('Vale'))
  assert.equal(stripPhoto(turned.bytes)?.changed, false)
})

test('hostile files are refused or read within their bounds, and never run away', () => {
  const bad: Uint8Array[] = [
    jpeg(segment(0xe1, exif(6))).subarray(0, 30), join([0xff, 0xd8, 0xff, 0xe1, 0xff, 0xff, 1]), join([0xff, 0xd8, 0xff, 0xe0, 0, 1]), join([0xff, 0xd8, 0xff, 0xd9]), join([0xff, 0xd8], picture),
    png().subarray(0, 40), join([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10], [0xff, 0xff, 0xff, 0xff], text('IHDR'), new Uint8Array(20)), png().subarray(0, 33),
    join(text('RIFF'), u32le(0xffffffff), text('WEBP')), webp(riff('VP8X', new Uint8Array(10))), webp(riff('ANMF', [1, 2])),
    webp(join(text('VP8 '), u32le(0xfffffff0), [1, 2, 3])),
  ]
  for (const [i, bytes] of bad.entries()) {
    assert.throws(() => stripPhoto(bytes), DamagedPhoto, `file ${i}`)
  }
  // A directory that points outside, or says it holds millions: the turn is unknown, the picture is kept.
  for (const exifBody of [join(text('MM'), [0, 42, 0xff, 0xff, 0xff, 0xf0, 0, 0, 0, 0, 0, 0]), join(text('II'), [42, 0, 8, 0, 0, 0, 0xff, 0xff, 0, 0, 0, 0])]) {
    assert.deepEqual(stripPhoto(jpeg(segment(0xe1, join(text('Exif'), [0, 0], exifBody))))?.bytes, jpeg())
  }
  assert.equal(stripPhoto(text('<svg onload=alert(1)>')), null)
})

test('media types follow from what is in a file; what could run in a browser is none', () => {
  assert.equal(mediaTypeOf(jpeg()), 'image/jpeg')
  assert.equal(mediaTypeOf(png()), 'image/png')
  assert.equal(mediaTypeOf(text('%PDF-1.7\n')), 'application/pdf')
  assert.equal(mediaTypeOf(text('a,b\n1,2\n')), 'text/csv')
  assert.equal(mediaTypeOf(text('Patrol returned at noon.')), 'text/plain')
  for (const page of ['<!doctype html><script>alert(1)</script>', '<svg xmlns="http://www.w3.org/2000/svg"/>', ' <html>', '<?xml version="1.0"?><x/>', 'MZ\0\0\0\0\u0001\0']) {
    assert.equal(mediaTypeOf(text(page)), null, page)
  }
})

test('HEIC: Exif, XMP, names, notes and what follows go; the coded picture stays byte for byte where it was', () => {
  const secret = Buffer.from(SECRET)
  const dirty = heic({ exif: Buffer.from(tiff(1)), xmp: secret, itemName: SECRET, property: secret, box: secret, after: secret })
  assert.equal(mediaTypeOf(dirty), 'image/heic')
  const clean = stripPhoto(dirty)
  assert.ok(clean?.changed)
  assert.equal(clean.media, 'image/heic')
  for (const word of ['Vale', 'GPS', 'rdf']) {
    assert.ok(!latin(clean.bytes).includes(word), word)
  }
  const picture = latin(heic()).slice(-100)
  assert.equal(latin(clean.bytes).indexOf(picture), latin(dirty).indexOf(picture))
  assert.equal(stripPhoto(clean.bytes)?.changed, false, 'stripping again changes nothing')
  assert.equal(stripPhoto(heic())?.changed, false)
})

test('HEIC: one whose parts do not add up is refused, whatever is cut or turned in it; AVIF is none', () => {
  const whole = heic({ exif: Buffer.from(tiff(1)) })
  const allBytes = latin(whole)
  assert.throws(() => stripPhoto(whole.subarray(0, whole.length - 400)), DamagedPhoto)
  assert.throws(() => stripPhoto(Buffer.from(allBytes.replace('iloc', 'xxxx'), 'latin1')), DamagedPhoto)
  assert.throws(() => stripPhoto(Buffer.from(allBytes.replace('hvc1', 'text'), 'latin1')), DamagedPhoto)
  for (let cut = 24; cut < whole.length - 200; cut += 7) {
    assert.throws(() => stripPhoto(whole.subarray(0, cut)), DamagedPhoto, String(cut))
  }
  for (let at = 28; at < 420; at += 1) {
    const turned = Buffer.from(whole)
    turned[at] = (turned[at] ?? 0) ^ 0xff
    try {
      assert.ok(!latin(stripPhoto(turned)?.bytes ?? new Uint8Array()).includes('Vale'), String(at))
    } catch (error) {
      assert.ok(error instanceof DamagedPhoto, String(error))
    }
  }
  assert.equal(stripPhoto(Buffer.from(allBytes.slice(0, 200).replaceAll('heic', 'avif'), 'latin1')), null)
})

test('HEIC: one that tells of pieces without end, or lies in thousands of boxes, is refused at once', () => {
  const bmff = (type: string, ...body: ArrayLike<number>[]) => { const content = Buffer.concat(body.map((one) => Buffer.from(one as Uint8Array))); return Buffer.concat([Buffer.from(u32(content.length + 8)), Buffer.from(type), content]) }
  const entries = Buffer.alloc(65_535 * 6, 0xff)
  const iloc = bmff('iloc', [0, 0, 0, 0, 0, 0], u16(65_535), entries)
  const nothing = Buffer.concat([bmff('ftyp', text('heic'), u32(0)), bmff('meta', u32(0), bmff('iinf', u32(0), u16(0)), iloc)])
  assert.throws(() => stripPhoto(nothing), DamagedPhoto)
  const whole = heic()
  const boxes = Buffer.concat(Array.from({ length: 100 }, () => bmff('mdat')))
  assert.throws(() => stripPhoto(Buffer.concat([whole, boxes])), DamagedPhoto)
})
