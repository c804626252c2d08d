/** What is looked for in a stream of bytes that may end anywhere. */

const GT = 0x3e
const SLASH = 0x2f

export function isSpace(byte: number): boolean {
  return byte === 32 || byte === 10 || byte === 13 || byte === 9
}

export function isAt(bytes: Uint8Array, at: number, what: Uint8Array): boolean {
  for (let i = 0; i < what.length; i += 1) {
    if (bytes[at + i] !== what[i]) {
      return false
    }
  }
  return true
}

/** True when the bytes from `at` may still become `what`. */
export function mayBecome(bytes: Uint8Array, at: number, end: number, what: Uint8Array): boolean {
  return end - at < what.length && isAt(bytes, at, what.subarray(0, end - at))
}

export function indexOf(bytes: Uint8Array, what: Uint8Array, from: number, end: number): number {
  for (let at = bytes.indexOf(what[0]!, from); at >= 0 && at + what.length <= end; at = bytes.indexOf(what[0]!, at + 1)) {
    if (isAt(bytes, at, what)) {
      return at
    }
  }
  return -1
}

/** What begins at `at`: a tag of `name`, not one (false), or not known yet (null). */
export function isTag(bytes: Uint8Array, at: number, end: number, name: Uint8Array): boolean | null {
  if (at + name.length >= end) {
    return isAt(bytes, at, name.subarray(0, Math.max(0, end - at))) ? null : false
  }
  const after = bytes[at + name.length]!
  return isAt(bytes, at, name) && (isSpace(after) || after === GT || after === SLASH)
}
