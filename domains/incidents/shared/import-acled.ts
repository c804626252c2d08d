import type { Impact, Incident, Involved, Place } from './model.ts'
import { Columns, RowReader, actorName, cut, daysHappened, finish, hasHeadings, ungraded } from './import-row.ts'
import type { ImportOptions, RowOutcome, TableMapping } from './import-row.ts'

/**
 * Tables laid out as ACLED lays them out (one row an event).
 * geo_precision 1 (the town) → precision 3, 3 km · 2 (near the town or a small part of a region) → 4, 25 km ·
 * 3 (a larger region, its main place) → 6, 150 km. time_precision 1 DAY · 2 WEEK · 3 MONTH.
 */

const SUB_EVENTS: Record<string, string> = {
  'armed clash': 'AC.01', 'government regains territory': 'AC.09', 'non-state actor overtakes territory': 'AC.09', 'non-violent transfer of territory': 'AC.09',
  'air/drone strike': 'AC.05', 'shelling/artillery/missile attack': 'AC.04', 'remote explosive/landmine/ied': 'EX.01', 'suicide bomb': 'EX.06', grenade: 'EX.07', 'chemical weapon': 'AC',
  attack: 'CV.01', 'abduction/forced disappearance': 'CV.03', 'sexual violence': 'CV.04',
  'peaceful protest': 'CU', 'protest with intervention': 'CU', 'excessive force against protesters': 'CU', 'violent demonstration': 'CU', 'mob violence': 'CV.14',
  agreement: 'PO', arrests: 'CR', 'change to group/activity': 'MV', 'disrupted weapons use': 'AR', 'headquarters or base established': 'MV', 'looting/property destruction': 'CV.05', other: 'PO',
}
const EVENTS: Record<string, string> = {
  battles: 'AC.01', 'explosions/remote violence': 'EX', 'violence against civilians': 'CV', protests: 'CU', riots: 'CU', 'strategic developments': 'PO',
}
const PLACES: Record<number, [precision: number, radiusM: number]> = { 1: [3, 3000], 2: [4, 25_000], 3: [6, 150_000] }
const TIMES = { 1: 'DAY', 2: 'WEEK', 3: 'MONTH' } as const

/** The `inter` code of a side: a digit in older files, words in newer ones. */
function interType(code: string, name: string): Involved['type'] {
  const plain = code.toLowerCase()
  if (plain === '1' || plain.startsWith('state')) {
    return /\bpolice\b|gendarm/iu.test(name) ? 'GSF-POL' : 'GSF-MIL'
  }
  if (plain === '2' || plain === '3' || plain.startsWith('rebel') || plain.startsWith('political militia')) {
    return 'NSAG'
  }
  if (plain === '4' || plain.startsWith('identity')) {
    return 'COMMUNITY'
  }
  if (['5', '6', '7'].includes(plain) || /^(?:rioters|protesters|civilians)/u.test(plain)) {
    return 'CIV'
  }
  if (plain === '8' || plain.startsWith('external') || plain.startsWith('other')) {
    return /united nations|\bun\b|minusca|monusco|unmiss|minusma/iu.test(name) ? 'UNMIL' : 'FOREIGN'
  }
  return 'UNK'
}

const GROUPS: Partial<Record<Involved['type'], Impact['group']>> = { 'GSF-MIL': 'HOSTFORCES', 'GSF-POL': 'HOSTFORCES', NSAG: 'NSAG', CIV: 'CIV', COMMUNITY: 'CIV', UNMIL: 'UNMIL' }

function mapRow(reader: RowReader, options: ImportOptions): RowOutcome<Incident> {
  const id = reader.raw('event_id_cnty')
  if (id === '') {
    reader.error('event_id_cnty', 'is empty', 'Every event needs its identity, e.g. XXX1234')
  }
  const day = reader.day('event_date', options)
  const timePrec = reader.number('time_precision', 1, 3) ?? 1
  const geoPrec = reader.number('geo_precision', 1, 3) ?? 3
  const point = reader.point('latitude', 'longitude')
  const event = reader.text('event_type')
  const sub = reader.text('sub_event_type')
  const category = (EVENTS[event.toLowerCase()] === undefined ? undefined : SUB_EVENTS[sub.toLowerCase()]) ?? EVENTS[event.toLowerCase()]
  if (category === undefined) {
    reader.error('event_type', `"${event}" is not a type this mapping knows`, 'Use the names of the event types of this layout, or map the table by hand')
  } else if (SUB_EVENTS[sub.toLowerCase()] === undefined) {
    reader.note('sub_event_type', `"${sub}" is not known; the category was taken from the event type`)
  }
  const dead = reader.count('fatalities')
  const civiliansHit = event.toLowerCase() === 'violence against civilians'
  const actors: Involved[] = []
  const involve = (name: string, inter: string, role: Involved['role']): void => {
    if (name !== '') {
      actors.push({ name: actorName(name), type: interType(inter, name), role })
    }
  }
  const sides: [string, string, string, Involved['role']][] = [
    ['actor1', 'assoc_actor_1', 'inter1', 'PERP_ALLEGED'], ['actor2', 'assoc_actor_2', 'inter2', civiliansHit ? 'VICTIM' : 'PERP_ALLEGED'],
  ]
  for (const [main, associated, inter, role] of sides) {
    involve(reader.text(main), reader.raw(inter), category === 'CU' && role === 'PERP_ALLEGED' ? 'WITNESS' : role)
    for (const name of reader.text(associated).split(';')) {
      if (actors.length < 50) {
        involve(name.trim(), '', category === 'CU' && role === 'PERP_ALLEGED' ? 'WITNESS' : role)
      }
    }
  }
  const victims = actors.filter((actor) => actor.role === 'VICTIM')
  const group: Impact['group'] = civiliansHit ? 'CIV' : (victims.length === 1 ? (GROUPS[victims[0]!.type] ?? 'UNK') : 'UNK')
  const location = reader.text('location')
  const [precision, radiusM] = PLACES[geoPrec] ?? PLACES[3]!
  const place: Place = { ...point, ...(location === '' ? {} : { name: cut(location, 200) }), precision: point ? precision : 7, radiusM: point ? radiusM : 500_000, method: 'IMPORTED' }
  const sources = reader.text('source').split(';').map((name) => name.trim()).filter((name) => name !== '').slice(0, 100)
  const admins = ['admin1', 'admin2', 'admin3', 'country'].map((column) => reader.text(column))
  const tags = reader.text('tags').split(';').map((tag) => cut(tag.trim(), 60)).filter((tag, i, all) => tag !== '' && all.indexOf(tag) === i).slice(0, 50)
  return finish(reader, `acled:${id}`, {
    type: category === 'CU' || category === 'PO' ? 'EVENT' : 'INCIDENT',
    title: cut(`${sub || event}${location === '' ? '' : `: ${location}`}${actors[0] ? ` (${actors[0].name})` : ''}`, 200),
    narrative: reader.fitting('notes', 20_000),
    category: category ?? 'PO',
    ...(day ? { happened: daysHappened(day.at, null, TIMES[timePrec as keyof typeof TIMES] ?? 'DAY') } : {}),
    place,
    ...(actors.length > 0 ? { actors } : {}),
    ...(dead > 0 ? { impact: [{ group, killed: { est: dead }, status: 'REPORTED' as const }] } : {}),
    sources: sources.length > 0 ? sources.map((name, i) => ungraded(`s${i + 1}`, 'MEDIA', name, name)) : [ungraded('s1', 'DATASET', 'ACLED-style table', '')],
    ...(tags.length > 0 ? { tags } : {}),
    ...(civiliansHit ? { flags: ['POC' as const] } : {}),
    own: { admin1: admins[0], admin2: admins[1], admin3: admins[2], country: admins[3] },
  }, { compartments: category === 'CV.04' ? ['CRSV'] : [] })
}

/** ACLED-style event tables. */
export const acled: TableMapping<Incident> = {
  format: 'acled',
  title: 'ACLED-style events',
  recognises: (headers) => hasHeadings(headers, ['event_id_cnty', 'event_date', 'event_type', 'sub_event_type', 'fatalities']),
  begin(headers, options = {}) {
    const columns = new Columns(headers)
    return (cells, row) => mapRow(new RowReader(columns, cells, row), options)
  },
}
