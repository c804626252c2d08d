import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Readable } from 'node:stream'
import type { Static, TSchema } from 'typebox'
import type { Reader } from '../../core/policy.ts'
import { Problem } from '../../core/problem.ts'
import type { Session, Token } from '../store/face.ts'
import type { AccountRecord } from '../auth/reader.ts'
import type { App } from './app-context.ts'

/** Who is behind a request. `session` is null for tokens. */
export type Caller = { reader: Reader; account: AccountRecord; session: Session | null; key: string; /** The token for links that was sent. */ link?: Token }

/** One request, authenticated and parsed. */
export type Call<P = unknown, Q = unknown, B = unknown> = {
  app: App
  /** Throws `not-signed-in` at an open endpoint that nobody signed in to. */
  reader: Reader
  caller: Caller | null
  params: P
  query: Q
  body: B
  /** Epoch ms. */
  now: number
  request: FastifyRequest
  reply: FastifyReply
  /** A UUID that is the same when the same request is sent again with its Idempotency-Key. */
  freshId(part: string): string
}

/** What a handler answers: JSON, or bytes or a stream with their type. */
export type Answer = { status: number; headers?: Record<string, string> } & ({ body?: unknown } | { raw: Uint8Array | string | Readable; type: string })

export type EndpointSpec<P extends TSchema, Q extends TSchema, B extends TSchema> = {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  path: string
  tag: string
  summary: string
  /** `open`: nobody need be signed in. */
  access: 'open' | 'signed-in'
  /** Also takes Basic with a token as the password (GIS clients); only for reading. */
  basic?: boolean
  /** Also takes a token for links, which reads no more than such places: `header` as Bearer or Basic, `address` also as `key` of the address. */
  links?: 'header' | 'address'
  params?: P
  /** With `freeQuery` the schema only documents: the handler reads the parameters by `queryFromParams`. */
  query?: Q
  freeQuery?: boolean
  body?: B
  /** Also takes a form or XML, as text the handler reads; its body says how long it may be. */
  text?: boolean
  /** The handler reads multipart parts itself. */
  multipart?: boolean
  /** Status → schema of the JSON answered, or media type of anything else. */
  answers: { [status: number]: TSchema | { media: string } | null }
  /** The answer holds a secret: it is never remembered for an Idempotency-Key nor compressed. */
  secret?: boolean
  /** Every item of the body carries a key of its own: the request as a whole is not remembered. */
  ownKeys?: boolean
  handle(call: Call<Static<P>, Static<Q>, Static<B>>): Promise<Answer>
}

/** An endpoint whose types have done their work; what lists of routes are made of. */
export type Endpoint = EndpointSpec<TSchema, TSchema, TSchema>

/** One route of the API: schemas are validation, OpenAPI and types at once. */
export function endpoint<P extends TSchema, Q extends TSchema, B extends TSchema>(spec: EndpointSpec<P, Q, B>): Endpoint {
  return spec as unknown as Endpoint
}

/** Answer 200 with JSON. */
export function ok(body: unknown): Answer {
  return { status: 200, body }
}

/** Who is signed in; throws Problem `not-signed-in`. */
export function needCaller(call: Pick<Call, 'caller'>): Caller {
  if (!call.caller) {
    throw new Problem('not-signed-in', 'sign in, or send a token as Authorization: Bearer')
  }
  return call.caller
}
