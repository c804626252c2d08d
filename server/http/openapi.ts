import swagger from '@fastify/swagger'
import type { FastifyInstance } from 'fastify'
import { VERSION } from '../config.ts'
import { compress, entityTag } from './compress.ts'

type Node = { [key: string]: unknown }

/** Describe every route added after this call in an OpenAPI 3.1 document at /api/openapi.json. */
export async function documentApi(fastify: FastifyInstance): Promise<void> {
  await fastify.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Vigie', version: VERSION, description: 'Records, actions and pictures of a mission. Problems are RFC 9457; every write takes an Idempotency-Key.', license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
      components: {
        securitySchemes: {
          token: { type: 'http', scheme: 'bearer', description: 'API token (vgt_…)' },
          session: { type: 'apiKey', in: 'cookie', name: 'vigie_session', description: 'with header X-Vigie-Csrf on writes' },
        },
      },
    },
    stripBasePath: false,
  })
}

let cache: WeakMap<FastifyInstance, { bytes: Buffer; tag: string; br: Promise<Buffer> }> | null = null

/** The document as sent: made when first asked for, then kept with its compressed form. */
export function apiDocument(fastify: FastifyInstance): { bytes: Buffer; tag: string; br: Promise<Buffer> } {
  cache ??= new WeakMap()
  let made = cache.get(fastify)
  if (!made) {
    const bytes = Buffer.from(JSON.stringify(modern(fastify.swagger())))
    made = { bytes, tag: entityTag(bytes), br: compress(bytes, 'br', true) }
    cache.set(fastify, made)
  }
  return made
}

/**
 * JSON Schema 2020-12, which OpenAPI 3.1 speaks, from the draft the validators read: tuples are prefixItems.
 */
export function modern(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(modern)
  }
  if (value === null || typeof value !== 'object') {
    return value
  }
  const out: Node = {}
  for (const [key, member] of Object.entries(value)) {
    out[key] = modern(member)
  }
  if (Array.isArray(out['items'])) {
    out['prefixItems'] = out['items']
    out['items'] = out['additionalItems'] ?? true
  }
  delete out['additionalItems']
  return out
}
