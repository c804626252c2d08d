/** Where things stand in a QR code (ISO/IEC 18004), and how its codewords are shared out among blocks. */

/** Error correction, in the order of the tables below. */
export type Level = 0 | 1 | 2 | 3
/** Codewords of correction in each block, by level (L, M, Q, H) and version from 1. */
const CORRECTION: readonly string[] = [
  '7 10 15 20 26 18 20 24 30 18 20 24 26 30 22 24 28 30 28 28 28 28 30 30 26 28 30 30 30 30 30 30 30 30 30 30 30 30 30 30',
  '10 16 26 18 24 16 18 22 22 26 30 22 22 24 24 28 28 26 26 26 26 28 28 28 28 28 28 28 28 28 28 28 28 28 28 28 28 28 28 28',
  '13 22 18 26 18 24 18 22 20 24 28 26 24 20 30 24 28 28 26 30 28 30 30 30 30 28 30 30 30 30 30 30 30 30 30 30 30 30 30 30',
  '17 28 22 16 22 28 26 26 24 28 24 28 22 24 24 30 28 28 26 28 30 24 30 30 30 30 30 30 30 30 30 30 30 30 30 30 30 30 30 30',
]
const BLOCKS: readonly string[] = [
  '1 1 1 1 1 2 2 2 2 4 4 4 4 4 6 6 6 6 7 8 8 9 9 10 12 12 12 13 14 15 16 17 18 19 19 20 21 22 24 25',
  '1 1 1 2 2 4 4 4 5 5 5 8 9 9 10 10 11 13 14 16 17 17 18 20 21 23 25 26 28 29 31 33 35 37 38 40 43 45 47 49',
  '1 1 2 2 4 4 6 6 8 8 8 10 12 16 12 17 16 18 21 20 23 23 25 27 29 34 34 35 38 40 43 45 48 51 53 56 59 62 65 68',
  '1 1 2 4 4 4 5 6 8 8 11 11 16 16 18 16 19 21 25 25 25 34 30 32 35 37 40 42 45 48 51 54 57 60 63 66 70 74 77 81',
]
const CORRECTIONS = CORRECTION.map((row) => row.split(' ').map(Number))
const BLOCK_COUNTS = BLOCKS.map((row) => row.split(' ').map(Number))

export const LARGEST_VERSION = 40

/** Modules along one side. */
export function sizeOf(version: number): number {
  return version * 4 + 17
}

/** Codewords in all, blocks, and codewords of correction in each block. */
export function blocksOf(version: number, level: Level): { codewords: number; blocks: number; correction: number } {
  const align = version < 2 ? 0 : Math.floor(version / 7) + 2
  const bits = (16 * version + 128) * version + 64 - (align === 0 ? 0 : (25 * align - 10) * align - 55) - (version < 7 ? 0 : 36)
  return { codewords: Math.floor(bits / 8), blocks: BLOCK_COUNTS[level]?.[version - 1] ?? 1, correction: CORRECTIONS[level]?.[version - 1] ?? 0 }
}

/** Rows and columns the alignment patterns are centred on. */
export function alignmentOf(version: number): number[] {
  if (version < 2) {
    return []
  }
  const count = Math.floor(version / 7) + 2
  const step = version === 32 ? 26 : Math.ceil((version * 4 + 4) / (count * 2 - 2)) * 2
  return [6, ...Array.from({ length: count - 1 }, (_, i) => sizeOf(version) - 7 - (count - 2 - i) * step)]
}

/** Is the module part of the pattern rather than of what is said? */
export function isPattern(version: number): (x: number, y: number) => boolean {
  const size = sizeOf(version)
  const align = alignmentOf(version)
  const last = align.length - 1
  const taken = new Uint8Array(size * size)
  align.forEach((y, j) => align.forEach((x, i) => {
    if (!((i === 0 && j === 0) || (i === 0 && j === last) || (i === last && j === 0))) {
      for (let dy = -2; dy <= 2; dy += 1) {
        taken.fill(1, (y + dy) * size + x - 2, (y + dy) * size + x + 3)
      }
    }
  }))
  return (x, y) =>
    x === 6 || y === 6 || (x < 9 && y < 9) || (x >= size - 8 && y < 9) || (x < 9 && y >= size - 8)
    || (version >= 7 && ((x >= size - 11 && y < 6) || (y >= size - 11 && x < 6))) || taken[y * size + x] === 1
}

/** Is the module turned over by this mask? */
export function masked(mask: number, x: number, y: number): boolean {
  switch (mask) {
    case 0: return (x + y) % 2 === 0
    case 1: return y % 2 === 0
    case 2: return x % 3 === 0
    case 3: return (x + y) % 3 === 0
    case 4: return (Math.floor(x / 3) + Math.floor(y / 2)) % 2 === 0
    case 5: return ((x * y) % 2) + ((x * y) % 3) === 0
    case 6: return (((x * y) % 2) + ((x * y) % 3)) % 2 === 0
    default: return (((x + y) % 2) + ((x * y) % 3)) % 2 === 0
  }
}
