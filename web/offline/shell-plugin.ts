import { createHash } from 'node:crypto'
import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { brotliCompressSync, constants } from 'node:zlib'
import { transformWithOxc } from 'vite'
import type { Plugin } from 'vite'

/** Scripts of languages nobody here writes in are fetched when needed, not kept beforehand. */
const NOT_KEPT = /(?:cyrillic|greek|vietnamese|math|symbols)[^/]*\.woff2$|\.br$|^\/sw\.js$/
const PACKED = /\.(?:js|css|html|svg|webmanifest|json)$/
const PACK_FROM = 1024

/**
 * After the files are written: the worker with the list of them and a mark that changes when any of them does, and
 * beside every text its Brotli form, so that the node never packs what does not change.
 */
export function shellPlugin(): Plugin {
  let out = ''
  return {
    name: 'vigie-shell',
    apply: 'build',
    configResolved(config) {
      out = path.resolve(config.root, config.build.outDir)
    },
    async writeBundle() {
      const files = readdirSync(out, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => `/${path.relative(out, path.join(entry.parentPath, entry.name)).split(path.sep).join('/')}`).sort()
      const kept = files.filter((file) => !NOT_KEPT.test(file))
      const mark = createHash('sha256')
      for (const file of kept) {
        mark.update(file).update(readFileSync(path.join(out, file)))
      }
      const { code } = await transformWithOxc(readFileSync(path.join(import.meta.dirname, 'sw.ts'), 'utf8'), 'sw.ts')
      // A worker of the page is a script, not a module.
      const source = code.replace(/^export \{\s*\};?.*$/m, '')
      const worker = source.replaceAll('__BUILD__', JSON.stringify(mark.digest('hex').slice(0, 16))).replaceAll('__FILES__', JSON.stringify(kept))
      writeFileSync(path.join(out, 'sw.js'), worker)
      for (const file of [...files, '/sw.js'].filter((one) => PACKED.test(one))) {
        const bytes = readFileSync(path.join(out, file))
        if (bytes.length >= PACK_FROM) {
          writeFileSync(path.join(out, `${file}.br`), brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }))
        }
      }
    },
  }
}
