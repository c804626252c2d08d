import { execFile } from 'node:child_process'
import { closeSync, constants, openSync } from 'node:fs'
import { isatty, ReadStream } from 'node:tty'
import { numberOption, textOption, type Carrier, type Host } from '../transport.ts'
import { placeOf } from './places.ts'
import { inWords, Retry } from './retry.ts'

/**
 * Reads a serial line. Options: `baud` (4800 for NMEA; 9600 when not given), `parity` (`none`, `even`, `odd`), `stopBits` (1, 2).
 * The line is set by the system's `stty`; without it the line stays as it is set, which is said.
 */
export function serial(host: Host): Carrier {
  let stream: ReadStream | null = null
  let closed = false
  const retry = new Retry(host, () => {
    open().catch((error: unknown) => retry.failed(inWords(error as Error)))
  })
  const open = async (): Promise<void> => {
    const device = await placeOf(host, true)
    const words = await setLine(device, host)
    if (closed) {
      return
    }
    const fd = openSync(device, constants.O_RDONLY | constants.O_NOCTTY | constants.O_NONBLOCK)
    if (!isatty(fd)) {
      closeSync(fd)
      throw new Error(`${device} is no serial line`)
    }
    const made = new ReadStream(fd)
    stream = made
    const line = host.line({ from: device, flow: { pause: () => made.pause(), resume: () => made.resume() }, send: null })
    let because = 'the device is gone'
    made.on('data', (chunk: Buffer) => line.push(chunk))
    made.on('error', (error) => {
      because = inWords(error)
      made.destroy()
    })
    made.on('end', () => made.destroy())
    made.on('close', () => {
      line.end()
      host.connections(0)
      retry.failed(`${device}: ${because}`)
    })
    host.connections(1)
    retry.up(`reading ${device}, ${words}`)
  }
  retry.start()
  return {
    close() {
      closed = true
      retry.close()
      stream?.destroy()
      return Promise.resolve()
    },
  }
}

/** Set speed and shape of the line; says in words what was done. */
function setLine(device: string, host: Host): Promise<string> {
  const baud = Math.round(numberOption(host.config, 'baud', 9600, 50, 4_000_000))
  const parity = textOption(host.config, 'parity') ?? 'none'
  const shape = parity === 'even' ? ['parenb', '-parodd'] : parity === 'odd' ? ['parenb', 'parodd'] : ['-parenb']
  const stop = numberOption(host.config, 'stopBits', 1, 1, 2) === 2 ? 'cstopb' : '-cstopb'
  const flag = process.platform === 'linux' ? '-F' : '-f'
  return new Promise((resolve, reject) => {
    execFile('stty', [flag, device, String(baud), 'raw', '-echo', 'cs8', 'clocal', ...shape, stop], { timeout: 5000 }, (error, _out, complaint) => {
      if (!error) {
        resolve(`${baud} baud`)
      } else if ((error as { code?: unknown }).code === 'ENOENT') {
        resolve('as the line was set before: this machine has no stty to set its speed with')
      } else {
        reject(new Error(`the line could not be set to ${baud} baud: ${complaint.trim().slice(0, 200) || error.message}`))
      }
    })
  })
}
