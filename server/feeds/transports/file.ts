import { open, type FileHandle } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'
import type { Carrier, Host } from '../transport.ts'
import { placeOf } from './places.ts'
import { inWords, Retry } from './retry.ts'

const LOOK_MS = 500
const READ = 65_536

/**
 * Reads a file, and follows it while it grows. A file that was replaced or cut is read from its beginning. Where it was read
 * to is remembered. Options: `follow` (true; false: once to its end), `from` (`start`; `end`: only what is added from now on).
 */
export function file(host: Host): Carrier {
  const follow = host.config.options?.['follow'] !== false
  const stop = new AbortController()
  const { signal } = stop
  let gate: Promise<void> | null = null
  let open_ = (): void => undefined
  const flow = {
    pause: () => {
      gate ??= new Promise((resolve) => {
        open_ = resolve
      })
    },
    resume: () => {
      gate = null
      open_()
    },
  }
  const retry = new Retry(host, () => {
    read().catch((error: unknown) => {
      if (!signal.aborted) {
        retry.failed(inWords(error as Error))
      }
    })
  })
  const read = async (): Promise<void> => {
    const found = await placeOf(host, false)
    let handle = await open(found, 'r')
    try {
      let line = host.line({ from: found, flow, send: null })
      let { ino, size } = await handle.stat()
      let at = remembered(host, ino, size, found)
      const buffer = Buffer.alloc(READ)
      retry.up(follow ? `following ${found}` : `reading ${found}`)
      while (!signal.aborted) {
        const { bytesRead } = await handle.read(buffer, 0, READ, at)
        if (bytesRead > 0) {
          at += bytesRead
          line.push(Uint8Array.from(buffer.subarray(0, bytesRead)))
          host.memory.set('file', `${found}\n${ino}\n${at}`)
          await gate
          continue
        }
        if (!follow) {
          line.end()
          retry.up(`${found} was read to its end, ${at} bytes`)
          return
        }
        await delay(LOOK_MS, undefined, { signal })
        const next = await replaced(handle, found, ino, at)
        if (next) {
          await handle.close()
          handle = next
          line.end()
          line = host.line({ from: found, flow, send: null })
          ;({ ino, size } = await handle.stat())
          at = 0
        }
      }
    } finally {
      await handle.close()
    }
  }
  retry.start()
  return {
    close() {
      stop.abort()
      open_()
      retry.close()
      return Promise.resolve()
    },
  }
}

function remembered(host: Host, ino: number, size: number, found: string): number {
  const [name, node, at] = String(host.memory.get('file') ?? '').split('\n')
  if (name === found && Number(node) === ino && Number(at) <= size) {
    return Number(at)
  }
  return host.config.options?.['from'] === 'end' ? size : 0
}

/** The file that stands there now, when it is another one or was cut. */
async function replaced(handle: FileHandle, found: string, ino: number, at: number): Promise<FileHandle | null> {
  const next = await open(found, 'r').catch(() => null)
  if (!next) {
    return null
  }
  const now = await next.stat()
  const same = await handle.stat()
  if (now.ino !== ino || same.size < at) {
    return next
  }
  await next.close()
  return null
}
