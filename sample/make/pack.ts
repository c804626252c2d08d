import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import type { Row } from './records.ts'

/** Rows in one file of the packed records. */
export const CHUNK = 8192

/** The columns of a chunk: one array a field. Times are differences, which pack far better. */
type Columns = { [K in keyof Row]: Row[K][] }

/** Packs rows (already sorted by time of logging) as columns of JSON under zstandard. */
export function pack(rows: readonly Row[]): Buffer {
  const columns = {} as { [field: string]: unknown[] }
  for (const field of Object.keys(rows[0] ?? {}) as (keyof Row)[]) {
    columns[field] = rows.map((row, k) => {
      switch (field) {
        case 'logged': return row.logged - (k === 0 ? 0 : rows[k - 1]!.logged)
        case 'from': return row.logged - row.from
        case 'reported': return row.logged - row.reported
        case 'to': return row.to < 0 ? -1 : row.to - row.from
        case 'lon': case 'lat': return Math.round(row[field] * 1e5)
        case 'sources': return row.sources.map((source) => source.with(5, row.logged - source[5]))
        default: return row[field]
      }
    })
  }
  return zstdCompressSync(JSON.stringify(columns), { params: { [constants.ZSTD_c_compressionLevel]: 19, [constants.ZSTD_c_windowLog]: 25 } })
}

/** Unpacks a chunk; the inverse of pack. */
export function* unpack(bytes: Buffer): Generator<Row> {
  const columns = JSON.parse(zstdDecompressSync(bytes, { params: { [constants.ZSTD_d_windowLogMax]: 27 } }).toString('utf8')) as Columns
  let logged = 0
  for (let k = 0; k < columns.n.length; k++) {
    logged += columns.logged[k]!
    const from = logged - columns.from[k]!
    const sources = columns.sources[k]!
    for (const source of sources) {
      source[5] = logged - source[5]
    }
    yield {
      n: columns.n[k]!, cat: columns.cat[k]!, type: columns.type[k]!, from, to: columns.to[k]! < 0 ? -1 : from + columns.to[k]!, tp: columns.tp[k]!, reported: logged - columns.reported[k]!, logged,
      unit: columns.unit[k]!, callsign: columns.callsign[k]!, lon: columns.lon[k]! / 1e5, lat: columns.lat[k]! / 1e5, place: columns.place[k]!, name: columns.name[k]!, prec: columns.prec[k]!, method: columns.method[k]!,
      area: columns.area[k]!, admin2: columns.admin2[k]!, idp: columns.idp[k]!, actors: columns.actors[k]!, impact: columns.impact[k]!, weapons: columns.weapons[k]!, displaced: columns.displaced[k]!, sources,
      severity: columns.severity[k]!, flags: columns.flags[k]!, links: columns.links[k]!, title: columns.title[k]!, text: columns.text[k]!, level: columns.level[k]!, compartments: columns.compartments[k]!, owner: columns.owner[k]!, release: columns.release[k]!, caveats: columns.caveats[k]!,
      workflow: columns.workflow[k]!, veracity: columns.veracity[k]!, settle: columns.settle[k]!, role: columns.role[k]!, into: columns.into[k]!, repeats: columns.repeats[k]!, story: columns.story[k]!,
    }
  }
}
