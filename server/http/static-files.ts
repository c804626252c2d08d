import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { brotliDecompress } from 'node:zlib'
import { Problem } from '../../core/problem.ts'
import { chooseEncoding, compress, COMPRESS_FROM, entityTag, isCompressible, tagMatches, type Encoding } from './compress.ts'

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8', '.json': 'application/json', '.svg': 'image/svg+xml', '.png': 'image/png',
  '.ico': 'image/x-icon', '.woff2': 'font/woff2', '.webmanifest': 'application/manifest+json', '.txt': 'text/plain; charset=utf-8', '.pbf': 'application/x-protobuf', '.wasm': 'application/wasm', '.map': 'application/json',
}
const IMMUTABLE = 'public, max-age=31536000, immutable'
const unpack = promisify(brotliDecompress)

/** One file as it is kept: in its Brotli form where the build made one. Other forms are made when first asked for. */
type File = { type: string; kept: Buffer; isPacked: boolean; tag: string; forms: Map<Encoding, Promise<Buffer>> }

/**
 * The built web: only files that were there at start are served, by exact name, so that no path leads
 * outside. Hashed files never change and are cached for ever; any other address gets the page itself.
 * They are held in memory, packed as they are sent, a few megabytes: a build or an upgrade that puts others in their place
 * leaves the pages of a running node whole.
 */
export function serveWeb(fastify: FastifyInstance, folder: string): void {
  const files = new Map<string, File>()
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isFile() && !entry.name.startsWith('.')) {
      const full = path.join(entry.parentPath, entry.name)
      const isPacked = entry.name.endsWith('.br')
      const name = `/${path.relative(folder, full).split(path.sep).join('/')}`.slice(0, isPacked ? -3 : undefined)
      if (isPacked || !files.has(name)) {
        const kept = readFileSync(full)
        files.set(name, { type: TYPES[path.extname(name)] ?? 'application/octet-stream', kept, isPacked, tag: entityTag(kept), forms: new Map() })
      }
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
  const { tag, type } = file
  // A file is found in no log by its number.
  reply.removeHeader('x-request-id').headers({ 'etag': tag, 'cache-control': immutable ? IMMUTABLE : 'no-cache', 'vary': 'Accept-Encoding' }).type(type)
  if (tagMatches(request.headers['if-none-match'], tag)) {
    return reply.code(304).send()
  }
  const encoding = isCompressible(type) && (file.isPacked || file.kept.length >= COMPRESS_FROM) ? chooseEncoding(request.headers['accept-encoding']) : null
  const bytes = await formOf(file, encoding ?? 'plain')
  return encoding === null ? reply.send(bytes) : reply.header('content-encoding', encoding).send(bytes)
}

/** A file in one of its forms. What is asked for alongside Brotli is rare, and not kept where it is cheap to make again. */
async function formOf(file: File, form: Encoding | 'plain'): Promise<Buffer> {
  const plain = (): Promise<Buffer> => (file.isPacked ? unpack(file.kept) : Promise.resolve(file.kept))
  if (form === 'plain') {
    return plain()
  }
  if (form === 'br' && file.isPacked) {
    return file.kept
  }
  let made = file.forms.get(form)
  if (!made) {
    made = plain().then((bytes) => compress(bytes, form, true))
    file.forms.set(form, made)
  }
  return made
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name)
  } catch {
    return name
  }
}
