import { Printer, Smartphone, Users } from 'lucide-react'
import { ageLong, Empty, Link, navigate, ProblemNotice, useLocation, useMoment, useNow, useSession, useShowing, useWords, type RecordView } from '../../../../web/face.ts'
import { ENDED, statusOf } from '../../shared/casualty.ts'
import { STATUSES, TRIAGES } from '../../shared/vocabulary.ts'
import { useCode } from '../words.ts'
import { usePatients, type Patient } from './care.ts'
import { MiniRings } from './MiniRings.tsx'
import { inEvacuationSince, tooLong, whereWords } from './Summary.tsx'
import { Triage } from './Triage.tsx'
import { useMedicTexts } from './words.ts'
import './medic.css'

/** Every casualty whose course has not ended, the worst first: how they stand, where they are, and who was forgotten on the way. The address holds the filters. */
export function BoardPage() {
  const tt = useMedicTexts()
  const code = useCode()
  const { number, locale } = useWords()
  const { kinds } = useSession()
  const search = new URLSearchParams(useLocation().search)
  const clock = useNow(10_000)
  const now = useMoment() ?? clock
  const which = search.get('show') === 'all' ? 'all' : 'open'
  const [status, triage, place] = [search.get('status') ?? '', search.get('triage') ?? '', search.get('place') ?? '']
  const drill = search.get('drill') === '1'
  const { items, total, error, known, refetch } = usePatients(which)
  useShowing('casualties', items.flatMap(({ record }) => (record ? [record] : [])) as RecordView[])
  const mine = items.filter(({ data }) => (data.drill === true) === drill)
  const places = [...new Set(mine.flatMap(({ data }) => whereWords(data) ?? []))].sort()
  const rows = mine.filter(({ data }) => (status === '' || statusOf(data) === status) && (triage === '' || data.triage === triage) && (place === '' || whereWords(data) === place)).sort((a, b) => rank(a, now) - rank(b, now))
  const late = rows.filter(({ data }) => tooLong(data, now))
  const drills = items.length - items.filter(({ data }) => data.drill !== true).length
  const may = kinds.some((kind) => kind.name === 'casualty' && kind.canCreate)
  const set = (change: Record<string, string>): void => {
    const next = new URLSearchParams(search)
    Object.entries(change).forEach(([name, value]) => (value === '' ? next.delete(name) : next.set(name, value)))
    navigate(`/casualties${next.size === 0 ? '' : `?${next.toString()}`}`, { replace: true })
  }
  return (
    <div className="page casualtyboard" data-drill={drill ? '' : undefined}>
      <header className="row wrap">
        <div className="grow"><h1>{tt(drill ? 'board.title.drill' : 'board.title')}</h1><p className="quiet small noprint">{tt('board.lead')}</p></div>
        <button type="button" className="btn noprint" onClick={() => window.print()}><Printer size={15} aria-hidden="true" />{tt('print')}</button>
        {may && <Link to="/casualties/mascal" className="btn noprint"><Users size={15} aria-hidden="true" />{tt('mascal')}</Link>}
        <Link to="/medic" className="btn noprint"><Smartphone size={15} aria-hidden="true" />{tt('medic.title')}</Link>
      </header>
      {late.length > 0 && <div className="notice critical" role="alert"><p className="grow">{tt('board.late', { n: number(late.length) })} {late.map((one) => <Link key={one.id} to={`/casualties/${one.record?.ref ?? one.id}`} className="mono ltr latelink">{one.data.battleNo}</Link>)}</p></div>}
      <div className="row wrap boardfilters noprint">
        <label className="row small">{tt('triage')}<select className="select" value={triage} onChange={(event) => set({ triage: event.target.value })}><option value="">{tt('any')}</option>{TRIAGES.map((one) => <option key={one} value={one}>{code('triage', one)}</option>)}</select></label>
        <label className="row small">{tt('status')}<select className="select" value={status} onChange={(event) => set({ status: event.target.value })}><option value="">{tt('any')}</option>{STATUSES.filter((one) => which === 'all' || !ENDED.includes(one)).map((one) => <option key={one} value={one}>{code('status', one)}</option>)}</select></label>
        <label className="row small">{tt('where')}<select className="select" value={place} onChange={(event) => set({ place: event.target.value })}><option value="">{tt('any')}</option>{places.map((one) => <option key={one} value={one}>{one}</option>)}</select></label>
        <label className="row small"><input type="checkbox" checked={which === 'all'} onChange={(event) => set({ show: event.target.checked ? 'all' : '' })} />{tt('board.ended')}</label>
        {(drills > 0 || drill) && <label className="row small"><input type="checkbox" checked={drill} onChange={(event) => set({ drill: event.target.checked ? '1' : '' })} />{tt('board.drills', { n: number(drills) })}</label>}
      </div>
      {error && !known && <ProblemNotice error={error} retry={() => void refetch()} />}
      {known && rows.length === 0 && <Empty title={tt(mine.length === 0 ? 'board.none' : 'board.nonefit')}>{mine.length === 0 && may ? tt('board.none.do') : null}</Empty>}
      {rows.length > 0 && (
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a table wider than the screen is scrolled with keys
        <div className="caretable board" tabIndex={0} role="region" aria-label={tt('board.title')}>
          <table>
            <thead><tr><th>{tt('triage')}</th><th>{tt('number')}</th><th>{tt('status')}</th><th>{tt('where')}</th><th>{tt('board.since')}</th><th>{tt('rings')}</th><th>{tt('category')}</th></tr></thead>
            <tbody>{rows.map((one) => {
              const { data } = one
              const since = sinceOf(one)
              const forgotten = tooLong(data, now)
              return (
                <tr key={one.id} data-late={forgotten ? '' : undefined}>
                  <td><Triage triage={data.triage} /></td>
                  <th scope="row"><Link to={`/casualties/${one.record?.ref ?? one.id}`} className="mono ltr">{data.battleNo}</Link>{one.waiting > 0 && <span className="tag accent">{tt('waiting', { n: number(one.waiting) })}</span>}</th>
                  <td data-label={tt('status')}>{code('status', statusOf(data))}</td>
                  <td data-label={tt('where')}><bdi>{whereWords(data) ?? '–'}</bdi></td>
                  <td className="nowrap" data-label={tt('board.since')}>{since === null ? '–' : ageLong(Math.max(0, now - since), locale)}{forgotten && <strong className="forgotten"> {tt('board.forgotten')}</strong>}</td>
                  <td data-label={tt('rings')}><MiniRings casualty={data} now={now} /></td>
                  <td data-label={tt('category')}>{code('category', data.category)}</td>
                </tr>
              )
            })}</tbody>
          </table>
        </div>
      )}
      {known && <p className="small quiet">{tt('shown', { n: number(rows.length), all: number(total) })}</p>}
    </div>
  )
}

/** When they came to where they are, epoch ms. */
function sinceOf({ data }: Patient): number | null {
  const at = inEvacuationSince(data) ?? Date.parse(data.places?.findLast((one) => one.out === undefined)?.in ?? data.course?.at(-1)?.t ?? data.events?.T0?.t ?? data.events?.T2?.t ?? '')
  return Number.isFinite(at) ? at : null
}

/** Those forgotten on the way first, then by triage, the ended last. */
function rank({ data }: Patient, now: number): number {
  const triage = { T1: 0, T2: 1, T3: 2, T4: 3, DEAD: 4 }[data.triage ?? 'T2']
  return (tooLong(data, now) ? -10 : 0) + triage + (ENDED.includes(statusOf(data)) ? 100 : 0)
}
