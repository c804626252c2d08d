import type { StyleSpecification } from 'maplibre-gl'
import { createMap } from './adapter.ts'
import type { MapLook } from './adapter.ts'
import type { LonLatPoint, MapHandle } from './handle.ts'
import type { Ground } from './print-sheet.ts'

/** Longest the picture of a sheet is waited for, ms: a slow link brings its tiles one by one. */
const WAIT_MS = 90_000

/** The drawn map: an address of the picture (to be revoked), and how many tiles did not come. */
export type DrawnGround = { url: string; missing: number }

/**
 * Draw the map of a sheet out of sight, at print resolution, as the screen would draw it; `show` puts on it what is
 * shown. `dpi`: dots of an inch of paper.
 * @throws Error when the machine cannot draw maps, or the picture would not lie where the sheet needs it
 */
export async function drawGround(input: { style: StyleSpecification; look: MapLook; centre: LonLatPoint; zoom: number; ground: Ground; widthPx: number; heightPx: number; dpi: number; signal: AbortSignal; show(map: MapHandle): void }): Promise<DrawnGround> {
  const box = document.createElement('div')
  box.style.cssText = `position:fixed;inset-block-start:0;inset-inline-start:-20000px;inline-size:${input.widthPx}px;block-size:${input.heightPx}px;direction:ltr`
  box.inert = true
  box.setAttribute('aria-hidden', 'true')
  document.body.append(box)
  let map: MapHandle | null = null
  try {
    let missing = 0
    const made = createMap(box, {
      style: input.style, look: input.look, bounds: input.ground, print: { ratio: input.dpi / 96 },
      events: { onPick: () => undefined, onMove: () => undefined, onCursor: () => undefined, onMissing: () => { missing += 1 } },
    })
    map = made
    input.show(made)
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(resolve, WAIT_MS)
      void made.still(input.centre.lon, input.centre.lat, input.zoom).then(() => { clearTimeout(timer); resolve() })
      input.signal.addEventListener('abort', () => { clearTimeout(timer); reject(new DOMException('given up', 'AbortError')) })
    })
    const corner = made.toScreen({ lon: input.ground[0], lat: input.ground[3] })
    if (Math.abs(corner.x) > 1.5 || Math.abs(corner.y) > 1.5) {
      throw new Error(`the picture lies ${Math.round(Math.hypot(corner.x, corner.y))} pixels off its frame`)
    }
    const blob = await new Promise<Blob | null>((done) => { box.querySelector('canvas')?.toBlob(done, 'image/png') })
    if (!blob) {
      throw new Error('the picture could not be taken')
    }
    return { url: URL.createObjectURL(blob), missing }
  } finally {
    map?.destroy()
    box.remove()
  }
}
