import type { StyleSpecification } from 'maplibre-gl'

/** The map as the rest of the product knows it: plain values only, so that no state ever holds a map object. */

export type Bounds = [west: number, south: number, east: number, north: number]
export type LonLatPoint = { lon: number; lat: number }
export type MapPoint = LonLatPoint & { id: string; ref: string; radiusM: number; severity: number; veracity: string | null; workflow: string; label?: string; category?: string }

/** What the map tells. */
export type MapEvents = {
  onPick(ref: string): void
  onMove(bounds: Bounds, zoom: number): void
  onCursor(at: LonLatPoint | null): void
  onClick?(at: LonLatPoint, event: { double: boolean }): void
  /** A shape drawn with an `id` property was chosen. */
  onShape?(layer: string, id: string): void
  /** A tile or a part of the style did not come. */
  onMissing?(): void
  /** A moving symbol was chosen: its place in the arrays given to `setMoving`. */
  onMoving?(index: number): void
}

/** Who draws above whom, from below to above. */
export type Role = 'base' | 'areas' | 'analysis' | 'overlays' | 'records' | 'grid' | 'tools'

/**
 * A map of the ground under everything: pictures, or vector tiles when `vector` names their layers.
 * `tiles` are templates with {z} {x} {y} (XYZ), or with {bbox-epsg-3857} (WMS GetMap); `pmtiles` is an address of an
 * archive of raster tiles on this node or another that allows ranges.
 */
export type BaseSource = {
  id: string
  tiles?: readonly string[]
  pmtiles?: string
  tileSize?: 256 | 512
  minzoom?: number
  maxzoom?: number
  bounds?: Bounds
  attribution?: string
  /** 0–1. */
  opacity?: number
  /** Layers of vector tiles, by name; absent for pictures. */
  vector?: readonly string[]
  /** Hide the built-in base's ground (land, sea, relief) under it. */
  replacesGround?: boolean
}

/** Looks of one drawn thing; every member optional. Colours are CSS colours. */
export type ShapeLook = {
  id?: string
  fill?: string
  fillOpacity?: number
  /** Diagonal lines over the fill: no data, or not to be read as a value. */
  hatch?: boolean
  stroke?: string
  width?: number
  dash?: boolean
  /** Pixels of a point. */
  radius?: number
  /** Picture of a point, by a name as `movingName` or `symbolName` makes it; its text stands beside it. */
  icon?: string
  text?: string
  textColor?: string
  textSize?: number
  anchor?: 'center' | 'left' | 'right' | 'top' | 'bottom'
}
export type Shape = GeoJSON.Feature<GeoJSON.Geometry, ShapeLook>

/** Points whose density is drawn; `weight` 0–1. */
export type HeatPoint = LonLatPoint & { weight: number }

/**
 * Things that move, in columns, lowest first. `symbol` is an index into `symbols` (names as `movingName` or `symbolName` makes
 * them); `course` degrees from true north and `speed` metres a second, NaN where unknown; `flags` bit 0 paler. `label` is drawn
 * below its symbol where there is room, null for none; the last ones first.
 */
export type Moving = { lon: Float64Array; lat: Float64Array; symbol: Uint16Array; course?: Float32Array; speed?: Float32Array; flags?: Uint8Array; label?: readonly (string | null)[]; symbols: readonly string[] }

export type Picture = { style: StyleSpecification; bounds: Bounds; centre: LonLatPoint; zoom: number; /** Metres of ground a CSS pixel covers in the middle. */ metresPerPixel: number }

export type MapHandle = {
  setRecordTiles(url: string): void
  setLive(points: readonly MapPoint[]): void
  /** The past: while points are given, tiles and live changes are hidden and these stand instead. */
  setPast(points: readonly MapPoint[] | null): void
  setChosen(point: MapPoint | null): void
  setPreview(point: (LonLatPoint & { radiusM: number; label: string }) | null): void
  pulse(lon: number, lat: number): void
  /** Visibility and strength (0–1) of a group of the style (`GROUPS`). */
  setGroup(group: string, visible: boolean, opacity: number): void
  setBaseSources(list: readonly BaseSource[]): void
  /** Draw shapes under a name of the caller's; null takes them away. */
  setShapes(name: string, role: Role, shapes: readonly Shape[] | null, opacity?: number): void
  setHeat(points: readonly HeatPoint[] | null, opacity?: number): void
  setMoving(moving: Moving | null): void
  /** What is on the screen and where. */
  picture(): Picture
  fit(bounds: Bounds): void
  goTo(lon: number, lat: number, zoom?: number): void
  /** Bring a place into the part of the map that is not covered (pixels covered on the left and right). */
  reveal(lon: number, lat: number, covered: { left: number; right: number }): void
  zoom(by: 1 | -1): void
  /** Move by a share of the screen, for keys. */
  pan(right: number, down: number): void
  bounds(): Bounds
  centre(): LonLatPoint
  zoomLevel(): number
  /** Place on the ground → CSS pixels from the top left corner of the map. */
  toScreen(at: LonLatPoint): { x: number; y: number }
  toGround(x: number, y: number): LonLatPoint
  /** While drawing or measuring, a click is a place and never a record. */
  setDrawing(on: boolean): void
  /** Stand exactly there; resolves when everything of it is drawn. */
  still(lon: number, lat: number, zoom: number): Promise<void>
  resize(): void
  destroy(): void
}
