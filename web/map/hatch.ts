/** A small disc of diagonal lines: what marks a record nobody has confirmed. RGBA pixels, `size` square. */
export function hatchDisc(size: number, rgb: readonly [number, number, number]): { width: number; height: number; data: Uint8ClampedArray } {
  const data = new Uint8ClampedArray(size * size * 4)
  const middle = (size - 1) / 2
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) {
      const inside = Math.hypot(x - middle, y - middle) < middle * 0.86
      const at = (y * size + x) * 4
      if (inside && (x + y) % 8 < 3) {
        data.set([rgb[0], rgb[1], rgb[2], 230], at)
      }
    }
  }
  return { width: size, height: size, data }
}

/** `#rrggbb` → three bytes. */
export function rgbOf(hex: string): [number, number, number] {
  return [1, 3, 5].map((i) => Number.parseInt(hex.slice(i, i + 2), 16)) as [number, number, number]
}

/** A square of diagonal lines that joins on every side: what fills an area without data. RGBA pixels. */
export function hatchTile(size: number, rgb: readonly [number, number, number]): { width: number; height: number; data: Uint8ClampedArray } {
  const data = new Uint8ClampedArray(size * size * 4)
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) {
      if ((x + y) % (size / 2) < 1) {
        data.set([rgb[0], rgb[1], rgb[2], 220], (y * size + x) * 4)
      }
    }
  }
  return { width: size, height: size, data }
}
