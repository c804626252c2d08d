import { startOfDate } from '../../../core/time-local.ts'
import type { Impact, Incident, Involved, Place, Source } from './model.ts'
import { Columns, RowReader, actorName, cut, daysHappened, finish, hasHeadings, orderedRange, ungraded } from './import-row.ts'
import type { ActorRef, ImportOptions, RowOutcome, TableMapping } from './import-row.ts'
import { categoriesInText } from './import-words.ts'

/**
 * UCDP Georeferenced Event Dataset, versions 19.1 to 23.1 and thinner cuts of it. Columns other than the
 * identity, the dates and the kind of violence may be missing.
 *
 * where_prec → our place                                      precision  radius
 *   1 exact, and the point is a settlement                     3          city 5 km, village 1.5 km, else 3 km
 *   1 exact, and the name says something smaller (bridge)      2          1 km
 *   2 within about 25 km of the named point                    4          25 km
 *   3 second-order division, its centre                        5          50 km
 *   4 first-order division, its centre                         6          150 km
 *   5 linear or fuzzy feature (road, river, border, region)    6          100 km
 *   6 country, its centre                                      7          500 km
 *   7 international waters or airspace                         7          500 km
 * "Exact" there means the settlement is known; its point is the settlement's centre, so it is never given
 * our precision 1.
 *
 * date_prec → 1 DAY · 2 (two to six days) WEEK · 3 (a week) WEEK · 4 (a month) MONTH · 5 (more) YEAR; the
 * interval is always date_start to date_end.
 */
export function ucdpPlace(wherePrec: number, name: string, point: { lon: number; lat: number } | undefined): Place {
  const [precision, radiusM] = wherePrec === 1 ? settlement(name) : (WHERE[wherePrec] ?? WHERE[6]!)
  return { ...point, ...(name === '' ? {} : { name: cut(name, 200) }), precision: point ? precision : Math.max(6, precision), radiusM: point ? radiusM : Math.max(150_000, radiusM), method: 'IMPORTED' }
}

const WHERE: Record<number, [precision: number, radiusM: number]> = {
  2: [4, 25_000], 3: [5, 50_000], 4: [6, 150_000], 5: [6, 100_000], 6: [7, 500_000], 7: [7, 500_000],
}

function settlement(name: string): [precision: number, radiusM: number] {
  if (/\bcity\b/iu.test(name)) {
    return [3, 5000]
  }
  if (/\b(?:village|villages|hamlet|quarter|neighbou?rhood|suburb)\b/iu.test(name)) {
    return [3, 1500]
  }
  return SITE.test(name) ? [2, 1000] : [3, 3000]
}

const SITE = /\b(?:bridge|camp|airport|airfield|market|junction|crossroads|checkpoint|roadblock|base|barracks|mine|hospital|clinic|school|church|mosque|station|crossing|refinery|dam|spring|springs|well|hill)\b/iu

const DATE_PRECISION = { 1: 'DAY', 2: 'WEEK', 3: 'WEEK', 4: 'MONTH', 5: 'YEAR' } as const
const COMMUNAL = /\b(?:muslims?|christians?|buddhists?|hindus?|supporters of|farmers|herders|pastoralists|residents|community|communities|tribe|clan)\b/iu

function sideType(name: string): Involved['type'] {
  if (/^government of/iu.test(name)) {
    return 'GSF-MIL'
  }
  if (/^civilians$/iu.test(name)) {
    return 'CIV'
  }
  return COMMUNAL.test(name) ? 'COMMUNITY' : 'NSAG'
}

function sideGroup(type: Involved['type']): Impact['group'] {
  return type === 'GSF-MIL' ? 'HOSTFORCES' : type === 'NSAG' ? 'NSAG' : 'CIV'
}

/**
 * Killed by group. The table gives low and high for the whole event only, so when one group has all the
 * deaths it takes the range; otherwise each group has its best figure and the group UNK carries what the
 * range adds, so that the sum over groups is low to high wherever that is possible.
 */
export function ucdpImpact(low: number, best: number, high: number, byGroup: readonly [Impact['group'], number][], fallback: Impact['group']): Impact[] {
  const sums = new Map<Impact['group'], number>()
  for (const [group, dead] of byGroup) {
    if (dead > 0) {
      sums.set(group, (sums.get(group) ?? 0) + dead)
    }
  }
  if (sums.size <= 1) {
    const killed = orderedRange(low, best, high)
    const [only] = sums.keys()
    return killed === undefined ? [] : [{ group: only ?? fallback, killed, status: 'REPORTED' }]
  }
  const unknown = sums.get('UNK') ?? 0
  const known = [...sums].filter(([group]) => group !== 'UNK')
  const knownSum = known.reduce((sum, [, dead]) => sum + dead, 0)
  const out: Impact[] = known.map(([group, est]) => ({ group, killed: { est }, status: 'REPORTED' as const }))
  const rest = orderedRange(Math.max(0, Math.min(low, best) - knownSum), unknown, Math.max(unknown, Math.max(high, best) - knownSum))
  if (rest !== undefined) {
    out.push({ group: 'UNK', killed: rest, status: 'REPORTED' })
  }
  return out
}

const AGENCIES = /\b(?:hrw|human rights watch|amnesty|icg|crisis group|ocha|unhcr|unicef|icrc|msf|fidh|un |united nations|humanit)/iu

/**
 * The sources of one event. Newer versions write `"Outlet,date,headline";"Outlet,date,headline"`; older ones
 * free text, kept whole as one source because its commas separate nothing reliably. Every source starts at
 * F6. The same outlet twice stays twice, with one originator, which is what makes it one independent source.
 */
export function ucdpSources(article: string, fallback: string): Source[] {
  const text = article.trim()
  if (text === '') {
    return [ungraded('s1', 'DATASET', fallback, '')]
  }
  const parts = text.startsWith('"') ? text.slice(1).replace(/"\s*$/u, '').split(/"\s*;\s*"/u) : [text]
  const kept = parts.length > 100 ? [...parts.slice(0, 99), parts.slice(99).join('; ')] : parts
  return kept.map((part, i) => {
    const found = /^([^,]{1,200}),\s*(\d{4}-\d{2}-\d{2}),\s*([\s\S]*)$/u.exec(part.trim())
    const outlet = found ? found[1]!.trim() : ''
    const day = found?.[2]
    const obtained = day !== undefined && !Number.isNaN(Date.parse(`${day}T00:00:00Z`)) ? `${day}T00:00:00Z` : undefined
    return ungraded(`s${i + 1}`, AGENCIES.test(`${outlet || part} `) ? 'HUMANITARIAN' : 'MEDIA', outlet || cut(part.trim(), 200), found ? found[3]!.trim() : part.trim(), obtained)
  })
}

function mapGed(reader: RowReader, options: ImportOptions): RowOutcome<Incident> {
  const id = reader.raw('id')
  if (!/^\d{1,12}$/u.test(id)) {
    reader.error('id', id === '' ? 'is empty' : 'is not a number', 'Every event of this dataset has a numeric id')
  }
  const violence = reader.number('type_of_violence', 1, 3)
  if (violence === undefined && reader.raw('type_of_violence') === '') {
    reader.error('type_of_violence', 'is empty', 'Write 1 (state-based), 2 (non-state) or 3 (one-sided)')
  }
  const start = reader.day('date_start', options)
  const end = reader.raw('date_end') === '' ? start : reader.day('date_end', options)
  if (start && end && end.at < start.at) {
    reader.error('date_end', 'is before date_start', 'Swap the two dates')
  }
  const datePrec = reader.number('date_prec', 1, 5) ?? 1
  const wherePrec = reader.number('where_prec', 1, 7) ?? 6
  const point = reader.point('latitude', 'longitude')
  const sideA = reader.text('side_a')
  const sideB = reader.text('side_b')
  const whereName = reader.text('where_coordinates')
  const low = reader.count('low')
  const best = reader.count('best')
  const high = reader.count('high')
  if (reader.has('high') && !(low <= best && best <= high)) {
    reader.note('best', `low ${low}, best ${best} and high ${high} are out of order; the range was taken from the smallest to the largest`)
  }
  const typeA = sideType(sideA)
  const typeB = sideType(sideB)
  const oneSided = violence === 3
  const actors: Involved[] = []
  const actorRefs: ActorRef[] = []
  const involve = (name: string, type: Involved['type'], role: Involved['role'], idColumns: readonly string[]): void => {
    if (name === '') {
      return
    }
    const ucdpId = idColumns.map((column) => reader.raw(column)).find((value) => /^\d+$/u.test(value))
    // Side 1 is "Civilians": a population, not an actor of the register.
    if (ucdpId !== undefined && type !== 'CIV') {
      actorRefs.push({ index: actors.length, externalId: `ucdp-actor:${ucdpId}` })
    }
    actors.push({ name: actorName(name), type, role })
  }
  involve(sideA, typeA, 'PERP_ALLEGED', ['side_a_new_id', 'side_a_id'])
  // In a clash the table does not say who began it; both sides are alleged parties.
  involve(sideB, typeB, oneSided ? 'VICTIM' : 'PERP_ALLEGED', ['side_b_new_id', 'side_b_id'])

  const headline = reader.text('source_headline')
  const article = reader.text('source_article')
  const description = reader.text('where_description')
  const conflict = reader.text('conflict_name')
  const country = reader.text('country')
  const adm1 = reader.text('adm_1')
  const adm2 = reader.text('adm_2')
  const communal = violence === 2 && typeA === 'COMMUNITY' && typeB === 'COMMUNITY'
  const category = oneSided ? 'CV.01' : communal ? 'AC.11' : 'AC.01'
  const also = categoriesInText(`${headline}\n${description}`, category)
  const where = [whereName, ...[adm2, adm1, country].filter((part) => part !== '' && !whereName.startsWith(part))].filter((part) => part !== '')
  const narrative = [
    headline,
    description === '' ? '' : `Where: ${description}.`,
    where.length === 0 ? '' : `Place: ${where.join(', ')}.`,
    conflict === '' ? '' : `Conflict: ${conflict}.`,
    article === '' ? '' : `Sources: ${article}`,
  ].filter((part) => part !== '').join('\n')
  if (narrative.length > 20_000) {
    reader.error('source_article', 'is too long together with the headline (20,000 characters)', 'Shorten the list of sources')
  }
  const groups: [Impact['group'], number][] = [
    [sideGroup(typeA), reader.count('deaths_a')], [sideGroup(typeB), reader.count('deaths_b')],
    ['CIV', reader.count('deaths_civilians')], ['UNK', reader.count('deaths_unknown')],
  ]
  const impact = ucdpImpact(low, best, reader.has('high') ? high : best, groups, oneSided ? 'CIV' : 'UNK')
  const precision = DATE_PRECISION[datePrec as keyof typeof DATE_PRECISION] ?? 'DAY'
  const sameDay = start !== undefined && end !== undefined && start.at === end.at
  return finish(reader, `ucdp-ged:${id}`, {
    type: 'INCIDENT',
    title: cut(`${sideA || 'Unknown'} – ${sideB || 'Unknown'}${whereName === '' ? '' : `: ${whereName}`}`, 200),
    narrative,
    category,
    ...(also.length > 0 ? { also } : {}),
    ...(start && end ? { happened: daysHappened(start.at, sameDay && precision === 'DAY' ? null : end.next, precision) } : {}),
    place: ucdpPlace(wherePrec, whereName, point),
    ...(actors.length > 0 ? { actors } : {}),
    ...(impact.length > 0 ? { impact } : {}),
    sources: ucdpSources(article, 'UCDP GED'),
    ...(oneSided ? { flags: ['POC' as const] } : {}),
    own: { killed: { min: Math.min(low, best), est: best, max: Math.max(high, best) }, conflict, country, adm1, adm2, clarity: reader.raw('event_clarity') },
  }, { actorRefs, compartments: also.includes('CV.04') ? ['CRSV'] : [] })
}

/** Full UCDP GED: identity, dates and kind of violence are required. */
export const ucdpGed: TableMapping<Incident> = {
  format: 'ucdp-ged',
  title: 'UCDP GED (events)',
  recognises: (headers) => hasHeadings(headers, ['id', 'type_of_violence', 'date_start', 'side_a', 'side_b', 'best']),
  begin(headers, options = {}) {
    const columns = new Columns(headers)
    return (cells, row) => mapGed(new RowReader(columns, cells, row), options)
  },
}

/**
 * A thin cut of UCDP GED with the year, the point, its name and the dead, and no identity: the identity is
 * made from the values, with a count for rows that repeat, so a file read again gives the same ones.
 */
export const ucdpSlim: TableMapping<Incident> = {
  format: 'ucdp-ged-slim',
  title: 'UCDP GED without identities (year, place, deaths)',
  recognises: (headers) => hasHeadings(headers, ['year', 'longitude', 'latitude', 'where_coordinates', 'best']) && !hasHeadings(headers, ['id']),
  begin(headers, options = {}) {
    const columns = new Columns(headers)
    const seen = new Map<string, number>()
    return (cells, row) => {
      const reader = new RowReader(columns, cells, row)
      const year = reader.day('year', options)
      if (year !== undefined && year.precision !== 'YEAR') {
        reader.error('year', 'is not a year', 'Write four digits, e.g. 2014')
      }
      const point = reader.point('latitude', 'longitude')
      const name = reader.text('where_coordinates')
      const best = reader.count('best')
      const civilians = reader.count('deaths_civilians')
      const key = [reader.raw('year'), reader.raw('longitude'), reader.raw('latitude'), cut(name, 120), best, civilians].join('|')
      const copy = (seen.get(key) ?? 0) + 1
      seen.set(key, copy)
      const impact = ucdpImpact(best, best, best, [['CIV', civilians], ['UNK', Math.max(0, best - civilians)]], 'UNK')
      const end = year === undefined ? null : startOfDate(Number(reader.raw('year')) + 1, 1, 1, options.zone ?? 'UTC')
      return finish(reader, `ucdp-ged-slim:${key}#${copy}`, {
        type: 'INCIDENT',
        title: cut(`Organised violence: ${name || 'place not named'}`, 200),
        narrative: '',
        category: civilians > 0 && civilians >= best ? 'CV.01' : 'AC.01',
        ...(year ? { happened: daysHappened(year.at, end, 'YEAR') } : {}),
        place: ucdpPlace(1, name, point),
        ...(impact.length > 0 ? { impact } : {}),
        sources: [ungraded('s1', 'DATASET', 'UCDP GED', '')],
      })
    }
  },
}
