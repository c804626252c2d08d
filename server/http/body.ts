import type { FastifyInstance } from 'fastify'
import { Problem } from '../../core/problem.ts'

/** Bodies of ordinary requests. Imports stream and have their own limit. */
export const BODY_LIMIT = 1_000_000
export const MAX_JSON_DEPTH = 32

/** JSON bodies: UTF-8, at most `MAX_JSON_DEPTH` deep, without keys that reach into JavaScript's objects. */
export function parseJsonBodies(fastify: FastifyInstance): void {
  const parse = fastify.getDefaultJsonParser('error', 'error')
  fastify.removeAllContentTypeParsers()
  // Gateways and warning centres speak forms and XML; the routes that take them read the text themselves.
  fastify.addContentTypeParser(['application/x-www-form-urlencoded', 'application/xml', 'text/xml', 'application/cap+xml'], { parseAs: 'string' }, (request, body, done) => {
    const taken = (request.routeOptions.config as { text?: boolean }).text === true
    done(taken ? null : new Problem('unsupported-type', 'send the body as application/json'), body)
  })
  fastify.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    const text = body as string
    if (text === '') {
      done(null, undefined)
      return
    }
    const deep = jsonDepth(text, MAX_JSON_DEPTH)
    if (deep > MAX_JSON_DEPTH) {
      done(new Problem('malformed-body', `the body is nested more than ${MAX_JSON_DEPTH} deep; send it flatter`))
      return
    }
    void parse(request, text, (error, value) => {
      if (error) {
        done(new Problem('malformed-body', jsonComplaint(error)))
      } else if (overflows(value)) {
        done(new Problem('malformed-body', 'the body has a number that is too large to be held; write one below 1e308'))
      } else {
        done(null, value)
      }
    })
  })
}

/** Deepest nesting of brackets in a JSON text, without parsing it; counts no further than one past `limit`. */
export function jsonDepth(text: string, limit: number): number {
  let depth = 0
  let deepest = 0
  let inText = false
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i)
    if (inText) {
      if (code === 92) {
        i += 1
      } else if (code === 34) {
        inText = false
      }
    } else if (code === 34) {
      inText = true
    } else if (code === 123 || code === 91) {
      depth += 1
      deepest = Math.max(deepest, depth)
      if (deepest > limit) {
        return deepest
      }
    } else if (code === 125 || code === 93) {
      depth -= 1
    }
  }
  return deepest
}

/** Does a parsed body hold a number beyond what a double can? Its depth was limited before. */
function overflows(value: unknown): boolean {
  if (typeof value === 'number') {
    return !Number.isFinite(value)
  }
  return typeof value === 'object' && value !== null && Object.values(value).some(overflows)
}

function jsonComplaint(error: Error): string {
  if (/prototype property/i.test(error.message)) {
    return 'the body has a key that is not allowed (__proto__ or constructor.prototype); take it out'
  }
  return `the body is not JSON (${error.message}); send one JSON object`
}
