import { MAX_ZOOM, TILE_EXTENT } from './mvt.ts'
import type { PointLayer, TileColumn } from './mvt.ts'

/** Points of one screen cell together; arrays are aligned, one entry a cell. */
export type Cells = {
  length: number
  /** Tile units: the point itself when it is alone, else the mean place. */
  x: Int32Array
  y: Int32Array
  count: Uint32Array
  maxSeverity: Uint8Array
  /** How many of the points had their flag set; zero without flags. */
  flagged: Uint32Array
  /** Slot of the most severe point of the cell (the first of them in slot order). */
  worst: Int32Array
  /** Id of the point when it is alone in its cell, else 0. */
  id: Float64Array
}

/**
 * Thin for low zooms without hiding: one entry for each cell of `cellPx` pixels (of 512 a tile side) with
 * the count, the highest severity and the slot that has it. Only points inside the tile itself are taken,
 * so that over neighbouring tiles every point counts exactly once.
 * `columns` are by slot: places on the 2^32 grid, severity, and optionally a flag to count (1 is set) and ids.
 */
export function clusterCells(
  columns: { x: Uint32Array; y: Uint32Array; severity: Uint8Array; flags?: Uint8Array; ids?: Uint32Array | Float64Array },
  slots: Int32Array | Uint32Array, z: number, x: number, y: number, cellPx: number, count = slots.length,
): Cells {
  const side = Math.max(1, Math.ceil(512 / cellPx))
  const cellUnits = TILE_EXTENT / side
  const shift = MAX_ZOOM - z
  const x0 = x * TILE_EXTENT
  const y0 = y * TILE_EXTENT
  const index = new Int32Array(side * side).fill(-1)
  const most = Math.min(count, side * side)
  const cells: Cells = {
    length: 0, x: new Int32Array(most), y: new Int32Array(most), count: new Uint32Array(most),
    maxSeverity: new Uint8Array(most), flagged: new Uint32Array(most), worst: new Int32Array(most), id: new Float64Array(most),
  }
  const sumX = new Float64Array(most)
  const sumY = new Float64Array(most)
  for (let i = 0; i < count; i += 1) {
    const slot = slots[i]!
    const px = (columns.x[slot]! >>> shift) - x0
    const py = (columns.y[slot]! >>> shift) - y0
    if (px < 0 || py < 0 || px >= TILE_EXTENT || py >= TILE_EXTENT) {
      continue
    }
    const place = Math.floor(py / cellUnits) * side + Math.floor(px / cellUnits)
    const severity = columns.severity[slot]!
    let at = index[place]!
    if (at < 0) {
      at = cells.length
      cells.length += 1
      index[place] = at
      cells.worst[at] = slot
      cells.maxSeverity[at] = severity
      cells.id[at] = columns.ids === undefined ? 0 : columns.ids[slot]!
    } else {
      cells.id[at] = 0
      if (severity > cells.maxSeverity[at]!) {
        cells.maxSeverity[at] = severity
        cells.worst[at] = slot
      }
    }
    cells.count[at] = cells.count[at]! + 1
    if (columns.flags !== undefined && columns.flags[slot] === 1) {
      cells.flagged[at] = cells.flagged[at]! + 1
    }
    sumX[at] = sumX[at]! + px
    sumY[at] = sumY[at]! + py
  }
  for (let at = 0; at < cells.length; at += 1) {
    cells.x[at] = Math.round(sumX[at]! / cells.count[at]!)
    cells.y[at] = Math.round(sumY[at]! / cells.count[at]!)
  }
  return cells
}

/** The layer of clustered cells: `count`, `severity` and, from the most severe point, any columns given (by slot). */
export function cellLayer(name: string, cells: Cells, columns: readonly TileColumn[] = []): PointLayer {
  const slots = Int32Array.from({ length: cells.length }, (_, i) => i)
  const worst = cells.worst.subarray(0, cells.length)
  return {
    name, slots, positions: { kind: 'tile', x: cells.x, y: cells.y },
    ...(cells.id.some((id) => id !== 0) ? { ids: cells.id } : {}),
    columns: [
      { name: 'count', kind: 'number', values: cells.count },
      { name: 'severity', kind: 'number', values: cells.maxSeverity },
      ...columns.map((column): TileColumn => {
        if (column.kind === 'dictionary') {
          return { ...column, codes: Int32Array.from(worst, (slot) => column.codes[slot]!) }
        }
        return column.kind === 'boolean'
          ? { ...column, values: Uint8Array.from(worst, (slot) => column.values[slot]!) }
          : { ...column, values: Float64Array.from(worst, (slot) => column.values[slot]!) }
      }),
    ],
  }
}
