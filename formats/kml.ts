import { columnOfRole, columnOfType, coordinate } from './table.ts'
import type { Cell, Table } from './table.ts'
import { xmlText } from './xml-text.ts'

/** KML 2.2 for Google Earth and its kin: points with name, description, time and data, all of it inert text. */

export type Placemark = {
  id?: string
  name: string
  description?: string
  /** Instant, or begin and end, as ISO 8601. */
  when?: string | { begin?: string; end?: string }
  point: { lon: number; lat: number; altM?: number } | null
  /** Name of a style of the document. */
  style?: string
  data?: readonly { name: string; label?: string; value: Cell }[]
}

/**
 * Viewers show a description as HTML. So text is escaped once as HTML, line ends made visible, and once more
 * as XML: a narrative with a script in it is shown, not run.
 */
function inertHtml(text: string): string {
  const html = text.replace(/[&<>"']/gu, (char) => `&#${char.charCodeAt(0)};`).replace(/\r\n|\r|\n/gu, '<br/>')
  return xmlText(html)
}

function timeOf(when: NonNullable<Placemark['when']>): string {
  if (typeof when === 'string') {
    return `<TimeStamp><when>${xmlText(when)}</when></TimeStamp>`
  }
  const begin = when.begin === undefined ? '' : `<begin>${xmlText(when.begin)}</begin>`
  const end = when.end === undefined ? '' : `<end>${xmlText(when.end)}</end>`
  return begin + end === '' ? '' : `<TimeSpan>${begin}${end}</TimeSpan>`
}

/** An XML name for an id: letters, digits, dot, dash; led by a letter. */
function xmlId(id: string): string {
  return `p-${id.replace(/[^A-Za-z0-9._-]/gu, '_')}`
}

/** One placemark as an element, in the order of members the schema asks for. */
export function placemarkXml(mark: Placemark): string {
  const data = (mark.data ?? []).map(({ name, label, value }) => {
    const shown = label === undefined || label === name ? '' : `<displayName>${xmlText(label)}</displayName>`
    return `<Data name="${xmlText(name)}">${shown}<value>${value === null ? '' : xmlText(String(value))}</value></Data>`
  }).join('')
  const { point } = mark
  return `<Placemark${mark.id === undefined ? '' : ` id="${xmlId(mark.id)}"`}>`
    + `<name>${xmlText(mark.name)}</name>`
    + (mark.description === undefined || mark.description === '' ? '' : `<description>${inertHtml(mark.description)}</description>`)
    + (mark.when === undefined ? '' : timeOf(mark.when))
    + (mark.style === undefined ? '' : `<styleUrl>#${xmlId(mark.style)}</styleUrl>`)
    + (data === '' ? '' : `<ExtendedData>${data}</ExtendedData>`)
    + (point === null ? '' : `<Point><coordinates>${point.lon},${point.lat}${point.altM === undefined ? '' : `,${point.altM}`}</coordinates></Point>`)
    + '</Placemark>'
}

/** How placemarks look: an icon by its address, its size beside the ordinary. */
export type KmlStyle = { name: string; icon: string; scale: number }

function styleXml({ name, icon, scale }: KmlStyle): string {
  return `<Style id="${xmlId(name)}"><IconStyle><scale>${scale}</scale><Icon><href>${xmlText(icon)}</href></Icon></IconStyle></Style>`
}

/** A document that fetches another again and again: every `seconds`, and when the view has come to rest, then with its box (BBOX=west,south,east,north). */
export function networkLinkKml(link: { name: string; description: string; href: string; seconds: number }): string {
  return '<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2"><NetworkLink>'
    + `<name>${xmlText(link.name)}</name><open>1</open><description>${inertHtml(link.description)}</description><refreshVisibility>0</refreshVisibility><flyToView>0</flyToView>`
    + `<Link><href>${xmlText(link.href)}</href><refreshMode>onInterval</refreshMode><refreshInterval>${link.seconds}</refreshInterval>`
    + '<viewRefreshMode>onStop</viewRefreshMode><viewRefreshTime>2</viewRefreshTime><viewFormat>BBOX=[bboxWest],[bboxSouth],[bboxEast],[bboxNorth]</viewFormat></Link></NetworkLink></kml>\n'
}

/** A KML document as text chunks of about 64 Ki characters. */
export async function* kmlChunks(name: string, marks: AsyncIterable<Placemark> | Iterable<Placemark>, description = '', styles: readonly KmlStyle[] = []): AsyncGenerator<string> {
  let buffer = '<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2"><Document>'
    + `<name>${xmlText(name)}</name>${description === '' ? '' : `<description>${inertHtml(description)}</description>`}${styles.map(styleXml).join('')}\n`
  for await (const mark of marks) {
    buffer += `${placemarkXml(mark)}\n`
    if (buffer.length >= 65_536) {
      yield buffer
      buffer = ''
    }
  }
  yield `${buffer}</Document></kml>\n`
}

/** A moving thing: where it was and when, which Google Earth and its kin play with their time bar. */
export type KmlTrail = { id: string; name: string; description: string; points: AsyncIterable<{ lon: number; lat: number; altM: number | null; /** ISO 8601 UTC. */ when: string }[]> }

/** As `kmlChunks`, with moving things (`gx:Track`, KML extension of Google) after the placemarks. */
export async function* kmlTrackChunks(name: string, trails: AsyncIterable<KmlTrail>, marks: Iterable<Placemark>, description = ''): AsyncGenerator<string> {
  let held = ''
  for await (const chunk of kmlChunks(name, marks, description)) {
    if (held !== '') {
      yield held
    }
    held = chunk.replace('<kml xmlns="http://www.opengis.net/kml/2.2">', '<kml xmlns="http://www.opengis.net/kml/2.2" xmlns:gx="http://www.google.com/kml/ext/2.2">')
  }
  yield held.slice(0, held.lastIndexOf('</Document>'))
  for await (const trail of trails) {
    yield `<Placemark id="${xmlId(trail.id)}"><name>${xmlText(trail.name)}</name>${trail.description === '' ? '' : `<description>${inertHtml(trail.description)}</description>`}<gx:Track><altitudeMode>clampToGround</altitudeMode>`
    // All times come before all places: the places wait.
    let places = ''
    for await (const points of trail.points) {
      yield points.map(({ when }) => `<when>${when}</when>`).join('')
      places += points.map(({ lon, lat, altM }) => `<gx:coord>${lon} ${lat} ${altM ?? 0}</gx:coord>`).join('')
    }
    yield `${places}</gx:Track></Placemark>\n`
  }
  yield '</Document></kml>\n'
}

/** The rows of a table as placemarks: roles give id, name, description and time, coordinates the point, the rest is data. */
export async function* tablePlacemarks(table: Table): AsyncGenerator<Placemark> {
  const { columns } = table
  const at = {
    id: columnOfRole(columns, 'id'), title: columnOfRole(columns, 'title'), description: columnOfRole(columns, 'description'),
    begin: columnOfRole(columns, 'begin'), end: columnOfRole(columns, 'end'),
    lon: columnOfType(columns, 'longitude'), lat: columnOfType(columns, 'latitude'),
  }
  const special = new Set([at.title, at.description, at.lon, at.lat])
  for await (const row of table.rows) {
    const text = (i: number): string => (i < 0 ? '' : String(row[i] ?? ''))
    const lon = at.lon < 0 ? null : coordinate(row[at.lon], 180)
    const lat = at.lat < 0 ? null : coordinate(row[at.lat], 90)
    const [begin, end] = [text(at.begin), text(at.end)]
    yield {
      ...(text(at.id) === '' ? {} : { id: text(at.id) }),
      name: text(at.title) || text(at.id) || table.name,
      description: text(at.description),
      ...(begin === '' ? {} : { when: end === '' || end === begin ? begin : { begin, end } }),
      point: lon === null || lat === null ? null : { lon, lat },
      data: columns.flatMap((column, i) => (special.has(i) ? [] : [{ name: column.key, label: column.label, value: row[i] ?? null }])),
    }
  }
}
