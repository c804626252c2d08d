import { formatMgrs } from '../../../../core/place-mgrs.ts'
import { labelIn, bookOf, type TaxonomyBook } from '../../shared/taxonomy-editions.ts'
import { editionsOf } from '../../shared/taxonomy-kind.ts'
import { impactRange, spanOf } from '../../shared/project.ts'
import { HARM } from '../../shared/vocabulary.ts'
import type { Incident, Range } from '../../shared/model.ts'
import type { VigieRecord } from '../../../../core/record.ts'
import type { SectionAsk } from '../../../../server/face.ts'
import { T } from './texts.ts'

export type Record_ = VigieRecord<Incident>

/** Names of categories as the mission has them, where the readers may read its editions. */
export async function book(ask: SectionAsk): Promise<TaxonomyBook> {
  const { items } = await ask.bind.records({ kind: 'taxonomy' }, 200)
  return bookOf(editionsOf(items.map(({ id, data }) => ({ id, data }))))
}

export function category(ask: SectionAsk, names: TaxonomyBook, { data }: Record_): string {
  return labelIn(names, data.category, ask.locale, data.taxonomy)
}

/** Nobody has confirmed it. */
export function isUnverified({ veracity }: VigieRecord): boolean {
  return veracity !== null && veracity !== 'verified' && veracity !== 'corroborated'
}

/** `2`, or `2–4` where figures differ. */
export function spanText(ask: SectionAsk, range: Range | undefined): string {
  if (!range) {
    return '—'
  }
  const { min, max } = spanOf(range)
  return min === max ? ask.number(min) : `${ask.number(min)}–${ask.number(max)}`
}

/** Harm over all groups: `2 killed, 1–3 injured`; empty when nobody was harmed. */
export function harmText(ask: SectionAsk, data: Incident): string {
  const said = HARM.flatMap((measure) => {
    const spans = impactRange(data).flatMap((impact) => (impact[measure] ? [spanOf(impact[measure])] : []))
    const max = spans.reduce((sum, one) => sum + one.max, 0)
    const min = spans.reduce((sum, one) => sum + one.min, 0)
    return max > 0 ? [ask.say(T, `harm.${measure}`, { n: min === max ? ask.number(min) : `${ask.number(min)}–${ask.number(max)}` })] : []
  })
  return said.join(ask.locale === 'ar' ? '، ' : ', ')
}

/** Where it was: name or grid, and the smallest area it lies in; `withGrid`: the grid beside the name as well, for those who have to go there. */
export function placeText(ask: SectionAsk, { data, area }: Record_, withGrid = false): string {
  const name = area === null ? undefined : ask.areas.nodes.get(area)?.name
  const { place } = data
  // Coordinates alone are a place, too: its grid, no finer than it is known.
  const grid = place?.mgrs ?? ((withGrid || place?.name === undefined) && place?.lon !== undefined && place.lat !== undefined ? formatMgrs({ lon: place.lon, lat: place.lat }, place.precision === 1 ? 6 : place.precision === 2 ? 4 : 2) : undefined)
  const said = [place?.name, grid, name].filter((part): part is string => part !== undefined && part !== '')
  return said.length > 0 ? [...new Set(said)].join(', ') : ask.say(T, 'unknown')
}

export function whenText(ask: SectionAsk, { data }: Record_): string {
  return data.happened ? ask.time(Date.parse(data.happened.from)) : ask.say(T, 'unknown')
}
