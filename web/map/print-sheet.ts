import { fromUtm, toUtm, utmZone } from '../../core/place-mgrs.ts'

/** Where everything of a printed map stands, in millimetres; pure, so that the scale can be checked. */

export type Paper = 'A4' | 'A3'
export type Turned = 'portrait' | 'landscape'
export type Ground = [west: number, south: number, east: number, north: number]
export type Mark = { text: string; x: number; y: number; edge: 'top' | 'bottom' | 'left' | 'right' }

/** Scales offered, as the denominator. */
export const SCALES = [25_000, 50_000, 100_000, 200_000, 250_000, 500_000, 1_000_000] as const
/** CSS pixels of a millimetre. */
export const PX_PER_MM = 96 / 25.4
/** Points of a grid line; fine enough that it ends where its zone does. */
const SAMPLES = 240
const EARTH = 6_378_137
const RAD = Math.PI / 180
/** Short and long side of A4, millimetres. */
const A4 = [210, 297] as const
const A3 = [297, 420] as const

/** Width and height of the paper, millimetres. */
export function paperSize(paper: Paper, turned: Turned): { width: number; height: number } {
  const [short, long] = paper === 'A4' ? A4 : A3
  return turned === 'portrait' ? { width: short, height: long } : { width: long, height: short }
}

/** The map's frame on the paper: what is left beside margins, marking, title and the foot. Whole CSS pixels, so that scale and picture agree. */
export function frameSize(paper: Paper, turned: Turned): { width: number; height: number; widthPx: number; heightPx: number } {
  const page = paperSize(paper, turned)
  const widthPx = Math.floor((page.width - 2 * MARGIN - 2 * EDGE) * PX_PER_MM)
  const heightPx = Math.floor((page.height - 2 * MARGIN - 2 * EDGE - HEAD - FOOT) * PX_PER_MM)
  return { widthPx, heightPx, width: widthPx / PX_PER_MM, height: heightPx / PX_PER_MM }
}
/** Millimetres: outer margin, room for grid labels, head with marking and title, foot with legend and marking. */
export const MARGIN = 8
export const EDGE = 5
export const HEAD = 15
export const FOOT = 36

const mercX = (lon: number): number => EARTH * lon * RAD
const mercY = (lat: number): number => EARTH * Math.asinh(Math.tan(lat * RAD))
const lonOf = (x: number): number => x / EARTH / RAD
const latOf = (y: number): number => Math.atan(Math.sinh(y / EARTH)) / RAD

/** The ground a frame shows around a centre, at a scale that is true on the middle parallel. */
export function groundOf(centre: { lon: number; lat: number }, scale: number, frame: { width: number; height: number }): Ground {
  // Web Mercator stretches by 1 / cos(latitude).
  const stretch = scale / 1000 / Math.cos(centre.lat * RAD)
  const [halfX, halfY] = [(frame.width * stretch) / 2, (frame.height * stretch) / 2]
  const [x, y] = [mercX(centre.lon), mercY(centre.lat)]
  return [lonOf(x - halfX), latOf(y - halfY), lonOf(x + halfX), latOf(y + halfY)]
}

/** The zoom of a web map (512-pixel tiles) at which a CSS pixel of paper is `scale` times smaller than its ground. */
export function zoomOf(scale: number, lat: number): number {
  return Math.log2((2 * Math.PI * EARTH * Math.cos(lat * RAD)) / 512 / (scale / 1000 / PX_PER_MM))
}

/** The largest scale (smallest denominator, two figures) at which an extent fits into a frame, and the extent's centre. */
export function fitExtent([west, south, east, north]: Ground, frame: { width: number; height: number }): { centre: { lon: number; lat: number }; scale: number } {
  const centre = { lon: (west + east) / 2, lat: latOf((mercY(south) + mercY(north)) / 2) }
  const shrink = 1000 * Math.cos(centre.lat * RAD)
  const exact = Math.max(((mercX(east) - mercX(west)) * shrink) / frame.width, ((mercY(north) - mercY(south)) * shrink) / frame.height, 1000)
  const step = 10 ** (Math.floor(Math.log10(exact)) - 1)
  return { centre, scale: Math.ceil(exact / step) * step }
}

/** Place on the ground → millimetres from the frame's upper left corner. */
export function onSheet([west, south, east, north]: Ground, frame: { width: number; height: number }, at: { lon: number; lat: number }): { x: number; y: number } {
  return { x: ((mercX(at.lon) - mercX(west)) / (mercX(east) - mercX(west))) * frame.width, y: ((mercY(north) - mercY(at.lat)) / (mercY(north) - mercY(south))) * frame.height }
}

/** A bar of a round length: metres, and millimetres on the sheet. At most `most` millimetres. */
export function scaleBar(scale: number, most: number): { metres: number; mm: number } {
  const longest = (most * scale) / 1000
  const step = 10 ** Math.floor(Math.log10(longest))
  const metres = step * ([5, 2, 1].find((n) => n * step <= longest) ?? 1)
  return { metres, mm: (metres * 1000) / scale }
}

/** Side of the grid's squares: between 12 and 120 mm on paper. */
export function gridSide(scale: number): number {
  return [1000, 10_000, 100_000, 1_000_000].find((side) => (side * 1000) / scale >= 12) ?? 1_000_000
}

/**
 * Lines of the MGRS grid inside a frame as SVG paths in millimetres, and the labels where they meet its edges:
 * the figures of the grid, as maps print them. A zone's lines end where the next begins.
 */
export function gridOf(ground: Ground, frame: { width: number; height: number }, scale: number): { paths: string[]; marks: Mark[] } {
  const side = gridSide(scale)
  const [west, south, east, north] = [ground[0], Math.max(-80, ground[1]), ground[2], Math.min(84, ground[3])]
  const paths: string[] = []
  const marks: Mark[] = []
  if (side >= 1_000_000 || south >= north) {
    return { paths, marks }
  }
  const middle = (south + north) / 2
  const zones = new Set<number>()
  for (let lon = west; lon < east; lon += Math.min(1, (east - west) / 8)) {
    zones.add(utmZone({ lon, lat: middle }))
  }
  for (const zone of zones) {
    const around = [west, (west + east) / 2, east].flatMap((lon) => [south, north].map((lat) => inZone({ lon, lat }, zone)))
    const [e, n] = [extent(around.map((p) => p.e)), extent(around.map((p) => p.n))]
    for (const [kind, from, to, low, high] of [['e', ...e, ...n], ['n', ...n, ...e]] as const) {
      for (let value = Math.ceil(from / side) * side; value <= to; value += side) {
        const line: { x: number; y: number }[] = []
        for (let i = 0; i <= SAMPLES; i += 1) {
          const other = low - side + ((high - low + 2 * side) * i) / SAMPLES
          const [easting, northing] = kind === 'e' ? [value, other] : [other, value]
          const p = fromUtm(zone, easting, northing < 0 ? northing + 10_000_000 : northing, northing < 0)
          if (Math.abs(p.lat) < 84 && utmZone(p) === zone) {
            line.push(onSheet(ground, frame, p))
          }
        }
        addLine(line, kind, figures(value, side), frame, paths, marks)
      }
    }
  }
  return { paths, marks }
}

/** Easting and northing in a zone; south of the equator the northing goes below nought instead of counting from ten million. */
function inZone(p: { lon: number; lat: number }, zone: number): { e: number; n: number } {
  const { easting, northing } = toUtm(p, zone)
  return { e: easting, n: p.lat < 0 ? northing - 10_000_000 : northing }
}

const extent = (values: readonly number[]): [number, number] => [Math.min(...values), Math.max(...values)]

/** What maps print at a line: its kilometres inside the 100 km square, all of them where squares are that large. */
function figures(value: number, side: number): string {
  const whole = value < 0 ? value + 10_000_000 : value
  return side >= 100_000 ? String(Math.round(whole / 1000)) : String(Math.round((whole % 100_000) / 1000)).padStart(2, '0')
}

function addLine(line: readonly { x: number; y: number }[], kind: 'e' | 'n', text: string, frame: { width: number; height: number }, paths: string[], marks: Mark[]): void {
  let path = ''
  for (const [i, b] of line.entries()) {
    const a = line[i - 1]
    if (!a) {
      continue
    }
    path += `${path === '' ? `M${round(a.x)} ${round(a.y)}` : ''}L${round(b.x)} ${round(b.y)}`
    for (const [edge, at, axis] of kind === 'e' ? ([['top', 0, 'y'], ['bottom', frame.height, 'y']] as const) : ([['left', 0, 'x'], ['right', frame.width, 'x']] as const)) {
      const share = (at - a[axis]) / (b[axis] - a[axis])
      if (share >= 0 && share < 1) {
        const along = axis === 'y' ? a.x + (b.x - a.x) * share : a.y + (b.y - a.y) * share
        if (along >= 1.5 && along <= (axis === 'y' ? frame.width : frame.height) - 1.5) {
          marks.push({ text, x: axis === 'y' ? along : at, y: axis === 'y' ? at : along, edge })
        }
      }
    }
  }
  if (path !== '') {
    paths.push(path)
  }
}

const round = (v: number): number => Math.round(v * 100) / 100
