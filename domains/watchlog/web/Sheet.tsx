import { useRecords, valueWords, fullTime, Link, useSession, useTexts, useWords, type RecordView } from '../../../web/face.ts'
import { SHEET_PARTS, type Sheet as SheetData, type SheetItem, type SheetPart } from '../shared/shift.ts'
import { ROWS } from './watch.texts.ts'

const CLOCK_WORDS = ['clock.running', 'clock.paused', 'clock.overdue', 'clock.unknown-start'] as const

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
      {kinds.map((kind) => <Items key={kind} kind={kind} clocks={part === 'clocks'} items={items.filter((one) => one.kind === kind)} />)}
      {total > items.length && <p className="quiet small">{tt('shown', { n: number(items.length), all: number(total) })}</p>}
    </section>
  )
}

/** `clocks`: the states are those of deadlines, not of the records they belong to. */
function Items({ kind, clocks, items }: { kind: string; clocks: boolean; items: readonly SheetItem[] }) {
  const tt = useTexts(ROWS)
  const { locale } = useWords()
  const { mission } = useSession()
  const ids = items.map((one) => one.id)
  const found = useRecords({ kind, ids }, 100)
  const read = new Map<string, RecordView>(found.data?.pages.flatMap((page) => page.items.map((record): [string, RecordView] => [record.id, record])))
  const word = (state: string) => {
    const known = CLOCK_WORDS.find((one) => one === `clock.${state}`)
    return clocks && known ? tt(known) : (valueWords(kind, kind === 'crisis' ? 'level' : 'state', state, locale) ?? state)
  }
  return (
    <ul className="plainlist">
      {items.map((one) => {
        const record = read.get(one.id)
        return (
          <li key={one.id}>
            <Link to={`/records/${one.ref}`}><span className="mono ltr small">{one.ref}</span> {record ? <bdi>{record.kind === 'log-entry' ? String(record.data['action'] ?? record.title) : record.title}</bdi> : !found.isPending && <span className="quiet">{tt('hidden')}</span>}</Link>
            {' '}{one.state === 'red' ? <span className="tag critical">{tt('red')}</span> : one.state && one.state !== 'open' && <span className="tag">{word(one.state)}</span>}
            {' '}{one.due && <span className="quiet small nowrap">{tt('due', { time: fullTime(Date.parse(one.due), mission.zone, locale) })}</span>}
          </li>
        )
      })}
    </ul>
  )
}

