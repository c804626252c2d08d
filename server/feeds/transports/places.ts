import { mkdir, realpath } from 'node:fs/promises'
import path from 'node:path'
import type { Host } from '../transport.ts'

/** Serial lines as Linux, macOS and BSD name them. */
const DEVICE = /^\/dev\/(?:tty(?:USB|ACM|AMA|S|THS|XRUSB|GS|\.|U|u)[\w.-]*|cu\.[\w.-]+|rfcomm\d+|serial\/by-(?:id|path)\/[\w.:@+-]+)$/

/**
 * Where a file or device named by a feed really lies. A feed reads only below the folders the operator named, or a serial
 * line: else its quarantine would show any file of the machine. Throws an Error in plain words.
 */
export async function placeOf(host: Host, device: boolean): Promise<string> {
  const asked = host.config.address ?? ''
  if (asked === '') {
    throw new Error(`the feed has no ${device ? 'device' : 'file'}; give its path`)
  }
  const [own] = host.folders
  await mkdir(own ?? '', { recursive: true })
  const full = path.isAbsolute(asked) ? asked : path.join(own ?? '', asked)
  const found = await realpath(full).catch(() => null)
  if (found === null) {
    throw Object.assign(new Error(`${asked}: there is no such file or device`), { code: undefined })
  }
  if (device && DEVICE.test(found)) {
    return found
  }
  for (const folder of host.folders) {
    const root = await realpath(folder).catch(() => null)
    if (root !== null && found.startsWith(root + path.sep)) {
      return found
    }
  }
  throw new Error(`${asked} lies outside the folders feeds may read (feeds-in in the data folder, and VIGIE_FEED_FOLDERS)`)
}
