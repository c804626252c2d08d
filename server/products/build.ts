import { ALL_MISSION, levelRank, type Level } from '../../core/handling.ts'
import { inLocale, translate } from '../../core/i18n.ts'
import type { Reader } from '../../core/policy.ts'
import type { Audience, Section } from '../../core/product.ts'
import { OUTSIDE } from '../../core/roles.ts'
import { formatDtg, localParts } from '../../core/time.ts'
import type { App } from '../http/app-context.ts'
import { Binder } from './binder.ts'
import type { BuildAsk, SectionSource } from './face.ts'

/** What making a product takes; a program beside the node derives the clocks itself. */
export type Building = Pick<App, 'domains' | 'store'> & { clocks: Pick<App['clocks'], 'open'> }

/** Sections every domain can make, in no order. */
export function sourcesOf(app: Pick<App, 'domains'>): SectionSource[] {
  return app.domains.flatMap((domain) => domain.products ?? [])
}

/** Somebody of an audience who holds no name and no compartment: what they see, every one of the audience sees. */
export function readerOfAudience(audience: Audience): Reader {
  const { side, org, role, clearance, area } = audience
  return { user: `audience:${side}`, name: 'Readers of a product', org, side, clearance, compartments: [], grants: [{ role, area }], purpose: null }
}

/**
 * The audience of what a person makes for the mission: everything open to the whole mission, never above the person's own
 * clearance, side and area, so that nobody reads by a product what they may not read.
 */
export function audienceOf(author: Reader, wanted: Level): Audience {
  const everywhere = author.grants.some((grant) => grant.area === null)
  const grant = author.grants.find((one) => !OUTSIDE.includes(one.role) && (one.area === null) === everywhere)
  return {
    side: author.side, org: ALL_MISSION, role: grant?.role ?? 'JOC-DO', area: everywhere ? null : (grant?.area ?? null),
    clearance: levelRank(wanted) <= levelRank(author.clearance) ? wanted : author.clearance,
  }
}

/** Make the sections named, in that order, with the eyes of `ask.reader`. A source with nothing to say leaves its section out. */
export async function buildSections(app: Building, ask: BuildAsk, names: readonly string[], owner: string): Promise<Section[]> {
  const sources = new Map(sourcesOf(app).map((source) => [source.name, source]))
  const out: Section[] = []
  for (const name of names) {
    const source = sources.get(name)
    if (!source) {
      continue
    }
    const bind = new Binder(app.store, ask.reader)
    const blocks = await source.build({
      type: ask.type, locale: ask.locale, zone: ask.zone, period: ask.period, day: ask.day, about: ask.about, now: ask.now, bind, outside: isOutside(ask.reader), clocks: (states) => app.clocks.open(ask.reader, { states }), areas: app.store.areas(),
      say: (texts, key, values) => translate(texts, ask.locale, key, values),
      time: (ms) => zuluAndLocal(ms, ask.zone),
      number: (n) => new Intl.NumberFormat(ask.locale === 'ar' ? 'ar-u-nu-latn' : ask.locale).format(n),
    })
    if (blocks.length > 0) {
      out.push({ id: name, source: name, title: inLocale(source.title, ask.locale), mode: 'live', blocks, facts: bind.facts, handling: bind.handling(owner), asOf: new Date(ask.now).toISOString(), ...(source.moving ? { moving: true } : {}) })
    }
  }
  return out
}

/** Does every role of theirs stand outside the mission? */
export function isOutside(reader: Pick<Reader, 'grants'>): boolean {
  return reader.grants.every((grant) => OUTSIDE.includes(grant.role))
}

/** `181345Z AUG 21 (1445)`: Zulu first, mission-local in brackets. */
export function zuluAndLocal(ms: number, zone: string): string {
  const { hour, minute, day } = localParts(ms, zone)
  const two = (n: number): string => String(n).padStart(2, '0')
  const other = new Date(ms).getUTCDate() === day ? '' : `${two(day)}/`
  return `${formatDtg(ms)} (${other}${two(hour)}${two(minute)})`
}
