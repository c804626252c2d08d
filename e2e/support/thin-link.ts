import net from 'node:net'
import type { AddressInfo } from 'node:net'

/** A thin line before a node: everything that passes, WebSocket too, shares one rate for each direction. */
export type ThinLink = {
  url: string
  /** Bytes that have passed since the start, to the browser and to the node. */
  down(): number
  up(): number
  close(): Promise<void>
}

/** Bytes handed on at once; small, so that many connections share the line fairly. */
const PIECE = 512

/**
 * A TCP proxy that lets `bytesPerSecond` through in each direction and holds everything back for `delayMs` each way,
 * opening of connections included. `port` 0 takes a free one.
 */
export async function thinLink(target: number, bytesPerSecond: number, delayMs: number, port = 0): Promise<ThinLink> {
  const down = new Line(bytesPerSecond, delayMs)
  const up = new Line(bytesPerSecond, delayMs)
  const sockets = new Set<net.Socket>()
  const server = net.createServer((browser) => {
    sockets.add(browser)
    const node = net.connect(target, '127.0.0.1')
    sockets.add(node)
    // The handshake of the real line costs a round trip before the first byte.
    const open = Date.now() + 2 * delayMs
    browser.on('data', (bytes) => up.send(asBytes(bytes), node, open))
    node.on('data', (bytes) => down.send(asBytes(bytes), browser, 0))
    browser.on('end', () => up.end(node))
    node.on('end', () => down.end(browser))
    for (const [one, other] of [[browser, node], [node, browser]] as const) {
      one.on('error', () => other.destroy())
      one.on('close', () => {
        sockets.delete(one)
        setTimeout(() => other.destroy(), 3 * delayMs)
      })
    }
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    down: () => down.passed,
    up: () => up.passed,
    async close() {
      sockets.forEach((socket) => socket.destroy())
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function asBytes(data: Buffer | string): Buffer {
  return typeof data === 'string' ? Buffer.from(data) : data
}

/** One direction: pieces leave in turn, one connection after the other, at the rate of the line. */
class Line {
  passed = 0
  #freeAt = 0
  readonly #rate: number
  readonly #delay: number
  readonly #queues = new Map<net.Socket, { bytes: Buffer | null; notBefore: number }[]>()
  #running = false

  constructor(rate: number, delay: number) {
    this.#rate = rate
    this.#delay = delay
  }

  send(bytes: Buffer, to: net.Socket, notBefore: number): void {
    const queue = this.#queues.get(to) ?? []
    for (let at = 0; at < bytes.length; at += PIECE) {
      queue.push({ bytes: bytes.subarray(at, at + PIECE), notBefore })
    }
    this.#queues.set(to, queue)
    this.#run()
  }

  end(to: net.Socket): void {
    const queue = this.#queues.get(to) ?? []
    queue.push({ bytes: null, notBefore: 0 })
    this.#queues.set(to, queue)
    this.#run()
  }

  #run(): void {
    if (!this.#running) {
      this.#running = true
      setImmediate(() => this.#turn())
    }
  }

  #turn(): void {
    const now = Date.now()
    let wait = Infinity
    while (this.#queues.size > 0 && this.#freeAt <= now) {
      const next = [...this.#queues].find(([, queue]) => (queue[0]?.notBefore ?? 0) <= now)
      if (!next) {
        wait = Math.min(...[...this.#queues.values()].map((queue) => queue[0]?.notBefore ?? 0)) - now
        break
      }
      const [to, queue] = next
      const piece = queue.shift()
      this.#queues.delete(to)
      if (queue.length > 0) {
        this.#queues.set(to, queue)
      }
      const bytes = piece?.bytes ?? null
      this.#freeAt = Math.max(this.#freeAt, now - 50) + ((bytes?.length ?? 0) / this.#rate) * 1000
      this.passed += bytes?.length ?? 0
      setTimeout(() => {
        if (!to.destroyed) {
          if (bytes) {
            to.write(bytes)
          } else {
            to.end()
          }
        }
      }, Math.max(0, this.#freeAt - now) + this.#delay)
    }
    this.#running = false
    if (this.#queues.size > 0) {
      this.#running = true
      setTimeout(() => this.#turn(), Math.max(1, Math.min(wait, Math.max(1, this.#freeAt - Date.now()))))
    }
  }
}
