import { unzipSync } from 'fflate'
import { Problem } from '../core/problem.ts'
import type { Feature } from './geojson.ts'
import { parseKmlShapes } from './kml-shapes.ts'
import { parseShapefile } from './shapefile.ts'

/** What is unpacked at most of one archive, bytes. */
const MAX_UNPACKED = 100_000_000
const MAX_ENTRIES = 2000
const WANTED = /\.(?:kml|shp|dbf|prj|cpg)$/i

/** One layer of an archive by its name without ending. */
export type ZippedLayer = { name: string; features: Feature[] }

/** The KML a KMZ shows; null when the archive holds none. Throws Problem `malformed-body` or `too-large`. */
export function zippedKml(bytes: Uint8Array): { name: string; text: string } | null {
  return kmlOf(unpacked(bytes))
}

/**
 * The layers of a KMZ or of zipped shapefiles, in order of their names. Pictures and further files stay packed.
 * Throws Problem `malformed-body`, `unsupported-type` or `too-large`.
 */
export function zippedLayers(bytes: Uint8Array): ZippedLayer[] {
  const files = unpacked(bytes)
  const doc = kmlOf(files)
  if (doc) {
    return [{ name: doc.name, features: parseKmlShapes(doc.text, { maxChars: MAX_UNPACKED }) }]
  }
  const beside = (shp: string, ending: string): Uint8Array | null => [...files].find(([name]) => name.toLowerCase() === `${shp.slice(0, -4)}.${ending}`.toLowerCase())?.[1] ?? null
  const said = (part: Uint8Array | null): string | null => (part === null ? null : new TextDecoder('utf-8').decode(part))
  const layers = [...files].filter(([name]) => /\.shp$/i.test(name)).map(([name, shp]): ZippedLayer => ({
    name: stem(name), features: parseShapefile({ shp, dbf: beside(name, 'dbf'), prj: said(beside(name, 'prj')), cpg: said(beside(name, 'cpg')) }),
  }))
  if (layers.length === 0) {
    throw new Problem('unsupported-type', 'The zip holds neither a KML nor a shapefile (.shp)')
  }
  return layers.sort((a, b) => a.name.localeCompare(b.name))
}

/** A KMZ shows the first KML of its outermost folder; others are what that one links to. */
function kmlOf(files: ReadonlyMap<string, Uint8Array>): { name: string; text: string } | null {
  const kml = [...files].filter(([name]) => /\.kml$/i.test(name))
  const [doc] = [...kml.filter(([name]) => !name.includes('/')), ...kml]
  return doc ? { name: stem(doc[0]), text: new TextDecoder('utf-8').decode(doc[1]) } : null
}

function unpacked(bytes: Uint8Array): Map<string, Uint8Array> {
  let [room, count] = [MAX_UNPACKED, 0]
  try {
    return new Map(Object.entries(unzipSync(bytes, {
      filter({ name, originalSize }) {
        count += 1
        if (!WANTED.test(name) || /(?:^|\/)(?:__MACOSX|\.)/.test(name)) {
          return false
        }
        room -= originalSize
        if (room < 0 || count > MAX_ENTRIES) {
          throw new Problem('too-large', `The archive grows to more than ${MAX_UNPACKED / 1e6} MB. Send the one layer that is meant`)
        }
        return true
      },
    })))
  } catch (error) {
    throw error instanceof Problem ? error : new Problem('malformed-body', `The archive cannot be unpacked (${error instanceof Error ? error.message : String(error)}). Save it again`)
  }
}

function stem(name: string): string {
  return name.split('/').at(-1)?.replace(/\.\w+$/, '') ?? name
}
