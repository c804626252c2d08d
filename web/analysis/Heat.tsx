import { useWords } from '../i18n/i18n.tsx'
import { useRoving } from '../form/roving.ts'
import { calendarOf, shadeOf, weekStart } from './series.ts'
import { dateFormat } from '../../core/formatters.ts'

type Cell = { key: string; count: number; label: string }

/** Days of a year as a calendar of weeks; every day opens its records. `inside`: days the window covers, others stay blank. */
export function YearCalendar({ year, counts, shade, inside, onOpen, dayLabel }: { year: number; counts: ReadonlyMap<string, number>; shade(count: number): number; inside(date: string): boolean; onOpen(cell: Cell): void; dayLabel(date: string): string }) {
  const { locale, number } = useWords()
  const days = calendarOf(year, weekStart(locale))
  const roving = useRoving(days.length, 7)
  const months = Array.from({ length: 12 }, (_, m) => ({ m, column: days.find((d) => d.month === m)!.column, name: dateFormat(locale, { month: 'short', timeZone: 'UTC' }).format(Date.UTC(year, m, 1)) }))
  return (
    <div className="calendar" role="group" aria-label={String(year)}>
      <strong className="calendaryear">{year}</strong>
      <div className="calendargrid" data-roving="">
        {months.map(({ m, column, name }) => <span key={m} className="calendarmonth" style={{ gridColumn: `${column + 1} / span 4`, gridRow: 1 }}>{name}</span>)}
        {days.map((day, i) => {
          const count = counts.get(day.date) ?? 0
          const within = inside(day.date)
          const label = `${dayLabel(day.date)}: ${number(count)}`
          return (
            <button
              key={day.date} type="button" className="heat" data-shade={within ? shade(count) : 'out'} data-at={i} tabIndex={roving.tabIndex(i)} onFocus={() => roving.onFocus(i)} onKeyDown={roving.onKeyDown} disabled={!within}
              style={{ gridColumn: day.column + 1, gridRow: day.row + 2 }} title={label} aria-label={label} onClick={() => onOpen({ key: day.date, count, label })}
            />
          )
        })}
      </div>
    </div>
  )
}

/** Hours of the clock by weekday; every cell opens its records. `counts`: `3-14` (weekday Monday 1, hour) → records. */
export function WeekHours({ counts, onOpen }: { counts: ReadonlyMap<string, number>; onOpen(cell: Cell): void }) {
  const { locale, number } = useWords()
  const shade = shadeOf([...counts.values()])
  const first = weekStart(locale)
  const roving = useRoving(168, 7)
  const weekdays = Array.from({ length: 7 }, (_, i) => ((first - 1 + i) % 7) + 1)
  // 5 January 1970 was a Monday.
  const name = (weekday: number, style: 'short' | 'long') => dateFormat(locale, { weekday: style, timeZone: 'UTC' }).format((weekday + 3) * 86_400_000)
  return (
    <div className="weekhours" data-roving="">
      {weekdays.map((weekday, row) => <span key={weekday} className="weekhourday small quiet" style={{ gridRow: row + 1, gridColumn: 1 }}>{name(weekday, 'short')}</span>)}
      {Array.from({ length: 168 }, (_, i) => {
        const [hour, row] = [Math.floor(i / 7), i % 7]
        const weekday = weekdays[row]!
        const key = `${weekday}-${String(hour).padStart(2, '0')}`
        const count = counts.get(key) ?? 0
        const label = `${name(weekday, 'long')} ${String(hour).padStart(2, '0')}:00–${String((hour + 1) % 24).padStart(2, '0')}:00: ${number(count)}`
        return <button key={key} type="button" className="heat" data-shade={shade(count)} data-at={i} tabIndex={roving.tabIndex(i)} onFocus={() => roving.onFocus(i)} onKeyDown={roving.onKeyDown} style={{ gridRow: row + 1, gridColumn: hour + 2 }} title={label} aria-label={label} onClick={() => onOpen({ key, count, label })} />
      })}
      {[0, 6, 12, 18].map((hour) => <span key={hour} className="weekhourtick small quiet" style={{ gridRow: 8, gridColumn: `${hour + 2} / span 3` }}>{String(hour).padStart(2, '0')}:00</span>)}
    </div>
  )
}

/** Two dimensions against each other; every cell opens its records. */
export function Matrix({ rows, columns, count, onOpen }: { rows: readonly { key: string; label: string }[]; columns: readonly { key: string; label: string }[]; count(row: string, column: string): number; onOpen(row: { key: string; label: string }, column: { key: string; label: string }, count: number): void }) {
  const { number } = useWords()
  const all = rows.flatMap((row) => columns.map((column) => count(row.key, column.key)))
  const shade = shadeOf(all)
  return (
    <div className="matrixbox" tabIndex={0} role="region" aria-label={`${rows.length} × ${columns.length}`}>
      <table className="matrix">
        <thead><tr><td><span className="sr">×</span></td>{columns.map((column) => <th key={column.key} scope="col"><span className="cut" dir="auto" title={column.label}>{column.label}</span></th>)}</tr></thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key}>
              <th scope="row"><span className="cut" dir="auto" title={row.label}>{row.label}</span></th>
              {columns.map((column) => {
                const n = count(row.key, column.key)
                return <td key={column.key}>{n > 0 ? <button type="button" className="heat number" data-shade={shade(n)} aria-label={`${row.label} × ${column.label}: ${n}`} onClick={() => onOpen(row, column, n)}>{number(n)}</button> : <span className="heat number none" aria-hidden="true">·</span>}</td>
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
