import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { incidentData, runningNode, type Person, type RunningNode } from '../../test/running-node.ts'

type Schema = { const?: unknown; enum?: unknown[]; anyOf?: Schema[]; type?: string; pattern?: string; format?: string; minimum?: number; minItems?: number; items?: Schema; properties?: Record<string, Schema>; required?: string[] }
type Operation = { parameters?: { name: string; in: string }[]; requestBody?: { content?: Record<string, { schema: Schema }> } }

/** What a program or a person with bad intent may put anywhere. */
const STRANGE: readonly unknown[] = [null, -1, 1e308, '\u0000', '\ud800', '__proto__', 'x'.repeat(5000), Array(5001).fill('a'), { constructor: 1 }, '2026-02-30T25:61Z']
const IN_PATH = ['%00', '..%2f..%2fetc', '__proto__', '-1']
const IN_ADDRESS = ['where.category=%00', 'where.x=1']
const BODIES = ['', 'null', '['.repeat(40) + ']'.repeat(40)]
const TORN = ['', '--edge--\r\n', '--edge\r\ncontent-disposition: form-data; name="file"; filename="a"\r\n\r\nabc', `${Array.from({ length: 20 }, (_, i) => `--edge\r\ncontent-disposition: form-data; name="f${i}"; filename="a"\r\n\r\nabc\r\n`).join('')}--edge--\r\n`]
/** Places of a body that are tried, so that the whole stays short. */
const MOST_PLACES = 5
/** These would end the caller's own session, change how it signs in, or begin long work each time. */
const LEFT_OUT = /setup|\/api\/session|totp|passkey|\/password|tokens|oidc|admin\/backups|audit\/verify/

let node: RunningNode
let chief: Person
const ids: Record<string, string> = {}

before(async () => {
  node = await runningNode({ config: { requestsPerMinute: 1_000_000 } })
  chief = await node.person('chief', { clearance: 'SC', grants: [{ role: 'JOC-CH', area: null }, { role: 'ADMIN', area: null }] })
  const record = await node.call('POST', '/api/records', { as: chief, body: { kind: 'incident', data: incidentData() } })
  const search = await node.call('POST', '/api/records', { as: chief, body: { kind: 'saved-search', data: { name: 'mine', of: 'incident', query: {} } } })
  Object.assign(ids, { id: record.json.id, search: search.json.id, kind: 'incident', z: '3', x: '1', y: '1', file: '1.mvt' })
})
after(() => node?.close())

test('whatever is sent to any route of the document, the node answers in words and holds what it held', async () => {
  const document = (await node.call('GET', '/api/openapi.json')).json as { paths: Record<string, Record<string, Operation>> }
  const failed = new Map<string, string>()
  let asked = 0
  const hit = async (method: string, route: string, url: string, send: { body?: unknown; raw?: string; headers?: Record<string, string> } = {}): Promise<void> => {
    asked += 1
    const { status, body } = await node.call(method, url, { as: chief, ...send })
    if (status >= 500 && status !== 503) {
      failed.set(`${method} ${route}`, `${status} ${url.slice(0, 200)} ${(send.raw ?? JSON.stringify(send.body) ?? '').slice(0, 300)}: ${body.slice(0, 200)}`)
    }
  }
  for (const [route, operations] of Object.entries(document.paths).filter(([route]) => !LEFT_OUT.test(route))) {
    for (const [method, operation] of Object.entries(operations)) {
      await tryRoute(method.toUpperCase(), route, operation, (url, send) => hit(method.toUpperCase(), route, url, send))
    }
  }
  assert.deepEqual(Object.fromEntries(failed), {})
  assert.ok(asked > 800, `${asked} requests`)
  assert.equal((await node.store.verify({ replay: true })).broken, null)
})

async function tryRoute(method: string, route: string, operation: Operation, hit: (url: string, send?: { body?: unknown; raw?: string; headers?: Record<string, string> }) => Promise<void>): Promise<void> {
  const names = [...route.matchAll(/\{(\w+)\}/g)].map((found) => found[1]!)
  const path = (over: Record<string, string> = {}): string => route.replace(/\{(\w+)\}/g, (_all, name: string) => over[name] ?? encodeURIComponent((route.includes('searches') ? ids['search'] : undefined) ?? ids[name] ?? 'x'))
  const asked = (operation.parameters ?? []).filter((one) => one.in === 'query').map((one) => one.name)
  const usual: Record<string, string> = { kind: 'incident', by: 'day', cell: 'x', format: 'csv', facets: 'category', bbox: '-180,-90,180,90' }
  const query = Object.fromEntries(asked.flatMap((name) => (usual[name] === undefined ? [] : [[name, usual[name]]])))
  const address = (over: Record<string, string>, values: Record<string, unknown>): string => {
    const said = Object.entries(values).map(([name, value]) => `${name}=${encodeURIComponent(String(typeof value === 'object' ? JSON.stringify(value) : value).slice(0, 3000).toWellFormed())}`)
    return said.length > 0 ? `${path(over)}?${said.join('&')}` : path(over)
  }
  const schema = operation.requestBody?.content?.['application/json']?.schema
  const body = schema ? sound(schema) : undefined
  const send = body === undefined ? {} : { body }
  await hit(address({}, query), send)
  for (const name of names) {
    for (const value of IN_PATH) {
      await hit(address({ [name]: value }, query), send)
    }
  }
  for (const name of asked) {
    for (const value of [-1, '\u0000', '__proto__']) {
      await hit(address({}, { ...query, [name]: value }), send)
    }
  }
  for (const more of asked.length > 0 ? IN_ADDRESS : []) {
    await hit(`${address({}, query)}${Object.keys(query).length > 0 ? '&' : '?'}${more}`, send)
  }
  const json = { 'content-type': 'application/json' }
  for (const at of body === undefined ? [] : placesOf(body).slice(0, MOST_PLACES)) {
    for (const value of STRANGE) {
      await hit(address({}, query), { raw: JSON.stringify(replaced(body, at, value)), headers: json })
    }
  }
  for (const raw of body === undefined ? [] : BODIES) {
    await hit(address({}, query), { raw, headers: json })
  }
  for (const raw of method === 'POST' && body === undefined ? TORN : []) {
    await hit(address({}, query), { raw, headers: { 'content-type': 'multipart/form-data; boundary=edge' } })
    await hit(address({}, query), { raw, headers: { 'content-type': 'multipart/form-data' } })
  }
}

/** A value the schema takes, or nearly. */
function sound(schema: Schema, depth = 0): unknown {
  if (schema.const !== undefined || schema.enum || schema.anyOf) {
    return schema.const ?? schema.enum?.[0] ?? sound(schema.anyOf![0]!, depth)
  }
  switch (schema.type) {
    case 'string':
      return /[0-9a-f]\{8\}/.test(schema.pattern ?? '') || schema.format === 'uuid' ? ids['id'] : schema.pattern ? 'a' : 'incident'
    case 'integer':
    case 'number':
      return schema.minimum ?? 1
    case 'boolean':
      return true
    case 'array':
      return depth > 5 ? [] : Array.from({ length: Math.max(1, schema.minItems ?? 1) }, () => sound(schema.items ?? {}, depth + 1))
    default:
      return Object.fromEntries(Object.entries(schema.properties ?? {}).filter(([name]) => depth < 2 || schema.required?.includes(name)).map(([name, member]) => [name, name === 'kind' || name === 'of' ? 'incident' : sound(member, depth + 1)]))
  }
}

function placesOf(value: unknown, at: readonly string[] = []): (readonly string[])[] {
  return [at, ...(typeof value === 'object' && value !== null ? Object.entries(value).flatMap(([name, member]) => placesOf(member, [...at, name])) : [])]
}

function replaced(value: unknown, at: readonly string[], by: unknown): unknown {
  const [first, ...rest] = at
  if (first === undefined) {
    return by
  }
  const copy: unknown = structuredClone(value)
  ;(copy as Record<string, unknown>)[first] = replaced((value as Record<string, unknown>)[first], rest, by)
  return copy
}
