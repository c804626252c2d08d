import { addProtocol } from 'maplibre-gl'
import type { RasterLayerSpecification } from 'maplibre-gl'
import type { Theme } from '../shell/theme.ts'

/** Scheme of tiles that are turned red before they are drawn. */
const RED = 'vigie-red'
/** White becomes this: dark enough for eyes used to the night. */
const RED_INK = '#5a1710'

let taught = false

/** Pictures in this theme: as they are by day, dimmed in the dark, red at night. */
export function toneOf(theme: Theme): RasterLayerSpecification['paint'] {
  return theme === 'dark' ? { 'raster-brightness-max': 0.55, 'raster-saturation': -0.45, 'raster-contrast': -0.1 } : {}
}

/** Addresses of tiles in this theme. At night every tile passes through `redden`: blending alone would leave blue light. */
export function tonedTiles(tiles: readonly string[], theme: Theme): string[] {
  if (theme !== 'night') {
    return [...tiles]
  }
  teachRed()
  return tiles.map((address) => `${RED}://${address}`)
}

function teachRed(): void {
  if (taught) {
    return
  }
  taught = true
  addProtocol(RED, async ({ url }, abort) => {
    const response = await fetch(url.slice(RED.length + 3), { signal: abort.signal })
    if (!response.ok) {
      throw new Error(`${response.status} ${url}`)
    }
    const blob = await response.blob()
    return { data: blob.size === 0 ? new ArrayBuffer(0) : await redden(blob) }
  })
}

/** A picture in shades of dark red, its light and dark kept. */
async function redden(picture: Blob): Promise<ImageBitmap> {
  const from = await createImageBitmap(picture)
  const canvas = new OffscreenCanvas(from.width, from.height)
  const context = canvas.getContext('2d')
  if (!context) {
    throw new Error('no canvas to draw on')
  }
  context.filter = 'grayscale(1)'
  context.drawImage(from, 0, 0)
  from.close()
  context.filter = 'none'
  context.globalCompositeOperation = 'multiply'
  context.fillStyle = RED_INK
  context.fillRect(0, 0, canvas.width, canvas.height)
  // Where the picture lets the ground through, it still does.
  context.globalCompositeOperation = 'destination-in'
  context.drawImage(await createImageBitmap(picture), 0, 0)
  return canvas.transferToImageBitmap()
}
