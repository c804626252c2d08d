import { CREDIBILITIES, RELIABILITIES } from '../../../core/grading.ts'
import { parseMgrs } from '../../../core/place-mgrs.ts'
import { precisionOfRadius, DEFAULT_RADIUS_M } from '../../../core/place-precision.ts'
import type { DateOrder } from '../../../core/time-table.ts'
import type { Impact, Incident, Involved, Place } from './model.ts'
import { Columns, RowReader, actorName, cut, daysHappened, finish, headingKey, ungraded } from './import-row.ts'
import type { ImportOptions, RowOutcome, TableMapping } from './import-row.ts'
import { weaponsOf } from './import-words.ts'
import { VICTIM_GROUPS } from './vocabulary.ts'

/** What a column of any table can be. */
export const GENERIC_FIELDS = [
  'id', 'title', 'narrative', 'category', 'date', 'time', 'dateEnd', 'latitude', 'longitude', 'mgrs', 'place', 'radiusM', 'pcode',
  'actor', 'victim', 'group', 'weapon', 'killed', 'injured', 'missing', 'abducted', 'source', 'reliability', 'credibility', 'severity', 'tag',
] as const
export type GenericField = (typeof GENERIC_FIELDS)[number]

/** A mapping described by data: kept with the mission, offered again for the next table with these headings. */
export type GenericMapping = {
  name: string
  columns: Partial<Record<GenericField, string>>
  /** Values for fields without a column, e.g. `{ category: 'AC.01' }`. */
  constants?: Partial<Record<GenericField, string>>
  /** Words of the category column → taxonomy codes, compared without case and accents. */
  categories?: Record<string, string>
  dateOrder?: DateOrder
}

const SYNONYMS: Record<GenericField, readonly string[]> = {
  id: ['id', 'event id', 'incident id', 'ref', 'reference', 'number', 'no', 'numero', 'identifiant', 'uuid', 'sigact id', 'رقم', 'المعرف', 'identificador', 'codigo'],
  title: ['title', 'headline', 'subject', 'titre', 'objet', 'titulo', 'العنوان', 'asunto'],
  narrative: ['narrative', 'description', 'details', 'notes', 'summary', 'event description', 'comments', 'narratif', 'resume', 'descripcion', 'observations', 'text', 'remarks', 'remarques', 'observaciones', 'commentaires', 'ملاحظات', 'الوصف', 'السرد', 'التفاصيل', 'detalles', 'relato'],
  category: ['category', 'type', 'event type', 'incident type', 'categorie', 'type incident', 'categoria', 'tipo', 'kind', 'class', 'الفئة', 'النوع', 'tipo de incidente', 'categorie incident'],
  date: ['date', 'event date', 'incident date', 'date start', 'start date', 'date debut', 'date incident', 'fecha', 'when', 'datetime', 'dtg', 'happened', 'التاريخ', 'fecha incidente', 'date heure', 'fecha y hora'],
  time: ['time', 'event time', 'incident time', 'time z', 'time utc', 'local time', 'time of incident', 'heure', 'heure incident', 'heure locale', 'hora', 'hora local', 'hour', 'الوقت', 'الساعة'],
  dateEnd: ['date end', 'end date', 'end', 'date fin', 'fecha fin', 'تاريخ النهاية'],
  latitude: ['latitude', 'lat', 'y', 'gps latitude', 'latitud', 'خط العرض'],
  longitude: ['longitude', 'lon', 'long', 'lng', 'x', 'gps longitude', 'longitud', 'خط الطول'],
  mgrs: ['mgrs', 'grid', 'grid reference', 'coordonnees mgrs', 'grille', 'الشبكة', 'cuadricula'],
  place: ['place', 'location', 'locality', 'village', 'town', 'site', 'lieu', 'localite', 'lugar', 'where', 'place name', 'المكان', 'الموقع', 'ubicacion', 'localidad', 'aldea', 'village site'],
  radiusM: ['radius', 'radius m', 'accuracy', 'accuracy m', 'rayon', 'precision m', 'نصف القطر', 'radio'],
  pcode: ['pcode', 'p code', 'admin2 pcode', 'adm2 pcode', 'admin pcode'],
  actor: ['actor', 'perpetrator', 'armed group', 'group', 'acteur', 'auteur', 'actor1', 'attacker', 'alleged perpetrator', 'الفاعل', 'autor', 'grupo armado', 'groupe arme'],
  victim: ['victim', 'target', 'victime', 'cible', 'actor2', 'victima', 'الضحية'],
  group: ['victim group', 'victim type', 'groupe victime'],
  weapon: ['weapon', 'weapons', 'arme', 'armes', 'weapon used', 'means', 'السلاح', 'arma', 'armas'],
  killed: ['killed', 'dead', 'deaths', 'fatalities', 'tues', 'morts', 'deces', 'muertos', 'kia', 'القتلى', 'قتلى', 'fallecidos'],
  injured: ['injured', 'wounded', 'blesses', 'heridos', 'wia', 'الجرحى', 'جرحى'],
  missing: ['missing', 'disparus', 'desaparecidos', 'المفقودون'],
  abducted: ['abducted', 'kidnapped', 'enleves', 'secuestrados', 'hostages', 'المختطفون'],
  source: ['source', 'sources', 'reported by', 'informant', 'fuente', 'originator', 'المصدر'],
  reliability: ['reliability', 'source reliability', 'fiabilite'],
  credibility: ['credibility', 'information credibility', 'credibilite'],
  severity: ['severity', 'gravite', 'gravedad', 'الخطورة'],
  tag: ['tag', 'tags', 'keywords', 'mots cles', 'etiquetas', 'وسوم'],
}

/**
 * Suggest a mapping from the headings alone: equal names first, then headings that contain one. A heading is
 * used once. `missing` names what the user must still say before rows can be taken.
 */
export function suggestMapping(headers: readonly string[]): { mapping: GenericMapping; missing: ('date' | 'category' | 'place')[] } {
  const columns: Partial<Record<GenericField, string>> = {}
  const used = new Set<string>()
  const take = (field: GenericField, matches: (key: string, word: string) => boolean): void => {
    if (columns[field] !== undefined) {
      return
    }
    for (const synonym of SYNONYMS[field]) {
      const word = headingKey(synonym)
      const header = headers.find((one) => !used.has(one) && matches(headingKey(one), word))
      if (header !== undefined) {
        columns[field] = header
        used.add(header)
        return
      }
    }
  }
  for (const field of GENERIC_FIELDS) {
    take(field, (key, word) => key === word)
  }
  for (const field of GENERIC_FIELDS) {
    // “Response time” and “timestamp” are no time of day.
    take(field, (key, word) => field !== 'time' && word.length >= 4 && key.includes(word))
  }
  const missing: ('date' | 'category' | 'place')[] = []
  if (columns.date === undefined) {
    missing.push('date')
  }
  if (columns.category === undefined) {
    missing.push('category')
  }
  if (columns.mgrs === undefined && columns.place === undefined && (columns.latitude === undefined || columns.longitude === undefined)) {
    missing.push('place')
  }
  return { mapping: { name: 'table', columns }, missing }
}

/** The mapping of a described table. Without an identity column the identity is made from the row's own values. */
export function genericTable(mapping: GenericMapping): TableMapping<Incident> {
  const categories = new Map(Object.entries(mapping.categories ?? {}).map(([word, code]) => [headingKey(word), code]))
  return {
    format: `generic:${mapping.name}`,
    title: mapping.name,
    recognises: (headers) => {
      const keys = new Set(headers.map(headingKey))
      return Object.values(mapping.columns).every((column) => keys.has(headingKey(column)))
    },
    begin(headers, options = {}) {
      const columns = new Columns(headers)
      const seen = new Map<string, number>()
      const all: ImportOptions = { ...options, ...(mapping.dateOrder ? { dateOrder: mapping.dateOrder } : {}) }
      return (cells, row) => {
        const key = rowKey(cells)
        const copy = (seen.get(key) ?? 0) + 1
        seen.set(key, copy)
        return mapRow(mapping, categories, new RowReader(columns, cells, row), all, `${key}#${copy}`)
      }
    },
  }
}

function mapRow(mapping: GenericMapping, categories: ReadonlyMap<string, string>, reader: RowReader, options: ImportOptions, made: string): RowOutcome<Incident> {
  const column = (field: GenericField): string => mapping.columns[field] ?? field
  const text = (field: GenericField): string => (mapping.columns[field] === undefined ? '' : reader.text(column(field))) || (mapping.constants?.[field] ?? '')
  const id = text('id')
  const narrative = mapping.columns.narrative === undefined ? text('narrative') : reader.fitting(column('narrative'), 20_000) || text('narrative')
  const start = reader.day(column('date'), options, mapping.columns.time)
  const end = mapping.columns.dateEnd === undefined || reader.raw(column('dateEnd')) === '' ? undefined : reader.day(column('dateEnd'), options)
  if (start && end && end.at < start.at) {
    reader.error(column('dateEnd'), 'is before the beginning', 'Swap the two dates')
  }
  const word = text('category')
  const code = /^[A-Z]{2}(?:\.\d{2})?$/u.test(word) ? word : categories.get(headingKey(word))
  if (code === undefined) {
    reader.error(column('category'), word === '' ? 'is empty' : `"${cut(word, 60)}" has no taxonomy code yet`, 'Give this word a code in the mapping, e.g. AC.01')
  }
  const place = placeOf(mapping, reader, text)
  const actors: Involved[] = []
  for (const [field, role] of [['actor', 'PERP_ALLEGED'], ['victim', 'VICTIM']] as const) {
    for (const name of text(field).split(';')) {
      if (name.trim() !== '' && actors.length < 50) {
        actors.push({ name: actorName(name), type: 'UNK', role })
      }
    }
  }
  const group = text('group').toUpperCase()
  const known = VICTIM_GROUPS.find((one) => one === group) ?? 'UNK'
  if (group !== '' && known !== group) {
    reader.note(column('group'), `"${cut(group, 40)}" is not a group; the harm is counted under UNK`)
  }
  const impact: Impact = { group: known, status: 'REPORTED' }
  for (const measure of ['killed', 'injured', 'missing', 'abducted'] as const) {
    const figure = mapping.columns[measure] === undefined ? 0 : reader.count(column(measure))
    if (figure > 0) {
      impact[measure] = { est: figure }
    }
  }
  const weapons = weaponsOf(text('weapon'))
  const source = ungraded('s1', 'OTHER', text('source') || mapping.name, '')
  source.reliability = RELIABILITIES.find((one) => one === text('reliability').toUpperCase()) ?? 'F'
  const credibility = CREDIBILITIES.find((one) => one === text('credibility'))
  if (credibility === '1') {
    reader.note(column('credibility'), 'Credibility 1 needs two independent sources; one row is one source, so it was taken as 2')
  }
  source.credibility = credibility === '1' ? '2' : (credibility ?? '6')
  const severity = mapping.columns.severity === undefined ? undefined : reader.number(column('severity'), 1, 5)
  const tags = [...new Set(text('tag').split(/[;,]/u).map((tag) => cut(tag.trim(), 60)).filter((tag) => tag !== ''))].slice(0, 50)
  const title = text('title') || narrative.split(/(?<=[.!?])\s/u)[0] || `${word}${place.name === undefined ? '' : `: ${place.name}`}`
  return finish(reader, `${mapping.name}:${id || made}`, {
    type: 'INCIDENT',
    title: cut(title.replace(/\s+/gu, ' '), 200),
    narrative: narrative || text('title'),
    category: code ?? 'AC',
    ...(start ? { happened: daysHappened(start.at, end ? (end.precision === 'EXACT' ? end.at + 1000 : end.next) : null, start.precision) } : {}),
    place,
    ...(actors.length > 0 ? { actors } : {}),
    ...(impact.killed || impact.injured || impact.missing || impact.abducted ? { impact: [impact] } : {}),
    ...(weapons.length > 0 ? { weapons } : {}),
    sources: [source],
    ...(severity === undefined ? {} : { severity: Math.round(severity) }),
    ...(tags.length > 0 ? { tags } : {}),
  })
}

function placeOf(mapping: GenericMapping, reader: RowReader, text: (field: GenericField) => string): Place {
  const { latitude, longitude, mgrs, radiusM } = mapping.columns
  const name = cut(text('place'), 200)
  const pcode = cut(text('pcode'), 32)
  const words = { ...(name === '' ? {} : { name }), ...(pcode === '' ? {} : { pcode }) }
  const given = radiusM === undefined ? undefined : reader.number(radiusM, 0, 2_000_000)
  const grid = mgrs === undefined ? '' : reader.text(mgrs)
  if (grid !== '') {
    const read = parseMgrs(grid)
    if (read.ok) {
      const radius = given ?? read.radiusM
      return { lon: read.point.lon, lat: read.point.lat, mgrs: cut(read.mgrs, 20), ...words, precision: precisionOfRadius(radius), radiusM: radius, method: 'IMPORTED' }
    }
    reader.error(mgrs!, read.message, 'Correct the grid reference or leave the cell empty')
  }
  const point = latitude === undefined || longitude === undefined ? undefined : reader.point(latitude, longitude)
  if (point === undefined) {
    return { ...words, precision: 7, radiusM: DEFAULT_RADIUS_M[7], method: 'IMPORTED' }
  }
  // Nothing said how the point was found, so it is no better than the centre of a settlement.
  const radius = given ?? DEFAULT_RADIUS_M[3]
  return { ...point, ...words, precision: precisionOfRadius(radius), radiusM: radius, method: 'IMPORTED' }
}

/** Sixteen hexadecimal digits that name a row's values (two FNV-1a sums); for identity, not for security. */
export function rowKey(cells: readonly string[]): string {
  let a = 0x811c9dc5
  let b = 0x1000193
  for (const cell of cells) {
    for (let i = 0; i <= cell.length; i += 1) {
      const unit = i < cell.length ? cell.charCodeAt(i) : 0x1f
      a = Math.imul(a ^ unit, 0x01000193)
      b = Math.imul(b ^ (unit + i), 0x85ebca6b)
    }
  }
  return (a >>> 0).toString(16).padStart(8, '0') + (b >>> 0).toString(16).padStart(8, '0')
}
