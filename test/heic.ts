/** Coded picture of 320 × 240 pixels and its properties (hvcC, ispe, pixi), as an encoder of HEVC wrote them. */
const PROPERTIES = Buffer.from('AAAAdWh2Y0MBA3AAAAAAAAAAAAA88AD8/fj4AAAPAyAAAQAYQAEMAf//A3AAAAMAkAAAAwAAAwA8ugJAIQABAChCAQEDcAAAAwCQAAADAAADADygCggPFlupJKa5sCAAAAMAIAAAAwAhIgABAAdEAcFysGJAAAAAFGlzcGUAAAAAAAABQAAAAPAAAAAQcGl4aQAAAAADCAgI', 'base64')
const PICTURE = Buffer.from('AAAAoigBr1IaqyGA0cy4jjmiUvtHErywJYfubKt4vyI02xUbVXEweH8+Rk601lLOpf0RAIoDvo6WDMAUjGWdofGm9lpd4W8E/ApnD/uvVjectysZVKRhc4vtzdGAOCPUjqNUJKyri1rdWM/zrHM9XWLa5v2con1/kfXuYMMgiod+QKYABNysXacP02ze6DyfcN8sFwqUZiteatLAAAADAAADAABUwA==', 'base64')

/** What else a telephone writes into the file; every one of it is a place where something can be told. */
export type HeicMore = { exif?: Buffer; xmp?: Buffer; itemName?: string; property?: Buffer; box?: Buffer; after?: Buffer }

/** A HEIC picture (ISO/IEC 23008-12) that programs open, with what a telephone writes beside it. */
export function heic({ exif, xmp, itemName = '', property, box: extra, after }: HeicMore = {}): Buffer {
  const items = [
    { id: 1, type: 'hvc1', data: PICTURE },
    ...(exif ? [{ id: 2, type: 'Exif', data: Buffer.concat([u32(6), Buffer.from('Exif\0\0', 'latin1'), exif]) }] : []),
    ...(xmp ? [{ id: 3, type: 'mime', data: xmp }] : []),
  ]
  const describe = (places: readonly number[]): Buffer => full('meta', 0, Buffer.concat([
    full('hdlr', 0, Buffer.concat([u32(0), Buffer.from('pict'), Buffer.alloc(12), Buffer.from(`${itemName}\0`)])),
    full('pitm', 0, u16(1)),
    full('iloc', 0, Buffer.concat([Buffer.from([0x44, 0x00]), u16(items.length), ...items.map(({ id, data }, i) => Buffer.concat([u16(id), u16(0), u16(1), u32(places[i] ?? 0), u32(data.length)]))])),
    full('iinf', 0, Buffer.concat([u16(items.length), ...items.map(({ id, type }) => full('infe', 2, Buffer.concat([u16(id), u16(0), Buffer.from(type), Buffer.from(`${itemName}\0${type === 'mime' ? 'application/rdf+xml\0' : ''}`)])))])),
    box('iprp', Buffer.concat([box('ipco', Buffer.concat([PROPERTIES, ...(property ? [box('udes', property)] : [])])), full('ipma', 0, Buffer.concat([u32(1), u16(1), Buffer.from([3, 0x81, 0x02, 0x83])]))])),
  ]))
  const head = box('ftyp', Buffer.from('heic\0\0\0\0mif1heic', 'latin1'))
  const first = head.length + describe([]).length + 8
  const places = items.map((_, i) => first + items.slice(0, i).reduce((sum, { data }) => sum + data.length, 0))
  return Buffer.concat([head, describe(places), box('mdat', Buffer.concat(items.map(({ data }) => data))), ...(extra ? [box('uuid', extra)] : []), ...(after ? [after] : [])])
}

function box(type: string, body: Buffer): Buffer {
  return Buffer.concat([u32(body.length + 8), Buffer.from(type, 'latin1'), body])
}

function full(type: string, version: number, body: Buffer): Buffer {
  return box(type, Buffer.concat([Buffer.from([version, 0, 0, 0]), body]))
}

function u16(n: number): Buffer {
  return Buffer.from([n >> 8, n & 255])
}

function u32(n: number): Buffer {
  const out = Buffer.alloc(4)
  out.writeUInt32BE(n)
  return out
}
