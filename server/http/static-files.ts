import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { readdirSync, readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { Problem } from '../../core/problem.ts'
import { chooseEncoding, compress, COMPRESS_FROM, entityTag, isCompressible, tagMatches, type Encoding } from './compress.ts'

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8', '.json': 'application/json', '.svg': 'image/svg+xml', '.png': 'image/png',
  '.ico': 'image/x-icon', '.woff2': 'font/woff2', '.webmanifest': 'application/manifest+json', '.txt': 'text/plain; charset=utf-8', '.pbf': 'application/x-protobuf', '.wasm': 'application/wasm', '.map': 'application/json',
}
const IMMUTABLE = 'public, max-age=31536000, immutable'

type File = { path: string; bytes: Buffer | null; tag: string; /** Compressed forms: made when first asked, or read beside the file where the build made them. */
  packed: Map<Encoding, () => Promise<Buffer>> }

/**
 * The built web: only files that were there at start are served, by exact name, so that no path leads
 * outside. Hashed files never change and are cached for ever; any other address gets the page itself.
 */
export function serveWeb(fastify: FastifyInstance, folder: string): void {
  const files = new Map<string, File>()
  const packed = new Set<string>()
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isFile() && !entry.name.startsWith('.')) {
      const full = path.join(entry.parentPath, entry.name)
      if (entry.name.endsWith('.br')) {
        packed.add(full.slice(0, -3))
      } else {
        files.set(`/${path.relative(folder, full).split(path.sep).join('/')}`, { path: full, bytes: null, tag: '', packed: new Map() })
      }
    }
  }
  for (const file of files.values()) {
    if (packed.has(file.path)) {
      file.packed.set('br', () => readFile(`${file.path}.br`))
    }
  }
  fastify.setNotFoundHandler(async (request, reply) => {
    const name = request.url.split('?', 1)[0] as string
    if ((request.method !== 'GET' && request.method !== 'HEAD') || /^\/(?:api|ogc|problems)(?:\/|$)/.test(name)) {
      throw new Problem('not-found', `nothing is at ${name.slice(0, 200)}`)
    }
    const file = files.get(decoded(name)) ?? (path.extname(name) === '' ? files.get('/index.html') : undefined)
    if (!file) {
      throw new Problem('not-found', `nothing is at ${name.slice(0, 200)}`)
    }
    return sendFile(request, reply, file, name.startsWith('/assets/'))
  })
}

async function sendFile(request: FastifyRequest, reply: FastifyReply, file: File, immutable: boolean): Promise<FastifyReply> {
  if (file.bytes === null) {
    file.bytes = readFileSync(file.path)
    file.tag = entityTag(file.bytes)
  }
  const { bytes, tag } = file
  const type = TYPES[path.extname(file.path)] ?? 'application/octet-stream'
  reply.headers({ 'etag': tag, 'cache-control': immutable ? IMMUTABLE : 'no-cache', 'vary': 'Accept-Encoding' }).type(type)
  if (tagMatches(request.headers['if-none-match'], tag)) {
    return reply.code(304).send()
  }
  const encoding = bytes.length >= COMPRESS_FROM && isCompressible(type) ? chooseEncoding(request.headers['accept-encoding']) : null
  if (encoding === null) {
    return reply.send(bytes)
  }
  let packed = file.packed.get(encoding)
  if (!packed) {
    const made = compress(bytes, encoding, true)
    packed = () => made
    file.packed.set(encoding, packed)
  }
  return reply.header('content-encoding', encoding).send(await packed())
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name)
  } catch {
    return name
  }
}
