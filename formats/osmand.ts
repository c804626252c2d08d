import type { Codec } from '../core/feed.ts'
import { jsonPositions } from './json-positions.ts'

/**
 * What Traccar Client, OsmAnd and many small trackers send: fields of a web address or of a form (`id`, `lat`, `lon`,
 * `timestamp`, `speed` in knots, `bearing`, `altitude`, `accuracy`, `batt`, `alarm`), or the JSON of newer Traccar Client.
 * Each message is read for itself.
 */
export const osmand: Codec = {
  name: 'osmand',
  maxFrameBytes: jsonPositions.maxFrameBytes,
  datagrams: true,
  make(options) {
    const decoder = jsonPositions.make({ ...options, whole: true })
    return {
      push: (chunk, now, topic) => decoder.push(fields(chunk), now, topic),
      end: () => [],
    }
  },
}

/** Only the fields of a request line or of an address: what stands before the question mark names no device. */
function fields(chunk: Uint8Array): Uint8Array {
  const first = chunk[0]
  if (first === 0x7b || first === 0x5b) {
    return chunk
  }
  const at = chunk.subarray(0, 300).indexOf(0x3f)
  const rest = at === -1 ? chunk : chunk.subarray(at + 1)
  const end = rest.indexOf(0x20)
  return end === -1 ? rest : rest.subarray(0, end)
}
