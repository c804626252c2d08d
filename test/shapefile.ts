import { zipSync } from 'fflate'

/** A zipped polygon shapefile, made byte by byte: rings of each shape as they are given, one text field. */
export function shapefileZip(name: string, shapes: readonly { rings: readonly (readonly [number, number][])[]; values: Readonly<Record<string, string>> }[], more: Readonly<Record<string, string>> = {}): Uint8Array {
  const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
  return zipSync({ [`${name}.shp`]: shpOf(shapes.map((one) => one.rings)), [`${name}.dbf`]: dbfOf(shapes.map((one) => one.values)), ...Object.fromEntries(Object.entries(more).map(([ending, text]) => [`${name}.${ending}`, bytes(text)])) })
}

function shpOf(shapes: readonly (readonly (readonly [number, number][])[])[]): Uint8Array {
  const records = shapes.map((rings, i) => {
    const corners = rings.flat()
    const content = Buffer.alloc(44 + rings.length * 4 + corners.length * 16)
    content.writeInt32LE(5, 0)
    content.writeInt32LE(rings.length, 36)
    content.writeInt32LE(corners.length, 40)
    rings.forEach((_, r) => content.writeInt32LE(rings.slice(0, r).flat().length, 44 + r * 4))
    corners.forEach(([x, y], c) => { content.writeDoubleLE(x, 44 + rings.length * 4 + c * 16); content.writeDoubleLE(y, 52 + rings.length * 4 + c * 16) })
    const head = Buffer.alloc(8)
    head.writeInt32BE(i + 1, 0)
    head.writeInt32BE(content.length / 2, 4)
    return Buffer.concat([head, content])
  })
  const head = Buffer.alloc(100)
  head.writeInt32BE(9994, 0)
  head.writeInt32LE(1000, 28)
  head.writeInt32LE(5, 32)
  return Buffer.concat([head, ...records])
}

function dbfOf(rows: readonly Readonly<Record<string, string>>[]): Uint8Array {
  const names = Object.keys(rows[0] ?? {})
  const WIDTH = 40
  const head = Buffer.alloc(32 + names.length * 32 + 1)
  head[0] = 3
  head.writeUInt32LE(rows.length, 4)
  head.writeUInt16LE(head.length, 8)
  head.writeUInt16LE(1 + names.length * WIDTH, 10)
  names.forEach((name, i) => {
    head.write(name, 32 + i * 32, 'latin1')
    head.write('C', 32 + i * 32 + 11, 'latin1')
    head[32 + i * 32 + 16] = WIDTH
  })
  head[head.length - 1] = 0x0d
  return Buffer.concat([head, ...rows.map((row) => Buffer.concat([Buffer.from(' '), ...names.map((name) => Buffer.concat([Buffer.from(row[name] ?? ''), Buffer.alloc(WIDTH, ' ')]).subarray(0, WIDTH))]))])
}
