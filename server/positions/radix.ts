const DIGIT = 11
const SIZE = 1 << DIGIT
const MASK = SIZE - 1

/**
 * Sort numbers by keys of `bits` bits, equal keys in the order they came: least significant digit first. Both arrays are written
 * over and hold the answer. Digits that are the same in all cost one look.
 */
export function radixSort(keys: Uint32Array, values: Uint32Array, bits: number): void {
  let [fromKeys, fromValues] = [keys, values]
  let toKeys: Uint32Array | null = null
  let toValues: Uint32Array | null = null
  const counts = new Uint32Array(SIZE)
  for (let shift = 0; shift < bits; shift += DIGIT) {
    counts.fill(0)
    for (let i = 0; i < keys.length; i += 1) {
      const digit = (fromKeys[i]! >>> shift) & MASK
      counts[digit] = counts[digit]! + 1
    }
    if (counts[(fromKeys[0]! >>> shift) & MASK] === keys.length) {
      continue
    }
    let at = 0
    for (let digit = 0; digit < SIZE; digit += 1) {
      const count = counts[digit]!
      counts[digit] = at
      at += count
    }
    toKeys ??= new Uint32Array(keys.length)
    toValues ??= new Uint32Array(keys.length)
    for (let i = 0; i < keys.length; i += 1) {
      const key = fromKeys[i]!
      const digit = (key >>> shift) & MASK
      const place = counts[digit]!
      counts[digit] = place + 1
      toKeys[place] = key
      toValues[place] = fromValues[i]!
    }
    ;[fromKeys, toKeys] = [toKeys, fromKeys]
    ;[fromValues, toValues] = [toValues, fromValues]
  }
  if (fromKeys !== keys) {
    keys.set(fromKeys)
    values.set(fromValues)
  }
}

/** Bits of numbers below `limit`. */
export function bitsFor(limit: number): number {
  return limit <= 1 ? 0 : 32 - Math.clz32(limit - 1)
}
