import { Timer } from 'lucide-react'
import { inLocale } from '../../core/i18n.ts'
import { useTexts, useWords } from '../i18n/i18n.tsx'
import { Link } from '../link.tsx'
import { useShowing } from '../shell/shown-handling.ts'
import { useMoment } from '../time/moment.ts'
import { useNow } from '../time/now.ts'
import { ROWS } from './clocks.texts.ts'
import { ClockFace } from './ClockLine.tsx'
import { Follow, titleOf, useClocks } from './read.ts'

const MOST = 8
/** What falls due later than this is on the page of all clocks, not among what the room does next. */
const NEAR_MS = 86_400_000

/** The room's right column: what is overdue and what falls due next, whatever kind of record it belongs to. */
export function ClocksPanel() {
  const tt = useTexts(ROWS)
  const { colon, locale, number } = useWords()
  const found = useClocks({ limit: MOST }).data
  const clock = useNow(60_000)
  const now = useMoment() ?? clock
  const near = found?.items.filter(({ dueAt, warnAt }) => dueAt === null || Date.parse(warnAt ?? dueAt) < now + NEAR_MS) ?? []
  const unknown = (found?.counts['unknown-start'] ?? 0) - near.filter(({ state }) => state === 'unknown-start').length
  useShowing('clocks', near.map(({ record }) => record))
  return (
    <section className="sidepart clocks" aria-label={tt('title')}>
      {found?.kinds.map((kind) => <Follow key={kind} kind={kind} />)}
      <h2>{tt('title')}{found && <Link className="count" to="/clocks" title={tt('all')}>{number(found.total)}</Link>}</h2>
      {found && found.total === 0 && <p className="quiet small clocknone"><Timer size={16} aria-hidden="true" /><span>{tt('none')}</span></p>}
      {found && found.total > 0 && near.length === 0 && <p className="quiet small clocknone"><Timer size={16} aria-hidden="true" /><span>{tt('none.near')}</span></p>}
      <ul>
        {near.map((one) => (
          <li key={one.id} className="clockrow">
            <ClockFace clock={one} />
            <Link to={`/records/${one.record.ref}`} className="grow clockwhat"><strong>{inLocale(one.label, locale)}</strong> <bdi className="quiet">{titleOf(one, locale)}</bdi></Link>
          </li>
        ))}
      </ul>
      {found && found.total > near.length && <p className="quiet small">{tt('shown', { n: number(near.length), all: number(found.total) })}{unknown > 0 && ` · ${tt('state.unknown-start')}${colon}${number(unknown)}`}</p>}
    </section>
  )
}
