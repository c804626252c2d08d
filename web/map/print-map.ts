import { Map as MapLibreMap, setWorkerUrl } from 'maplibre-gl'
import type { StyleSpecification } from 'maplibre-gl'
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url'
import type { BaseSource } from './handle.ts'
import type { Ground } from './print-sheet.ts'
import { rasterSource } from './raster.ts'

setWorkerUrl(workerUrl)

/** Longest the ground of a sheet is waited for, ms: a slow link brings its tiles one by one. */
const WAIT_MS = 90_000
/** The canvas may be so large, pixels: A3 at 200 dpi is 3200 × 2100. */
const MOST_PIXELS: [number, number] = [8192, 8192]

/** The drawn ground: an address of the picture (to be revoked), and how many tiles did not come. */
export type DrawnGround = { url: string; missing: number }

/** The base of a style without records, with added maps between ground and names, as one style. */
export function groundStyle(style: StyleSpecification, added: readonly BaseSource[]): StyleSpecification {
  const own = style.layers.filter((layer) => layer.type === 'background' || ('source' in layer && typeof layer.source === 'string' && layer.source.startsWith('b-')))
  const names = own.filter((layer) => layer.type === 'symbol')
  return {
    ...style,
    sources: { ...Object.fromEntries(Object.entries(style.sources).filter(([id]) => id.startsWith('b-'))), ...Object.fromEntries(added.map((source) => [`added-${source.id}`, rasterSource(source)])) },
    layers: [
      ...own.filter((layer) => layer.type !== 'symbol'),
      ...added.map((source) => ({ id: `added-${source.id}`, type: 'raster' as const, source: `added-${source.id}`, paint: { 'raster-opacity': source.opacity ?? 1, 'raster-fade-duration': 0 } })),
      ...names,
    ],
  }
}

/**
 * Draw the ground of a sheet out of sight, at print resolution. `dpi`: dots of an inch of paper.
 * @throws Error when the machine cannot draw maps, or the picture would not lie where the sheet needs it
 */
export async function drawGround(input: { style: StyleSpecification; centre: { lon: number; lat: number }; zoom: number; ground: Ground; widthPx: number; heightPx: number; dpi: number; signal: AbortSignal }): Promise<DrawnGround> {
  const box = document.createElement('div')
  box.style.cssText = `position:fixed;inset-block-start:0;inset-inline-start:-20000px;inline-size:${input.widthPx}px;block-size:${input.heightPx}px;direction:ltr`
  box.inert = true
  box.setAttribute('aria-hidden', 'true')
  document.body.append(box)
  let map: MapLibreMap | null = null
  try {
    const made = new MapLibreMap({
      container: box, style: input.style, center: [input.centre.lon, input.centre.lat], zoom: input.zoom, minZoom: 0, maxZoom: 22, pixelRatio: input.dpi / 96, maxCanvasSize: MOST_PIXELS,
      interactive: false, attributionControl: false, fadeDuration: 0, renderWorldCopies: true, canvasContextAttributes: { preserveDrawingBuffer: true, antialias: true },
    })
    map = made
    let missing = 0
    made.on('error', () => { missing += 1 })
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(resolve, WAIT_MS)
      made.once('idle', () => { clearTimeout(timer); resolve() })
      input.signal.addEventListener('abort', () => { clearTimeout(timer); reject(new DOMException('given up', 'AbortError')) })
    })
    const corner = made.project([input.ground[0], input.ground[3]])
    if (Math.abs(corner.x) > 1.5 || Math.abs(corner.y) > 1.5) {
      throw new Error(`the picture lies ${Math.round(Math.hypot(corner.x, corner.y))} pixels off its frame`)
    }
    const blob = await new Promise<Blob | null>((done) => { made.getCanvas().toBlob(done, 'image/png') })
    if (!blob) {
      throw new Error('the picture could not be taken')
    }
    return { url: URL.createObjectURL(blob), missing }
  } finally {
    map?.remove()
    box.remove()
  }
}
