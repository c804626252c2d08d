import type { Projection } from '../../../core/kind.ts'
import { overallGrade } from '../../../core/grading.ts'
import { HARM, MARKS, type Mark } from './vocabulary.ts'
import type { Actor, Impact, Incident, Range, Source } from './model.ts'

/** What the platform sees of an incident. Protected sources and sealed contacts never reach the text. */
export function projectIncident(data: Incident): Projection {
  const sources = allSources(data)
  const open = sources.filter((s) => !s.protected)
  const grade = overallGrade(sources)
  const place = data.place
  return {
    title: data.title,
    text: [
      data.title,
      data.narrative,
      data.bluf,
      place?.name,
      place?.mgrs,
      data.callsign,
      data.unit,
      ...(data.tags ?? []),
      ...(data.actors ?? []).map((a) => a.name),
      ...open.map((s) => s.text),
      ...(data.absorbed ?? []).flatMap((a) => [a.title, a.narrative, a.ref]),
    ]
      .filter((part) => part !== undefined && part !== '')
      .join('\n'),
    names: [place?.name, ...(data.actors ?? []).map((a) => a.name)].filter((name) => name !== undefined),
    happened: data.happened ? [Date.parse(data.happened.from), Date.parse(data.happened.to ?? data.happened.from)] : null,
    reported: data.reported ? Date.parse(data.reported) : null,
    place: place && place.lon !== undefined && place.lat !== undefined ? { lon: place.lon, lat: place.lat, radiusM: place.radiusM, precision: place.precision } : null,
    severity: data.severity ?? severityOf(data),
    facets: {
      family: [data.category.slice(0, 2)],
      category: [data.category],
      type: [data.type],
      actor: distinct((data.actors ?? []).map((a) => a.actor ?? a.name)),
      weapon: distinct([...(data.weapons ?? []), ...(data.actors ?? []).flatMap((a) => a.weapons ?? [])].map((w) => w.code)),
      victims: distinct((data.impact ?? []).map((i) => i.group)),
      unit: [data.unit ?? ''],
      grade: [`${grade.reliability}${grade.credibility}`],
      precision: [String(place?.precision ?? 7)],
      flag: data.flags ?? [],
      tag: data.tags ?? [],
      link: distinct((data.links ?? []).map((l) => l.record)),
      external: data.external ? [data.external.id] : [],
    },
    precision: data.happened?.precision,
    measures: measuresOf(data),
    marks: marksOf(data, sources, grade),
  }
}

/** People harmed: per record the smallest and largest figure over all reports of it, added over groups of people. */
function measuresOf(data: Incident): NonNullable<Projection['measures']> {
  const out: { [measure: string]: readonly [number, number] } = {}
  for (const impact of impactRange(data)) {
    for (const measure of HARM) {
      const range = impact[measure]
      if (range) {
        const { min, max } = spanOf(range)
        const [a, b] = out[measure] ?? [0, 0]
        out[measure] = [a + min, b + max]
      }
    }
  }
  return out
}

/** What the data-quality board counts (MARKS in vocabulary.ts). */
function marksOf(data: Incident, sources: readonly Source[], grade: { reliability: string; credibility: string | number }): Mark[] {
  const { place } = data
  const held: Record<Mark, boolean> = {
    'grid': place !== undefined && (place.precision <= 3 || place.mgrs !== undefined),
    'area-only': place !== undefined && place.precision >= 5,
    'no-place': place === undefined || place.precision === 7,
    'no-time': data.happened === undefined,
    'no-reported': data.reported === undefined,
    'no-actor': (data.actors ?? []).length === 0,
    'no-source': sources.length === 0,
    'ungraded': `${grade.reliability}${grade.credibility}` === 'F6',
    'joined': (data.absorbed ?? []).length > 0,
  }
  return MARKS.filter((mark) => held[mark])
}

/** What the platform sees of an actor: found under every spelling. */
export function projectActor(data: Actor): Projection {
  return {
    title: data.name,
    text: [data.name, ...(data.aliases ?? []), data.description ?? '', data.location ?? ''].join('\n'),
    names: [data.name, ...(data.aliases ?? [])],
    happened: null,
    reported: null,
    place: null,
    severity: 0,
    facets: { type: [data.type], external: data.external ? [data.external.id] : [] },
  }
}

/** Own sources and those of every record merged into this one. */
export function allSources(data: Incident): Source[] {
  return [...(data.sources ?? []), ...(data.absorbed ?? []).flatMap((a) => a.sources)]
}

/**
 * Harm over this record and all merged into it: the smallest and the largest figure anybody gave, per
 * group; never a sum of reports of one event.
 */
export function impactRange(data: Incident): Impact[] {
  const groups = new Map<string, Impact>()
  for (const impact of [...(data.impact ?? []), ...(data.absorbed ?? []).flatMap((a) => a.impact)]) {
    const seen = groups.get(impact.group)
    groups.set(impact.group, seen ? widen(seen, impact) : { ...impact })
  }
  return [...groups.values()]
}

/** Lowest and highest of the figures of a range. */
export function spanOf(range: Range): { min: number; max: number } {
  const figures = [range.min, range.est, range.max].filter((n) => n !== undefined)
  return figures.length === 0 ? { min: 0, max: 0 } : { min: Math.min(...figures), max: Math.max(...figures) }
}

/** People killed at most, over all groups: what severity and sorting use. */
export function worstKilled(data: Incident): number {
  return impactRange(data).reduce((sum, i) => sum + (i.killed ? spanOf(i.killed).max : 0), 0)
}

/** Default severity 1–5 from harm: 5 mass casualty or UN death, 4 any death, 3 injury or abduction, 2 hostile act, 1 else. */
export function severityOf(data: Incident): number {
  const impact = impactRange(data)
  const killed = worstKilled(data)
  const unKilled = impact.some((i) => i.group.startsWith('UN') && i.group !== 'UNK' && i.killed && spanOf(i.killed).max > 0)
  if (killed >= 10 || unKilled) {
    return 5
  }
  if (killed > 0) {
    return 4
  }
  if (impact.some((i) => [i.injured, i.abducted, i.missing].some((r) => r && spanOf(r).max > 0))) {
    return 3
  }
  return ['AC', 'EX', 'UN', 'HA', 'CV'].includes(data.category.slice(0, 2)) ? 2 : 1
}

const MEASURES = ['killed', 'injured', 'missing', 'abducted', 'released'] as const

function widen(a: Impact, b: Impact): Impact {
  const out: Impact = { ...a }
  for (const measure of MEASURES) {
    const [x, y] = [a[measure], b[measure]]
    if (!y) {
      continue
    }
    if (!x) {
      out[measure] = y
      continue
    }
    const [p, q] = [spanOf(x), spanOf(y)]
    out[measure] = { min: Math.min(p.min, q.min), max: Math.max(p.max, q.max) }
  }
  return out
}

function distinct(values: readonly string[]): string[] {
  return [...new Set(values)]
}
