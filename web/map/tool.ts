import type { Bounds, LonLatPoint, MapHandle, Moving, Role, Shape } from './handle.ts'
import type { MapPalette } from './palette.ts'

/** Colours a layer or tool may draw with, of the theme in force. */
export type LayerColours = Pick<MapPalette, 'accent' | 'paper' | 'ink' | 'label' | 'labelMinor' | 'unverified' | 'severity' | 'halo' | 'care' | 'rescue'>

/** The map as a layer may use it that draws what moves and follows it. */
export type LayerMap = Pick<MapHandle, 'goTo' | 'fit' | 'reveal' | 'pulse' | 'bounds' | 'centre'> & {
  /** Draw what moves, null takes it away; `pick` is told the index of one that was chosen. One layer at a time has it. */
  move(moving: Moving | null, pick?: (index: number) => void): void
  /** Draw shapes under a name of the layer's own; null takes them away. `pick` is told the `id` of one that was chosen. */
  shapes(name: string, role: Role, shapes: readonly Shape[] | null, pick?: (id: string) => void): void
}

/** What a layer that a domain adds is given; it draws with `draw` from an effect. What it renders stands over the map. */
export type LayerProps = {
  bounds: Bounds | null
  zoom: number
  colours: LayerColours
  /** Shapes to draw, null for nothing; `shown` of `total` go into the legend. */
  draw(shapes: readonly Shape[] | null, counts?: { shown: number; total: number }): void
  /** Null where nothing moves and nobody chooses: on paper. */
  map: LayerMap | null
}

/** What a tool on the map (measure, draw) is given. While it is open, clicks are places and never records. */
export type ToolProps = {
  colours: LayerColours
  draw(shapes: readonly Shape[] | null): void
  /** Called for each click and pointer move; returns how to stop. */
  listen(handler: { click?(at: LonLatPoint, double: boolean): void; cursor?(at: LonLatPoint | null): void }): () => void
  centre(): LonLatPoint
  bounds(): Bounds
  goTo(at: LonLatPoint, zoom?: number): void
  /** Metres of ground a pixel covers, for what counts as near. */
  metresPerPixel(): number
  close(): void
  /** Id of the shape that was chosen to open this tool, when it was. */
  chosen: string | null
}
