import { Moon, Plane, Sun } from 'lucide-react'
import { useState } from 'react'
import { isolate } from '../../../core/i18n.ts'
import type { JsonObject } from '../../../core/json.ts'
import { parseDtg } from '../../../core/time-dtg.ts'
import { ApiProblem, clockLocal, clockZ, focusFirst, fullTime, ProblemNotice, serverNow, toast, useNow, useSession, useTexts, useWords } from '../../../web/face.ts'
import { DECISION_MIN, decisionOwed, wheelsUpMin } from '../shared/clocks.ts'
import { darkLandings } from '../shared/dark-landing.ts'
import { readinessOf, type EvacAsset } from '../shared/evac-asset.ts'
import { freshness, type Facility } from '../shared/facility.ts'
import { weatherAt } from '../shared/flying-weather.ts'
import { needsNamedAuthority, refusing, stateOf, unanswered, type CasevacRequest } from '../shared/request.ts'
import { LAUNCHERS } from '../shared/who.ts'
import { ROWS } from './console.texts.ts'
import { darkness, placeOf } from './darkness.ts'
import { lasting } from './lasting.ts'
import { useAssets, useFacilities, useSites, useWeather, type Of } from './read.ts'
import { act, say } from './requests.ts'
import { rivalOf } from './rival.ts'
import { useRoles } from './ThreeCards.tsx'
import { WeatherLine } from './WeatherLine.tsx'
import { useCode } from './words.ts'

const MINUTE = 60_000
const STEPS: { [state: string]: readonly ('take-off' | 'reach-scene' | 'pick-up' | 'hand-over')[] } = { LAUNCHED: ['take-off', 'reach-scene', 'pick-up'], PICKED_UP: ['hand-over'] }
/** What was taken over from a plan into the launch. */
export type Chosen = { asset: string; destination: string; etaPickup?: string; etaHandover?: string }

/** How long the decision has left, and then the wheels. */
export function Clocks({ request }: { request: Of<CasevacRequest> }) {
  const tt = useTexts(ROWS)
  const { decision, wheelsUpAt } = request.of
  const ended = stateOf(request.of) === 'CANCELLED'
  const { from, met } = decisionOwed(request.of, request.createdAt)
  return (
    <div className="evacclocks">
      <Due label={tt('clock.decision')} from={from} minutes={DECISION_MIN} met={met} ended={ended} />
      {decision && met !== null && <Due label={tt('clock.wheels')} from={met} minutes={wheelsUpMin(request.of)} met={wheelsUpAt ? Date.parse(wheelsUpAt) : null} ended={ended} />}
    </div>
  )
}

/** The launch with its authority, and the steps after it. */
export function Decision({ request, chosen }: { request: Of<CasevacRequest>; chosen: Chosen | null }) {
  const tt = useTexts(ROWS)
  const roles = useRoles()
  const { locale } = useWords()
  const { mission } = useSession()
  const state = stateOf(request.of)
  const { decision, task } = request.of
  const [asks, setAsks] = useState<'retask' | 'hold' | 'cancel' | null>(null)
  const waits = state === 'ALERT' || state === 'VALIDATED'
  return (
    <section className="evacdecision" aria-labelledby="evac-launch">
      <h2 id="evac-launch">{tt('launch')}</h2>
      <Daylight request={request} />
      {task && decision?.decision === 'go' && (
        <div className="evactask">
          <p><Plane size={15} aria-hidden="true" /> {tt('launch.done', { asset: task.assetName, role: roles([decision.role]), authority: decision.authority ?? '' })} {decision.delegated && <span className="tag">{tt('log.delegated')}</span>}</p>
          {(task.destinationName || task.etaPickup || task.etaHandover) && <p className="small">{task.destinationName && <bdi>{task.destinationName}</bdi>}{task.etaPickup && <> · {tt('eta.pickup')} <Clock at={task.etaPickup} /></>}{task.etaHandover && <> · {tt('eta.handover')} <Clock at={task.etaHandover} /></>}</p>}
          {decision.reason && <p className="small" dir="auto">{decision.reason}</p>}
        </div>
      )}
      {decision && decision.decision !== 'go' && waits && <p className="notice warning"><span>{tt('log.decision', { answer: decision.decision === 'wait' ? tt('hold.wait') : tt('hold.no') })} · {roles([decision.role])}, {fullTime(Date.parse(decision.at), mission.zone, locale)}{decision.reason && <> · <span dir="auto">{decision.reason}</span></>}</span></p>}
      {waits && (request.can.includes('launch') ? <Launch key={chosen ? `${chosen.asset}${chosen.destination}` : ''} request={request} chosen={chosen} retask={false} /> : <p className="quiet small">{tt('launch.not', { roles: roles(LAUNCHERS) })}</p>)}
      <Steps request={request} />
      <div className="row wrap noprint evacmoreacts">
        {waits && request.can.includes('validate') && state === 'ALERT' && <Say request={request} type="validate" label={tt('step.validate')} />}
        {state === 'HANDED_OVER' && request.can.includes('close') && <Say request={request} type="close" label={tt('step.close')} />}
        {waits && request.can.includes('hold') && <button type="button" className="btn small plain" aria-expanded={asks === 'hold'} onClick={() => setAsks(asks === 'hold' ? null : 'hold')}>{tt('hold')}</button>}
        {(state === 'LAUNCHED' || state === 'PICKED_UP') && request.can.includes('re-task') && <button type="button" className="btn small plain" aria-expanded={asks === 'retask'} onClick={() => setAsks(asks === 'retask' ? null : 'retask')}>{tt('retask')}</button>}
        {(waits || state === 'LAUNCHED') && request.can.includes('cancel') && <button type="button" className="btn small plain" aria-expanded={asks === 'cancel'} onClick={() => setAsks(asks === 'cancel' ? null : 'cancel')}>{tt('cancel.request')}</button>}
      </div>
      {asks === 'retask' && <Launch request={request} chosen={chosen} retask onDone={() => setAsks(null)} />}
      {asks === 'cancel' && <Reason label={tt('cancel.why')} onDone={() => setAsks(null)} go={(reason) => act(request, 'cancel', { reason })} />}
      {asks === 'hold' && <Hold request={request} onDone={() => setAsks(null)} />}
    </section>
  )
}

function Clock({ at }: { at: string }) {
  const { mission } = useSession()
  const { locale } = useWords()
  const ms = Date.parse(at)
  return <time className="mono nowrap" dateTime={at} title={fullTime(ms, mission.zone, locale)}>{clockLocal(ms, mission.zone)} <span className="quiet">{clockZ(ms)}</span></time>
}

/** One deadline: what is left of it, or when it was met. */
function Due({ label, from, minutes, met, ended }: { label: string; from: number; minutes: number; met: number | null; ended: boolean }) {
  const tt = useTexts(ROWS)
  const { locale } = useWords()
  const { mission } = useSession()
  const now = useNow(1000)
  const due = from + minutes * MINUTE
  const left = Math.min(1, Math.max(0, (due - now) / (due - from)))
  const state = met !== null ? (met <= due ? 'met' : 'breached') : ended ? 'ended' : due <= now ? 'breached' : due - now < (due - from) / 3 ? 'soon' : 'running'
  const words = met !== null ? (met <= due ? tt('clock.met', { time: lasting(met - from, locale) }) : tt('clock.late', { time: lasting(met - from, locale), over: lasting(met - due, locale) }))
    : ended ? '–' : tt(due > now ? 'ring.running' : 'ring.over', { time: lasting(Math.abs(due - now), locale) })
  return (
    <span className="evacring evacdue" data-state={state} title={fullTime(due, mission.zone, locale)}>
      <svg viewBox="0 0 20 20" width={28} height={28} aria-hidden="true">
        <circle cx="10" cy="10" r="8" className="track" />
        {(state === 'running' || state === 'soon') && <circle cx="10" cy="10" r="8" className="left" pathLength={100} strokeDasharray={`${left * 100} 100`} transform="rotate(-90 10 10)" />}
        {state === 'breached' && <path d="M10 5.5v5.5M10 13.8v.4" className="mark" />}
        {state === 'met' && <path d="M6.5 10.2l2.4 2.4 4.6-5" className="mark" />}
      </svg>
      <span><span className="evacringname">{label}</span><span className="evacringwords">{words}</span></span>
    </span>
  )
}

/** Day or night where they are picked up, and until when. */
function Daylight({ request }: { request: Of<CasevacRequest> }) {
  const tt = useTexts(ROWS)
  const { mission } = useSession()
  const now = useNow(60_000)
  const reports = useWeather()
  const place = placeOf(request.of)
  if (place === null) {
    return null
  }
  const { night, until } = darkness(place, now)
  const Sign = night ? Moon : Sun
  return (
    <>
      <p className="small evacdaylight" data-night={night}><Sign size={14} aria-hidden="true" /> {tt(night ? 'launch.night' : 'launch.day', { time: until === null ? '…' : `${clockLocal(until, mission.zone)} ${clockZ(until)}` })}</p>
      <WeatherLine at={weatherAt(place, (reports.items ?? []).filter(({ of }) => (of.drill === true) === (request.of.drill === true)).map(({ createdAt, of }) => ({ createdAt, data: of })), now)} place={request.of.nine?.place?.name ?? request.of.four.place.name ?? request.of.four.callsign} />
    </>
  )
}

/** What goes, where to, and on whose authority; refused combinations say why before anything is sent. */
function Launch({ request, chosen, retask, onDone }: { request: Of<CasevacRequest>; chosen: Chosen | null; retask: boolean; onDone?(): void }) {
  const tt = useTexts(ROWS)
  const code = useCode()
  const { me } = useSession()
  const assets = useAssets()
  const facilities = useFacilities()
  const [asset, setAsset] = useState(chosen?.asset ?? '')
  const [destination, setDestination] = useState(chosen?.destination ?? '')
  const named = needsNamedAuthority(request.of)
  const [delegated, setDelegated] = useState(!named && !retask)
  const [authority, setAuthority] = useState(me.name.slice(0, 120))
  const [reason, setReason] = useState('')
  const [problem, setProblem] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const now = useNow(60_000)
  const without = unanswered(request.of)
  const no = refusing(request.of)
  const onDelegated = delegated && !named && !retask
  const words = (cards: readonly ('medical' | 'air' | 'operations')[]) => cards.map((card) => code('card', card)).join(', ')
  const go = async () => {
    setBusy(true)
    setProblem(null)
    try {
      const way: JsonObject = { asset, ...(destination ? { destination } : {}), authority: authority.trim(), basedOn: request.version, ...(chosen?.asset === asset && chosen.etaPickup ? { etaPickup: chosen.etaPickup } : {}), ...(chosen?.asset === asset && chosen.etaHandover ? { etaHandover: chosen.etaHandover } : {}), ...(reason.trim() ? { reason: reason.trim() } : {}) }
      await act(request, retask ? 'retask' : 'launch', retask ? way : { ...way, delegated: onDelegated })
      toast(tt('saved'))
      onDone?.()
    } catch (error) {
      setProblem(error)
    } finally {
      setBusy(false)
    }
  }
  const etas = chosen?.asset === asset && chosen.destination === destination ? chosen : null
  const offered = (assets.items ?? []).filter((one) => one.of.drill === request.of.drill || request.of.drill).toSorted((a, b) => rank(a.of, now) - rank(b.of, now) || a.of.name.localeCompare(b.of.name))
  const lost = problem instanceof ApiProblem && problem.id === 'wrong-state'
  const rival = rivalOf(problem)
  return (
    <form className="stack evaclaunch noprint" aria-label={tt(retask ? 'retask' : 'launch')} onSubmit={(event) => { event.preventDefault(); void go() }}>
      <div className="field"><label htmlFor="launch-asset">{tt('launch.asset')}</label>
        <select id="launch-asset" className="select" required value={asset} onChange={(event) => setAsset(event.target.value)}>
          <option value="">{tt('launch.choose')}</option>
          {offered.map((one) => {
            const readiness = readinessOf(one.of, now)
            const state = one.of.task ? tt('launch.tasked', { ref: one.of.task.ref }) : readiness === 'unknown' || one.of.status === undefined ? tt('launch.unsaid') : readiness === 'ready' ? '' : readiness === 'stale' ? tt('stale') : code('asset', one.of.status)
            return <option key={one.id} value={one.id} disabled={readiness === 'unknown' || readiness === 'not-ready' || (!retask && one.of.task !== undefined)}>{state === '' ? one.of.name : tt('launch.unready', { name: one.of.name, state })}</option>
          })}
        </select></div>
      <div className="field"><label htmlFor="launch-to">{tt('launch.to')}</label>
        <select id="launch-to" className="select" value={destination} onChange={(event) => setDestination(event.target.value)}>
          <option value="">{tt('launch.choose')}</option>
          {(facilities.items ?? []).filter((one) => one.of.drill === request.of.drill || request.of.drill).map((one) => <option key={one.id} value={one.id}>{`${one.of.name} · L${one.of.level}${freshness(one.of, now) === 'fresh' ? '' : ` · ${tt('stale')}`}`}</option>)}
        </select></div>
      {named && <p className="notice warning">{tt('launch.civilian')}</p>}
      {!retask && (
        <div className="row wrap" role="radiogroup" aria-label={tt('launch.authority')}>
          <label className="check"><input type="radio" name="launch-delegated" checked={onDelegated} disabled={named} onChange={() => setDelegated(true)} />{tt('launch.delegated')}</label>
          <label className="check"><input type="radio" name="launch-delegated" checked={!onDelegated} onChange={() => setDelegated(false)} />{tt('launch.named')}</label>
        </div>
      )}
      <div className="field"><label htmlFor="launch-authority">{tt('launch.authority')}</label><input id="launch-authority" className="input" dir="auto" required maxLength={120} value={authority} onChange={(event) => setAuthority(event.target.value)} /></div>
      {no.length > 0 && !retask && <p className="notice critical">{tt('launch.refused', { cards: words(no) })}</p>}
      {(retask || (without.length > 0 && no.length === 0)) && <div className="field"><label htmlFor="launch-why">{retask ? tt('retask.why') : tt('launch.without', { cards: words(without) })}</label><input id="launch-why" className="input" dir="auto" required maxLength={500} value={reason} placeholder={tt('launch.why')} onChange={(event) => setReason(event.target.value)} /></div>}
      <InTheDark id="launch-dark" request={request} asset={(assets.items ?? []).find((one) => one.id === asset) ?? null} facility={(facilities.items ?? []).find((one) => one.id === destination) ?? null} chosen={etas} />
      {problem !== null && <ProblemNotice error={problem} {...(lost ? { kept: rival ? tt('launch.lost', { who: isolate(rival.name), asset: isolate(rival.asset) }) : tt('launch.lost.nobody') } : {})} />}
      <div className="row wrap"><button type="submit" className="btn primary evacgobutton" aria-describedby="launch-dark" disabled={busy || (no.length > 0 && !retask)}><Plane size={15} aria-hidden="true" />{tt(retask ? 'retask' : 'launch')}</button>{onDone && <button type="button" className="btn plain" onClick={onDone}>{tt('cancel')}</button>}</div>
    </form>
  )
}

/** Places it would reach in the dark where it should not: read before it goes, and no hindrance to going. */
function InTheDark({ id, request, asset, facility, chosen }: { id: string; request: Of<CasevacRequest>; asset: Of<EvacAsset> | null; facility: Of<Facility> | null; chosen: Chosen | null }) {
  const tt = useTexts(ROWS)
  const { mission } = useSession()
  const now = useNow(60_000)
  const sites = useSites()
  const drill = request.of.drill === true
  const found = asset === null ? [] : darkLandings({ request: request.of, asset: asset.of, facility: facility?.of ?? null, sites: (sites.items ?? []).filter(({ of }) => (of.drill === true) === drill).map(({ of }) => ({ data: of })), etaPickup: chosen?.etaPickup, etaHandover: chosen?.etaHandover }, now)
  const scene = request.of.nine?.place?.name ?? request.of.four.place.name ?? tt('launch.dark.scene')
  return (
    <div id={id} role="status">
      {asset !== null && found.map((one) => <p key={one.at} className="notice warning evacdark"><Moon size={15} aria-hidden="true" /><span>{tt(`launch.dark.${one.why}`, { place: isolate(one.name ?? scene), asset: isolate(asset.of.name), time: isolate(`${one.about ? '≈\u00a0' : ''}${clockLocal(one.when, mission.zone)} ${clockZ(one.when)}`) })}</span></p>)}
    </div>
  )
}

/** What is ready and free stands first. */
function rank(asset: EvacAsset, now: number): number {
  return asset.task ? 2 : { 'ready': 0, 'stale': 1, 'unknown': 3, 'not-ready': 4 }[readinessOf(asset, now)]
}

/** Wheels up, at the site, picked up, handed over: each with one press, or with the time it was so. */
function Steps({ request }: { request: Of<CasevacRequest> }) {
  const tt = useTexts(ROWS)
  const { mission } = useSession()
  const [when, setWhen] = useState('')
  const [received, setReceived] = useState('')
  const [problem, setProblem] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const state = stateOf(request.of)
  const steps = (STEPS[state] ?? []).filter((one) => request.can.includes(one) && !(one === 'take-off' && request.of.wheelsUpAt) && !(one === 'reach-scene' && request.of.atSceneAt))
  if (steps.length === 0) {
    return null
  }
  const read = when.trim() === '' ? null : parseDtg(when, { now: serverNow(), zone: mission.zone, toleranceMs: MINUTE })
  const wrong = read !== null && !read.ok
  const go = async (step: (typeof steps)[number]) => {
    if (wrong) {
      return
    }
    setBusy(true)
    setProblem(null)
    try {
      await act(request, 'steps', { step, ...(read?.ok ? { t: new Date(read.at).toISOString() } : {}), source: 'radio', ...(step === 'hand-over' && received.trim() ? { receivedBy: received.trim() } : {}) })
      setWhen('')
    } catch (error) {
      setProblem(error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <div className="stack evacsteps noprint">
      <div className="row wrap">{steps.map((one, i) => <button key={one} type="button" className={`btn ${i === 0 ? 'primary' : ''}`} disabled={busy || wrong} onClick={() => void go(one)}>{tt(`step.${one}`)}</button>)}</div>
      <div className="row wrap">
        <div className="field"><label htmlFor="step-when">{tt('step.when')}</label><input id="step-when" className="input mono" dir="ltr" value={when} aria-invalid={wrong} onChange={(event) => setWhen(event.target.value)} />{wrong && <span className="wrong" role="alert">{tt('when.bad')}</span>}</div>
        {steps.includes('hand-over') && <div className="field"><label htmlFor="step-received">{tt('step.received')}</label><input id="step-received" className="input" dir="auto" maxLength={120} value={received} onChange={(event) => setReceived(event.target.value)} /></div>}
      </div>
      {problem !== null && <ProblemNotice error={problem} />}
    </div>
  )
}

function Say({ request, type, label }: { request: Of<CasevacRequest>; type: string; label: string }) {
  const [problem, setProblem] = useState<unknown>(null)
  return <><button type="button" className="btn small" onClick={() => { setProblem(null); say(request, type, {}).catch(setProblem) }}>{label}</button>{problem !== null && <ProblemNotice error={problem} />}</>
}

function Reason({ label, go, onDone }: { label: string; go(reason: string): Promise<unknown>; onDone(): void }) {
  const tt = useTexts(ROWS)
  const [reason, setReason] = useState('')
  const [problem, setProblem] = useState<unknown>(null)
  return (
    <form className="stack noprint" onSubmit={(event) => { event.preventDefault(); setProblem(null); go(reason.trim()).then(onDone, setProblem) }}>
      <div className="field"><label htmlFor="evac-reason">{label}</label><input id="evac-reason" className="input" dir="auto" required maxLength={500} value={reason} ref={focusFirst} onChange={(event) => setReason(event.target.value)} /></div>
      {problem !== null && <ProblemNotice error={problem} />}
      <div className="row"><button type="submit" className="btn small primary">{tt('confirm')}</button><button type="button" className="btn small plain" onClick={onDone}>{tt('cancel')}</button></div>
    </form>
  )
}

function Hold({ request, onDone }: { request: Of<CasevacRequest>; onDone(): void }) {
  const tt = useTexts(ROWS)
  const [decision, setDecision] = useState<'wait' | 'no-go'>('wait')
  return (
    <div className="stack">
      <div className="row wrap noprint">{(['wait', 'no-go'] as const).map((one) => <button key={one} type="button" className="btn small" aria-pressed={decision === one} onClick={() => setDecision(one)}>{tt(one === 'wait' ? 'hold.wait' : 'hold.no')}</button>)}</div>
      <Reason label={tt('card.why')} onDone={onDone} go={(reason) => say(request, 'hold', { decision }, reason)} />
    </div>
  )
}
