import { distanceM } from '../../../core/place-geodesy.ts'
import type { LonLatPoint } from '../../../web/face.ts'
import { fewest } from '../shared/overlay.ts'
import type { OverlayFeature } from '../shared/overlay.ts'

/** A drawing in the making: what stands, what is being drawn, and the way back and forth. Pure. */
export type Sketch = { features: readonly OverlayFeature[]; corners: readonly [number, number][]; past: readonly (readonly OverlayFeature[])[]; future: readonly (readonly OverlayFeature[])[] }
/** How the next shape will look. */
export type Pen = Pick<OverlayFeature, 'shape' | 'colour'> & { text: string; dash: boolean }

export const MOST_FEATURES = 500

/** Start from what stands. */
export function startSketch(features: readonly OverlayFeature[]): Sketch {
  return { features, corners: [], past: [], future: [] }
}

/** Change what stands; one step to undo. */
export function change(sketch: Sketch, features: readonly OverlayFeature[]): Sketch {
  return { features, corners: [], past: [...sketch.past, sketch.features], future: [] }
}

/** Back: the last corner while drawing, else the last change. */
export function undo(sketch: Sketch): Sketch {
  if (sketch.corners.length > 0) {
    return { ...sketch, corners: sketch.corners.slice(0, -1) }
  }
  const before = sketch.past.at(-1)
  return before ? { features: before, corners: [], past: sketch.past.slice(0, -1), future: [sketch.features, ...sketch.future] } : sketch
}

/** Forth again. */
export function redo(sketch: Sketch): Sketch {
  const [next, ...future] = sketch.future
  return next ? { features: next, corners: [], past: [...sketch.past, sketch.features], future } : sketch
}

/** A place was set: points and texts are done at once, circles at the second, lines and areas when finished. */
export function place(sketch: Sketch, pen: Pen, at: LonLatPoint, id: string): Sketch {
  const corner: [number, number] = [round(at.lon), round(at.lat)]
  if (sketch.features.length >= MOST_FEATURES || (pen.shape === 'text' && pen.text === '')) {
    return sketch
  }
  if (pen.shape === 'point' || pen.shape === 'text') {
    return change(sketch, [...sketch.features, made(pen, [corner], id)])
  }
  const [centre] = sketch.corners
  if (pen.shape === 'circle' && centre) {
    const radiusM = Math.round(distanceM({ lon: centre[0], lat: centre[1] }, at))
    return radiusM < 1 ? sketch : change(sketch, [...sketch.features, { ...made(pen, [centre], id), radiusM }])
  }
  return { ...sketch, corners: [...sketch.corners, corner] }
}

/** What is being drawn is ended when it can be, else put away: before another shape is chosen, before saving. */
export function settle(sketch: Sketch, pen: Pen, id: string): Sketch {
  const ended = finish(sketch, pen, id)
  return ended === sketch ? { ...sketch, corners: [] } : ended
}

/** End a line or area that has enough corners; else nothing changes. */
export function finish(sketch: Sketch, pen: Pen, id: string): Sketch {
  const corners = sketch.corners.filter((c, i) => i === 0 || c[0] !== sketch.corners[i - 1]![0] || c[1] !== sketch.corners[i - 1]![1])
  return (pen.shape === 'line' || pen.shape === 'polygon') && corners.length >= fewest(pen.shape) ? change(sketch, [...sketch.features, made(pen, corners, id)]) : sketch
}

function made(pen: Pen, at: [number, number][], id: string): OverlayFeature {
  return { id, shape: pen.shape, at, colour: pen.colour, ...(pen.text ? { text: pen.text } : {}), ...(pen.dash ? { dash: true } : {}) }
}

/** Six decimals are a tenth of a metre. */
function round(degrees: number): number {
  return Math.round(degrees * 1e6) / 1e6
}
