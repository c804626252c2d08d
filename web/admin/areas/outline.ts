import { selfCrossing, turned, type Corner } from '../../../core/place-outline.ts'

/** An outline being drawn: finished polygons (closed rings, outer first), the ring in the making, the corner in hand. Pure. */
export type Outline = { polygons: readonly (readonly (readonly Corner[])[])[]; ring: readonly Corner[]; held: Place | null; past: readonly Outline['polygons'][] }
/** Where a corner stands: polygon, ring, corner. */
export type Place = readonly [polygon: number, ring: number, corner: number]

/** Begin from what stands. */
export function startOutline(polygons: Outline['polygons']): Outline {
  return { polygons, ring: [], held: null, past: [] }
}

/** The nearest of some corners within a distance in degrees, else the place itself, to a tenth of a metre. */
export function snapped(at: Corner, corners: readonly Corner[], within: number): Corner {
  let [best, nearest] = [at, within]
  for (const corner of corners) {
    const distance = Math.hypot((corner[0] - at[0]) * Math.cos((at[1] * Math.PI) / 180), corner[1] - at[1])
    if (distance < nearest) {
      best = corner
      nearest = distance
    }
  }
  return best === at ? [Math.round(at[0] * 1e6) / 1e6, Math.round(at[1] * 1e6) / 1e6] : best
}

/** Put a corner: of the ring in the making, or the one in hand to its new place. */
export function putCorner(outline: Outline, at: Corner): Outline {
  const { held } = outline
  if (!held) {
    return { ...outline, ring: [...outline.ring, at] }
  }
  return changed(outline, outline.polygons.map((rings, p) => (p === held[0] ? rings.map((ring, r) => (r === held[1] ? closedRing(open(ring).map((corner, i) => (i === held[2] ? at : corner))) : ring)) : rings)))
}

/** Take a corner in hand, the nearest within a distance in degrees; none when none is near. */
export function holdCorner(outline: Outline, at: Corner, within: number): Outline {
  let held: Place | null = null
  let nearest = within
  outline.polygons.forEach((rings, p) => rings.forEach((ring, r) => open(ring).forEach((corner, i) => {
    const distance = Math.hypot(corner[0] - at[0], corner[1] - at[1])
    if (distance < nearest) {
      held = [p, r, i]
      nearest = distance
    }
  })))
  return { ...outline, held }
}

/** Remove the corner in hand; a ring with fewer than three goes, with its holes when it is the outer one. */
export function dropCorner(outline: Outline): Outline {
  const { held } = outline
  if (!held) {
    return outline
  }
  const polygons = outline.polygons.flatMap((rings, p) => {
    if (p !== held[0]) {
      return [rings]
    }
    const left = rings.flatMap((ring, r) => {
      const corners = r === held[1] ? open(ring).filter((_, i) => i !== held[2]) : open(ring)
      return corners.length < 3 ? [] : [closedRing(corners)]
    })
    return left.length === 0 || (held[1] === 0 && left.length < rings.length) ? [] : [left]
  })
  return changed(outline, polygons)
}

/** End the ring in the making: a polygon of its own, or a hole in the last one. Fewer than three corners change nothing. */
export function finishRing(outline: Outline, hole: boolean): Outline {
  if (outline.ring.length < 3) {
    return outline
  }
  const ring = turned(closedRing(outline.ring), hole)
  const last = outline.polygons.at(-1)
  return changed(outline, hole && last ? [...outline.polygons.slice(0, -1), [...last, ring]] : [...outline.polygons, [ring]])
}

/** Take everything away. */
export function clearOutline(outline: Outline): Outline {
  return changed(outline, [])
}

/** Back: the last corner put, the corner in hand, else the last change. */
export function undoOutline(outline: Outline): Outline {
  if (outline.ring.length > 0) {
    return { ...outline, ring: outline.ring.slice(0, -1) }
  }
  const before = outline.past.at(-1)
  return before ? { polygons: before, ring: [], held: null, past: outline.past.slice(0, -1) } : { ...outline, held: null }
}

/** Where the outline crosses itself, the first found; also of the ring in the making as if it were closed. */
export function crossingAt(outline: Outline): Corner | null {
  const rings = [...outline.polygons.flat(), ...(outline.ring.length > 2 ? [closedRing(outline.ring)] : [])]
  for (const ring of rings) {
    const at = selfCrossing(ring)
    if (at) {
      return at
    }
  }
  return null
}

function changed(outline: Outline, polygons: Outline['polygons']): Outline {
  return { polygons, ring: [], held: null, past: [...outline.past, outline.polygons] }
}

function open(ring: readonly Corner[]): readonly Corner[] {
  return ring.slice(0, -1)
}

function closedRing(corners: readonly Corner[]): Corner[] {
  const [first] = corners
  return first ? [...corners, first] : []
}
