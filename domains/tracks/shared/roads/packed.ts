import { ROAD_CLASSES, ROAD_SURFACES, type RoadLine } from '../../../../analysis/roads/classes.ts'
import { fromE7, toE7 } from '../../../../core/place-geodesy.ts'

/** `VRD1`, bytes of the head u32, the head as JSON, spaces to a multiple of four; then of all lines together lon and lat i32 in 1e-7 degrees. */
const MAGIC = 'VRD1'
type Head = { lines: [classAt: number, surfaceAt: number, kmh: number | null, tonnes: number | null, oneway: 0 | 1, name: string | null, count: number][] }

/** Road lines as the node keeps them, little-endian. */
export function packRoads(lines: readonly RoadLine[]): Uint8Array<ArrayBuffer> {
  const head: Head = { lines: lines.map((one) => [ROAD_CLASSES.indexOf(one.class), ROAD_SURFACES.indexOf(one.surface), one.kmh, one.tonnes, one.oneway ? 1 : 0, one.name, one.line.length]) }
  const json = new TextEncoder().encode(JSON.stringify(head))
  const begin = Math.ceil((8 + json.length) / 4) * 4
  const bytes = new Uint8Array(begin + 8 * lines.reduce((sum, { line }) => sum + line.length, 0))
  const view = new DataView(bytes.buffer)
  bytes.fill(0x20, 0, begin)
  bytes.set(new TextEncoder().encode(MAGIC))
  view.setUint32(4, json.length, true)
  bytes.set(json, 8)
  let at = begin
  for (const { line } of lines) {
    for (const [lon, lat] of line) {
      view.setInt32(at, toE7(lon), true)
      view.setInt32(at + 4, toE7(lat), true)
      at += 8
    }
  }
  return bytes
}

/** What `packRoads` wrote. @throws Error where it is not that */
export function unpackRoads(bytes: Uint8Array): RoadLine[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (bytes.length < 8 || new TextDecoder().decode(bytes.subarray(0, 4)) !== MAGIC) {
    throw new Error('these are no packed roads')
  }
  const length = view.getUint32(4, true)
  const head = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length))) as Head
  let at = Math.ceil((8 + length) / 4) * 4
  return head.lines.map(([road, surface, kmh, tonnes, oneway, name, count]) => {
    const line = Array.from({ length: count }, (_, i): [number, number] => [fromE7(view.getInt32(at + 8 * i, true)), fromE7(view.getInt32(at + 8 * i + 4, true))])
    at += 8 * count
    return { line, class: ROAD_CLASSES[road] ?? 'track', surface: ROAD_SURFACES[surface] ?? 'unknown', kmh, tonnes, oneway: oneway === 1, name }
  })
}
