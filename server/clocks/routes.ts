import { Type } from 'typebox'
import { CLOCK_STATES, OPEN_CLOCK_STATES, type ClockState } from '../../core/clock.ts'
import { scopeOf } from '../../core/policy.ts'
import { splitList } from '../../core/query-params.ts'
import { refuseField } from '../../core/problem.ts'
import { WORKFLOWS, type VigieRecord } from '../../core/record.ts'
import { endpoint, ok, type Call, type Endpoint } from '../http/endpoint.ts'
import { findRecord } from '../http/records.ts'
import { anyObject, closed, id, instant, nullable } from '../http/schemas.ts'
import type { StandingClock } from './face.ts'

const PAGE = 100
const MOST = 500

const time = nullable(Type.String())
const ClockView = Type.Object(
  {
    id: Type.String(), kind: Type.String(), name: Type.String(), label: anyObject, state: Type.Enum([...CLOCK_STATES]),
    startedAt: time, dueAt: time, warnAt: time, metAt: time, pausedAt: time,
    record: Type.Object({ id: Type.String(), ref: Type.String(), title: Type.String(), titles: nullable(anyObject), severity: Type.Integer(), handling: anyObject }, closed),
  },
  closed,
)

const list = endpoint({
  method: 'GET', path: '/api/clocks', tag: 'clocks', summary: 'Deadlines that wait for somebody, of records you may see; with `record` every one of that record', access: 'signed-in',
  query: Type.Object(
    {
      state: Type.Optional(Type.String({ maxLength: 100, description: `comma-separated: ${OPEN_CLOCK_STATES.join(', ')}; with record also met, cancelled` })),
      kind: Type.Optional(Type.String({ maxLength: 400, description: 'kinds of record, comma-separated' })),
      due: Type.Optional(Type.Unsafe<string>({ ...instant, description: 'due before this instant' })),
      record: Type.Optional(id),
      asOf: Type.Optional(Type.Unsafe<string>({ ...instant, description: 'as they stood when the node knew what had arrived by this instant' })),
      limit: Type.Optional(Type.Integer({ minimum: 0, maximum: MOST })),
    },
    closed,
  ),
  answers: {
    200: Type.Object({
      items: Type.Array(ClockView), total: Type.Integer({ description: 'how many there are, shown or not' }),
      counts: Type.Record(Type.String(), Type.Integer(), { description: 'open clocks by state, whatever state was asked for' }),
      kinds: Type.Array(Type.String({ description: 'kinds of record with clocks that you may read' })), now: Type.String(),
    }, closed),
  },
  async handle(call) {
    const { clocks } = call.app
    const { asOf } = call.query
    const states = statesOf(call.query.state)
    await clocks.settled()
    const kinds = clocks.kinds().filter((kind) => holds(call, kind))
    let found: StandingClock[]
    const counts: { [state: string]: number } = {}
    if (call.query.record === undefined) {
      const asked = { ...(call.query.kind === undefined ? {} : { kinds: splitList(call.query.kind) }), ...(call.query.due === undefined ? {} : { before: Date.parse(call.query.due) }) }
      const open = asOf === undefined ? clocks.open(call.reader, asked) : await clocks.openAt(call.reader, asOf, asked)
      open.forEach(({ clock }) => { counts[clock.state] = (counts[clock.state] ?? 0) + 1 })
      found = states ? open.filter(({ clock }) => states.includes(clock.state)) : open
    } else {
      const seen = await findRecord(call, call.query.record)
      const then = asOf === undefined ? null : await call.app.store.asOf(call.reader, seen.record.id, asOf)
      found = (asOf === undefined ? await clocks.ofRecord(seen.record.id) : then === null ? [] : await clocks.ofRecordAt(then.record, asOf)).filter(({ clock }) => !states || states.includes(clock.state))
    }
    const items = await present(call, found.slice(0, call.query.limit ?? PAGE), asOf)
    return ok({ items, total: found.length, counts, kinds, now: asOf ?? new Date(call.now).toISOString() })
  },
})

/** May the caller read records of the kind at all? */
function holds(call: Call, kind: string): boolean {
  const { everywhere, areas } = scopeOf(call.reader.grants, call.app.store.kinds().need(kind).read)
  return everywhere || areas.length > 0
}

/** Titles come by the reading door, a record the reader may not see has no row. */
async function present(call: Call, shown: readonly StandingClock[], asOf: string | undefined): Promise<unknown[]> {
  const records = new Map<string, VigieRecord>()
  for (const [kind, clocks] of Map.groupBy(shown, ({ clock }) => clock.kind)) {
    const ids = [...new Set(clocks.map(({ clock }) => clock.record))]
    const query = { kind, ids, workflow: [...WORKFLOWS], limit: ids.length }
    const page = await (asOf === undefined ? call.app.store.list(call.reader, query) : call.app.store.known.list(call.reader, query, asOf))
    page.items.forEach(({ record }) => records.set(record.id, record))
  }
  return shown.flatMap(({ clock, rule }) => {
    const record = records.get(clock.record)
    if (!record) {
      return []
    }
    const { title, severity } = call.app.store.kinds().need(record.kind).project(record.data)
    const { record: _record, run: _run, version: _version, ...one } = clock
    const titles = record.data['title']
    return [{ ...one, label: rule.label, record: { id: record.id, ref: record.ref, title, titles: typeof titles === 'object' && titles !== null && !Array.isArray(titles) ? titles : null, severity, handling: record.handling } }]
  })
}

function statesOf(text: string | undefined): ClockState[] | undefined {
  if (text === undefined) {
    return undefined
  }
  const states = splitList(text)
  const odd = states.find((state) => !(CLOCK_STATES as readonly string[]).includes(state))
  if (odd !== undefined) {
    throw refuseField('/state', `"${odd}" is no state of a clock`, `Use ${CLOCK_STATES.join(', ')}`)
  }
  return states as ClockState[]
}

export const clockRoutes: readonly Endpoint[] = [list]
