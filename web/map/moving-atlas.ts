import { SYMBOL_RATIO, SYMBOL_SIZE } from './symbol-draw.ts'

/** Pixels of one cell of the atlas; symbols carry a margin for their ring. */
export const CELL = (SYMBOL_SIZE + 10) * SYMBOL_RATIO
/** Cells on a side: 576 symbols in one texture of 2016 pixels. */
export const SIDE = 24

/** Where a cell is in the texture, 0–1. */
export function cellOf(index: number): { u: number; v: number } {
  const place = index % (SIDE * SIDE)
  return { u: (place % SIDE) / SIDE, v: Math.floor(place / SIDE) / SIDE }
}

/** Symbols of the moving layer in one texture: each is drawn once, when first seen. */
export class MovingAtlas {
  readonly #picture: (name: string) => Promise<ImageData | null>
  readonly #places = new Map<string, number>()
  #texture: WebGLTexture | null = null

  constructor(picture: (name: string) => Promise<ImageData | null>) {
    this.#picture = picture
  }

  /** Cells of these names; those never seen are drawn and `drawn` is called. More than the atlas holds share the first cell (unknown). */
  places(gl: WebGL2RenderingContext, names: readonly string[], drawn: () => void): Uint16Array {
    const texture = this.#textureOf(gl)
    return Uint16Array.from(names, (name) => {
      const known = this.#places.get(name)
      if (known !== undefined) {
        return known
      }
      const place = this.#places.size
      if (place >= SIDE * SIDE) {
        return 0
      }
      this.#places.set(name, place)
      void this.#picture(name).then((image) => {
        if (image && this.#texture === texture) {
          const { u, v } = cellOf(place)
          gl.bindTexture(gl.TEXTURE_2D, texture)
          gl.pixelStorei(gl.UNPACK_FLIP_Y_WEBGL, false)
          gl.pixelStorei(gl.UNPACK_PREMULTIPLY_ALPHA_WEBGL, true)
          gl.texSubImage2D(gl.TEXTURE_2D, 0, Math.round(u * SIDE * CELL), Math.round(v * SIDE * CELL), gl.RGBA, gl.UNSIGNED_BYTE, image)
          drawn()
        }
      })
      return place
    })
  }

  /** Bind for drawing. */
  bind(gl: WebGL2RenderingContext): void {
    gl.bindTexture(gl.TEXTURE_2D, this.#textureOf(gl))
  }

  /** Give the texture back. */
  release(gl: WebGL2RenderingContext): void {
    gl.deleteTexture(this.#texture)
    this.#texture = null
    this.#places.clear()
  }

  #textureOf(gl: WebGL2RenderingContext): WebGLTexture {
    if (this.#texture) {
      return this.#texture
    }
    const texture = gl.createTexture()
    gl.bindTexture(gl.TEXTURE_2D, texture)
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, SIDE * CELL, SIDE * CELL, 0, gl.RGBA, gl.UNSIGNED_BYTE, null)
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.LINEAR)
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, gl.LINEAR)
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_S, gl.CLAMP_TO_EDGE)
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_T, gl.CLAMP_TO_EDGE)
    this.#texture = texture
    return texture
  }
}
