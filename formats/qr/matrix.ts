import { corrected } from './correct.ts'
import { blocksOf, isPattern, masked, sizeOf, type Level } from './layout.ts'

/** Is the module dark? */
export type Modules = (x: number, y: number) => boolean

const ALPHANUMERIC = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:'
/** Two bits of the format say the level in this order. */
const LEVELS: readonly Level[] = [1, 0, 3, 2]
/** Bits of a format that may be wrong and still leave no doubt. */
const MOST_WRONG = 3

/** What the modules of a code of this version say; null when they are none, or too many are wrong. */
export function readModules(version: number, dark: Modules): string | null {
  const format = formatOf(version, dark)
  if (format === null) {
    return null
  }
  const { codewords, blocks, correction } = blocksOf(version, format.level)
  const all = codewordsOf(version, dark, format.mask, codewords)
  // Blocks are interleaved: first the data codewords of all, the longer blocks last, then those of correction.
  const short = Math.floor(codewords / blocks)
  const shortOnes = blocks - (codewords % blocks)
  const parts = Array.from({ length: blocks }, (_, i) => new Uint8Array(short + (i < shortOnes ? 0 : 1)))
  let at = 0
  for (let i = 0; i < short - correction + 1; i += 1) {
    for (let b = 0; b < blocks; b += 1) {
      if (i < short - correction || b >= shortOnes) {
        parts[b]![i] = all[at] ?? 0
        at += 1
      }
    }
  }
  for (let i = 0; i < correction; i += 1) {
    for (let b = 0; b < blocks; b += 1) {
      parts[b]![short - correction + (b < shortOnes ? 0 : 1) + i] = all[at] ?? 0
      at += 1
    }
  }
  const data: number[] = []
  for (const part of parts) {
    const mended = corrected(part, correction)
    if (mended === null) {
      return null
    }
    data.push(...mended)
  }
  return textOf(Uint8Array.from(data), version)
}

function formatOf(version: number, dark: Modules): { level: Level; mask: number } | null {
  const size = sizeOf(version)
  const bits = (place: (i: number) => [number, number]) => Array.from({ length: 15 }, (_, i) => (dark(...place(i)) ? 1 << i : 0)).reduce((a, b) => a | b, 0)
  const copies = [
    bits((i) => (i < 6 ? [8, i] : i < 8 ? [8, i + 1] : i === 8 ? [7, 8] : [14 - i, 8])),
    bits((i) => (i < 8 ? [size - 1 - i, 8] : [8, size - 15 + i])),
  ]
  let best = { wrong: MOST_WRONG + 1, value: 0 }
  for (let value = 0; value < 32; value += 1) {
    let rest = value
    for (let i = 0; i < 10; i += 1) {
      rest = (rest << 1) ^ ((rest >>> 9) * 0x537)
    }
    const whole = ((value << 10) | rest) ^ 0x5412
    for (const copy of copies) {
      const wrong = ones(copy ^ whole)
      best = wrong < best.wrong ? { wrong, value } : best
    }
  }
  return best.wrong > MOST_WRONG ? null : { level: LEVELS[best.value >>> 3] ?? 1, mask: best.value & 7 }
}

function ones(value: number): number {
  let [rest, count] = [value, 0]
  for (; rest !== 0; rest &= rest - 1) {
    count += 1
  }
  return count
}

function codewordsOf(version: number, dark: Modules, mask: number, count: number): Uint8Array {
  const size = sizeOf(version)
  const pattern = isPattern(version)
  const bytes = new Uint8Array(count)
  let bit = 0
  for (let right = size - 1; right >= 1; right -= right === 8 ? 3 : 2) {
    const upward = ((right + 1) & 2) === 0
    for (let i = 0; i < size; i += 1) {
      const y = upward ? size - 1 - i : i
      for (const x of [right, right - 1]) {
        if (!pattern(x, y) && bit < count * 8) {
          if (dark(x, y) !== masked(mask, x, y)) {
            bytes[bit >>> 3] = (bytes[bit >>> 3] ?? 0) | (128 >>> (bit & 7))
          }
          bit += 1
        }
      }
    }
  }
  return bytes
}

function textOf(data: Uint8Array, version: number): string | null {
  let at = 0
  const left = () => data.length * 8 - at
  const take = (n: number): number => {
    let value = 0
    for (let i = 0; i < n; i += 1, at += 1) {
      value = value * 2 + (((data[at >>> 3] ?? 0) >>> (7 - (at & 7))) & 1)
    }
    return value
  }
  const sizes = version < 10 ? { 1: 10, 2: 9, 4: 8 } : version < 27 ? { 1: 12, 2: 11, 4: 16 } : { 1: 14, 2: 13, 4: 16 }
  let text = ''
  while (left() >= 4) {
    const mode = take(4)
    if (mode === 0) {
      break
    }
    if (mode === 7) {
      // Another character set is announced; what we write needs none.
      take(take(1) === 0 ? 7 : take(1) === 0 ? 14 : 22)
      continue
    }
    if (mode !== 1 && mode !== 2 && mode !== 4) {
      return null
    }
    const count = take(sizes[mode])
    const need = mode === 1 ? Math.floor(count / 3) * 10 + [0, 4, 7][count % 3]! : mode === 2 ? Math.floor(count / 2) * 11 + (count % 2) * 6 : count * 8
    if (need > left()) {
      return null
    }
    if (mode === 1) {
      for (let rest = count; rest > 0; rest -= 3) {
        const n = Math.min(3, rest)
        text += String(take([4, 7, 10][n - 1]!)).padStart(n, '0')
      }
    } else if (mode === 2) {
      for (let rest = count; rest > 0; rest -= 2) {
        const pair = take(rest === 1 ? 6 : 11)
        text += (rest === 1 ? '' : (ALPHANUMERIC[Math.floor(pair / 45)] ?? '')) + (ALPHANUMERIC[pair % 45] ?? '')
      }
    } else {
      text += new TextDecoder().decode(Uint8Array.from({ length: count }, () => take(8)))
    }
  }
  return text
}
