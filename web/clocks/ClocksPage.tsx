import { Printer } from 'lucide-react'
import { OPEN_CLOCK_STATES } from '../../core/clock.ts'
import { inLocale } from '../../core/i18n.ts'
import { useTexts, useWords } from '../i18n/i18n.tsx'
import { Link } from '../link.tsx'
import { navigate, useLocation } from '../router.ts'
import { useSession } from '../session.tsx'
import { ProblemNotice } from '../shell/ProblemNotice.tsx'
import { Empty, Severity, Skeleton } from '../shell/parts.tsx'
import { useShowing } from '../shell/shown-handling.ts'
import { fullTime } from '../time/format.ts'
import { ROWS } from './clocks.texts.ts'
import { ClockFace } from './ClockLine.tsx'
import { Follow, titleOf, useClocks } from './read.ts'

const MOST = 500

/** All clocks that wait for somebody, by state and kind; the address holds the choice, so it can be kept and printed. */
export function ClocksPage() {
  const tt = useTexts(ROWS)
  const { label, locale, number } = useWords()
  const { mission } = useSession()
  const search = new URLSearchParams(useLocation().search)
  const [state, kind] = [search.get('state') ?? '', search.get('kind') ?? '']
  const asked = useClocks({ ...(state ? { state } : {}), ...(kind ? { kind } : {}), limit: MOST })
  const found = asked.data
  useShowing('clocks', (found?.items ?? []).map(({ record }) => record))
  const choose = (name: 'state' | 'kind', value: string): void => {
    const next = new URLSearchParams(search)
    if (value === '') {
      next.delete(name)
    } else {
      next.set(name, value)
    }
    const rest = next.toString()
    navigate(rest === '' ? '/clocks' : `/clocks?${rest}`)
  }
  const time = (at: string | null) => (at === null ? <span className="quiet">{tt('state.unknown-start')}</span> : fullTime(Date.parse(at), mission.zone, locale))
  return (
    <div className="page clockspage">
      {found?.kinds.map((one) => <Follow key={one} kind={one} />)}
      <header className="row wrap">
        <div className="grow"><h1>{tt('title')}</h1><p className="quiet small">{tt('lead')}</p></div>
        <label className="row small noprint">{tt('state')}
          <select className="select" value={state} onChange={(event) => choose('state', event.target.value)}>
            <option value="">{tt('any')}</option>
            {OPEN_CLOCK_STATES.map((one) => <option key={one} value={one}>{tt(`state.${one}`)}{found?.counts[one] ? ` (${number(found.counts[one])})` : ''}</option>)}
          </select>
        </label>
        <label className="row small noprint">{tt('kind')}
          <select className="select" value={kind} onChange={(event) => choose('kind', event.target.value)}>
            <option value="">{tt('any.kind')}</option>
            {found?.kinds.map((one) => <option key={one} value={one}>{label(`kind.${one}`)}</option>)}
          </select>
        </label>
        <button type="button" className="btn noprint" onClick={() => window.print()}><Printer size={15} aria-hidden="true" />{tt('print')}</button>
      </header>
      {asked.error && !found && <ProblemNotice error={asked.error} retry={() => void asked.refetch()} />}
      {!found && !asked.error && <Skeleton lines={6} />}
      {found?.total === 0 && <Empty title={tt(state || kind ? 'none.filter' : 'none')} />}
      {found && found.total > 0 && (
        <>
          <p className="quiet small">{tt('shown', { n: number(found.items.length), all: number(found.total) })} · {tt('asof', { at: fullTime(Date.parse(found.now), mission.zone, locale) })}</p>
          <div className="clocktable">
            <table>
              <thead><tr><th scope="col">{tt('time')}</th><th scope="col">{tt('what')}</th><th scope="col">{tt('record')}</th><th scope="col">{tt('began')}</th><th scope="col">{tt('due')}</th></tr></thead>
              <tbody>
                {found.items.map((one) => (
                  <tr key={one.id}>
                    <td><ClockFace clock={one} /></td>
                    <th scope="row">{inLocale(one.label, locale)}</th>
                    <td><Link to={`/records/${one.record.ref}`}><Severity value={one.record.severity} size={14} /> <span className="mono ltr">{one.record.ref}</span> <bdi>{titleOf(one, locale)}</bdi></Link></td>
                    <td data-label={tt('began')}>{time(one.startedAt)}</td>
                    <td data-label={tt('due')}>{time(one.dueAt)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </>
      )}
    </div>
  )
}
