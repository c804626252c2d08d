import type { Moving } from './handle.ts'
import { SIDE } from './moving-atlas.ts'
import { Cover, type Mask } from './moving-cover.ts'

/** Halves of one corner: place on the screen and in the texture, device pixels, then strength (0–255) and nothing. */
export const CORNER = 6
/** Corners of a symbol; they are written out, because a software renderer draws each instance as a pass of its own. */
export const CORNERS = 4
/** What has not been heard of for long is paler. */
const PALE = 115
const FULL = 255

/** Where symbols are: places from an anchor with the matrix that is for them, and the screen in device pixels. */
export type View = { places: Float32Array; matrix: ArrayLike<number>; width: number; height: number }
/** Pictures of a texture: cell of each symbol, what is drawn of each cell, and device pixels of a cell. */
export type Cells = { cells: ArrayLike<number>; masks: readonly (Mask | null)[]; pixels: number }

/**
 * The part of each symbol that shows, as corners for one draw call, the last of the columns on top. What lies wholly under others or
 * beside the screen is left out, which no eye can tell: without a graphics card it is what a crowd costs.
 */
export class Shown {
  readonly #cover = new Cover()
  #corners = new Int16Array(0)

  /** Corners of what shows. Good until the next call. */
  of(moving: Pick<Moving, 'lon' | 'symbol' | 'flags'>, view: View, pictures: Cells): Int16Array {
    const { places, matrix: m, width, height } = view
    const { cells, masks, pixels } = pictures
    const count = moving.lon.length
    if (this.#corners.length < count * CORNERS * CORNER) {
      this.#corners = new Int16Array(Math.ceil(count * 1.2) * CORNERS * CORNER)
    }
    const [out, cover] = [this.#corners, this.#cover]
    const { box } = cover
    cover.clear(width, height)
    let at = out.length
    for (let i = count - 1; i >= 0; i -= 1) {
      const cell = cells[moving.symbol[i]!] ?? 0
      const mask = masks[cell]
      const [x, y] = [places[i * 2]!, places[i * 2 + 1]!]
      const depth = m[3]! * x + m[7]! * y + m[15]!
      if (!mask || depth <= 0) {
        continue
      }
      // A symbol stands on whole pixels, so that its picture is copied and not blurred.
      const right = Math.floor(((m[0]! * x + m[4]! * y + m[12]!) / depth / 2 + 0.5) * width + 0.5)
      const down = height - Math.floor(((m[1]! * x + m[5]! * y + m[13]!) / depth / 2 + 0.5) * height + 0.5)
      const isPale = ((moving.flags?.[i] ?? 0) & 1) === 1
      if (!cover.under(mask, right, down, !isPale)) {
        continue
      }
      const [left, top, strength] = [(cell % SIDE) * pixels + pixels / 2 - right, Math.floor(cell / SIDE) * pixels + pixels / 2 - down, isPale ? PALE : FULL]
      at -= CORNERS * CORNER
      for (let corner = 0, k = at; corner < CORNERS; corner += 1, k += CORNER) {
        // Left and right, above and below in turn.
        const [cornerX, cornerY] = [box[(corner & 1) * 2]!, box[(corner & 2) + 1]!]
        out[k] = cornerX
        out[k + 1] = cornerY
        out[k + 2] = cornerX + left
        out[k + 3] = cornerY + top
        out[k + 4] = strength
      }
    }
    return out.subarray(at)
  }
}
