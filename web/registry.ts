import type { ComponentType } from 'react'
import type { Texts, Locale } from '../core/i18n.ts'
import type { Query } from '../core/query.ts'
import type { RecordView } from './api/types.ts'
import type { Row } from './i18n/rows.ts'
import { registeredText, registerTexts, wordsFor } from './i18n/i18n.tsx'
import type { Role } from './map/handle.ts'
import type { SymbolCode } from './map/symbol-name.ts'
import type { LayerProps, ToolProps } from './map/tool.ts'

type Icon = ComponentType<{ size?: number; 'aria-hidden'?: boolean | 'true' }>

/**
 * Lines of work the rail is divided into (names, signs and order in web/shell/rail-groups.ts): `room` the room itself,
 * `watch` the watch floor (alerts, log, clocks, orders), `live` what moves and what was sent in, `respond` movements,
 * casualties and care, `knowledge` what the mission knows, `study` analysis and products, `setup` oversight, sources and
 * administration.
 */
export type RailGroup = 'room' | 'watch' | 'live' | 'respond' | 'knowledge' | 'study' | 'setup'
/**
 * An entry of the rail; shown to readers of `kind`. It stands in the section `group` (`knowledge` when none is named), by
 * `order` among the entries of that section alone: the most used first, which is also the one a phone keeps in its bar.
 */
export type RailEntry = { id: string; group?: RailGroup; order: number; icon: Icon; label: string; to: string; kind?: string }
/** A page of its own; `path` as the router reads it. */
/**
 * A page. `past`: it shows what was known at the moment of the time bar; everywhere else the past is left. `own`: it says so
 * itself, else a bar above it does.
 */
export type PageEntry = { path: string; Page: ComponentType<{ params: Record<string, string> }>; kind?: string; past?: true | 'own' }
/** A part of the record page of one kind. */
export type CardEntry = { kind: string; id: string; order: number; column: 'main' | 'side'; Card: ComponentType<{ record: RecordView }> }
/** A part that stands above every page, for readers who may read `kind`; it is there also while it shows nothing. */
export type EverywhereEntry = { id: string; kind: string; Part: ComponentType }
/** A column of a kind's table that is no field of its records; offered like the others, shown when `columns` or a person names its id. */
export type ColumnEntry = { kind: string; id: string; label: string; min: number; Cell: ComponentType<{ record: RecordView }>; /** The same as text, for copies and print. */ words(record: RecordView, locale: Locale): string }
/** A part of the operations room's right column; under 10 it stands above the room's own queues. */
export type PanelEntry = { id: string; order: number; Panel: ComponentType }
/** A page of the administration: named on its first page and in its side list for readers who may read one of `kinds` (all when none is named). */
export type AdminEntry = { id: string; order: number; icon: Icon; label: string; lead: string; to: string; kinds?: string[] }
/**
 * Something the palette, the keys and the visible map of keys offer. `keys`: one key (`b`) or a chord that starts
 * with g (`g d`); none in fields. `label` is the key of a registered text.
 */
export type CommandEntry = { id: string; keys?: string; label: string; where: 'everywhere' | 'room' | 'map'; kind?: string; /** Can it be done now? Without it: wherever it belongs. */ shown?(): boolean; run(): void }
/**
 * A layer of the map, drawn for readers who may read `kind`. `role` says above what it stands; `pick` is called with
 * the `id` of a shape that was chosen. `label` is the key of a registered text.
 */
export type LayerEntry = { id: string; order: number; role: Role; label: string; kind: string; hidden?: boolean; /** Its records have no place of their own: they are drawn where they are now. */ moves?: boolean; Layer: ComponentType<LayerProps>; /** What can be set of it, below its row in the panel of layers. */ Options?: ComponentType; pick?(id: string): void; /** Id of the tool a chosen shape opens. */ tool?: string }
/** A tool of the map, offered to those who may make records of `kind`. */
export type MapToolEntry = { id: string; order: number; icon: Icon; label: string; kind: string; Tool: ComponentType<ToolProps> }
/** What a row says of a record beyond its title. */
export type RowWords = { category: string; place: string; grade: string }
/** The kind the operations room logs and maps. */
export type RoomSource = {
  kind: string
  /** Facets offered as filters, in order. */
  facets: string[]
  row(record: RecordView, locale: Locale): RowWords
  /** Category of a record, as its vector tiles name it. */
  category?(record: RecordView): string | undefined
  /** Signs of a category; undefined draws it as unknown. */
  symbol?(category: string): SymbolCode | undefined
  /** The bar at the foot of the log. */
  Foot?: ComponentType<{ query: Query }>
}

/**
 * A part that a page of another line of work makes room for (`<Insets at=… />`), for readers who may read `kind`. `value` is what
 * stands there; its shape is told in the `contract.ts` of the line of work whose page it is.
 */
export type InsetEntry = { at: string; id: string; order: number; kind: string; Part: ComponentType<{ value: unknown }> }

/**
 * A line typed into the room's quick log that belongs to another line of work: it begins with `prefix`, for those who may make
 * records of `kind`. `write` takes it without the prefix and answers what is said of it; what was not taken is kept in the bar.
 * `label` is the key of a registered text that says where it goes.
 */
export type LineEntry = { id: string; prefix: string; kind: string; label: string; write(text: string, by: { user: string; zone: string; label(key: string): string }): Promise<{ taken: boolean; said: string }> }

/** What a domain reads before its words are complete; read again when a record of `kind` changes. */
export type PrepareEntry = { kind: string; read(): Promise<void> }

/** What a domain shows: each member fills a slot of the shell. */
export type WebDomain = {
  name: string
  texts?: Texts
  rail?: RailEntry[]
  pages?: PageEntry[]
  cards?: CardEntry[]
  panels?: PanelEntry[]
  tableColumns?: ColumnEntry[]
  everywhere?: EverywhereEntry[]
  admin?: AdminEntry[]
  commands?: CommandEntry[]
  layers?: LayerEntry[]
  mapTools?: MapToolEntry[]
  prepare?: PrepareEntry[]
  insets?: InsetEntry[]
  lines?: LineEntry[]
  room?: RoomSource
  /** Sentences its part of the node refuses with, in every language (web/refusals/refusal.ts); fetched when one is shown. */
  refusals?(): Promise<readonly Row[]>
  /** Words for a facet value or a coded field value of a kind; undefined when this domain does not know it. */
  value?(kind: string, field: string, value: string, locale: Locale): string | undefined
  /** Facets of its kinds that hold ids: of which kind of record (`*`: of several), so that lists show titles; null where a list does not offer them. */
  facetKinds?: Record<string, Record<string, string | null>>
  /** Choices of a `category` field. */
  choices?(kind: string, field: string, locale: Locale): { value: string; label: string; group: string }[] | undefined
  /** Fields in the order and selection the table of a kind starts with. */
  columns?: Record<string, string[]>
}

let domains: readonly WebDomain[] = []

/** Put the domains into the shell; once, before the first render. */
export function install(list: readonly WebDomain[]): void {
  domains = list
  for (const domain of list) {
    registerTexts(domain.texts ?? {})
  }
}

/** Every entry of a slot over all domains. */
export function slot<K extends 'rail' | 'pages' | 'cards' | 'panels' | 'tableColumns' | 'everywhere' | 'admin' | 'commands' | 'layers' | 'mapTools' | 'prepare' | 'insets' | 'lines'>(name: K): NonNullable<WebDomain[K]>[number][] {
  return domains.flatMap((d) => (d[name] ?? []) as NonNullable<WebDomain[K]>[number][])
}

/** Whose line this is, by how it begins; undefined: the room's own. */
export function lineEntryOf(text: string): LineEntry | undefined {
  return slot('lines').find((one) => text.startsWith(one.prefix))
}

/** What the node may say of every line of work, in all languages. */
export async function refusalRows(): Promise<readonly Row[]> {
  return (await Promise.all(domains.map((d) => d.refusals?.() ?? []))).flat()
}

/** The kind the room is about; the first domain that offers one. */
export function roomSource(): RoomSource | undefined {
  return domains.find((d) => d.room)?.room
}

/** Words for a coded value, as some domain knows it. */
export function valueWords(kind: string, field: string, value: string, locale: Locale): string | undefined {
  for (const domain of domains) {
    const words = domain.value?.(kind, field, value, locale)
    if (words !== undefined) {
      return words
    }
  }
  if (value === 'true' || value === 'false') {
    return wordsFor(locale).t(value === 'true' ? 'common.yes' : 'common.no')
  }
  // Choices of fields the mission defined bring their words with their kind.
  return registeredText(`choice.${kind}.${field.replace(/^own\./, '')}.${value}`, locale)
}

/** Fields whose values the shell itself has words for. What somebody typed – the sign-in name `admin2` – is none of them. */
const CODED = new Set(['type', 'org', 'component', 'side', 'clearance', 'locale', 'language', 'languages'])

/** What to show for a text of a field: words where it is a code, the kind where it says of which records, else the text. */
export function codeWords(kind: string, field: string, value: string, locale: Locale): string {
  return valueWords(kind, field, value, locale) ?? (CODED.has(field) ? registeredText(`value.${value}`, locale) : field === 'of' ? registeredText(`kind.${value}`, locale) : undefined) ?? value
}

/** The kind whose ids a facet holds, `*` where they are of several; null where lists do not offer it, undefined where it holds words. */
export function facetKind(kind: string, facet: string): string | null | undefined {
  return domains.find((d) => d.facetKinds?.[kind]?.[facet] !== undefined)?.facetKinds?.[kind]?.[facet]
}

/** Grouped choices of a field, as some domain knows them. */
export function choicesFor(kind: string, field: string, locale: Locale): { value: string; label: string; group: string }[] {
  for (const domain of domains) {
    const found = domain.choices?.(kind, field, locale)
    if (found) {
      return found
    }
  }
  return []
}

/** Columns the table of a kind starts with; undefined when no domain says. */
export function startColumns(kind: string): string[] | undefined {
  return domains.find((d) => d.columns?.[kind])?.columns?.[kind]
}
