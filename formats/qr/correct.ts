/** Reed–Solomon over GF(256) with x⁸+x⁴+x³+x²+1 and roots α⁰, α¹…, as QR codes use it. */
const EXP = new Uint8Array(512)
const LOG = new Uint8Array(256)
for (let i = 0, x = 1; i < 255; i += 1) {
  EXP[i] = x
  EXP[i + 255] = x
  LOG[x] = i
  x = (x << 1) ^ (x & 128 ? 0x11d : 0)
}

const times = (a: number, b: number): number => (a === 0 || b === 0 ? 0 : (EXP[(LOG[a] ?? 0) + (LOG[b] ?? 0)] ?? 0))
const over = (a: number, b: number): number => (a === 0 ? 0 : (EXP[(LOG[a] ?? 0) + 255 - (LOG[b] ?? 0)] ?? 0))
/** Value of a polynomial, lowest power first. */
const valueAt = (poly: readonly number[], x: number): number => poly.reduceRight((sum, c) => times(sum, x) ^ c, 0)

/**
 * The data of a block with up to half of `correction` codewords wrong; null when more are. Berlekamp–Massey for where,
 * Forney for by how much.
 */
export function corrected(block: Uint8Array, correction: number): Uint8Array | null {
  const highestFirst = Array.from(block)
  const syndromes = Array.from({ length: correction }, (_, i) => highestFirst.reduce((sum, c) => times(sum, EXP[i] ?? 0) ^ c, 0))
  if (syndromes.every((one) => one === 0)) {
    return block.slice(0, -correction)
  }
  let [locator, before, errors, since, last]: [number[], number[], number, number, number] = [[1], [1], 0, 1, 1]
  for (let n = 0; n < correction; n += 1) {
    let gap = syndromes[n] ?? 0
    for (let i = 1; i <= errors; i += 1) {
      gap ^= times(locator[i] ?? 0, syndromes[n - i] ?? 0)
    }
    if (gap === 0) {
      since += 1
      continue
    }
    const factor = over(gap, last)
    const next = Array.from({ length: Math.max(locator.length, before.length + since) }, (_, i) => (locator[i] ?? 0) ^ times(factor, before[i - since] ?? 0))
    if (2 * errors <= n) {
      before = locator
      errors = n + 1 - errors
      last = gap
      since = 1
    } else {
      since += 1
    }
    locator = next
  }
  if (errors * 2 > correction) {
    return null
  }
  const evaluator = Array.from({ length: errors }, (_, i) => locator.slice(0, i + 1).reduce((sum, c, k) => sum ^ times(c, syndromes[i - k] ?? 0), 0))
  const slope = locator.map((c, i) => (i % 2 === 1 ? c : 0)).slice(1)
  const mended = block.slice()
  let found = 0
  for (let place = 0; place < block.length; place += 1) {
    const inverse = EXP[(255 - (place % 255)) % 255] ?? 1
    if (valueAt(locator, inverse) !== 0) {
      continue
    }
    found += 1
    const at = block.length - 1 - place
    mended[at] = (mended[at] ?? 0) ^ times(EXP[place % 255] ?? 1, over(valueAt(evaluator, inverse), valueAt(slope, inverse)))
  }
  return found === errors ? mended.slice(0, -correction) : null
}
