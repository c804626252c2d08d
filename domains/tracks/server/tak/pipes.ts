import type { Socket as Datagrams } from 'node:dgram'
import type { Socket } from 'node:net'
import type { TLSSocket } from 'node:tls'
import { TAK_MAGIC, frameMesh } from '../../../../formats/cot/stream.ts'
import type { Pipe } from './client.ts'

/** A TCP or TLS connection. */
export function socketPipe(socket: Socket | TLSSocket, fingerprint256: string | null): Pipe {
  return {
    transport: 'encrypted' in socket ? 'tls' : 'tcp',
    address: socket.remoteAddress ?? '',
    fingerprint256,
    write: (bytes) => {
      if (!socket.destroyed) {
        socket.write(bytes)
      }
    },
    waiting: () => socket.writableLength,
    pause: () => {
      socket.pause()
      return true
    },
    resume: () => socket.resume(),
    end: () => socket.end(),
    destroy: () => socket.destroy(),
  }
}

/** The part of a WebSocket this room uses. */
export type WebSocketLike = { send(data: string | Uint8Array): void; pause(): void; resume(): void; close(code: number, reason: string): void; terminate(): void; readonly bufferedAmount: number }

/** A WebSocket: one event a message, text as XML, binary as a frame of the TAK protocol. */
export function webSocketPipe(socket: WebSocketLike, address: string): Pipe {
  return {
    transport: 'websocket', address, fingerprint256: null,
    write: (bytes) => socket.send(bytes[0] === TAK_MAGIC ? bytes : Buffer.from(bytes).toString('utf8')),
    waiting: () => socket.bufferedAmount,
    pause: () => {
      socket.pause()
      return true
    },
    resume: () => socket.resume(),
    end: () => socket.close(1000, 'ended'),
    destroy: () => socket.terminate(),
  }
}

/** Datagrams that could not be sent are counted and gone. */
export const MOST_DATAGRAM = 65_000

/** A mesh: what is sent goes to its group or address, what comes in cannot be slowed. Without `to` it only listens. */
export function datagramPipe(socket: Datagrams, to: { host: string; port: number } | null, unframe: (frame: Uint8Array) => Uint8Array, failed: () => void): Pipe {
  let waiting = 0
  return {
    transport: 'datagram', address: to ? `${to.host}:${to.port}` : '', fingerprint256: null,
    write: (bytes) => {
      const message = bytes[0] === TAK_MAGIC ? frameMesh(unframe(bytes)) : bytes
      if (!to || message.length > MOST_DATAGRAM) {
        failed()
        return
      }
      waiting += message.length
      socket.send(message, to.port, to.host, (error) => {
        waiting -= message.length
        if (error) {
          failed()
        }
      })
    },
    waiting: () => waiting,
    pause: () => false,
    resume: () => undefined,
    end: () => undefined,
    destroy: () => undefined,
  }
}
