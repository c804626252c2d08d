import { inLocale, type Text } from '../../../core/i18n.ts'
import { useRecords, valueWords, fullTime, Link, titleFor, useSession, useTexts, useWords, type RecordView } from '../../../web/face.ts'
import { SHEET_PARTS, type Sheet as SheetData, type SheetItem, type SheetPart } from '../shared/shift.ts'
import { ROWS } from './watch.texts.ts'

/** States of a deadline that are said; that it runs needs no word. */
const CLOCK_WORDS = ['clock.paused', 'clock.overdue', 'clock.unknown-start'] as const

/** What is handed over, part by part; titles are read now, by whoever looks. */
export function Sheet({ sheet }: { sheet: SheetData }) {
  const tt = useTexts(ROWS)
  const { number } = useWords()
  return (
    <div className="watchsheet">
      <p className="quiet small">{tt('entries', { n: number(sheet.entries) })}</p>
      {SHEET_PARTS.flatMap((part) => {
        const held = sheet.parts[part]
        return held ? [<Part key={part} part={part} total={held.total} items={held.items} />] : []
      })}
    </div>
  )
}

function Part({ part, total, items }: { part: SheetPart; total: number; items: readonly SheetItem[] }) {
  const tt = useTexts(ROWS)
  const { number } = useWords()
  const kinds = [...new Set(items.map((one) => one.kind))]
  return (
    <section aria-labelledby={`sheet-${part}`}>
      <h3 id={`sheet-${part}`}>{tt(`part.${part}`)} <span className="quiet">{number(total)}</span></h3>
      {total === 0 && <p className="quiet small">{tt('nothing')}</p>}
      {part === 'clocks' ? <Deadlines items={items} /> : kinds.map((kind) => <Items key={kind} kind={kind} items={items.filter((one) => one.kind === kind)} />)}
      {total > items.length && <p className="quiet small">{tt('shown', { n: number(items.length), all: number(total) })}</p>}
    </section>
  )
}

function Items({ kind, items }: { kind: string; items: readonly SheetItem[] }) {
  const { locale } = useWords()
  const { read, pending } = useItems(kind, items)
  const word = (state: string) => valueWords(kind, kind === 'crisis' ? 'level' : 'state', state, locale) ?? state
  return (
    <ul className="plainlist">
      {items.map((one) => {
        const record = read.get(one.id)
        const title = record && (record.kind === 'log-entry' ? String(record.data['action'] ?? record.title) : titleFor(record, locale))
        return <Item key={one.id} one={one} title={title} pending={pending} state={one.state && one.state !== 'open' ? word(one.state) : undefined} />
      })}
    </ul>
  )
}

/** Deadlines of whatever they belong to, the next one first. */
function Deadlines({ items }: { items: readonly SheetItem[] }) {
  return <ul className="plainlist">{items.map((one, i) => <Deadline key={i} one={one} alike={items.filter(({ kind }) => kind === one.kind)} />)}</ul>
}

/** One of them by its name; `alike` are those of its kind, which are read together. */
function Deadline({ one, alike }: { one: SheetItem; alike: readonly SheetItem[] }) {
  const tt = useTexts(ROWS)
  const { locale } = useWords()
  const { read, pending } = useItems(one.kind, alike)
  const record = read.get(one.id)
  const known = CLOCK_WORDS.find((name) => name === `clock.${one.state}`)
  return <Item one={one} title={record && titleFor(record, locale)} pending={pending} state={known && tt(known)} late={one.state === 'overdue'} what={one.label && inLocale(one.label as Text, locale)} />
}

function useItems(kind: string, items: readonly SheetItem[]): { read: ReadonlyMap<string, RecordView>; pending: boolean } {
  const found = useRecords({ kind, ids: [...new Set(items.map((one) => one.id))] }, 100)
  return { read: new Map(found.data?.pages.flatMap((page) => page.items.map((record): [string, RecordView] => [record.id, record]))), pending: found.isPending }
}

function Item({ one, title, pending, state, what, late = false }: { one: SheetItem; title: string | undefined; pending: boolean; state: string | undefined; what?: string | undefined; late?: boolean }) {
  const tt = useTexts(ROWS)
  const { locale } = useWords()
  const { mission } = useSession()
  return (
    <li>
      <Link to={`/records/${one.ref}`}><span className="mono ltr small">{one.ref}</span> {title === undefined ? !pending && <span className="quiet">{tt('hidden')}</span> : <bdi>{title}</bdi>}</Link>
      {' '}{one.state === 'red' ? <span className="tag critical">{tt('red')}</span> : state && <span className={late ? 'tag critical' : 'tag'}>{state}</span>}
      {' '}{(what !== undefined || one.due) && <span className="small sheetdue">{what !== undefined && <strong>{what}</strong>}{what !== undefined && one.due && ' · '}{one.due && <span className="quiet nowrap">{tt('due', { time: fullTime(Date.parse(one.due), mission.zone, locale) })}</span>}</span>}
    </li>
  )
}
