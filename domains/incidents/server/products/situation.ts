import type { AggregateRow } from '../../../../core/aggregate.ts'
import type { Block, Line, Mark, Piece } from '../../../../core/product.ts'
import type { Query } from '../../../../core/query.ts'
import { overallGrade } from '../../../../core/grading.ts'
import { weave, type SectionAsk, type SectionSource } from '../../../../server/face.ts'
import { allSources, projectIncident } from '../../shared/project.ts'
import { labelIn, type TaxonomyBook } from '../../shared/taxonomy-editions.ts'
import { HARM } from '../../shared/vocabulary.ts'
import { T } from './texts.ts'
import { book, category, harmText, isUnverified, placeText, whenText, type Record_ } from './words.ts'

/** Records read one by one for a product; of more only counts are given, and how many are shown is said. */
const MOST_READ = 5000
/** Rows of a table of records, and of one of areas or families. */
const MOST_ROWS = 300
const TOP = 12
/** One page is read in two minutes. */
const BRIEF_ROWS = 3

/** What was logged in the period: a record belongs to the product of the day it became known. */
function logged({ period }: SectionAsk, more: Partial<Query> = {}): Query {
  return { kind: 'incident', time: { axis: 'logged', from: iso(period.from), to: iso(period.to) }, ...more }
}

function before(ask: SectionAsk): Query {
  const { from, to } = ask.period
  return { kind: 'incident', time: { axis: 'logged', from: iso(from - (to - from)), to: iso(from) } }
}

/** This time and the time before together: what a change is made of. */
function both(ask: SectionAsk): Query {
  const { from, to } = ask.period
  return { kind: 'incident', time: { axis: 'logged', from: iso(from - (to - from)), to: iso(to) } }
}

const signed = (ask: SectionAsk, change: number): string => `${change > 0 ? '+' : ''}${ask.number(change)}`

async function readAll(ask: SectionAsk, more: Partial<Query> = {}): Promise<{ items: Record_[]; total: number }> {
  const { items, total } = await ask.bind.records(logged(ask, { sort: { by: 'severity', dir: 'desc' }, ...more }), MOST_READ)
  return { items: items as unknown as Record_[], total }
}

/** It happened before the period began and became known within it. */
function isLate(ask: SectionAsk, { data }: Record_): boolean {
  const end = data.happened?.to ?? data.happened?.from
  return end !== undefined && Date.parse(end) < ask.period.from
}

const severityOf = ({ data }: Record_): number => projectIncident(data).severity

async function sum(ask: SectionAsk): Promise<Block[]> {
  const { items, total } = await readAll(ask)
  const { bind } = ask
  if (total === 0) {
    return [{ type: 'text', pieces: [bind.fact('all', ask.say(T, 'nothing'), { kind: 'incident', total: 0, records: [], query: logged(ask) })] }]
  }
  const some = (id: string, fits: (record: Record_) => boolean): Piece => {
    const chosen = items.filter(fits)
    return bind.of(id, ask.number(chosen.length), chosen, 'incident')
  }
  const all = bind.fact('all', ask.number(total), { kind: 'incident', total, records: items.slice(0, 200).map(({ id, version }) => ({ id, version })), query: logged(ask) })
  const earlier = await bind.count('before', before(ask), ask.number)
  const change = bind.fact('change', signed(ask, total - earlier.n), { kind: 'incident', total: total + earlier.n, records: [], query: both(ask) })
  const harm = Object.fromEntries(HARM.map((measure) => {
    const spans = items.flatMap((record) => { const span = projectIncident(record.data).measures?.[measure]; return span && span[1] > 0 ? [{ record, span }] : [] })
    const [min, max] = [spans.reduce((n, one) => n + one.span[0], 0), spans.reduce((n, one) => n + one.span[1], 0)]
    return [measure.slice(0, 1).toUpperCase(), bind.of(measure, min === max ? ask.number(min) : `${ask.number(min)}–${ask.number(max)}`, spans.map((one) => one.record), 'incident')]
  }))
  return [
    { type: 'text', pieces: weave({ N: all, S: some('severe', (one) => severityOf(one) >= 3), U: some('unverified', isUnverified), L: some('late', (one) => isLate(ask, one)) }, (holes) => ask.say(T, 'sum', { ...holes, n: total, u: items.filter(isUnverified).length, l: items.filter((one) => isLate(ask, one)).length, from: ask.time(ask.period.from), to: ask.time(ask.period.to) })) },
    { type: 'text', pieces: weave({ B: earlier.piece, D: change }, (holes) => ask.say(T, 'sum.before', holes)) },
    { type: 'text', pieces: weave(harm, (holes) => ask.say(T, 'sum.harm', holes)) },
    // More than is read at once: what was counted of it is said.
    ...(total > items.length ? [{ type: 'text' as const, mark: 'note' as const, pieces: weave({ N: bind.fact('read', ask.number(items.length), { kind: 'incident', total, records: [], query: logged(ask) }) }, (holes) => ask.say(T, 'sum.part', holes)) }] : []),
  ]
}

function row(ask: SectionAsk, names: TaxonomyBook, record: Record_, mark: Mark | undefined): Line {
  const of = (part: string, value: string): Piece => ask.bind.of(`${record.id}.${part}`, value, [record])
  const { reliability, credibility } = overallGrade(allSources(record.data))
  return {
    cells: [
      [of('when', whenText(ask, record))], [of('what', category(ask, names, record)), ': ', of('title', record.data.title)], [of('where', placeText(ask, record))],
      [of('harm', harmText(ask, record.data) || '—')], [of('grade', `${reliability}${credibility}`)], [of('severity', ask.number(severityOf(record)))], [of('ref', record.ref)],
    ],
    record: record.id, ...(mark ? { mark } : {}),
  }
}

async function table(ask: SectionAsk, records: readonly Record_[], mark: (record: Record_) => Mark | undefined): Promise<Block[]> {
  const names = await book(ask)
  const lines = records.slice(0, MOST_ROWS).map((record) => row(ask, names, record, mark(record)))
  return [{ type: 'table', head: ['time', 'event', 'place', 'harm', 'grade', 'severity', 'ref'].map((key) => ask.say(T, key)), lines, total: records.length }]
}

const unverified = (record: Record_): Mark | undefined => (isUnverified(record) ? 'unverified' : undefined)

async function significant(ask: SectionAsk): Promise<Block[]> {
  const { items } = await readAll(ask)
  const chosen = items.filter((record) => severityOf(record) >= (ask.type === 'DSR' || ask.type === 'INTSUM' ? 3 : 4) && !isLate(ask, record))
  return chosen.length === 0 ? [{ type: 'text', pieces: [ask.bind.fact('none', ask.say(T, 'no-significant'), { kind: 'incident', total: 0, records: [], query: logged(ask, { severity: 3 }) })] }] : ask.type === 'HOM' ? brief(ask, chosen) : table(ask, chosen, unverified)
}

async function late(ask: SectionAsk): Promise<Block[]> {
  const { items } = await readAll(ask)
  const chosen = items.filter((record) => isLate(ask, record))
  return chosen.length === 0 ? [{ type: 'text', pieces: [ask.bind.fact('none', ask.say(T, 'no-late'), { kind: 'incident', total: 0, records: [], query: logged(ask) })] }] : table(ask, chosen, () => 'late')
}

async function annex(ask: SectionAsk): Promise<Block[]> {
  const { items } = await readAll(ask, { sort: { by: 'happened', dir: 'asc' } })
  const rest = items.filter((record) => !isLate(ask, record))
  return rest.length === 0 ? [] : table(ask, rest, unverified)
}

/** One line each, for a page that is read in two minutes. */
async function brief(ask: SectionAsk, records: readonly Record_[]): Promise<Block[]> {
  const names = await book(ask)
  const lines = records.slice(0, BRIEF_ROWS).map((record): Line => {
    const of = (part: string, value: string): Piece => ask.bind.of(`${record.id}.${part}`, value, [record])
    const harmed = harmText(ask, record.data)
    const mark = unverified(record)
    return { pieces: [of('when', whenText(ask, record)), ' · ', of('what', category(ask, names, record)), ' · ', of('where', placeText(ask, record)), ...(harmed === '' ? [] : [' · ', of('harm', harmed)]), ' · ', of('ref', record.ref)], record: record.id, ...(mark ? { mark } : {}) }
  })
  return [{ type: 'list', lines, total: records.length }]
}

/** Counts by one dimension, this time and the same span before, the largest first; every cell opens its records. */
async function compared(ask: SectionAsk, by: string, label: string, name: (key: string) => string): Promise<Block[]> {
  const [now, then] = [await ask.bind.aggregate(logged(ask), { by: [by] }), await ask.bind.aggregate(before(ask), { by: [by] })]
  const earlier = new Map(then.rows.map((one) => [one.keys[0], one]))
  const rows = now.rows.toSorted((a, b) => (b.count ?? 0) - (a.count ?? 0))
  const empty = (key: string): AggregateRow => ({ keys: [key], count: 0 })
  const lines = rows.slice(0, TOP).map((one): Line => {
    const key = one.keys[0] ?? ''
    const was = earlier.get(key) ?? empty(key)
    const [n, m] = [one.count ?? 0, was.count ?? 0]
    return { cells: [[name(key)], [ask.bind.cell(`${key}.now`, ask.number(n), logged(ask), { by: [by] }, one)], [ask.bind.cell(`${key}.before`, ask.number(m), before(ask), { by: [by] }, was)], [ask.bind.cell(`${key}.change`, signed(ask, n - m), both(ask), { by: [by] }, { keys: one.keys, count: n + m })]] }
  })
  return lines.length === 0 ? [] : [{ type: 'table', head: [ask.say(T, label), ask.say(T, 'now'), ask.say(T, 'before'), ask.say(T, 'change')], lines, total: rows.length }]
}

const areaName = (ask: SectionAsk) => (key: string): string => ask.areas.nodes.get(key)?.name ?? ask.say(T, 'none')

async function harm(ask: SectionAsk): Promise<Block[]> {
  const lines: Line[] = []
  for (const measure of HARM) {
    const { rows } = await ask.bind.aggregate(logged(ask), { by: ['family'], measure })
    const known = rows.reduce((n, one) => n + (one.known ?? 0), 0)
    const [min, max] = [rows.reduce((n, one) => n + (one.min ?? 0), 0), rows.reduce((n, one) => n + (one.max ?? 0), 0)]
    const bound = (part: string, n: number): Piece => ask.bind.fact(`${measure}.${part}`, ask.number(n), { kind: 'incident', total: known, records: [], query: logged(ask), cell: { by: ['family'], keys: ['*'], measure } })
    lines.push({ cells: [[ask.say(T, measure)], [bound('min', min)], [bound('max', max)], [bound('records', known)]] })
  }
  return [{ type: 'table', head: ['measure', 'at-least', 'at-most', 'records-with'].map((key) => ask.say(T, key)), lines }]
}

/** How far the figures can be trusted: what the records behind them lack. */
async function quality(ask: SectionAsk): Promise<Block[]> {
  const { bind } = ask
  const spec = { by: ['mark'] }
  const found = await bind.aggregate(logged(ask), spec)
  const mark = (name: string): Piece => {
    const one = found.rows.find((cell) => cell.keys[0] === name) ?? { keys: [name], count: 0 }
    return bind.cell(name, ask.number(one.count ?? 0), logged(ask), spec, one)
  }
  const all = bind.fact('all', ask.number(found.total), { kind: 'incident', total: found.total, records: [], query: logged(ask) })
  const waiting = await bind.count('waiting', { kind: 'incident', workflow: ['submitted'] }, ask.number)
  const contested = await bind.count('contested', { kind: 'incident', contested: true }, ask.number)
  return [
    { type: 'text', pieces: weave({ N: all, F: mark('ungraded'), P: mark('area-only'), T: mark('no-time'), S: mark('no-source') }, (holes) => ask.say(T, 'quality', holes)) },
    { type: 'text', pieces: weave({ W: waiting.piece, C: contested.piece }, (holes) => ask.say(T, 'waiting', { ...holes, w: waiting.n, c: contested.n })) },
    // What a head of mission looks for and no line of work records: silence is not taken for zero.
    ...(ask.type === 'HOM' && !ask.outside ? [{ type: 'text' as const, pieces: [ask.say(T, 'absent')] }] : []),
  ]
}

export const situationSources: readonly SectionSource[] = [
  { name: 'incidents.sum', title: { en: 'The situation in one paragraph', fr: 'La situation en un paragraphe', es: 'La situación en un párrafo', ar: 'الوضع في فقرة' }, in: { DSR: 10, WSR: 10, INTSUM: 10, HANDOVER: 10, MSR: 10 }, build: sum },
  { name: 'incidents.significant', title: { en: 'Significant incidents', fr: 'Incidents importants', es: 'Incidentes importantes', ar: 'الحوادث الهامة' }, in: { DSR: 20, WSR: 30, INTSUM: 20, HANDOVER: 20, HOM: 15 }, build: significant },
  { name: 'incidents.by-area', title: { en: 'By sector', fr: 'Par secteur', es: 'Por sector', ar: 'بحسب القطاع' }, in: { DSR: 30, WSR: 20, MSR: 30 }, build: (ask) => compared(ask, 'area:sector', 'area', areaName(ask)) },
  { name: 'incidents.by-family', title: { en: 'By type of event', fr: 'Par type d’événement', es: 'Por tipo de suceso', ar: 'بحسب نوع الحدث' }, in: { WSR: 25, MSR: 20 }, build: async (ask) => { const names = await book(ask); return compared(ask, 'family', 'family', (key) => labelIn(names, key, ask.locale)) } },
  { name: 'incidents.harm', title: { en: 'People harmed', fr: 'Personnes touchées', es: 'Personas afectadas', ar: 'المتضررون' }, in: { MSR: 40, WSR: 40 }, build: harm },
  { name: 'incidents.late', title: { en: 'Late reports', fr: 'Signalements tardifs', es: 'Informes tardíos', ar: 'بلاغات متأخرة' }, in: { DSR: 60, WSR: 60 }, build: late },
  { name: 'incidents.annex', title: { en: 'Annex: incident list', fr: 'Annexe : liste des incidents', es: 'Anexo: lista de incidentes', ar: 'ملحق: قائمة الحوادث' }, in: { DSR: 90, ANNEX: 10 }, build: annex },
  { name: 'incidents.changed', title: { en: 'What changed', fr: 'Ce qui a changé', es: 'Qué cambió', ar: 'ما الذي تغير' }, in: { HOM: 10 }, build: async (ask) => { const names = await book(ask); return (await compared(ask, 'family', 'family', (key) => labelIn(names, key, ask.locale))).map(first(BRIEF_ROWS + 1)) } },
  { name: 'incidents.hotspots', title: { en: 'Hot spots', fr: 'Points chauds', es: 'Puntos críticos', ar: 'بؤر التوتر' }, in: { HOM: 30 }, build: async (ask) => (await compared(ask, 'area:admin1', 'area', areaName(ask))).map(first(BRIEF_ROWS)) },
  { name: 'incidents.quality', title: { en: 'How good the data is', fr: 'Qualité des données', es: 'Calidad de los datos', ar: 'جودة البيانات' }, in: { HOM: 90, WSR: 90, MSR: 80 }, moving: true, build: quality },
]

const first = (n: number) => (block: Block): Block => ({ ...block, lines: (block.lines ?? []).slice(0, n) })

function iso(ms: number): string {
  return new Date(ms).toISOString()
}
