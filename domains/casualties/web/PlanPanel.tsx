import { Route } from 'lucide-react'
import { useState } from 'react'
import type { EvacObjective, EvacPlan, EvacTask, EvacWeather, ReasonCode, RuledOut } from '../../../analysis/casevac/types.ts'
import { isolate } from '../../../core/i18n.ts'
import type { JsonObject } from '../../../core/json.ts'
import { api, fullTime, ProblemNotice, toast, useSession, useTexts, useWords, uuid7, type RecordView } from '../../../web/face.ts'
import type { PortUsed } from '../shared/plan-problem.ts'
import { needsNamedAuthority, stateOf, type CasevacRequest } from '../shared/request.ts'
import type { Chosen } from './Decision.tsx'
import { ROWS } from './plan.texts.ts'
import { again, type Of } from './read.ts'
import { Reserve } from './Reserve.tsx'
import { rivalOf } from './rival.ts'
import { useRoles } from './ThreeCards.tsx'
import { WeatherLine } from './WeatherLine.tsx'

const MINUTE = 60_000
const SHOWN_RULED = 6

/** A plan as the node answers it; ids of casualties, assets, facilities and sites have their names in `names`. */
type Made = {
  at: string; inputs: string; plan: EvacPlan; names: { [id: string]: string }; notes: { code: string; about: string }[]; rendezvous: { request: string; sites: { site: string; name: string; km: number }[] }[]; requests: string[]
  approved: { at: string; by: string; inputs: string; sameInputs: boolean; tasks: EvacTask[] } | null
  ports: PortUsed[]; weather: { [place: string]: EvacWeather | null }
}

/** The proposed assignment with its reasons, the constraint that binds, two alternatives, and what changes; a person approves it. */
export function PlanPanel({ request, onUse }: { request: Of<CasevacRequest>; onUse(way: Chosen): void }) {
  const tt = useTexts(ROWS)
  const roles = useRoles()
  const { locale } = useWords()
  const { mission } = useSession()
  const [all, setAll] = useState(true)
  const [authority, setAuthority] = useState('')
  const [made, setMade] = useState<Made | null>(null)
  const [problem, setProblem] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const state = stateOf(request.of)
  const standing = request.of.plan
  const civil = needsNamedAuthority(request.of)
  const rival = rivalOf(problem)
  const asked = (): JsonObject => ({ ...(all ? {} : { requests: [request.id] }), ...(request.of.drill ? { drill: true } : {}), ...(authority.trim() ? { authority: authority.trim() } : {}) })
  const make = async () => {
    setBusy(true)
    setProblem(null)
    try {
      setMade(await api<Made>('/api/casevac/plan', { method: 'POST', body: asked(), key: uuid7() }))
    } catch (error) {
      setProblem(error)
    } finally {
      setBusy(false)
    }
  }
  const approve = async (one: Made) => {
    setBusy(true)
    setProblem(null)
    try {
      await api<{ request: RecordView }>('/api/casevac/plan/approve', { method: 'POST', key: uuid7(), body: { ...asked(), requests: one.requests, at: one.at, inputs: one.inputs, seen: one.approved?.inputs ?? null, tasks: one.plan.tasks } })
      toast(tt('approved'))
    } catch (error) {
      setProblem(error)
    } finally {
      setBusy(false)
      await again('casevac-request')
    }
  }
  if (state !== 'ALERT' && state !== 'VALIDATED') {
    return standing ? <section className="evacplan" aria-labelledby="evac-plan"><h2 id="evac-plan">{tt('plan')}</h2><Standing plan={standing} words={tt('approved.by', { who: roles([standing.role]), time: fullTime(Date.parse(standing.at), mission.zone, locale) })} /></section> : null
  }
  return (
    <section className="evacplan" aria-labelledby="evac-plan">
      <h2 id="evac-plan">{tt('plan')} <span className="quiet small">{tt('human')}</span></h2>
      {standing && <Standing plan={standing} words={tt('approved.by', { who: roles([standing.role]), time: fullTime(Date.parse(standing.at), mission.zone, locale) })} />}
      <div className="row wrap noprint">
          <button type="button" className="btn" disabled={busy} onClick={() => void make()}><Route size={15} aria-hidden="true" />{tt(made ? 'again' : 'make')}</button>
          <label className="check"><input type="radio" name="plan-of" checked={all} onChange={() => setAll(true)} />{tt('all')}</label>
          <label className="check"><input type="radio" name="plan-of" checked={!all} onChange={() => setAll(false)} />{tt('one')}</label>
          {civil && <div className="field grow"><label htmlFor="plan-authority">{tt('authority')}</label><input id="plan-authority" className="input" dir="auto" maxLength={120} value={authority} onChange={(event) => setAuthority(event.target.value)} /></div>}
      </div>
      {busy && <p className="quiet small" role="status">{tt('working')}</p>}
      {problem !== null && <ProblemNotice error={problem} {...(rival ? { kept: tt('lost.to', { who: isolate(rival.name), asset: isolate(rival.asset) }) } : {})} retry={() => void make()} />}
      <Reserve request={request} />
      {made && <Proposal made={made} request={request} busy={busy} onUse={onUse} onApprove={request.can.includes('approve-plan') ? () => void approve(made) : null} />}
    </section>
  )
}

function Standing({ plan, words }: { plan: NonNullable<CasevacRequest['plan']>; words: string }) {
  return <div className="evactask"><p className="small">{words}</p><ul className="small">{plan.lines.map((line) => <li key={line} dir="auto">{line}</li>)}</ul></div>
}

function Proposal({ made, request, busy, onUse, onApprove }: { made: Made; request: Of<CasevacRequest>; busy: boolean; onUse(way: Chosen): void; onApprove: (() => void) | null }) {
  const tt = useTexts(ROWS)
  const { locale, number } = useWords()
  const { mission } = useSession()
  const { plan, names, notes, rendezvous, ports, weather } = made
  const name = (one: string) => names[one] ?? one
  const pair = (asset: string | null, facility: string | null) => [asset, facility].flatMap((one) => (one === null ? [] : [name(one)])).join(', ')
  const because = (one: RuledOut) => { const who = pair(one.asset, one.facility); return `${who === '' ? '' : `${who}: `}${reason(one.reason, one.about)}` }
  const round = (n: number) => number(Math.round(n))
  const reason = (code: ReasonCode, about?: string) => `${tt(`r.${code}`)}${about ? ` (${about})` : ''}`
  const at = Date.parse(made.at)
  const who = (ids: readonly string[]) => ids.map(name).join(', ')
  const meet = rendezvous.find((one) => one.request === request.id)?.sites[0]
  return (
    <div className="stack evacproposal">
      <p className="small quiet">{tt('made', { time: fullTime(at, mission.zone, locale) })} · <strong>{tt(plan.proven ? 'proven' : 'bounded')}</strong></p>
      {plan.tasks.length === 0 && <p className="notice warning">{tt('none')}</p>}
      <ol className="evactasks">
        {plan.tasks.map((task) => (
          <li key={task.asset}>
            <p><strong>{tt('task', { asset: name(task.asset), who: who(task.casualties), to: name(task.facility) })}</strong>{task.stops.length > 1 && <span className="small"> {tt('via', { stops: who(task.stops) })}</span>}</p>
            <p className="small">{tt('times', { leave: round(task.departMin), pickup: round(task.stopArriveMin[0] ?? 0), arrive: round(task.arriveMin), km: round(task.km) })}</p>
            {ports.filter((one) => one.asset === task.asset && (task.stops.includes(one.place) || one.place === task.facility)).map((one) => <p key={one.place} className="small">{tt('port', { asset: isolate(one.name), to: isolate(name(one.place)), n: round(one.roadMin) })}</p>)}
            {task.stops.includes(request.id) && <button type="button" className="btn small noprint" onClick={() => onUse(wayOf(task, request.id, at))}>{tt('use')}</button>}
          </li>
        ))}
      </ol>
      {plan.unserved.length > 0 && <p className="notice critical">{tt('unserved', { who: who(plan.unserved) })}</p>}
      {meet && <p className="notice">{tt('rendezvous', { km: number(Math.round(meet.km * 10) / 10), site: meet.name })}</p>}
      {weather[request.id] !== undefined && <WeatherLine at={weather[request.id] ?? null} place={name(request.id)} />}
      {[...new Set(plan.tasks.map((task) => task.facility))].map((one) => <WeatherLine key={one} at={weather[one] ?? null} place={name(one)} />)}
      {plan.staleFacilities.length > 0 && <p className="notice warning">{tt('stale', { who: who(plan.staleFacilities) })}</p>}
      {plan.diff && (
        <div className="evacdiff">
          <h3>{tt('diff')}</h3>
          <p className="small">{tt(`diff.${plan.diff.outcome}`)}</p>
          <ul className="small">
            {plan.diff.changes.map((one) => <li key={one.casualty}>{tt('change', { who: name(one.casualty), before: one.before ? `${name(one.before.asset)}, ${name(one.before.facility)}` : tt('nobody.goes'), after: one.after ? `${name(one.after.asset)}, ${name(one.after.facility)}` : tt('nobody.goes') })}</li>)}
            {plan.diff.broken.map((one) => <li key={one.asset}>{tt('broken', { asset: name(one.asset), why: reason(one.reason) })}</li>)}
          </ul>
        </div>
      )}
      <details>
        <summary className="small">{tt('why')}</summary>
        <ul className="evacreasons small">
          {plan.reasons.map((one) => (
            <li key={one.casualty}>
              {one.elapsedMin === null ? <strong>{tt('unserved', { who: name(one.casualty) })}</strong> : <strong>{tt('elapsed', { who: name(one.casualty), n: round(one.elapsedMin) })}</strong>}{one.late && <> <span className="tag critical">{tt('late')}</span></>}
              {' · '}{one.binding === null ? tt('free') : one.binding.soonerMin === null ? tt('binding.only', { why: because(one.binding) }) : tt('binding', { n: round(one.binding.soonerMin), why: because(one.binding) })}
              {one.cautions.length > 0 && <> · {one.cautions.map((code) => reason(code)).join(', ')}</>}
              {one.ruledOut.length > 0 && <ul>{one.ruledOut.slice(0, SHOWN_RULED).map((out, i) => <li key={i} className="quiet">{because(out)}</li>)}{one.ruledOut.length > SHOWN_RULED && <li className="quiet">+ {number(one.ruledOut.length - SHOWN_RULED)}</li>}</ul>}
            </li>
          ))}
        </ul>
      </details>
      {plan.alternatives.map((one, i) => (
        <details key={i}>
          <summary className="small">{tt('alternative', { n: number(i + 1) })}: <Cost difference={one.difference} /></summary>
          <ul className="small evacreasons">{one.tasks.map((task) => <li key={task.asset}>{tt('task', { asset: name(task.asset), who: who(task.casualties), to: name(task.facility) })} · {tt('times', { leave: round(task.departMin), pickup: round(task.stopArriveMin[0] ?? 0), arrive: round(task.arriveMin), km: round(task.km) })}</li>)}{one.unserved.length > 0 && <li>{tt('unserved', { who: who(one.unserved) })}</li>}</ul>
        </details>
      ))}
      {notes.length > 0 && <details><summary className="small">{tt('notes')} ({number(notes.length)})</summary><ul className="small evacreasons">{notes.map((one, i) => <li key={i}>{tt(`note.${one.code}` as 'note.no-place', { about: name(one.about) })}</li>)}</ul></details>}
      {onApprove && plan.tasks.length > 0 && <div className="noprint"><button type="button" className="btn primary" disabled={busy} onClick={onApprove}>{tt('approve')}</button></div>}
    </div>
  )
}

/** What an alternative costs beyond the plan, the gravest first. */
function Cost({ difference }: { difference: EvacObjective }) {
  const tt = useTexts(ROWS)
  const { number } = useWords()
  const parts = difference.flatMap((n, i) => {
    const value = Math.round(n)
    return value === 0 ? [] : [i < 6 ? tt(i % 2 === 0 ? 'cost.unserved' : 'cost.late', { n: signed(value, number), priority: 'ABC'[Math.floor(i / 2)] ?? '' }) : tt(i === 6 ? 'cost.minutes' : 'cost.km', { n: signed(value, number) })]
  })
  return <>{tt('cost', { words: parts.length === 0 ? tt('cost.none') : parts.slice(0, 2).join(', ') })}</>
}

function signed(value: number, number: (n: number) => string): string {
  return value > 0 ? `+${number(value)}` : `−${number(-value)}`
}

function wayOf(task: EvacTask, site: string, at: number): Chosen {
  const iso = (minutes: number) => new Date(Math.round((at + minutes * MINUTE) / 1000) * 1000).toISOString()
  return { asset: task.asset, destination: task.facility, etaPickup: iso(task.stopArriveMin[task.stops.indexOf(site)] ?? task.arriveMin), etaHandover: iso(task.arriveMin) }
}
