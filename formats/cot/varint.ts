/** A number of protocol buffers at `at`: its value and where it ends; null while bytes are missing. Beyond 2^53 or ten bytes it is NaN. */
export function readVarint(bytes: Uint8Array, at: number, end: number): { value: number; next: number } | null {
  let value = 0
  let scale = 1
  for (let next = at; next < end; next += 1) {
    const byte = bytes[next]!
    value += (byte & 0x7f) * scale
    if (byte < 0x80) {
      return { value: value <= Number.MAX_SAFE_INTEGER ? value : Number.NaN, next: next + 1 }
    }
    scale *= 128
    if (next - at >= 9) {
      return { value: Number.NaN, next: next + 1 }
    }
  }
  return null
}

/** Bytes of a number from 0 to 2^53. */
export function varint(value: number): number[] {
  const out: number[] = []
  let left = value
  while (left >= 128) {
    out.push((left % 128) | 0x80)
    left = Math.floor(left / 128)
  }
  out.push(left)
  return out
}
