import type { Socket } from 'node:net'
import { Duplex, Transform, type TransformCallback } from 'node:stream'

/** Longest packet of MQTT that is let through. */
export const MOST_PACKET = 262_144

/** Lets packets of MQTT through and ends the connection of one who announces a longer one, before any of it is held. */
export class PacketGuard extends Transform {
  /** Bytes of the packet that are still to come. */
  #left = 0
  /** Length bytes read so far, -1 while the first byte of a packet is awaited. */
  #digits = -1
  #length = 0

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    let at = 0
    while (at < chunk.length) {
      if (this.#left > 0) {
        const step = Math.min(this.#left, chunk.length - at)
        this.#left -= step
        at += step
      } else if (this.#digits === -1) {
        this.#digits = 0
        this.#length = 0
        at += 1
      } else {
        const byte = chunk[at] ?? 0
        at += 1
        this.#length += (byte & 127) * 128 ** this.#digits
        this.#digits += 1
        if (this.#length > MOST_PACKET || this.#digits > 4) {
          done(new Error(`a packet longer than ${MOST_PACKET} bytes`))
          return
        }
        if (byte < 128) {
          this.#left = this.#length
          this.#digits = -1
        }
      }
    }
    done(null, chunk)
  }
}

/** A connection whose packets pass the guard; whoever sends a longer one is told of and cut off. */
export function guarded(socket: Socket, refuse: (because: string) => void): Duplex {
  const guard = new PacketGuard()
  const both = Duplex.from({ readable: socket.pipe(guard), writable: socket } as never)
  guard.on('error', (error) => {
    refuse(`MQTT: ${error.message}`)
    socket.destroy()
  })
  socket.on('error', () => both.destroy())
  socket.on('close', () => guard.end())
  both.on('error', () => socket.destroy())
  both.on('close', () => socket.destroy())
  return both
}
