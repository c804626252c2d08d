import type { Impact, Incident, Involved, Place } from './model.ts'
import { Columns, RowReader, actorName, cut, daysHappened, finish, hasHeadings, ungraded } from './import-row.ts'
import type { ImportOptions, RowOutcome, TableMapping } from './import-row.ts'
import { categoriesInText, explosiveCategory, weaponsOf } from './import-words.ts'

/**
 * The incident tables of Insecurity Insight: aid workers, attacks on health, education, explosive weapons,
 * protection and camps. One event may stand in several of them under one number, so the identity names the
 * table and the number goes into a tag, by which the duplicate search finds them together.
 * Geo precision as in `ucdpPlace`: (1) 3 · (2) 4, 25 km · (3) 5, 50 km · (4) 6, 150 km · (5) 6, 100 km · (6)(7) 7, 500 km.
 */

type Harm = { group: Impact['group']; killed?: readonly string[]; injured?: readonly string[]; abducted?: readonly string[] }
type Variant = {
  name: string
  title: string
  wanted: readonly string[]
  perpetrator: readonly [type: string, name: string]
  where: string
  harms: readonly Harm[]
  /** Codes in order of weight: the first is the category, the others stand beside it. */
  codes(count: (column: string) => number, reader: RowReader): string[]
  fallback: string
  weapon: string
  extra: readonly string[]
}

const some = (pairs: readonly [boolean, string][]): string[] => pairs.filter(([is]) => is).map(([, code]) => code)

const VARIANTS: readonly Variant[] = [
  {
    name: 'aid-workers', title: 'Insecurity Insight: aid workers killed, injured, kidnapped, arrested',
    wanted: ['SiND Event ID', 'Aid Workers Kidnapped', 'Organisation Affected'],
    perpetrator: ['Reported Perpetrator', 'Reported Perpetrator Name'], where: 'Location of Incident', weapon: 'Weapon Carried/Used', fallback: 'HA',
    harms: [{ group: 'HUM', killed: ['Aid Workers Killed'], injured: ['Aid Workers Injured'], abducted: ['Aid Workers Kidnapped'] }],
    codes: (count) => some([[count('Aid Workers Killed') > 0, 'HA.01'], [count('Aid Workers Kidnapped') > 0, 'HA.02'], [count('Aid Workers Arrested') > 0, 'CV.08'], [count('Aid Workers Injured') > 0, 'CV.02']]),
    extra: ['Organisation Affected', 'Programme Focus', 'Aid Workers Arrested', 'Aid Workers Killed in Captivity', 'Known Kidnapping or Arrest Outcome'],
  },
  {
    name: 'health', title: 'Insecurity Insight: attacks on health care',
    wanted: ['SiND Event ID', 'Health Workers Kidnapped', 'Forceful Entry into Health Facility'],
    perpetrator: ['Reported Perpetrator', 'Reported Perpetrator Name'], where: 'Location', weapon: 'Weapon Carried/Used', fallback: 'HA.05',
    harms: [{ group: 'HUM', killed: ['Health Workers Killed'], injured: ['Health Workers Injured', 'Health Workers Assaulted'], abducted: ['Health Workers Kidnapped'] }],
    codes: (count, reader) => ['HA.05', ...some([
      [count('Health Workers Killed') > 0, 'HA.01'], [count('Health Workers Kidnapped') > 0, 'HA.02'],
      [count('Looting/Theft/Robbery/Burglary of Health Supplies') > 0 || count('Health Transportation Stolen/Hijacked') > 0, 'HA.03'],
      [reader.yes('Access Denied or Obstructed'), 'HA.04'], [count('Health Workers Arrested') > 0, 'CV.08'],
    ])],
    extra: ['Number of Attacks on Health Facilities Reporting Destruction', 'Number of Attacks on Health Facilities Reporting Damaged', 'Forceful Entry into Health Facility', 'Occupation of Health Facility', 'Health Transportation Destroyed', 'Health Transportation Damaged', 'Health Transportation Stolen/Hijacked', 'Looting/Theft/Robbery/Burglary of Health Supplies', 'Health Workers Arrested', 'Health Workers Threatened', 'Conflict-Related Violence', 'Ebola-Related Violence'],
  },
  {
    name: 'education', title: 'Insecurity Insight: attacks on education',
    wanted: ['SiND Event ID', 'Educators Killed', 'Attacks on Schools'],
    perpetrator: ['Reported Perpetrator', 'Reported Perpetrator Name'], where: 'Location of event', weapon: 'Weapon Carried/Used', fallback: 'CV.10',
    harms: [{ group: 'CIV', killed: ['Educators Killed', 'Students Killed'], injured: ['Educators Injured', 'Students Injured'], abducted: ['Educators Kidnapped', 'Students Kidnapped'] }],
    codes: (count, reader) => some([
      [['Attacks on Schools', 'Attacks on Universities', 'Military Occupation of Education facility', 'Arson attack on education facility', 'Forced Entry into education facility', 'Damage/Destruction To Ed facility Event', 'Students Attacked in School'].some((column) => count(column) > 0) || reader.yes('Attacks on Students and Teachers'), 'CV.10'],
      [count('Educators Killed') + count('Students Killed') > 0, 'CV.01'], [count('Educators Kidnapped') + count('Students Kidnapped') > 0, 'CV.03'],
      [count('Sexual Violence Affecting School Age Children') > 0, 'CV.04'], [count('Educators Arrested') + count('Students Arrested') > 0, 'CV.08'],
      [count('Educators Injured') + count('Students Injured') > 0, 'CV.02'],
    ]),
    extra: ['Type of education facility', 'Educators Arrested', 'Students Arrested', 'Known Educators Kidnap Or Arrest Outcome', 'Known Student Kidnap Or Arrest Outcome'],
  },
  {
    name: 'explosive-weapons', title: 'Insecurity Insight: explosive weapons',
    wanted: ['SiND Event ID', 'Explosive Weapon Type', 'Launch Type'],
    perpetrator: ['Reported Perpetrator', 'Reported Perpetrator Name'], where: 'Sector Affected', weapon: 'Explosive Weapon Type', fallback: 'EX',
    harms: [{ group: 'HUM', killed: ['Aid Workers Killed', 'Health Workers Killed', 'Aid Health Workers Killed'] }, { group: 'CIV', killed: ['Educators Killed', 'Students Killed'] }],
    codes: (_, reader) => [explosiveCategory(reader.raw('Explosive Weapon Type'), reader.raw('Launch Type')), ...some([[/health/iu.test(reader.raw('Sector Affected')), 'HA.05'], [/education/iu.test(reader.raw('Sector Affected')), 'CV.10']])],
    extra: ['Provider', 'Launch Type', 'Affected'],
  },
  {
    name: 'camps', title: 'Insecurity Insight: protection programmes and camps',
    wanted: ['SiND ID', 'Victim of Violence', 'Number of Attacks on Camps Reporting Destruction'],
    perpetrator: ['Actor Type', 'Actor Name'], where: '', weapon: 'Weapon Carried/Used', fallback: 'CV',
    harms: [{ group: 'CIV', killed: ['People Associated with Protection Programme Killed'], abducted: ['People Associated with Protection Programme Kidnapped'] }],
    codes: (count) => some([
      [count('People Associated with Protection Programme Killed') > 0, 'CV.01'], [count('People Associated with Protection Programme Kidnapped') > 0, 'CV.03'],
      [count('People Associated with Protection Programme Targeted with CRSV') > 0, 'CV.04'], [count('People Associated with Protection Programme Arrested') > 0, 'CV.08'],
      [count('Number of Attacks on Camps Reporting Destruction') + count('Number of attacks on Camps Reporting Damaged') > 0, 'CV.05'],
    ]),
    extra: ['Victim of Violence', 'Survivor or Victim Sex', 'Survivor or Victim Minor', 'Number of Attacks on Camps Reporting Destruction', 'Number of attacks on Camps Reporting Damaged', 'People Associated with Protection Programme Arrested'],
  },
]

const WHERE: Record<number, [precision: number, radiusM: number]> = {
  1: [3, 3000], 2: [4, 25_000], 3: [5, 50_000], 4: [6, 150_000], 5: [6, 100_000], 6: [7, 500_000], 7: [7, 500_000],
}

function perpetratorType(coded: string, name: string): Involved['type'] {
  if (/foreign/iu.test(coded)) {
    return 'FOREIGN'
  }
  if (/host government|armed forces of government|military/iu.test(coded)) {
    return 'GSF-MIL'
  }
  if (/police/iu.test(coded)) {
    return 'GSF-POL'
  }
  if (/^nsa\b/iu.test(coded)) {
    return 'NSAG'
  }
  if (/criminal/iu.test(coded)) {
    return 'CRIM'
  }
  if (/community/iu.test(coded)) {
    return 'COMMUNITY'
  }
  if (/civilian|protestor|employee|camp resident|student|family/iu.test(coded)) {
    return /armed actor|armed men/iu.test(name) ? 'UNK' : 'CIV'
  }
  return 'UNK'
}

function mapRow(variant: Variant, reader: RowReader, options: ImportOptions): RowOutcome<Incident> {
  const idColumn = reader.has('SiND Event ID') ? 'SiND Event ID' : 'SiND ID'
  const id = reader.raw(idColumn)
  if (!/^[\w-]{1,40}$/u.test(id)) {
    reader.error(idColumn, id === '' ? 'is empty' : 'is not an event number', 'Every event of these tables has a number')
  }
  const day = reader.day('Date', options)
  const counted = new Map<string, number>()
  const count = (column: string): number => {
    let value = counted.get(column)
    if (value === undefined) {
      value = /^(?:true|false)$/iu.test(reader.raw(column)) ? Number(reader.yes(column)) : reader.count(column)
      counted.set(column, value)
    }
    return value
  }
  const total = (columns: readonly string[] = []): number => columns.reduce((sum, column) => sum + count(column), 0)

  const description = reader.fitting('Event Description', 20_000)
  const country = reader.text('Country')
  const admin1 = reader.text('Admin 1')
  const point = reader.has('Latitude') ? reader.point('Latitude', 'Longitude') : undefined
  const geo = Number(/\((\d)\)/u.exec(reader.raw('Geo Precision'))?.[1] ?? 6)
  const [precision, radiusM] = WHERE[geo] ?? WHERE[6]!
  const named = [admin1, country].filter((part) => part !== '' && !/^no information$/iu.test(part))
  const place: Place = {
    ...point, ...(named.length === 0 ? {} : { name: cut(named.join(', '), 200) }),
    precision: point ? precision : named.length > 1 ? 6 : 7, radiusM: point ? radiusM : named.length > 1 ? 150_000 : 500_000, method: 'IMPORTED',
  }
  const [typeColumn, nameColumn] = variant.perpetrator
  const coded = reader.text(typeColumn)
  const perpetrator = reader.text(nameColumn)
  const weapons = weaponsOf(reader.text(variant.weapon))
  // Only where the table itself says "Multiple" does a comma separate names.
  const perpetrators = (/^multiple$/iu.test(coded) ? perpetrator.split(/,\s*/u) : [perpetrator]).slice(0, 50)
  const actors = perpetrator === '' && coded === '' ? [] : perpetrators.map((name): Involved => ({
    name: actorName(name), type: perpetratorType(coded, name), role: 'PERP_ALLEGED', ...(weapons.length > 0 ? { weapons } : {}),
  }))
  const codes = [...new Set(variant.codes(count, reader))]
  const category = codes[0] ?? variant.fallback
  const also = [...new Set([...codes.slice(1), ...categoriesInText(description, category)])].filter((code) => code !== category).slice(0, 10)
  const impact: Impact[] = []
  for (const harm of variant.harms) {
    const figures = { killed: total(harm.killed), injured: total(harm.injured), abducted: total(harm.abducted) }
    if (figures.killed + figures.injured + figures.abducted > 0) {
      impact.push({
        group: harm.group, status: 'REPORTED',
        ...(figures.killed > 0 ? { killed: { est: figures.killed } } : {}), ...(figures.injured > 0 ? { injured: { est: figures.injured } } : {}), ...(figures.abducted > 0 ? { abducted: { est: figures.abducted } } : {}),
      })
    }
  }
  const own: Record<string, string> = {}
  for (const column of [...variant.extra, ...(variant.where === '' ? [] : [variant.where])]) {
    const value = reader.text(column)
    if (value !== '' && value !== '0') {
      own[column] = cut(value, 500)
    }
  }
  const sexual = category === 'CV.04' || also.includes('CV.04')
  const minors = /minor/iu.test(reader.raw('Survivor or Victim Minor'))
  return finish(reader, `insecurity-insight:${variant.name}:${id}`, {
    type: 'INCIDENT',
    title: titleOf(description, named.join(', ')),
    narrative: description,
    category,
    ...(also.length > 0 ? { also } : {}),
    tags: [`sind:${id}`],
    ...(day ? { happened: daysHappened(day.at, null, day.precision) } : {}),
    place,
    ...(actors.length > 0 ? { actors } : {}),
    ...(impact.length > 0 ? { impact } : {}),
    sources: [ungraded('s1', 'DATASET', 'Insecurity Insight', '')],
    ...(category === 'CV.10' || also.includes('CV.10') || category === 'HA.05' ? { flags: ['POC' as const, 'GV-SCHOOLS' as const] } : {}),
    own,
  }, { compartments: [...(sexual ? ['CRSV'] : []), ...(sexual && minors ? ['CHILD'] : [])] })
}

/** The first sentence after the `January 2020:` these descriptions begin with, or the place. */
function titleOf(description: string, place: string): string {
  const text = description.replace(/^[A-Za-z]+ \d{4}\s*[:.]\s*/u, '').trim()
  const sentence = /^[\s\S]*?[.!?](?=\s|$)/u.exec(text)?.[0] ?? text
  return cut(sentence.replace(/\s+/gu, ' ') || `Incident${place === '' ? '' : `: ${place}`}`, 200)
}

/** One mapping for each of the five tables. */
export const insecurityInsight: readonly TableMapping<Incident>[] = VARIANTS.map((variant) => ({
  format: `insecurity-insight-${variant.name}`,
  title: variant.title,
  recognises: (headers: readonly string[]) => hasHeadings(headers, variant.wanted),
  begin(headers: readonly string[], options: ImportOptions = {}) {
    const columns = new Columns(headers)
    return (cells: readonly string[], row: number) => mapRow(variant, new RowReader(columns, cells, row), options)
  },
}))
