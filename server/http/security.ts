import type { FastifyReply, FastifyRequest } from 'fastify'
import { Problem } from '../../core/problem.ts'
import type { Config } from '../config.ts'

const PAGE_POLICY = [
  "default-src 'self'", "script-src 'self'", "style-src 'self' 'unsafe-inline'", "img-src 'self' data: blob:", "font-src 'self' data:",
  "connect-src 'self'", "worker-src 'self' blob:", "object-src 'none'", "base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'",
].join('; ')
/** Answers are data: whatever they hold, nothing in them runs, loads or is framed. */
const DATA_POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox"

/** What a browser makes of an answer: a page of its own, a worker, a part of a page that is nothing alone, data, or anything else. */
export type AnswerIs = 'page' | 'worker' | 'part' | 'data' | 'other'

/**
 * What an answer is, by its address and content type. The web's own scripts, styles and typefaces live under the policy of
 * the page that asks for them; a worker lives under the one its own script came with, so it needs the page's.
 */
export function answerIs(url: string, type: string): AnswerIs {
  if (url.startsWith('/assets/') || url.startsWith('/sw.js')) {
    return !type.startsWith('text/javascript') ? (/^(?:text\/css|font\/)/.test(type) ? 'part' : 'other') : /worker|^\/sw\.js/i.test(url) ? 'worker' : 'part'
  }
  return type.startsWith('text/html') ? 'page' : /^application\/(?:(?:problem\+|geo\+)?json|vnd\.mapbox-vector-tile)/.test(type) ? 'data' : 'other'
}

/**
 * The headers that keep an answer to its purpose. Each carries those that mean something for what it is and no others: a
 * first visit is a hundred answers, and over a thin link half a kB on each is six seconds.
 */
export function secure(reply: FastifyReply, is: AnswerIs, https: boolean): void {
  reply.header('x-content-type-options', 'nosniff')
  reply.header('cross-origin-resource-policy', 'same-origin')
  if (is !== 'part') {
    reply.header('content-security-policy', is === 'page' || is === 'worker' ? PAGE_POLICY : DATA_POLICY)
  }
  if (is !== 'part' && is !== 'data') {
    reply.header('referrer-policy', 'no-referrer')
    reply.header('cross-origin-opener-policy', 'same-origin')
    reply.header('permissions-policy', 'geolocation=(self), microphone=(), camera=(self), payment=()')
  }
  if (https) {
    reply.header('strict-transport-security', 'max-age=31536000')
  }
}

/** Does the browser talk https to us, directly or through the proxy the operator named? */
export function isHttps(request: FastifyRequest, config: Config): boolean {
  return request.protocol === 'https' || (config.publicUrl?.startsWith('https:') ?? false)
}

/** Refuse a write a page of another site makes. Requests without browser headers pass: they carry no cookie. */
export function refuseCrossSite(request: FastifyRequest, config: Config): void {
  const site = request.headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin' && site !== 'none') {
    throw new Problem('cross-site', 'a page of another site may not change anything here; open Vigie itself')
  }
  const origin = request.headers.origin
  if (origin !== undefined && !isOwnOrigin(origin, request, config)) {
    throw new Problem('cross-site', `a page of ${origin.slice(0, 100)} may not change anything here. If that is this node's own address, set VIGIE_PUBLIC_URL to it`)
  }
}

/** Is this Origin header the node's own address? Also asked before a WebSocket is opened. */
export function isOwnOrigin(origin: string, request: FastifyRequest, config: Config): boolean {
  const url = URL.parse(origin)
  if (!url) {
    return false
  }
  // Read alike, so that a port that is the usual one counts as none.
  return url.host === URL.parse(`${url.protocol}//${request.host}`)?.host || (config.publicUrl !== null && url.origin === URL.parse(config.publicUrl)?.origin)
}

/**
 * A node that listens to this machine alone answers only to this machine's names, so that a page of a
 * foreign site cannot reach it by pointing its own name here.
 */
export function refuseForeignHost(request: FastifyRequest, config: Config, loopbackOnly: boolean): void {
  if (!loopbackOnly) {
    return
  }
  const name = request.hostname.replace(/^\[|\]$/g, '')
  const own = config.publicUrl === null ? null : URL.parse(config.publicUrl)?.hostname
  if (!['localhost', '127.0.0.1', '::1'].includes(name) && name !== own) {
    throw new Problem('cross-site', `this node does not answer to the name ${name.slice(0, 100)}; use http://127.0.0.1 or set VIGIE_PUBLIC_URL`)
  }
}

/** Is this address the machine itself? */
export function isLoopback(address: string): boolean {
  return address === '::1' || address.startsWith('127.') || address.startsWith('::ffff:127.')
}

/** Can somebody at another machine reach this node: over the network, or through a proxy that stands in front? */
export function reachedByOthers(config: Config, loopbackOnly: boolean): boolean {
  const name = config.publicUrl === null ? null : URL.parse(config.publicUrl)?.hostname.replace(/^\[|\]$/g, '')
  return !loopbackOnly || config.trustProxy || (typeof name === 'string' && name !== 'localhost' && !isLoopback(name))
}
