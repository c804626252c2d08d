import { fromMercatorUnit } from '../../../core/place-tile.ts'
import { toE7 } from '../../../core/match.ts'
import { VERACITIES, WORKFLOWS } from '../../../core/record.ts'
import { clusterCells } from '../../../formats/mvt-cells.ts'
import { encodePointLayer, TILE_EXTENT, tileBounds, type TileColumn } from '../../../formats/mvt.ts'
import { categoryFacet } from './points.ts'
import { NO_LAT, type Table } from './table.ts'

/** `clusterAbove`: more points than this in a tile of a low zoom are drawn as cells; Infinity never clusters. `crowdAbove`: more severe ones than this in such a tile are called a crowd. */
export type TileOptions = { clusterAbove?: number; crowdAbove?: number }

const CLUSTER_ABOVE = 2000
/** So many signs of 16 px cover a tile; more of them hide one another. */
const CROWD_ABOVE = 300
/** Discs of a crowd nearer than this lie upon one another: no eye tells them apart, and drawing each costs as much as all the rest of the map. */
const CROWD_CELL_PX = 8
/** From this severity on a record is never thinned away. */
const SEVERE = 4
/** From this zoom on every point stands for itself: people work with single records there. */
const SINGLE_ZOOM = 9
const CELL_PX = 32
/** Tile units (of 4096) beyond the edge, so that symbols at the edge are whole. */
const BUFFER = 64
const TWO_32 = 2 ** 32

/**
 * The hits of one tile as vector-tile bytes, one layer named after the kind, empty when nothing is there. The worst are
 * drawn last, on top.
 *
 * Single points carry id, severity, category, workflow, veracity, unverified, at (epoch seconds), radius (m), and reach:
 * the radius as the map at the equator would draw it, so that a circle is true where it stands.
 * Crowded tiles hold cells with count, severity (the worst), unverified (how many) and id and category of the worst
 * record. Records of severity 4 and 5 are never in a cell: each stands for itself, above the cells; where they are too many for
 * signs of their own they say so (`crowd`) and are drawn as discs, one for those of one severity within 8 pixels, which says
 * how many more it stands for (`more`).
 */
export function tileOf(table: Table, hits: Uint32Array, z: number, x: number, y: number, options: TileOptions = {}): Uint8Array {
  const slots = bySeverity(table, slotsInTile(table, hits, z, x, y))
  const crowded = z < SINGLE_ZOOM && slots.length > (options.clusterAbove ?? CLUSTER_ABOVE)
  return crowded ? thinned(table, slots, z, x, y, options.crowdAbove ?? CROWD_ABOVE) : singles(table, slots, z, x, y)
}

/** Hits with a place in the tile or its buffer, in no order. */
export function slotsInTile(table: Table, hits: Uint32Array, z: number, x: number, y: number): Uint32Array {
  const { x0, y0, x1, y1 } = tileBounds(z, x, y, BUFFER)
  const northWest = fromMercatorUnit(x0 / TWO_32, y0 / TWO_32)
  const southEast = fromMercatorUnit(x1 / TWO_32, y1 / TWO_32)
  const box = {
    west: toE7(Math.max(-180, northWest.lon)), east: toE7(Math.min(180, southEast.lon)),
    // Beyond the Mercator square points stand on its edge, so the outermost rows reach to the poles.
    south: y1 >= TWO_32 ? -900_000_000 : toE7(southEast.lat), north: y0 <= 0 ? 900_000_000 : toE7(northWest.lat),
  }
  const near = table.grid.within(box)
  const fromGrid = near.total < hits.length
  const candidates = fromGrid ? table.grid.slots(near) : hits
  const { marks, mark } = fromGrid ? table.marking(hits) : { marks: null, mark: 0 }
  const out = new Uint32Array(candidates.length)
  let count = 0
  for (let i = 0; i < candidates.length; i += 1) {
    const slot = candidates[i]!
    const px = table.x[slot]!
    const py = table.y[slot]!
    if (px >= x0 && px < x1 && py >= y0 && py < y1 && table.lat[slot] !== NO_LAT && (marks === null || marks[slot] === mark)) {
      out[count++] = slot
    }
  }
  return out.subarray(0, count)
}

/** The slots, least severe first: a counting sort. */
function bySeverity(table: Table, slots: Uint32Array): Uint32Array {
  const starts = new Uint32Array(257)
  for (let i = 0; i < slots.length; i += 1) {
    const next = table.severity[slots[i]!]! + 1
    starts[next] = starts[next]! + 1
  }
  for (let severity = 1; severity < 257; severity += 1) {
    starts[severity] = starts[severity]! + starts[severity - 1]!
  }
  const out = new Uint32Array(slots.length)
  for (let i = 0; i < slots.length; i += 1) {
    const slot = slots[i]!
    const severity = table.severity[slot]!
    out[starts[severity]!] = slot
    starts[severity] = starts[severity]! + 1
  }
  return out
}

function singles(table: Table, slots: Uint32Array, z: number, x: number, y: number): Uint8Array {
  const at = new Float64Array(slots.length)
  const radius = new Uint32Array(slots.length)
  const reach = new Uint32Array(slots.length)
  for (let i = 0; i < slots.length; i += 1) {
    const slot = slots[i]!
    at[i] = Math.floor(table.atOf(slot) / 1000)
    radius[i] = Math.round(table.radiusM[slot]!)
    reach[i] = reachOf(table, slot)
  }
  return encodePointLayer({
    name: table.kind.name,
    positions: { kind: 'mercator', x: pick(table.x, slots), y: pick(table.y, slots) },
    slots: countingUp(slots.length),
    columns: [
      ...named(table, slots),
      { name: 'severity', kind: 'number', values: pick(table.severity, slots) },
      { name: 'workflow', kind: 'dictionary', codes: pick(table.workflow, slots), texts: WORKFLOWS },
      { name: 'veracity', kind: 'dictionary', codes: pick(table.veracity, slots), texts: ['', ...VERACITIES], none: 0 },
      { name: 'unverified', kind: 'boolean', values: pick(table.unverified, slots) },
      { name: 'at', kind: 'number', values: at },
      { name: 'radius', kind: 'number', values: radius },
      { name: 'reach', kind: 'number', values: reach },
    ],
  }, z, x, y)
}

/** A crowd by the discs that are seen of it: of one severity in one small square the last, which lies on top, and how many it covers. */
function stacked(table: Table, severe: Uint32Array, z: number): { slots: Uint32Array; more: Uint32Array } {
  // Squares of the whole map, so that the tile beside this one takes the same.
  const cell = ((TWO_32 / 2 ** z) * CROWD_CELL_PX) / 512
  const across = 2 ** z * (512 / CROWD_CELL_PX) + 1
  const seen = new Map<number, number>()
  const slots = new Uint32Array(severe.length)
  const more = new Uint32Array(severe.length)
  let length = 0
  // From the top down; the order of drawing is put back at the end.
  for (let i = severe.length - 1; i >= 0; i -= 1) {
    const slot = severe[i]!
    const square = Math.floor(table.y[slot]! / cell) * across + Math.floor(table.x[slot]! / cell)
    const key = square * 8 + table.severity[slot]!
    const at = seen.get(key)
    if (at === undefined) {
      seen.set(key, length)
      slots[length++] = slot
    } else {
      more[at] = more[at]! + 1
    }
  }
  return { slots: slots.subarray(0, length).reverse(), more: more.subarray(0, length).reverse() }
}

/** Cells of what is not severe, then the severe records by themselves; `slots` least severe first. */
function thinned(table: Table, slots: Uint32Array, z: number, x: number, y: number, crowdAbove: number): Uint8Array {
  const first = slots.findIndex((slot) => table.severity[slot]! >= SEVERE)
  const split = first < 0 ? slots.length : first
  const found = clusterCells({ x: table.x, y: table.y, severity: table.severity, flags: table.unverified }, slots.subarray(0, split), z, x, y, CELL_PX)
  const all = slots.subarray(split)
  const crowd = all.length > crowdAbove
  const { slots: severe, more } = crowd ? stacked(table, all, z) : { slots: all, more: new Uint32Array(all.length) }
  const cells = found.length
  const length = cells + severe.length
  // One row a feature: cells first, so that severe records are drawn above them.
  const row = <T extends Uint32Array | Float64Array | Int32Array | Uint8Array>(into: T, cell: (i: number) => number, single: (slot: number) => number): T => {
    for (let i = 0; i < length; i += 1) {
      into[i] = i < cells ? cell(i) : single(severe[i - cells]!)
    }
    return into
  }
  const { x0, y0 } = tileBounds(z, x, y)
  const unit = (TWO_32 / 2 ** z) / TILE_EXTENT
  const meant = row(new Uint32Array(length), (i) => found.worst[i]!, (slot) => slot)
  return encodePointLayer({
    name: table.kind.name,
    positions: { kind: 'tile', x: row(new Int32Array(length), (i) => found.x[i]!, (slot) => Math.floor((table.x[slot]! - x0) / unit)), y: row(new Int32Array(length), (i) => found.y[i]!, (slot) => Math.floor((table.y[slot]! - y0) / unit)) },
    slots: countingUp(length),
    columns: [
      ...named(table, meant),
      // A cell has at least one record, so 0 says "not a cell" and is left out; a single has no flagged count but its own flag.
      { name: 'count', kind: 'number', values: row(new Uint32Array(length), (i) => found.count[i]!, () => 0), none: 0 },
      { name: 'crowd', kind: 'number', values: row(new Uint8Array(length), () => 0, () => (crowd ? 1 : 0)), none: 0 },
      { name: 'more', kind: 'number', values: Uint32Array.from({ length }, (_, i) => (i < cells ? 0 : more[i - cells]!)), none: 0 },
      { name: 'severity', kind: 'number', values: row(new Uint8Array(length), (i) => found.maxSeverity[i]!, (slot) => table.severity[slot]!) },
      { name: 'unverified', kind: 'number', values: row(new Uint32Array(length), (i) => found.flagged[i]!, (slot) => table.unverified[slot]!) },
      { name: 'workflow', kind: 'dictionary', codes: row(new Uint8Array(length), () => WORKFLOWS.length, (slot) => table.workflow[slot]!), texts: [...WORKFLOWS, ''], none: WORKFLOWS.length },
      { name: 'veracity', kind: 'dictionary', codes: row(new Uint8Array(length), () => 0, (slot) => table.veracity[slot]!), texts: ['', ...VERACITIES], none: 0 },
      { name: 'at', kind: 'number', values: row(new Float64Array(length), () => -1, (slot) => Math.floor(table.atOf(slot) / 1000)), none: -1 },
      { name: 'radius', kind: 'number', values: row(new Int32Array(length), () => -1, (slot) => Math.round(table.radiusM[slot]!)), none: -1 },
      { name: 'reach', kind: 'number', values: row(new Int32Array(length), () => -1, (slot) => reachOf(table, slot)), none: -1 },
    ],
  }, z, x, y)
}

/** Web Mercator stretches by 1 / cos(latitude), which at height y (0–1 from the north) is cosh(π(1 − 2y)). */
function reachOf(table: Table, slot: number): number {
  return Math.round(table.radiusM[slot]! * Math.cosh(Math.PI * (1 - (2 * table.y[slot]!) / TWO_32)))
}

/** Identity and category of slots, as texts. */
function named(table: Table, slots: Uint32Array): TileColumn[] {
  const facet = categoryFacet(table.kind)
  const column = facet === null ? null : table.facets.get(facet)!
  const ids = new Array<string>(slots.length)
  const categories = new Uint32Array(slots.length)
  for (let i = 0; i < slots.length; i += 1) {
    const slot = slots[i]!
    ids[i] = table.ids[slot]!
    categories[i] = column === null ? 0 : column.firstCode(slot)
  }
  return [
    { name: 'id', kind: 'dictionary', codes: countingUp(slots.length), texts: ids },
    ...(column === null ? [] : [{ name: 'category', kind: 'dictionary' as const, codes: categories, texts: column.dictionary.texts, none: 0 }]),
  ]
}

function pick<T extends Uint8Array | Uint32Array>(values: T, slots: Uint32Array): T {
  const out = new (values.constructor as new (length: number) => T)(slots.length)
  for (let i = 0; i < slots.length; i += 1) {
    out[i] = values[slots[i]!]!
  }
  return out
}

function countingUp(length: number): Uint32Array {
  const out = new Uint32Array(length)
  for (let i = 0; i < length; i += 1) {
    out[i] = i
  }
  return out
}
