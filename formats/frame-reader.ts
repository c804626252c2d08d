import type { Decoder, Heard } from '../core/feed.ts'
import type { CodecOptions } from './codec-options.ts'
import { KEPT_OF_BAD } from './line-reader.ts'

/**
 * One look at what begins at the front of `bytes`: a frame of `used` bytes and what it says; `more` when too little is there
 * to tell; `noise` when no frame begins here, with the reason when it looked like one.
 */
export type FrameStep = { used: number; heard: Heard[]; /** Up to so many bytes that begin no frame belong to it still and are passed over; some makers add them and do not say how many. */ behind?: number } | 'more' | { noise: string; /** So many bytes were gone through before it was known. */ vain?: number }

/** Which bytes a frame can begin with, and what is said of input that is none. */
export type Begins = { with(byte: number): boolean; else: string }

/** Gone through in vain for each byte that was of use, at most: beyond, what only looked like a frame is passed over whole. */
const MOST_VAIN = 8

/**
 * Finds frames in a stream of bytes and the way back to them after noise: a byte that begins no frame is noise, and a run of
 * noise is told as one piece of unreadable input. Line ends between frames are passed over in silence: datagrams carry them.
 * `ended`: nothing more will come. A step must answer the same for the same beginning, however the input was cut, and never wait for more than `most` bytes.
 */
export function frameDecoder(most: number, options: CodecOptions, begins: Begins, step: (bytes: Uint8Array, now: number, ended: boolean) => FrameStep): Decoder {
  const whole = options['whole'] === true
  let held = new Uint8Array(0)
  const noise = new Uint8Array(KEPT_OF_BAD)
  let noisy = 0
  let reason = ''
  let behind = 0
  // Somebody may make a frame begin at every byte that takes a checksum of thousands to see through.
  let vain = 0
  const tell = (into: Heard[]): void => {
    if (noisy > 0) {
      into.push({ what: 'bad', bytes: noise.slice(0, noisy), reason: reason || begins.else })
      noisy = 0
      reason = ''
    }
  }
  const drop = (byte: number, because: string, into: Heard[]): void => {
    if (behind > 0) {
      behind -= 1
      return
    }
    if (noisy === 0 && (byte === 10 || byte === 13)) {
      return
    }
    reason ||= because
    noise[noisy] = byte
    noisy += 1
    if (noisy === KEPT_OF_BAD) {
      tell(into)
    }
  }
  const run = (bytes: Uint8Array, now: number, ended: boolean, into: Heard[]): number => {
    let at = 0
    while (at < bytes.length) {
      if (!begins.with(bytes[at]!)) {
        drop(bytes[at]!, '', into)
        at += 1
        continue
      }
      const result = step(at === 0 ? bytes : bytes.subarray(at), now, ended)
      if (result === 'more' && !ended && bytes.length - at < most) {
        break
      }
      if (result === 'more' || 'noise' in result) {
        const because = result === 'more' ? 'the input ended inside a frame' : result.noise
        const looked = (result !== 'more' && result.vain) || 1
        vain += looked - 1
        const end = vain > MOST_VAIN * most ? Math.min(at + looked, bytes.length) : at + 1
        for (; at < end; at += 1) {
          drop(bytes[at]!, because, into)
        }
      } else {
        tell(into)
        for (const heard of result.heard) {
          into.push(heard)
        }
        at += result.used
        vain = Math.max(0, vain - MOST_VAIN * result.used)
        behind = result.behind ?? 0
      }
    }
    return at
  }
  const over = (now: number, into: Heard[]): void => {
    run(held, now, true, into)
    held = new Uint8Array(0)
    tell(into)
  }
  return {
    push(chunk, now) {
      const heard: Heard[] = []
      let bytes = chunk
      if (held.length > 0) {
        bytes = new Uint8Array(held.length + chunk.length)
        bytes.set(held)
        bytes.set(chunk, held.length)
      }
      const used = run(bytes, now, false, heard)
      held = bytes.slice(used)
      if (whole) {
        over(now, heard)
      }
      return heard
    },
    end(now) {
      const heard: Heard[] = []
      over(now, heard)
      return heard
    },
  }
}

/** `bytes` as they are where they are kept: no more than is worth looking at. */
export function kept(bytes: Uint8Array): Uint8Array {
  return bytes.slice(0, KEPT_OF_BAD)
}
