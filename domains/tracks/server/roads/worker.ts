import { parentPort, workerData } from 'node:worker_threads'
import { graphOf } from '../../../../analysis/roads/graph.ts'
import { gridOf } from '../../../../analysis/roads/snap.ts'
import { distanceM } from '../../../../core/place-geodesy.ts'
import { Problem } from '../../../../core/problem.ts'
import type { Feature } from '../../../../formats/geojson.ts'
import { roadsOf, type RoadsRead } from '../../shared/roads/lines.ts'
import { packRoads, unpackRoads } from '../../shared/roads/packed.ts'
import type { RoadAnswer, RoadAsk } from './workshop.ts'

const MOST_CHARS = 200_000_000

/** One piece of work and then it ends: a file read into roads, or roads made into a network. */
async function work(ask: RoadAsk): Promise<[RoadAnswer, ArrayBuffer[]]> {
  if (ask.do === 'read') {
    const read = roadsOf(await featuresOf(ask.name, new TextDecoder().decode(ask.bytes)))
    return told(read)
  }
  if (ask.do === 'features') {
    return told(roadsOf(ask.features))
  }
  const lines = []
  for (const one of ask.networks) {
    // One by one: a spread of a million arguments would not fit the stack.
    for (const line of one.packed ? unpackRoads(one.bytes) : roadsOf(await featuresOf('.geojson', new TextDecoder().decode(one.bytes))).lines) {
      lines.push(line)
    }
  }
  const graph = graphOf(lines)
  const grid = gridOf(graph)
  return [{ graph, grid }, [...Object.values(graph), ...Object.values(grid)].flatMap((one) => (ArrayBuffer.isView(one) ? [one.buffer as ArrayBuffer] : []))]
}

function told(read: RoadsRead): [RoadAnswer, ArrayBuffer[]] {
  const packed = packRoads(read.lines)
  const { pieceM } = graphOf(read.lines)
  const all = pieceM.reduce((sum, one) => sum + one, 0)
  const metres = read.lines.reduce((sum, { line }) => sum + line.slice(1).reduce((m, [lon, lat], i) => m + distanceM({ lon: line[i]?.[0] ?? lon, lat: line[i]?.[1] ?? lat }, { lon, lat }), 0), 0)
  const read_ = { roads: read.lines.length, km: Math.round(metres / 100) / 10, left: read.left, unclassed: read.unclassed, pieces: pieceM.length, biggest: all === 0 ? 0 : Math.max(...pieceM.subarray(0, 100_000)) / all }
  return [{ packed, read: read_ }, [packed.buffer]]
}

async function featuresOf(name: string, text: string): Promise<readonly Feature[]> {
  if (/^[\s\ufeff]*\{/.test(text)) {
    const { parseGeoJson } = await import('../../../../formats/geojson.ts')
    return parseGeoJson(text, { maxChars: MOST_CHARS }).features
  }
  if (/\.gpx$/i.test(name) || /<gpx[\s>]/.test(text.slice(0, 2000))) {
    const { gpxFeatures, parseGpx } = await import('../../../../formats/gpx.ts')
    return gpxFeatures(parseGpx(text, { maxChars: MOST_CHARS }))
  }
  const { parseKmlFeatures } = await import('../../../../formats/kml-read.ts')
  return parseKmlFeatures(text, { maxChars: MOST_CHARS })
}

try {
  const [answer, give] = await work(workerData as RoadAsk)
  parentPort?.postMessage(answer, give)
} catch (error) {
  parentPort?.postMessage({ refused: error instanceof Problem ? error.message : `the file cannot be read (${error instanceof Error ? error.message : String(error)})` } satisfies RoadAnswer)
}
