import type { AreaTree } from '../../../core/area.ts'
import { timeBounds, toE7 } from '../../../core/match.ts'
import type { Query } from '../../../core/query.ts'
import { GONE, VERACITIES } from '../../../core/record.ts'
import { parseSearch, type Search } from '../../../core/search.ts'
import type { FacetColumn } from './facet-column.ts'
import type { Box } from './grid.ts'
import type { Table } from './table.ts'

/** Below this share of all slots an index beats looking at every slot. */
const INDEX_SHARE = 6

/**
 * Slots of the living records a reader may read (`readable`: 1 by state class) and a normalized query holds for, in no
 * order. Text is always found by its postings; else the smallest of ids, facet values and box is taken when it is
 * small, and every other condition is then a pass over what is left, cheapest first.
 */
export function evaluate(table: Table, query: Query, readable: Uint8Array, areas: AreaTree): Uint32Array {
  const wanted = Object.entries(query.where ?? {}).map(([name, values]) => ({ column: table.facets.get(name)!, values }))
  const coded = wanted.map(({ column, values }) => ({ column, codes: values.map((value) => column.dictionary.find(value)).filter((code) => code !== undefined) }))
  if (coded.some(({ codes }) => codes.length === 0)) {
    return new Uint32Array(0)
  }
  const box = query.bbox ? boxE7(query.bbox) : null
  const search = parseSearch(query.text ?? '')
  // The words of a phrase lead to it; that they stand together is looked at below.
  const words = [...search.words, ...search.phrases.flat()]
  const start = candidates(table, query, words, coded, box)
  const states = stateTable(table, query, readable, areas)

  let slots: Uint32Array
  let count = 0
  if (start) {
    slots = start
    count = keepStates(table.state, states.table, slots, slots.length)
  } else {
    slots = new Uint32Array(table.size)
    const { state, size } = table
    for (let slot = 0; slot < size; slot += 1) {
      if (states.table[state[slot]!] !== 0) {
        slots[count++] = slot
      }
    }
  }
  if (states.places) {
    count = keepPlaces(table, states.table, states.places, slots, count)
  }
  if (query.ids && words.length > 0) {
    const ids = new Set(query.ids.map((id) => table.slotOf(id)))
    count = keep(slots, count, (slot) => ids.has(slot))
  }
  if (query.except) {
    const out = new Set(query.except.map((id) => table.slotOf(id)))
    count = keep(slots, count, (slot) => !out.has(slot))
  }
  if (query.veracity) {
    const allowed = new Uint8Array(VERACITIES.length + 1)
    query.veracity.forEach((veracity) => { allowed[1 + VERACITIES.indexOf(veracity)] = 1 })
    count = keepStates(table.veracity, allowed, slots, count)
  }
  if (query.severity !== undefined) {
    count = keepAtLeast(table.severity, query.severity, slots, count)
  }
  if (query.contested) {
    count = keepAtLeast(table.contested, 1, slots, count)
  }
  count = keepTime(table, query, slots, count)
  count = keepText(table, search, slots, count)
  if (box) {
    count = keepBox(table, box, slots, count)
  }
  for (const { column, codes } of coded) {
    const codeTable = new Uint8Array(column.dictionary.texts.length)
    codes.forEach((code) => { codeTable[code] = 1 })
    count = column.filter(codeTable, slots, count)
  }
  return slots.slice(0, count)
}

/** West, south, east, north in degrees → bounds in degrees × 1e7. */
export function boxE7(bbox: readonly [number, number, number, number]): Box {
  return { west: toE7(bbox[0]), south: toE7(bbox[1]), east: toE7(bbox[2]), north: toE7(bbox[3]) }
}

function candidates(table: Table, query: Query, words: string[], coded: { column: FacetColumn; codes: number[] }[], box: Box | null): Uint32Array | null {
  if (words.length > 0) {
    return table.text.find(words, table.size)
  }
  if (query.ids) {
    return Uint32Array.from(query.ids.map((id) => table.slotOf(id)).filter((slot) => slot !== undefined))
  }
  const sources = coded.map(({ column, codes }) => ({ size: column.estimate(codes), slots: () => column.having(codes, table.size) }))
  if (box) {
    const cells = table.grid.within(box)
    sources.push({ size: cells.total, slots: () => table.grid.slots(cells) })
  }
  const best = sources.sort((a, b) => a.size - b.size)[0]
  return best && best.size * INDEX_SHARE < table.size ? best.slots() : null
}

/**
 * What the state class alone decides: reader, workflow, level, area of jurisdiction. 0 is out, 1 is in, 2 is in when a
 * place of the record lies within the areas asked for (`places`: 1 by place code).
 */
function stateTable(table: Table, query: Query, readable: Uint8Array, areas: AreaTree): { table: Uint8Array; places: Uint8Array | null } {
  const levels = query.where?.['handling']
  const below = query.area?.map((area) => areas.below(area))
  const places = below ? table.places.dictionary.table((place) => below.some((set) => set.has(place))) : null
  const anyPlace = places?.includes(1) ?? false
  const out = new Uint8Array(table.classes.list.length)
  table.classes.list.forEach((state, code) => {
    if (!state || readable[code] !== 1 || (query.workflow ? !query.workflow.includes(state.workflow) : GONE.includes(state.workflow))) {
      return
    }
    if (levels && !levels.includes(state.access.level)) {
      return
    }
    const { area } = state.access
    const inside = !below || (area !== null && below.some((set) => set.has(area)))
    out[code] = inside ? 1 : anyPlace ? 2 : 0
  })
  return { table: out, places: anyPlace ? places : null }
}

function keepStates(codes: Uint32Array | Uint8Array, allowed: Uint8Array, slots: Uint32Array, count: number): number {
  let kept = 0
  for (let i = 0; i < count; i += 1) {
    const slot = slots[i]!
    if (allowed[codes[slot]!] !== 0) {
      slots[kept++] = slot
    }
  }
  return kept
}

function keepPlaces(table: Table, states: Uint8Array, places: Uint8Array, slots: Uint32Array, count: number): number {
  let kept = 0
  for (let i = 0; i < count; i += 1) {
    const slot = slots[i]!
    if (states[table.state[slot]!] === 1 || table.places.has(places, slot)) {
      slots[kept++] = slot
    }
  }
  return kept
}

/** What the postings have not decided: phrases, and what must not occur. */
function keepText(table: Table, search: Search, slots: Uint32Array, count: number): number {
  let kept = count
  for (const phrase of search.phrases) {
    kept = keep(slots, kept, table.text.phrase(phrase))
  }
  for (const word of search.without) {
    const having = new Uint8Array(table.size)
    table.text.find([word], table.size).forEach((slot) => { having[slot] = 1 })
    kept = keep(slots, kept, (slot) => having[slot] === 0)
  }
  for (const phrase of search.withoutPhrases) {
    const holds = table.text.phrase(phrase)
    kept = keep(slots, kept, (slot) => !holds(slot))
  }
  return kept
}

function keepAtLeast(values: Uint8Array, least: number, slots: Uint32Array, count: number): number {
  let kept = 0
  for (let i = 0; i < count; i += 1) {
    const slot = slots[i]!
    if (values[slot]! >= least) {
      slots[kept++] = slot
    }
  }
  return kept
}

function keepTime(table: Table, query: Query, slots: Uint32Array, count: number): number {
  const bounds = timeBounds(query)
  if (!bounds) {
    return count
  }
  const { from, to } = bounds
  // Unknown times are NaN, which no comparison holds for.
  const begins = bounds.axis === 'happened' ? table.happenedFrom : bounds.axis === 'reported' ? table.reported : table.logged
  const ends = bounds.axis === 'happened' ? table.happenedTo : begins
  let kept = 0
  for (let i = 0; i < count; i += 1) {
    const slot = slots[i]!
    if (begins[slot]! < to && ends[slot]! >= from) {
      slots[kept++] = slot
    }
  }
  return kept
}

/** Keep the slots whose point is in a box. */
export function keepBox(table: { lon: Int32Array; lat: Int32Array }, box: Box, slots: Uint32Array, count: number): number {
  const { lon, lat } = table
  const { west, south, east, north } = box
  const crossing = west > east
  let kept = 0
  for (let i = 0; i < count; i += 1) {
    const slot = slots[i]!
    const y = lat[slot]!
    if (y < south || y > north) {
      continue
    }
    const x = lon[slot]!
    if (crossing ? x >= west || x <= east : x >= west && x <= east) {
      slots[kept++] = slot
    }
  }
  return kept
}

function keep(slots: Uint32Array, count: number, test: (slot: number) => boolean): number {
  let kept = 0
  for (let i = 0; i < count; i += 1) {
    const slot = slots[i]!
    if (test(slot)) {
      slots[kept++] = slot
    }
  }
  return kept
}
