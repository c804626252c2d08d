import type { Decoder, Heard } from '../core/feed.ts'
import type { CodecOptions } from './codec-options.ts'

/** What is kept of input that cannot be read, in bytes: enough to see what it was. */
export const KEPT_OF_BAD = 1024

/** Reads one line without its end; `bytes` is what it was. */
export type LineReader = (text: string, bytes: Uint8Array, now: number, topic: string | undefined) => Heard[]

const latin1 = new TextDecoder('latin1')

/**
 * Cuts input into lines (LF, CRLF or CR) of at most `most` bytes and gives each one that is not empty to `read`. A longer one
 * is told as unreadable once, and reading goes on with the next line. With the option `whole` a chunk ends its last line.
 */
export function lineDecoder(most: number, options: CodecOptions, read: LineReader, over: (now: number) => Heard[] = () => []): Decoder {
  const whole = options['whole'] === true
  const held = new Uint8Array(most)
  let length = 0
  let skipping = false
  let topicOfHeld: string | undefined
  const add = (part: Uint8Array, into: Heard[]): void => {
    if (skipping) {
      return
    }
    const room = most - length
    held.set(room < part.length ? part.subarray(0, room) : part, length)
    length += Math.min(room, part.length)
    if (part.length > room) {
      into.push({ what: 'bad', bytes: held.slice(0, Math.min(KEPT_OF_BAD, length)), reason: `a line is longer than ${most} bytes` })
      skipping = true
      length = 0
    }
  }
  const finish = (into: Heard[], now: number): void => {
    if (length > 0) {
      const bytes = held.slice(0, length)
      length = 0
      give(bytes, into, now)
    }
    skipping = false
  }
  const give = (bytes: Uint8Array, into: Heard[], now: number): void => {
    for (const heard of read(latin1.decode(bytes), bytes, now, topicOfHeld)) {
      into.push(heard)
    }
  }
  return {
    push(chunk, now, topic) {
      const heard: Heard[] = []
      topicOfHeld = topic
      let from = 0
      for (let at = 0; at < chunk.length; at += 1) {
        const byte = chunk[at]
        if (byte !== 10 && byte !== 13) {
          continue
        }
        if (length === 0 && !skipping && at - from <= most) {
          // The usual case: the line lies whole in this chunk.
          if (at > from) {
            give(chunk.slice(from, at), heard, now)
          }
        } else {
          add(chunk.subarray(from, at), heard)
          finish(heard, now)
        }
        from = at + 1
      }
      if (from < chunk.length) {
        add(chunk.subarray(from), heard)
      }
      if (whole) {
        finish(heard, now)
      }
      return heard
    },
    end(now) {
      const heard: Heard[] = []
      finish(heard, now)
      heard.push(...over(now))
      return heard
    },
  }
}
