import type { Bounds, LonLatPoint, Shape } from './handle.ts'
import type { MapPalette } from './palette.ts'

/** Colours a layer or tool may draw with, of the theme in force. */
export type LayerColours = Pick<MapPalette, 'accent' | 'paper' | 'ink' | 'label' | 'labelMinor' | 'unverified' | 'severity' | 'halo'>

/** What a layer that a domain adds is given; it draws with `draw` from an effect and renders nothing. */
export type LayerProps = {
  bounds: Bounds | null
  zoom: number
  colours: LayerColours
  /** Shapes to draw, null for nothing; `shown` of `total` go into the legend. */
  draw(shapes: readonly Shape[] | null, counts?: { shown: number; total: number }): void
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
