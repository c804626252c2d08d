import { Type } from 'typebox'
import { refuseField, Problem } from '../../../../core/problem.ts'
import type { Query } from '../../../../core/query.ts'
import { splitList } from '../../../../core/query-params.ts'
import type { Reader } from '../../../../core/policy.ts'
import { localDate } from '../../../../core/time-local.ts'
import { createCsvTableReader } from '../../../../formats/csv.ts'
import { closed, endpoint, missionOf, nullable, ok, type Endpoint, type Store } from '../../../../server/face.ts'
import { REVISED, type Fatality, type Revision } from '../../shared/fatalities/fatality.ts'
import { openData } from '../../shared/fatalities/open-data.ts'
import { PER, ratesOf, type MonthCell } from '../../shared/fatalities/rates.ts'
import { listReader, reconcile, type CellError, type ListRow } from '../../shared/fatalities/un-list.ts'

/** What a table can be made by; the words are those of the public list. */
const DIMENSIONS = ['mission', 'type', 'year', 'nationality', 'personnel', 'gender', 'casualty-type', 'origin'] as const
type Dimension = (typeof DIMENSIONS)[number]
/** Strength is that of troops, police and observers: so are the deaths of a rate. */
const UNIFORMED = ['Military', 'Police', 'Military Observer']
const MOST_REVISIONS = 500
const MOST_LISTED = 500
const MOST_CSV = 1_000_000

const list = (what: string) => Type.Optional(Type.String({ maxLength: 4000, description: `only these, comma-separated: ${what}` }))
const filters = {
  'mission': list('missions'), 'type': list('types of incident'), 'year': list('years'), 'nationality': list('nationalities'), 'personnel': list('kinds of personnel'),
  'gender': list('M, F, unknown'), 'casualty-type': list('types of casualty'), 'origin': list('list (the public list), mission (own notifications)'),
}
type Filters = { [name in Dimension]?: string | undefined }

/** Deaths as they count: what vanished from the official list does not. */
function counted(asked: Filters): Query {
  const where: { [facet: string]: string[] } = { counted: ['yes'] }
  for (const name of DIMENSIONS) {
    const value = asked[name]
    if (value !== undefined && value !== '') {
      where[name] = splitList(value).filter((one) => one !== '')
    }
  }
  return { kind: 'fatality', where }
}

const table = endpoint({
  method: 'GET', path: '/api/statistics/fatalities', tag: 'statistics', summary: 'Fatalities counted by one or two of mission, type, year, nationality, personnel, gender', access: 'signed-in',
  query: Type.Object({ by: Type.Optional(Type.String({ description: `one or two of ${DIMENSIONS.join(', ')}; default mission,type` })), ...filters }, closed),
  answers: {
    200: Type.Object({
      asOf: Type.String(), by: Type.Array(Type.String()), total: Type.Integer({ description: 'deaths counted; the rows add up to it' }),
      rows: Type.Array(Type.Record(Type.String(), Type.Union([Type.String(), Type.Integer()])), { description: 'one for each cell that is not empty: each dimension by its name, and count' }),
      totals: Type.Record(Type.String(), Type.Array(Type.Object({ value: Type.String(), count: Type.Integer() }, closed)), { description: 'by dimension, each by itself' }),
      revisions: Type.Integer({ description: 'deaths that were corrected at least once' }),
    }, closed),
  },
  async handle({ app, reader, query, now }) {
    const by = (query.by ?? 'mission,type').split(',').map((one) => one.trim()).filter((one) => one !== '')
    const strange = by.find((one) => !DIMENSIONS.includes(one as Dimension))
    if (strange !== undefined || by.length < 1 || by.length > 2 || new Set(by).size !== by.length) {
      throw refuseField('by', strange === undefined ? 'is not one or two different dimensions' : `"${strange}" is no dimension`, `Use one or two of ${DIMENSIONS.join(', ')}`, 'invalid-query')
    }
    const asked = counted(query)
    const [found, facets, revised] = await Promise.all([
      app.store.aggregate(reader, asked, { by, zone: 'UTC' }),
      app.store.facets(reader, asked, by),
      app.store.count(reader, { ...asked, where: { ...asked.where, revised: ['yes'] } }),
    ])
    const totals = Object.fromEntries(by.map((name) => [name, foldOwn(facets[name] ?? [], asked.where?.[name]).map(({ value, count }) => ({ value, count }))]))
    return ok({ asOf: new Date(now).toISOString(), by, total: found.total, rows: found.rows.map(({ keys, count }) => ({ ...Object.fromEntries(by.map((name, i) => [name, keys[i] ?? ''])), count: count ?? 0 })), totals, revisions: revised })
  },
})

/** Facets are counted without their own condition: here it holds. */
function foldOwn<T extends { value: string }>(values: readonly T[], only: readonly string[] | undefined): T[] {
  return values.filter((one) => only === undefined || only.includes(one.value))
}

const Rate = nullable(Type.Object({ value: Type.Number(), low: Type.Number(), high: Type.Number() }, closed))
const RateRow = Type.Object({ key: Type.String(), deaths: Type.Integer(), personYears: Type.Number(), months: Type.Integer({ description: 'months with a known strength' }), outside: Type.Integer({ description: 'deaths in months whose strength is not known: in no rate' }), rate: Rate }, closed)

const rates = endpoint({
  method: 'GET', path: '/api/statistics/fatalities/rates', tag: 'statistics', summary: `Deaths of uniformed personnel per ${PER} person-years, with exact Poisson intervals`, access: 'signed-in',
  query: Type.Object({ by: Type.Optional(Type.Enum(['mission', 'year'])), mission: filters.mission, type: filters.type, year: filters.year }, closed),
  answers: { 200: Type.Object({ by: Type.String(), per: Type.Integer(), personnel: Type.Array(Type.String()), rows: Type.Array(RateRow), all: RateRow }, closed) },
  async handle({ app, reader, query }) {
    const by = query.by ?? 'mission'
    const asked = counted({ mission: query.mission, type: query.type, year: query.year })
    const { type: _type, counted: _counted, ...where } = asked.where ?? {}
    const [deaths, strength] = await Promise.all([
      app.store.aggregate(reader, { ...asked, where: { ...asked.where, personnel: UNIFORMED } }, { by: ['mission', 'month'], zone: 'UTC' }),
      app.store.aggregate(reader, { kind: 'strength', where }, { by: ['mission', 'month'], measure: 'total', zone: 'UTC' }),
    ])
    const cells = (rows: typeof deaths.rows, value: (row: (typeof deaths.rows)[number]) => number): MonthCell[] => rows.map((row) => ({ mission: row.keys[0] ?? '', month: row.keys[1] ?? '', value: value(row) }))
    return ok({ by, personnel: UNIFORMED, ...ratesOf(cells(deaths.rows, (row) => row.count ?? 0), cells(strength.rows, (row) => row.max ?? 0), by) })
  },
})

const RevisionView = Type.Object({ record: Type.String(), ref: Type.String(), casualtyId: Type.String(), mission: Type.String(), on: Type.String(), field: Type.String(), from: Type.String(), to: Type.String(), note: nullable(Type.String()), source: nullable(Type.String()), by: nullable(Type.String()) }, closed)

const revisions = endpoint({
  method: 'GET', path: '/api/statistics/fatalities/revisions', tag: 'statistics', summary: 'The revision log: what was corrected in the statistics, newest first', access: 'signed-in',
  query: Type.Object({ limit: Type.Optional(Type.Integer({ minimum: 1, maximum: MOST_REVISIONS })), mission: filters.mission, year: filters.year }, closed),
  answers: { 200: Type.Object({ items: Type.Array(RevisionView), total: Type.Integer() }, closed) },
  async handle({ app, reader, query }) {
    const asked = counted({ mission: query.mission, year: query.year })
    const { counted: _all, ...where } = asked.where ?? {}
    const all: { record: string; ref: string; data: Fatality; revision: Revision }[] = []
    for await (const { record } of app.store.stream(reader, { kind: 'fatality', where: { ...where, revised: ['yes'] } })) {
      const data = record.data as unknown as Fatality
      data.revisions?.forEach((revision) => all.push({ record: record.id, ref: record.ref, data, revision }))
    }
    all.sort((a, b) => (a.revision.on < b.revision.on ? 1 : a.revision.on > b.revision.on ? -1 : a.ref < b.ref ? -1 : 1))
    const items = await Promise.all(all.slice(0, query.limit ?? 100).map(async ({ record, ref, data, revision: { on, field, from, to, note, source, by } }) => ({
      record, ref, casualtyId: data.casualtyId, mission: data.mission, on, field, from, to, note: note ?? null, source: source ?? null, by: by === undefined ? null : await app.names.of(by),
    })))
    return ok({ items, total: all.length })
  },
})

const open = endpoint({
  method: 'GET', path: '/api/statistics/fatalities/open-data', tag: 'statistics', summary: 'Open data: the columns of the public list, without what points at one person in a small cell', access: 'signed-in',
  query: Type.Object(filters, closed),
  answers: { 200: { media: 'text/csv' } },
  async handle(call) {
    const { app, reader, query, now } = call
    const rows = (await held(app.store, reader, counted(query))).map(({ data }) => data)
    const lines = [...openData(rows)]
    await app.store.audit(reader, ['mission'], 'export', { format: 'csv', of: 'fatality', count: lines.length - 1 })
    const day = localDate(now, (await missionOf(app.store))?.zone ?? 'UTC')
    return { status: 200, raw: lines.join(''), type: 'text/csv; charset=utf-8', headers: { 'content-disposition': `attachment; filename="fatalities-${day}.csv"`, 'cache-control': 'no-store' } }
  },
})

const RowView = Type.Object({ casualtyId: Type.String(), mission: Type.String(), date: Type.String(), type: Type.String(), personnel: Type.String(), nationality: Type.String() }, closed)
const ChangedView = Type.Object({ record: Type.String(), ref: Type.String(), casualtyId: Type.String(), row: Type.Integer(), fields: Type.Array(Type.Object({ field: Type.String(), from: Type.String(), to: Type.String() }, closed)) }, closed)
const StandingView = Type.Object({ record: Type.String(), ref: Type.String(), version: Type.Integer(), ...RowView.properties }, closed)

const reconcileSnapshot = endpoint({
  method: 'POST', path: '/api/statistics/fatalities/reconcile', tag: 'statistics', summary: 'Hold a snapshot of the public list against what stands; writes nothing', access: 'signed-in',
  body: Type.Object({ csv: Type.String({ minLength: 1, maxLength: MOST_CSV, description: 'the snapshot, as a CSV table with its headings' }) }, closed),
  answers: {
    200: Type.Object({
      read: Type.Integer(), same: Type.Integer(),
      added: Type.Object({ total: Type.Integer(), items: Type.Array(RowView) }, closed),
      changed: Type.Object({ total: Type.Integer(), items: Type.Array(ChangedView) }, closed),
      vanished: Type.Object({ total: Type.Integer(), items: Type.Array(StandingView) }, closed),
      reappeared: Type.Object({ total: Type.Integer(), items: Type.Array(StandingView) }, closed),
      twins: Type.Array(Type.Object({ casualtyId: Type.String(), rows: Type.Array(Type.Integer()) }, closed), { description: 'ids the snapshot gives to several rows; each stays a record of its own' }),
      rejected: Type.Array(Type.Object({ row: Type.Integer(), column: Type.String(), value: Type.String(), problem: Type.String(), fix: Type.String() }, closed)),
    }, closed),
  },
  async handle({ app, reader, body }) {
    const { rows, errors } = readSnapshot(body.csv)
    const standing = await held(app.store, reader, { kind: 'fatality', where: { origin: ['list'] } })
    const byKey = new Map(standing.map((one) => [one.data.external?.id ?? one.data.casualtyId, one]))
    const found = reconcile(rows, new Map([...byKey].map(([key, { data }]) => [key, data])))
    const view = ({ casualtyId, mission, date, type, personnel, nationality }: Fatality) => ({ casualtyId, mission, date, type, personnel, nationality })
    const stands = (key: string) => {
      const one = byKey.get(key) as Held
      return { record: one.id, ref: one.ref, version: one.version, ...view(one.data) }
    }
    const some = <T, V>(all: readonly T[], show: (one: T) => V) => ({ total: all.length, items: all.slice(0, MOST_LISTED).map(show) })
    return ok({
      read: found.read + new Set(errors.map((error) => error.row)).size, same: found.same,
      added: some(found.added, (row) => view(row.data)),
      changed: some(found.changed, ({ key, row, before, after }) => ({ record: byKey.get(key)?.id ?? '', ref: byKey.get(key)?.ref ?? '', casualtyId: after.casualtyId, row, fields: REVISED.filter((field) => before[field] !== after[field]).map((field) => ({ field, from: before[field], to: after[field] })) })),
      vanished: some(found.vanished, ({ key }) => stands(key)), reappeared: some(found.reappeared, ({ key }) => stands(key)),
      twins: found.twins, rejected: errors.slice(0, MOST_LISTED),
    })
  },
})

type Held = { id: string; ref: string; version: number; data: Fatality }
async function held(store: Store, reader: Reader, query: Query): Promise<Held[]> {
  const rows: Held[] = []
  for await (const { record } of store.stream(reader, query)) {
    rows.push({ id: record.id, ref: record.ref, version: record.version, data: record.data as unknown as Fatality })
  }
  return rows
}

function readSnapshot(csv: string): { rows: ListRow[]; errors: CellError[] } {
  const rows: ListRow[] = []
  const errors: CellError[] = []
  let read: ReturnType<typeof listReader> = null
  const reader = createCsvTableReader({
    onHeader(names) {
      read = listReader(names)
      if (!read) {
        throw new Problem('invalid-input', `csv: these headings are not those of the list of fatalities (${names.slice(0, 6).join(', ')}…)`)
      }
    },
    onRow(cells, row) {
      const outcome = read?.(cells, row)
      if (outcome?.ok) {
        rows.push(outcome.row)
      } else {
        errors.push(...(outcome?.errors ?? []))
      }
    },
    onProblem: (problem) => errors.push({ row: problem.row ?? 0, column: problem.column ?? '', value: '', problem: problem.problem, fix: problem.fix }),
  })
  reader.push(Buffer.from(csv, 'utf8'))
  reader.end()
  return { rows, errors }
}

export const fatalityRoutes: readonly Endpoint[] = [table, rates, revisions, open, reconcileSnapshot]
