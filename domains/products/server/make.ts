import { combineHandling, type Caveat, type Handling, type Level } from '../../../core/handling.ts'
import { inLocale, type Locale } from '../../../core/i18n.ts'
import type { Reader } from '../../../core/policy.ts'
import type { Block, Fact, Line, Piece, Product, ProductType, Section } from '../../../core/product.ts'
import type { VigieRecord } from '../../../core/record.ts'
import { buildSections, readerOfAudience, sourcesOf, type App, type Building } from '../../../server/face.ts'
import { paragraphsOf, WRITTEN, type Slot } from '../shared/outline.ts'

export type ProductRecord = VigieRecord<Product>

/** A section as its author wants it: made from records, written, or kept as it stands. */
export type Wanted = { id: string; mode: Section['mode']; title?: string; text?: string; outside?: boolean; level?: Level; caveats?: Caveat[] }

/** What making a product's sections takes beside the sections wanted. */
export type MakeAsk = Pick<Product, 'type' | 'day' | 'period' | 'about' | 'language' | 'zone'> & { reader: Reader; now: number; owner: string }

/** The sections of a type in their order, as nobody has changed them. */
export function outlineOf(app: Pick<App, 'domains'>, type: ProductType): Slot[] {
  const made = sourcesOf(app).flatMap((source) => { const order = source.in[type]; return order === undefined ? [] : [{ id: source.name, order, title: source.title, source: true }] })
  return [...made, ...WRITTEN[type]].sort((a, b) => a.order - b.order)
}

export function wantedOf(outline: readonly Slot[], language: Locale): Wanted[] {
  return outline.map((slot) => (slot.source ? { id: slot.id, mode: 'live' } : { id: slot.id, mode: 'text', title: inLocale(slot.title, language), text: '' }))
}

/** As a product stands. */
export function wantedAgain(sections: readonly Section[]): Wanted[] {
  return sections.map(({ id, mode, title, text, outside, handling }) => ({ id, mode, title, ...(text === undefined ? {} : { text }), ...(outside === undefined ? {} : { outside }), level: handling.level, caveats: handling.caveats }))
}

/** Make every section wanted: live ones by reading, frozen ones as they stood, written ones with the values they name. */
export async function makeSections(app: Building, ask: MakeAsk, wanted: readonly Wanted[], standing: readonly Section[]): Promise<Section[]> {
  const period = ask.period ? { from: Date.parse(ask.period.from), to: Date.parse(ask.period.to) } : { from: ask.now, to: ask.now }
  const made = await buildSections(app, { type: ask.type, reader: ask.reader, locale: ask.language, zone: ask.zone, day: ask.day ?? '', period, about: ask.about ?? null, now: ask.now }, wanted.filter((one) => one.mode === 'live').map((one) => one.id), ask.owner)
  return wanted.flatMap((one): Section[] => {
    const kept = standing.find((section) => section.id === one.id)
    if (one.mode === 'live') {
      const section = made.find((other) => other.id === one.id)
      return section ? [section] : []
    }
    if (one.mode === 'frozen') {
      return kept ? [{ ...kept, mode: 'frozen' }] : []
    }
    return [written(ask, one, kept, made)]
  })
}

/** Its sections as they would be made now, with the eyes it was made with. */
export function sectionsNow(app: Building, record: ProductRecord, now: number): Promise<Section[]> {
  const { data } = record
  return makeSections(app, { ...askOf(data, record.handling.owner, now), reader: readerOfAudience(data.audience) }, wantedAgain(data.sections), data.sections)
}

export function askOf(data: Pick<Product, 'type' | 'day' | 'period' | 'about' | 'language' | 'zone'>, owner: string, now: number): Omit<MakeAsk, 'reader'> {
  const { type, language, zone, day, period, about } = data
  return { type, language, zone, owner, now, ...(day === undefined ? {} : { day }), ...(period ? { period } : {}), ...(about === undefined ? {} : { about }) }
}

/** Highest handling over sections; that of an empty product is what its owner may read. */
export function handlingOf(sections: readonly Section[], owner: string): Handling {
  return combineHandling(sections.map((section) => section.handling), owner)
}

const HOLE = /\[\[([\w.-]{1,64})\/([^\]]{1,160})\]\]/g

function written(ask: MakeAsk, one: Wanted, kept: Section | undefined, made: readonly Section[]): Section {
  const text = one.text ?? kept?.text ?? ''
  const facts = new Map<string, Fact>()
  const parts: Handling[] = [{ level: one.level ?? 'U', compartments: [], owner: ask.owner, releasableTo: ['*', ...(one.outside ? [ask.reader.org] : [])].filter((org, i, all) => all.indexOf(org) === i), caveats: one.caveats ?? [] }]
  const pieces = (line: string): Piece[] => line.split(HOLE).flatMap((part, i, all): Piece[] => {
    if (i % 3 === 2) {
      const section = made.find((other) => other.id === all[i - 1])
      const fact = section?.facts.find((other) => other.id === part)
      if (!section || !fact) {
        return ['[…]']
      }
      const id = `${section.id}/${fact.id}`.slice(0, 160)
      facts.set(id, { ...fact, id })
      parts.push(section.handling)
      return [{ fact: id, text: fact.value }]
    }
    return i % 3 === 0 && part !== '' ? [part] : []
  })
  const blocks = paragraphsOf(text).map((paragraph): Block => (paragraph.list ? { type: 'list', lines: paragraph.lines.map((line): Line => ({ pieces: pieces(line) })) } : { type: 'text', pieces: pieces(paragraph.lines[0] ?? '') }))
  const same = kept?.mode === 'text' && kept.text === text
  return { id: one.id, title: one.title ?? kept?.title ?? one.id, mode: 'text', text, blocks, facts: [...facts.values()], handling: combineHandling(parts, ask.owner), asOf: same ? kept.asOf : new Date(ask.now).toISOString(), ...(one.outside ? { outside: true } : {}) }
}
