import type { HeatPoint, MapHandle, Role, Shape } from './handle.ts'

/** What layers and analysis would draw, kept to be drawn on another map: that of a printed sheet. */
export class Recorder implements Pick<MapHandle, 'setShapes' | 'setHeat'> {
  readonly #shapes = new Map<string, { role: Role; shapes: readonly Shape[]; opacity: number }>()
  readonly #changed: () => void
  #heat: { points: readonly HeatPoint[]; opacity: number } | null = null

  constructor(changed: () => void) {
    this.#changed = changed
  }

  setShapes(name: string, role: Role, shapes: readonly Shape[] | null, opacity = 1): void {
    if (shapes === null) {
      if (!this.#shapes.delete(name)) {
        return
      }
    } else {
      this.#shapes.set(name, { role, shapes, opacity })
    }
    this.#changed()
  }

  setHeat(points: readonly HeatPoint[] | null, opacity = 1): void {
    if (points !== null || this.#heat !== null) {
      this.#heat = points && { points, opacity }
      this.#changed()
    }
  }

  /** Draw it all. Of shapes under a name beginning with `layer-` only those with an id in `issued`. */
  play(map: MapHandle, issued: ReadonlySet<string>): void {
    for (const [name, { role, shapes, opacity }] of this.#shapes) {
      map.setShapes(name, role, name.startsWith('layer-') ? shapes.filter(({ properties }) => issued.has(properties.id ?? '')) : shapes, opacity)
    }
    if (this.#heat) {
      map.setHeat(this.#heat.points, this.#heat.opacity)
    }
  }
}
