import { maskOf, type Mask } from './moving-cover.ts'
import { SYMBOL_RATIO, SYMBOL_SIZE } from './symbol-draw.ts'

/** Pixels of one picture as it is drawn; symbols carry a margin for their ring. */
export const CELL = (SYMBOL_SIZE + 10) * SYMBOL_RATIO
/** Cells on a side: 576 symbols in one texture. */
export const SIDE = 24

/** Where a cell is in the texture, 0–1. */
export function cellOf(index: number): { u: number; v: number } {
  const place = index % (SIDE * SIDE)
  return { u: (place % SIDE) / SIDE, v: Math.floor(place / SIDE) / SIDE }
}

/**
 * Symbols of the moving layer in one texture, in the very size they are drawn: each pixel of the screen is then one pixel of the
 * picture, which is sharper than a picture made smaller while drawing, and cheaper. The first cell is that of what is unknown;
 * more symbols than the texture holds share it.
 */
export class MovingAtlas {
  readonly #picture: (name: string) => Promise<ImageData | null>
  readonly #unknown: string
  readonly #places = new Map<string, number>()
  readonly #pictures = new Map<string, Promise<ImageData | null>>()
  #texture: WebGLTexture | null = null
  #pixels = 0
  /** What is drawn of each cell, by place; null before its picture is there. */
  readonly #masks: (Mask | null)[] = []

  constructor(picture: (name: string) => Promise<ImageData | null>, unknown: string) {
    this.#picture = picture
    this.#unknown = unknown
  }

  /** Device pixels of a cell. */
  get pixels(): number {
    return this.#pixels
  }

  get masks(): readonly (Mask | null)[] {
    return this.#masks
  }

  /** Draw cells this large from now on (an even number of device pixels). */
  size(gl: WebGL2RenderingContext, pixels: number): void {
    if (pixels !== this.#pixels) {
      this.release(gl)
      this.#pixels = pixels
    }
  }

  /** Cells of these names; those never seen are drawn and `drawn` is called. */
  places(gl: WebGL2RenderingContext, names: readonly string[], drawn: () => void): Uint16Array {
    const texture = this.#textureOf(gl)
    this.#place(gl, texture, this.#unknown, drawn)
    return Uint16Array.from(names, (name) => this.#place(gl, texture, name, drawn))
  }

  #place(gl: WebGL2RenderingContext, texture: WebGLTexture, name: string, drawn: () => void): number {
    const known = this.#places.get(name)
    if (known !== undefined) {
      return known
    }
    const place = this.#places.size
    if (place >= SIDE * SIDE) {
      return 0
    }
    this.#places.set(name, place)
    this.#masks[place] = null
    const pixels = this.#pixels
    const picture = this.#pictures.get(name) ?? this.#picture(name)
    this.#pictures.set(name, picture)
    void picture.then((image) => {
      if (image && this.#texture === texture) {
        const small = scaled(image, pixels)
        this.#masks[place] = maskOf(small)
        const { u, v } = cellOf(place)
        gl.bindTexture(gl.TEXTURE_2D, texture)
        gl.pixelStorei(gl.UNPACK_FLIP_Y_WEBGL, false)
        gl.pixelStorei(gl.UNPACK_PREMULTIPLY_ALPHA_WEBGL, true)
        gl.texSubImage2D(gl.TEXTURE_2D, 0, Math.round(u * SIDE) * pixels, Math.round(v * SIDE) * pixels, gl.RGBA, gl.UNSIGNED_BYTE, small)
        drawn()
      }
    })
    return place
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
    this.#masks.length = 0
  }

  #textureOf(gl: WebGL2RenderingContext): WebGLTexture {
    if (this.#texture) {
      return this.#texture
    }
    const texture = gl.createTexture()
    const side = SIDE * this.#pixels
    gl.bindTexture(gl.TEXTURE_2D, texture)
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, side, side, 0, gl.RGBA, gl.UNSIGNED_BYTE, null)
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.NEAREST)
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, gl.NEAREST)
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_S, gl.CLAMP_TO_EDGE)
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_T, gl.CLAMP_TO_EDGE)
    this.#texture = texture
    return texture
  }
}

/** A picture in another size, smoothed. */
function scaled(image: ImageData, pixels: number): ImageData {
  if (image.width === pixels && image.height === pixels) {
    return image
  }
  const whole = new OffscreenCanvas(image.width, image.height)
  const small = new OffscreenCanvas(pixels, pixels)
  const context = small.getContext('2d', { willReadFrequently: true })
  whole.getContext('2d')?.putImageData(image, 0, 0)
  if (!context) {
    return image
  }
  context.imageSmoothingQuality = 'high'
  context.drawImage(whole, 0, 0, pixels, pixels)
  return context.getImageData(0, 0, pixels, pixels)
}
