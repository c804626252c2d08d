/** From spans to a report: the times joined, the best place, the most telling category, the people counted. */
import { distanceM } from '../../../core/place.ts'
import type { Impact, Involved, Place, Range, Weapon } from './model.ts'
import { happenedOf } from './quicklog-time.ts'
import type { QuickLog, QuickLogContext, QuickSpan, TimePart } from './quicklog-types.ts'

export type Category = { code: string; weight: number }

/** A grid and a settlement that lie far apart cannot both be right: the grid's span says so. */
export function compareGridAndName(spans: QuickSpan[]): void {
  const grid = spans.find((span) => span.value.kind === 'place' && (span.value.place.method === 'GRID' || span.value.place.method === 'GPS'))
  const name = spans.find((span) => span.value.kind === 'place' && span.value.place.gazetteer !== undefined)
  if (!grid || !name || grid.value.kind !== 'place' || name.value.kind !== 'place') {
    return
  }
  const a = pointOf(grid.value.place)
  const b = pointOf(name.value.place)
  if (a && b && grid.warning === undefined) {
    const metres = distanceM(a, b)
    if (metres > 20_000 + name.value.place.radiusM) {
      grid.warning = 'grid-far-from-name'
      grid.detail = String(Math.round(metres / 1000))
    }
  }
}

function pointOf(place: Place): { lon: number; lat: number } | undefined {
  return place.lon === undefined || place.lat === undefined ? undefined : { lon: place.lon, lat: place.lat }
}

/** The report the spans make together; the narrative is the text as typed. `implied`: weapons named inside event phrases. */
export function deriveLog(
  text: string, spans: QuickSpan[], context: QuickLogContext, weightOf: (span: QuickSpan) => number, hints: readonly Category[],
  implied: readonly Weapon[], known: ReadonlySet<string>,
): QuickLog {
  const times: TimePart[] = []
  const places: { place: Place; pinned: boolean }[] = []
  const actors: Involved[] = []
  const impact = new Map<Impact['group'], Impact>()
  const weapons: Weapon[] = []
  const categories: Category[] = [...hints]
  const log: QuickLog = { spans, also: [], actors, impact: [], weapons, narrative: text, rest: restOf(text, spans) }
  for (const span of spans) {
    const { value } = span
    switch (value.kind) {
      case 'time':
        times.push(value.time)
        break
      case 'place':
        places.push({ place: value.place, pinned: weightOf(span) === 100 })
        break
      case 'category':
        categories.push({ code: value.code, weight: weightOf(span) })
        break
      case 'actor':
        if (!actors.some((one) => one.name === value.actor.name)) {
          actors.push(value.actor)
        }
        break
      case 'casualties':
        for (const one of value.impact) {
          impact.set(one.group, together(impact.get(one.group), one))
        }
        break
      case 'weapon':
        weapons.push(value.weapon)
        categories.push(...weaponCategory(value.weapon))
        break
      case 'callsign':
        log.callsign ??= value.callsign
        log.unit ??= value.unit
        break
      case 'unit':
        log.unit ??= value.unit
        break
      case 'severity':
        log.severity = value.severity
        break
      case 'grade':
        log.grade = value.grade
        break
    }
  }
  for (const weapon of implied) {
    if (!weapons.some((one) => one.code === weapon.code)) {
      weapons.push(weapon)
    }
  }
  log.impact = [...impact.values()]
  const happened = happenedOf(times, context)
  if (happened) {
    log.happened = happened
  }
  const place = bestPlace(places)
  if (place) {
    log.place = place
  }
  categories.push(...harmCategories(log.impact))
  const ranked = categories.filter((one) => known.has(one.code) || one.weight === 100).sort((a, b) => b.weight - a.weight)
  // What is mentioned in passing (a patrol, a convoy) is the category only when nothing else is.
  const codes = [...new Set(ranked.filter((one, i) => i === 0 || one.weight > 1).map((one) => one.code))]
  const [category, ...also] = codes
  if (category !== undefined) {
    log.category = category
    log.also = also.filter((code) => code.includes('.')).slice(0, 10)
  }
  return log
}

/**
 * Two statements about one group. Different people are meant when the group is named (a woman and two children are three civilians);
 * without a group the second figure may repeat the first, so the larger stands.
 */
function together(before: Impact | undefined, now: Impact): Impact {
  if (!before) {
    return now
  }
  const joined: Impact = { ...before }
  for (const harm of ['killed', 'injured', 'missing', 'abducted', 'released'] as const) {
    const [a, b] = [before[harm], now[harm]]
    if (b) {
      joined[harm] = a ? (now.group === 'UNK' ? larger(a, b) : sum(a, b)) : b
    }
  }
  return joined
}

function sum(a: Range, b: Range): Range {
  if (a.est !== undefined && b.est !== undefined) {
    return { est: a.est + b.est }
  }
  const low = (a.min ?? a.est ?? 0) + (b.min ?? b.est ?? 0)
  const [top, other] = [a.max ?? a.est, b.max ?? b.est]
  return top !== undefined && other !== undefined ? { min: low, max: top + other } : { min: low }
}

function larger(a: Range, b: Range): Range {
  const size = (range: Range): number => range.est ?? range.min ?? range.max ?? 0
  return size(b) > size(a) ? b : a
}

/** Explosives named as weapons tell the event; others do not. */
function weaponCategory(weapon: Weapon): Category[] {
  const code = weapon.code === 'IED' ? 'EX.01' : weapon.code === 'MINE' ? 'EX.03' : weapon.code === 'MTR' || weapon.code === 'ART' || weapon.code === 'RKT' ? 'AC.04' : undefined
  const vehicle = /vbied|suicide|ceinture/i.test(weapon.name ?? '')
  return code === undefined ? [] : [{ code: vehicle ? 'EX.06' : code, weight: code === 'AC.04' ? 2.5 : vehicle ? 6 : 4.8 }]
}

/** What the harm itself says when no word names the event. */
function harmCategories(impact: readonly Impact[]): Category[] {
  const found: Category[] = []
  for (const one of impact) {
    const some = (range: { est?: number; min?: number; max?: number } | undefined): boolean => (range?.est ?? range?.min ?? range?.max ?? 0) > 0
    const who = one.group === 'HUM' ? 'HA' : one.group.startsWith('UN') && one.group !== 'UNK' ? 'UN' : 'CV'
    if (some(one.abducted)) {
      found.push({ code: who === 'HA' ? 'HA.02' : who === 'UN' ? 'UN.06' : 'CV.03', weight: 4.6 })
    }
    if (some(one.killed) && one.group !== 'UNK' && one.group !== 'NSAG' && one.group !== 'HOSTFORCES') {
      found.push({ code: who === 'HA' ? 'HA.01' : who === 'UN' ? 'UN.01' : 'CV.01', weight: 1.8 })
    } else if (some(one.injured) && (one.group === 'CIV' || who === 'UN')) {
      found.push({ code: who === 'UN' ? 'UN.01' : 'CV.02', weight: 1.6 })
    }
  }
  return found
}

/** A pinned place, else a grid or position, else a phrase, else a name; a name beside a grid gives the grid its name. */
function bestPlace(places: readonly { place: Place; pinned: boolean }[]): Place | undefined {
  const order = (one: { place: Place; pinned: boolean }): number =>
    one.pinned ? 0 : one.place.lon === undefined ? 9 : one.place.method === 'GRID' || one.place.method === 'GPS' ? 1 : one.place.method === 'DESCRIBED' && / /.test(one.place.name ?? '') && one.place.precision > 1 ? 2 : 3
  const [best] = [...places].sort((a, b) => order(a) - order(b) || a.place.precision - b.place.precision)
  if (!best) {
    return undefined
  }
  const name = best.place.name ?? places.find((one) => one.place.name !== undefined && one.place.lon !== undefined)?.place.name
  return name === undefined ? best.place : { ...best.place, name }
}

function restOf(text: string, spans: readonly QuickSpan[]): string {
  let rest = ''
  let from = 0
  for (const span of spans) {
    rest += `${text.slice(from, span.start)} `
    from = span.end
  }
  rest += text.slice(from)
  return rest.split(/\s+/u).filter((piece) => !/^[.,;:!/|()–—-]*$/u.test(piece)).join(' ').replace(/^[.,;:]{1,9}|[,;:]{1,9}$/gu, '')
}
