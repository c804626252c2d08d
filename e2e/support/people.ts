import { vigie } from './node.ts'
import type { Running } from './node.ts'

/** The password of everybody in these journeys. */
export const PASSWORD = 'seven calm harbour lanterns'

export type Person = { login: string; token: string }

/** Make an account on the command line, as an administrator at the node would, with a token for looking behind the screen. */
export async function addPerson(node: Running, login: string, options: { role: string; org?: string; clearance?: string; compartments?: string; side?: string; name?: string }): Promise<Person> {
  const more = Object.entries({ 'org': options.org, 'clearance': options.clearance, 'compartments': options.compartments, 'side': options.side, 'display-name': options.name }).flatMap(([name, value]) => (value === undefined ? [] : [`--${name}`, value]))
  await vigie(['user', 'add', login, '--role', options.role, ...more, '--password-stdin'], node.dataDir, `${PASSWORD}\n`)
  const token = (await vigie(['token', 'create', '--user', login], node.dataDir)).trim()
  return { login, token }
}

/** What a record looks like to a test. */
export type Seen = {
  id: string; kind: string; ref: string; version: number; workflow: string; veracity: string | null; title: string; severity: number
  data: Record<string, unknown>; contested: { field: string; value: unknown }[]; geometry: { coordinates: [number, number] } | null
}

/**
 * Ask the node directly, as a program with a token would.
 * @throws Error naming the answer when it is not a success
 */
export async function ask<T>(node: Running, person: Person, path: string, body?: unknown): Promise<T> {
  const answer = await fetch(`${node.url}${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization: `Bearer ${person.token}`, ...(body === undefined ? {} : { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await answer.text()
  if (!answer.ok) {
    throw new Error(`${path} answered ${answer.status}: ${text.slice(0, 600)}`)
  }
  return JSON.parse(text) as T
}

/** Records of a kind that match, as this person sees them. */
export function records(node: Running, person: Person, query: string): Promise<{ items: Seen[]; total: number }> {
  return ask(node, person, `/api/records?${query}`)
}

/** Log an incident without the screen; for what a journey finds already there. */
export async function logIncident(node: Running, person: Person, data: Record<string, unknown>, more: { handling?: unknown; workflow?: string } = {}): Promise<Seen> {
  const now = new Date(Date.now() - 3_600_000)
  return ask(node, person, '/api/records', {
    kind: 'incident', at: new Date().toISOString(), workflow: more.workflow ?? 'submitted', ...(more.handling ? { handling: more.handling } : {}),
    data: {
      type: 'INCIDENT', narrative: 'Told by radio.', category: 'AC.03', happened: { from: now.toISOString(), precision: 'EXACT' },
      place: { lon: -3.9, lat: 15.2, precision: 2, radiusM: 500, method: 'GRID' }, ...data,
    },
  })
}
