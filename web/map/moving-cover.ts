/** Bits of a word. */
const WORD = 32
/** Fainter than this is not seen; at least that much lets nothing through. Of 255. */
const [SEEN, SOLID] = [5, 255]

/**
 * What is drawn of a picture, and what of it hides all beneath: a bit a pixel, the first the lowest of its word, rows of whole words.
 * `left` and `top` are where it begins, pixels from the middle of the picture.
 */
export type Mask = { left: number; top: number; width: number; rows: number; words: number; drawn: Uint32Array; solid: Uint32Array }

/** The mask of a picture, no larger than what is drawn of it; null where nothing is. */
export function maskOf(image: { data: Uint8ClampedArray; width: number; height: number }): Mask | null {
  const { data, width, height } = image
  let [left, top, right, bottom] = [width, height, 0, 0]
  for (let y = 0, i = 3; y < height; y += 1) {
    for (let x = 0; x < width; x += 1, i += 4) {
      if (data[i]! >= SEEN) {
        left = Math.min(left, x)
        top = Math.min(top, y)
        right = Math.max(right, x + 1)
        bottom = y + 1
      }
    }
  }
  if (right === 0) {
    return null
  }
  const [rows, words] = [bottom - top, Math.ceil((right - left) / WORD)]
  const mask = { left: left - width / 2, top: top - height / 2, width: right - left, rows, words, drawn: new Uint32Array(rows * words), solid: new Uint32Array(rows * words) }
  for (let y = top; y < bottom; y += 1) {
    for (let x = left; x < right; x += 1) {
      const alpha = data[(y * width + x) * 4 + 3]!
      const [at, bit] = [(y - top) * words + ((x - left) >>> 5), 1 << ((x - left) & 31)]
      mask.drawn[at]! |= alpha >= SEEN ? bit : 0
      mask.solid[at]! |= alpha >= SOLID ? bit : 0
    }
  }
  return mask
}

/**
 * What of the screen is covered already, a bit a pixel. Symbols are laid under one another from the uppermost down; each is told
 * whether anything of it still shows, and in which box: where thousands stand on top of each other, most need not be drawn at all,
 * and the picture is the same.
 */
export class Cover {
  /** The box that holds what shows of the one laid last, pixels of the screen: left, top, right, bottom. */
  readonly box = new Int32Array(4)
  #bits = new Uint32Array(0)
  #width = 0
  #height = 0
  #words = 0
  #shows = new Uint32Array(1)

  /** An empty screen of so many pixels. */
  clear(width: number, height: number): void {
    // Two words beside each row, for what begins before it or ends after it.
    const words = Math.ceil(width / WORD) + 2
    if (words * height > this.#bits.length) {
      this.#bits = new Uint32Array(words * height)
    } else {
      this.#bits.fill(0, 0, words * height)
    }
    this.#width = width
    this.#height = height
    this.#words = words
  }

  /** Lay a picture beneath what lies there, its middle at a pixel. `hides`: its solid pixels cover what comes after. Does anything of it show? */
  under(mask: Mask, x: number, y: number, hides: boolean): boolean {
    const { rows, words, drawn, solid } = mask
    const [left, top] = [x + mask.left, y + mask.top]
    if (left >= this.#width || top >= this.#height || left + mask.width <= 0 || top + rows <= 0) {
      return false
    }
    if (words > this.#shows.length) {
      this.#shows = new Uint32Array(words)
    }
    const [bits, shows, each] = [this.#bits, this.#shows, this.#words]
    // A picture that begins left of the screen keeps its bits in the word before it as far as there is one.
    const begin = (left >> 5) + 1
    const shift = left & 31
    // Shifting by all 32 bits would shift by none: in two steps there is nothing left.
    const back = 31 - shift
    const [from, until] = [Math.max(0, -top), Math.min(rows, this.#height - top)]
    let [first, last] = [-1, -1]
    if (words === 1 && begin >= 0 && begin + 1 < each) {
      let all = 0
      for (let row = from, at = (top + from) * each + begin; row < until; row += 1, at += each) {
        const open = drawn[row]! & ~((bits[at]! >>> shift) | (bits[at + 1]! << back << 1))
        if (open !== 0) {
          all |= open
          first = first < 0 ? row : first
          last = row
        }
      }
      if (first < 0) {
        return false
      }
      if (hides) {
        for (let row = first, at = (top + first) * each + begin; row <= last; row += 1, at += each) {
          const word = solid[row]!
          bits[at]! |= word << shift
          bits[at + 1]! |= word >>> back >>> 1
        }
      }
      shows[0] = all
      this.#boxOf(1, left, top + first, top + last + 1)
      return true
    }
    shows.fill(0)
    for (let row = from; row < until; row += 1) {
      const line = (top + row) * each
      let any = 0
      for (let k = 0; k < words; k += 1) {
        const at = begin + k
        const low = at >= 0 && at < each ? bits[line + at]! >>> shift : 0
        const high = at + 1 >= 0 && at + 1 < each ? bits[line + at + 1]! << back << 1 : 0
        const open = drawn[row * words + k]! & ~(low | high)
        shows[k]! |= open
        any |= open
      }
      if (any !== 0) {
        first = first < 0 ? row : first
        last = row
      }
    }
    if (first < 0) {
      return false
    }
    if (hides) {
      for (let row = first; row <= last; row += 1) {
        const line = (top + row) * each
        for (let k = 0; k < words; k += 1) {
          const [at, word] = [begin + k, solid[row * words + k]!]
          if (at >= 0 && at < each) {
            bits[line + at]! |= word << shift
          }
          if (at + 1 >= 0 && at + 1 < each) {
            bits[line + at + 1]! |= word >>> back >>> 1
          }
        }
      }
    }
    this.#boxOf(words, left, top + first, top + last + 1)
    return true
  }

  #boxOf(words: number, left: number, top: number, bottom: number): void {
    let [from, to] = [0, words - 1]
    while (this.#shows[from] === 0) {
      from += 1
    }
    while (this.#shows[to] === 0) {
      to -= 1
    }
    const lowest = this.#shows[from]!
    this.box[0] = left + from * WORD + (31 - Math.clz32(lowest & -lowest))
    this.box[1] = top
    this.box[2] = left + to * WORD + WORD - Math.clz32(this.#shows[to]!)
    this.box[3] = bottom
  }
}
