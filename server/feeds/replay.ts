import { open } from 'node:fs/promises'
import { setImmediate, setTimeout as delay } from 'node:timers/promises'
import type { Codec, Decoder, Heard } from '../../core/feed.ts'
import { HEAD, MAGIC } from './recorder.ts'

const READ = 262_144
/** A longer piece than any transport hands on: the file is damaged. */
const MOST_PIECE = 8_388_608
/** Connections of a recording read side by side. */
const MOST_LINES = 1000

export type Piece = { at: number; line: number; topic: string; bytes: Uint8Array }

/** The pieces of a recording in the order they came. A torn end, as after a power cut, ends it; damage in between too. */
export async function* pieces(file: string): AsyncGenerator<Piece> {
  const handle = await open(file, 'r')
  try {
    let held: Buffer = Buffer.alloc(0)
    let at = MAGIC.length
    for (;;) {
      const buffer = Buffer.alloc(READ)
      const { bytesRead } = await handle.read(buffer, 0, READ, at)
      if (bytesRead === 0) {
        return
      }
      at += bytesRead
      held = Buffer.concat([held, buffer.subarray(0, bytesRead)])
      let from = 0
      while (held.length - from >= HEAD) {
        const topic = held.readUInt16LE(from + 12)
        const size = held.readUInt32LE(from + 14)
        if (size > MOST_PIECE) {
          return
        }
        if (held.length - from < HEAD + topic + size) {
          break
        }
        const body = from + HEAD + topic
        yield { at: held.readDoubleLE(from), line: held.readUInt32LE(from + 8), topic: held.toString('utf8', from + HEAD, body), bytes: Uint8Array.from(held.subarray(body, body + size)) }
        from = body + size
      }
      held = held.subarray(from)
    }
  } finally {
    await handle.close()
  }
}

export type ReplayProgress = { pieces: number; bytes: number; heard: number; bad: number; /** When the piece played last came, epoch ms. */ at: number | null }

/**
 * Play a recording through a codec: `speed` 1 as it came, 10 ten times as fast, 0 as fast as it goes. `take` gets what was
 * understood with when its bytes came. Answers what there was when it ends or is stopped.
 */
export async function replay(options: {
  file: string
  codec: Codec
  options: { [name: string]: string | number | boolean }
  speed: number
  whole: boolean
  signal: AbortSignal
  take(heard: readonly Heard[], at: number): void
  progress?: (now: ReplayProgress) => void
}): Promise<ReplayProgress> {
  const decoders = new Map<number, Decoder>()
  const done: ReplayProgress = { pieces: 0, bytes: 0, heard: 0, bad: 0, at: null }
  const take = (heard: readonly Heard[], at: number): void => {
    const bad = heard.filter((one) => one.what === 'bad').length
    done.bad += bad
    done.heard += heard.filter((one) => one.what !== 'reply').length - bad
    if (heard.length > 0) {
      options.take(heard, at)
    }
  }
  let first: { recorded: number; real: number } | null = null
  for await (const piece of pieces(options.file)) {
    if (options.signal.aborted) {
      return done
    }
    first ??= { recorded: piece.at, real: performance.now() }
    if (options.speed > 0) {
      const wait = (piece.at - first.recorded) / options.speed - (performance.now() - first.real)
      if (wait > 1) {
        await delay(wait, undefined, { signal: options.signal }).catch(() => undefined)
      }
    } else if (done.pieces % 64 === 63) {
      await setImmediate()
    }
    const decoder = decoders.get(piece.line) ?? options.codec.make({ ...options.options, ...(options.whole ? { whole: true } : {}) })
    if (!options.whole) {
      decoders.delete(piece.line)
      decoders.set(piece.line, decoder)
      const [oldest] = decoders.keys()
      if (decoders.size > MOST_LINES && oldest !== undefined) {
        decoders.delete(oldest)
      }
    }
    done.pieces += 1
    done.bytes += piece.bytes.length
    done.at = piece.at
    try {
      take(decoder.push(piece.bytes, piece.at, piece.topic === '' ? undefined : piece.topic), piece.at)
    } catch {
      done.bad += 1
      decoders.delete(piece.line)
    }
    options.progress?.(done)
  }
  for (const decoder of decoders.values()) {
    take(decoder.end(done.at ?? 0), done.at ?? 0)
  }
  return done
}
