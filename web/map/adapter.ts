import { LngLatBounds, Map as MapLibreMap, Marker, ScaleControl, setWorkerUrl } from 'maplibre-gl'
import type { GeoJSONSource, LayerSpecification, MapMouseEvent, StyleSpecification, VectorTileSource } from 'maplibre-gl'
import 'maplibre-gl/dist/maplibre-gl.css'
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url'
import { AddedBase } from './added-base.ts'
import type { GroundLook } from './added-base.ts'
import type { Bounds, LonLatPoint, MapEvents, MapHandle, MapPoint } from './handle.ts'
import { hatchDisc, hatchTile, rgbOf } from './hatch.ts'
import type { MovingLayer } from './moving.ts'
import { MovingLabels } from './moving-labels.ts'
import { movingName, readMovingName, UNKNOWN_SIDC } from './moving-name.ts'
import { scaledOpacity } from './opacity.ts'
import { pace } from './pace.ts'
import type { Paced, Pacing } from './pace.ts'
import { pickIn, pickRecord } from './pick.ts'
import { roleMark } from './shapes.ts'
import { HeldShapes } from './shapes-held.ts'
import { EMPTY, FONT, GROUPS } from './style.ts'
import { SYMBOL_RATIO } from './symbol-draw.ts'
import type { SymbolColours } from './symbol-draw.ts'
import { symbolPicture } from './symbols.ts'
import type { SymbolOf } from './symbols.ts'

setWorkerUrl(workerUrl)

/** Pixels between the edge of the map and the mission's bounds, which hold a margin of their own. */
const FIT_PADDING = 4
/** Metres of ground one CSS pixel covers at zoom 0 on the equator (512-pixel tiles). */
const METRES_AT_0 = 78_271.517

/** The canvas of a sheet may be so large, pixels: A3 at 200 dpi is 3200 × 2100. */
const MOST_PIXELS: [number, number] = [8192, 8192]

/** What symbols are drawn from. */
export type MapLook = { colours: SymbolColours; halo: string; symbolOf: SymbolOf; ground: GroundLook }
export type MapOptions = {
  style: StyleSpecification
  look: MapLook
  bounds: Bounds
  events: MapEvents
  /** A map that is printed: its picture can be read, nothing can be done to it. `ratio` is device pixels a CSS pixel. */
  print?: { ratio: number }
}

/**
 * Make a map in an element. Nothing outside this folder holds a map object.
 * @throws Error when WebGL2 is not there
 */
export function createMap(container: HTMLElement, { style, look, bounds, events, print }: MapOptions): MapHandle {
  const map = new MapLibreMap({
    container, style, bounds, fitBoundsOptions: { padding: FIT_PADDING }, attributionControl: false, dragRotate: false, pitchWithRotate: false, touchPitch: false,
    maxZoom: print ? 22 : 18, fadeDuration: 0, refreshExpiredTiles: false, interactive: print === undefined,
    canvasContextAttributes: { antialias: print !== undefined, preserveDrawingBuffer: print !== undefined }, ...(print ? { pixelRatio: print.ratio, maxCanvasSize: MOST_PIXELS } : {}),
  })
  map.touchZoomRotate.disableRotation()
  let pacing: Pacing = { quietly: () => map.triggerRepaint(), slow: () => false }
  if (!print) {
    pacing = pace(holdable(map), map.getCanvas().getContext('webgl2'))
    map.addControl(new ScaleControl({ maxWidth: 110 }), 'bottom-left')
  }
  const picture = (name: string) => symbolPicture(name, look.symbolOf, look.colours)
  map.setMissingStyleImageResolver(async (id) => {
    if (id === 'hatch') {
      map.addImage(id, hatchDisc(32, rgbOf(look.colours.unverified)))
    } else if (id === 'hatch-lines') {
      map.addImage(id, hatchTile(12, rgbOf(look.colours.unverified)))
    } else {
      const image = readMovingName(id) ? (await import('./moving-picture.ts')).movingPicture(id, look.colours, look.ground.theme === 'night') : await picture(id)
      if (image && !map.hasImage(id)) {
        map.addImage(id, image, { pixelRatio: SYMBOL_RATIO })
      }
    }
  })

  // What is asked before the style stands is done when it does.
  let styled = false
  const waiting: (() => void)[] = []
  let gone = false
  const whenStyled = (run: () => void) => {
    if (gone) {
      // What is drawn on a map goes with it; its parts may take their leave afterwards.
      return
    }
    if (styled) {
      run()
    } else {
      waiting.push(run)
    }
  }
  map.once('style.load', () => {
    styled = true
    waiting.splice(0).forEach((run) => run())
  })
  const put = (name: string, data: GeoJSON.GeoJSON) => whenStyled(() => void map.getSource<GeoJSONSource>(name)?.setData(data))

  const added = new AddedBase(map, look.ground)
  const shapes = new HeldShapes(map, look.halo, FONT)
  const original = new Map<string, LayerSpecification>(style.layers.map((l) => [l.id, l]))
  let moving: MovingLayer | null = null
  const movingLabels = new MovingLabels(map, { ink: look.ground.palette.label, halo: look.halo }, FONT)
  let movingWanted = 0
  let drawing = false
  let past = false
  const hidden = new Set<string>()

  const now = (): Bounds => {
    const b = map.getBounds()
    return [b.getWest(), b.getSouth(), b.getEast(), b.getNorth()]
  }
  const centre = (): LonLatPoint => {
    const at = map.getCenter().wrap()
    return { lon: at.lng, lat: at.lat }
  }
  const metresPerPixel = () => (METRES_AT_0 * Math.cos((map.getCenter().lat * Math.PI) / 180)) / 2 ** map.getZoom()
  const show = (id: string, visible: boolean) => {
    if (map.getLayer(id)) {
      map.setLayoutProperty(id, 'visibility', visible ? 'visible' : 'none')
    }
  }
  /** Layers of a group in their three forms: tiles, live, past. While the past is shown only the last is drawn. */
  const showGroupNow = (group: string) => {
    for (const id of GROUPS[group] ?? []) {
      const visible = !hidden.has(group) && ![...hidden].some((other) => other !== group && GROUPS[other]?.includes(id))
      const own = id.startsWith('past-')
      show(id, visible && (group === 'records' || group === 'radius' ? own === past : true))
    }
  }
  const shapeAt = (point: { x: number; y: number }) => {
    const pickable = shapes.pickable()
    const found = pickIn(map, point, pickable.map((p) => p.layer)).find((f) => typeof f.properties['id'] === 'string')
    return found ? { name: pickable.find((p) => p.layer === found.layer.id)?.name ?? '', id: String(found.properties['id']) } : null
  }
  const movingAt = (at: LonLatPoint) => (moving ? moving.pick(at.lon, at.lat, 14 / (512 * 2 ** map.getZoom())) : -1)

  if (events.onMissing) {
    map.on('error', () => events.onMissing?.())
  }
  map.on('moveend', () => events.onMove(now(), map.getZoom()))
  map.once('load', () => events.onMove(now(), map.getZoom()))
  // Whoever pictures the page can tell when the map stands as it will stay.
  map.on('idle', () => { container.dataset['drawn'] = '' })
  map.on('movestart', () => { delete container.dataset['drawn'] })
  map.on('mousemove', (e) => {
    const at = e.lngLat.wrap()
    events.onCursor({ lon: at.lng, lat: at.lat })
    map.getCanvas().style.cursor = drawing ? 'crosshair' : movingAt({ lon: at.lng, lat: at.lat }) >= 0 || pickRecord(map, e.point) || shapeAt(e.point) ? 'pointer' : ''
  })
  map.on('mouseout', () => events.onCursor(null))
  const click = (e: MapMouseEvent, double: boolean) => {
    const lngLat = e.lngLat.wrap()
    const at = { lon: lngLat.lng, lat: lngLat.lat }
    if (drawing) {
      events.onClick?.(at, { double })
      return
    }
    if (double) {
      return
    }
    const index = movingAt(at)
    const feature = index < 0 ? pickRecord(map, e.point) : undefined
    const properties = feature?.properties
    const ref = properties?.['ref'] ?? properties?.['id']
    const shape = index < 0 && !feature ? shapeAt(e.point) : null
    if (index >= 0) {
      events.onMoving?.(index)
    } else if (feature && properties?.['count'] !== undefined && feature.geometry.type === 'Point') {
      const [lon = 0, lat = 0] = feature.geometry.coordinates
      map.easeTo({ center: [lon, lat], zoom: Math.min(16, map.getZoom() + 2), duration: 180 })
    } else if (typeof ref === 'string') {
      events.onPick(ref)
    } else if (shape) {
      events.onShape?.(shape.name, shape.id)
    } else {
      events.onClick?.(at, { double: false })
    }
  }
  map.on('click', (e) => click(e, false))
  map.on('dblclick', (e) => {
    if (drawing) {
      e.preventDefault()
      click(e, true)
    }
  })

  return {
    setRecordTiles: (url) => whenStyled(() => { map.getSource<VectorTileSource>('records')?.setTiles([url]) }),
    setLive: (points) => put('live', collection(points)),
    setPast(points) {
      put('past', points ? collection(points) : EMPTY)
      past = points !== null
      whenStyled(() => ['records', 'radius'].forEach(showGroupNow))
    },
    setChosen: (point) => put('chosen', point ? feature(point) : EMPTY),
    setPreview: (point) => put('preview', point ? feature({ id: 'preview', ref: '', severity: 0, veracity: null, workflow: '', ...point }) : EMPTY),
    pulse(lon, lat) {
      const element = document.createElement('div')
      element.className = 'mappulse'
      const marker = new Marker({ element }).setLngLat([lon, lat]).addTo(map)
      setTimeout(() => marker.remove(), 5000)
    },
    setGroup: (group, visible, opacity) => whenStyled(() => {
      if (visible) {
        hidden.delete(group)
      } else {
        hidden.add(group)
      }
      showGroupNow(group)
      for (const id of GROUPS[group] ?? []) {
        const layer = original.get(id)
        if (layer) {
          for (const [property, value] of scaledOpacity(layer, opacity)) {
            map.setPaintProperty(id, property as never, value as never)
          }
        }
      }
    }),
    setBaseSources: (list) => whenStyled(() => void added.set(list)),
    setShapes: (name, role, list, opacity = 1) => whenStyled(() => shapes.set(name, role, list, opacity)),
    setHeat: (points, opacity = 0.8) => whenStyled(() => shapes.heat(points, opacity, look.colours.severity)),
    setMoving(columns) {
      movingWanted += 1
      const mine = movingWanted
      if (columns === null) {
        whenStyled(() => {
          if (moving) {
            map.removeLayer(moving.id)
            movingLabels.set(null)
            moving = null
          }
        })
      } else if (moving) {
        moving.set(columns)
        movingLabels.set(columns)
      } else if (columns.lon.length > 0) {
        void Promise.all([import('./moving.ts'), import('./moving-picture.ts')]).then(([{ MovingLayer: Layer }, { movingPicture }]) => whenStyled(() => {
          if (mine === movingWanted) {
            const pictureOf = async (name: string) => (readMovingName(name) ? movingPicture(name, look.colours, look.ground.theme === 'night') : picture(name))
            moving ??= addMoving(map, new Layer(pictureOf, movingName(UNKNOWN_SIDC, []), rgbOf(look.colours.stale), pacing.quietly))
            moving.set(columns)
            movingLabels.set(columns)
          }
        }), () => undefined) // Not reached now: asked for again with the next change.
      }
    },
    picture: () => ({ style: map.getStyle(), bounds: now(), centre: centre(), zoom: map.getZoom(), metresPerPixel: metresPerPixel() }),
    fit: (b) => { map.fitBounds(new LngLatBounds([b[0], b[1]], [b[2], b[3]]), { padding: FIT_PADDING, duration: 180 }) },
    goTo: (lon, lat, zoom) => { map.easeTo({ center: [lon, lat], zoom: zoom ?? Math.max(map.getZoom(), 11), duration: 180 }) },
    reveal(lon, lat, covered) {
      const { clientWidth: width, clientHeight: height } = map.getContainer()
      const { x, y } = map.project([lon, lat])
      const free = width - covered.left - covered.right
      if (free < 80 || (x > covered.left + 20 && x < width - covered.right - 20 && y > 20 && y < height - 20)) {
        return
      }
      map.easeTo({ center: [lon, lat], offset: [(covered.left - covered.right) / 2, 0], duration: pacing.slow() ? 0 : 180 })
    },
    zoom: (by) => { map.zoomTo(map.getZoom() + by, { duration: 150 }) },
    pan(right, down) {
      const { clientWidth, clientHeight } = map.getContainer()
      map.panBy([right * clientWidth, down * clientHeight], { duration: 120 })
    },
    bounds: now,
    centre,
    zoomLevel: () => map.getZoom(),
    toScreen: (at) => {
      const { x, y } = map.project([at.lon, at.lat])
      return { x, y }
    },
    toGround(x, y) {
      const at = map.unproject([x, y]).wrap()
      return { lon: at.lng, lat: at.lat }
    },
    setDrawing(on) {
      drawing = on
      map.getCanvas().style.cursor = on ? 'crosshair' : ''
    },
    still: (lon, lat, zoom) => new Promise((resolve) => {
      whenStyled(() => {
        map.jumpTo({ center: [lon, lat], zoom })
        map.once('idle', () => resolve())
      })
    }),
    resize: () => { map.resize() },
    destroy() {
      gone = true
      waiting.length = 0
      map.remove()
    },
  }
}

/** The map, with the word whether somebody drags, wheels or pinches it now; it moves by itself otherwise. */
function holdable(map: MapLibreMap): Paced {
  const hands = [map.dragPan, map.scrollZoom, map.touchZoomRotate, map.boxZoom]
  return Object.assign(map, { isHeld: () => hands.some((hand) => hand.isActive()) })
}

function addMoving(map: MapLibreMap, layer: MovingLayer): MovingLayer {
  map.addLayer(layer, roleMark('grid'))
  return layer
}

function collection(points: readonly MapPoint[]): GeoJSON.FeatureCollection {
  return { type: 'FeatureCollection', features: points.map(feature) }
}

function feature(point: MapPoint): GeoJSON.Feature {
  const { lon, lat, radiusM, ...properties } = point
  return { type: 'Feature', properties: { ...properties, radius: radiusM, reach: radiusM / Math.cos((Math.min(85, Math.abs(lat)) * Math.PI) / 180) }, geometry: { type: 'Point', coordinates: [lon, lat] } }
}
