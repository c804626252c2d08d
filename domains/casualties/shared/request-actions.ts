import { Type } from 'typebox'
import { standardActions } from '../../../core/actions.ts'
import type { ActionRule } from '../../../core/kind.ts'
import { Problem, refuseField, type FieldProblem } from '../../../core/problem.ts'
import type { Action, VigieRecord } from '../../../core/record.ts'
import { timeOf } from './casualty-actions.ts'
import { Carried, needsNamedAuthority, OPEN, refusing, stateOf, Task, unanswered, type CasevacRequest, type CardAnswer, type Decision, type Delay } from './request.ts'
import { checkMoments, checkSpot, closed, moment, nothing, oneOf, recordId, short, signed, words } from './schema.ts'
import { ANSWERS, CARDS, DELAY_REASONS, type Card, type RequestState } from './vocabulary.ts'
import { ANSWERERS, CONTROL, LAUNCHERS, REPORT, RETASKERS, SCRIBE } from './who.ts'

type RequestRecord = VigieRecord<CasevacRequest>

const standard = standardActions<CasevacRequest>({ edit: REPORT, retract: CONTROL, handle: ['CMO', 'JOC-CH', 'JOC-IM'] })
const when = Type.Optional(moment)

/** One card of the three: each is answered by its own, or written down by the coordinator who names who said it. */
function card(which: Card): ActionRule<CasevacRequest> {
  return {
    who: [...new Set([...ANSWERERS[which], SCRIBE])],
    patch: Type.Object({ answer: oneOf(ANSWERS), reason: Type.Optional(short(500)), saidBy: Type.Optional(short(120)) }, closed),
    reduce(record, action) {
      need(record, ['ALERT', 'VALIDATED', 'LAUNCHED'])
      const { answer, reason, saidBy } = action.patch as Pick<CardAnswer, 'answer' | 'reason' | 'saidBy'>
      if (answer !== 'go' && !reason?.trim()) {
        throw refuseField('/patch/reason', 'is missing', 'Say why it is not a go', 'rule-broken')
      }
      if (action.role === SCRIBE && !saidBy?.trim()) {
        throw refuseField('/patch/saidBy', 'is missing', `Name who answered for ${which}`, 'rule-broken')
      }
      const was = record.data.cards?.[which]
      const answered = was ? { answered: [...(record.data.answered ?? []), { ...was, card: which }].slice(-100) } : {}
      return put(record, { cards: { ...record.data.cards, [which]: { ...signed(action), answer, ...(reason ? { reason } : {}), ...(saidBy ? { saidBy } : {}) } }, ...answered })
    },
  }
}

/** Patch of a launch. */
export const LaunchPatch = Type.Object({ task: Task, authority: words(120), delegated: Type.Boolean(), night: Type.Boolean() }, closed)

/** What is done to a request. Those marked as paired are committed with the asset and the casualties by routes of their own. */
export const requestActions: { [type: string]: ActionRule<CasevacRequest> } = {
  ...standard,
  'validate': { who: CONTROL, patch: nothing, reduce: (record, action) => { need(record, ['ALERT']); return step(record, action, 'VALIDATED') } },
  'answer-medical': card('medical'),
  'answer-air': card('air'),
  'answer-operations': card('operations'),
  'carry': {
    who: REPORT, paired: true, patch: Type.Object({ patients: Type.Array(Carried, { minItems: 1, maxItems: 60 }) }, closed),
    reduce(record, action) {
      need(record, OPEN)
      const patients = action.patch['patients'] as unknown as Carried[]
      const others = (record.data.patients ?? []).filter((one) => !patients.some(({ casualty }) => casualty === one.casualty))
      return put(record, { patients: [...others, ...patients] })
    },
  },
  'put-off': {
    who: CONTROL, reason: true, paired: true, patch: Type.Object({ casualty: recordId }, closed),
    reduce: (record, action) => put(record, { patients: (record.data.patients ?? []).filter((one) => one.casualty !== action.patch['casualty']) }),
  },
  'hold': {
    who: LAUNCHERS, reason: true, patch: Type.Object({ decision: oneOf(['no-go', 'wait'] as const), authority: Type.Optional(short(120)) }, closed),
    reduce(record, action) {
      need(record, ['ALERT', 'VALIDATED'])
      const { decision, authority } = action.patch as { decision: 'no-go' | 'wait'; authority?: string }
      return put(record, decided(record, { ...signed(action), decision, ...(authority ? { authority } : {}), ...because(action) }))
    },
  },
  'launch': {
    who: LAUNCHERS, paired: true, patch: LaunchPatch,
    reduce(record, action) {
      const state = stateOf(record.data)
      const { task: standing, decision: before } = record.data
      if (state === 'LAUNCHED' || state === 'PICKED_UP' || state === 'HANDED_OVER') {
        throw new Problem('wrong-state', `${record.ref} was launched at ${before?.at ?? '?'} with ${standing?.assetName ?? '?'}`, { extra: { launched: { by: before?.by ?? null, at: before?.at ?? null, asset: standing?.assetName ?? null } } })
      }
      need(record, ['ALERT', 'VALIDATED'])
      const { task, authority, delegated, night } = action.patch as { task: Task; authority: string; delegated: boolean; night: boolean }
      if (delegated && needsNamedAuthority(record.data)) {
        throw refuseField('/patch/delegated', 'somebody who is not of the United Nations is among them', 'Name the authority that decides on this case; it is not delegated', 'rule-broken')
      }
      const no = refusing(record.data)
      if (no.length > 0) {
        throw new Problem('rule-broken', `${no.join(' and ')} said no-go. Ask again, or choose another way`, { extra: { cards: no } })
      }
      const without = unanswered(record.data)
      if (without.length > 0 && !action.reason?.trim()) {
        throw refuseField('/reason', `is missing: no go yet from ${without.join(', ')}`, 'Say why it goes before they have answered', 'rule-broken')
      }
      const validated = state === 'ALERT' ? step(record, action, 'VALIDATED') : record
      const launched = step(validated, action, 'LAUNCHED')
      return put(launched, { task, ...decided(record, { ...signed(action), decision: 'go', authority, delegated, night, ...(without.length > 0 ? { without } : {}), ...because(action) }) })
    },
  },
  're-task': {
    who: RETASKERS, paired: true, reason: true, patch: Type.Object({ task: Task, authority: words(120), night: Type.Boolean() }, closed),
    reduce(record, action) {
      need(record, ['LAUNCHED', 'PICKED_UP'])
      const { task, authority, night } = action.patch as { task: Task; authority: string; night: boolean }
      return put(record, { task, wheelsUpAt: undefined, atSceneAt: undefined, ...decided(record, { ...signed(action), decision: 'go', authority, delegated: false, night, ...because(action) }) })
    },
  },
  // Its asset was taken for another: it needs a decision again.
  'lose-asset': {
    who: RETASKERS, paired: true, reason: true, patch: nothing,
    reduce(record, action) {
      need(record, ['LAUNCHED'])
      const { task: _task, wheelsUpAt: _up, atSceneAt: _scene, ...data } = record.data
      return step({ ...record, data }, action, 'VALIDATED', action.reason ?? undefined)
    },
  },
  'update-eta': {
    who: [...CONTROL, 'MOVCON', 'TOC'], patch: Type.Object({ etaPickup: when, etaHandover: when, destination: Type.Optional(recordId), destinationName: Type.Optional(short(120)), landingSite: Type.Optional(recordId), route: Type.Optional(short(500)), escort: Type.Optional(short(120)) }, { ...closed, minProperties: 1 }),
    reduce(record, action) {
      need(record, ['LAUNCHED', 'PICKED_UP'])
      return put(record, { task: { ...record.data.task!, ...(action.patch as Partial<Task>) } })
    },
  },
  'take-off': {
    who: REPORT, paired: true, patch: Type.Object({ t: when }, closed),
    reduce: (record, action) => { need(record, ['LAUNCHED']); return put(record, { wheelsUpAt: timeOf(action, action.patch['t'] as string | undefined) }) },
  },
  'reach-scene': {
    who: REPORT, paired: true, patch: Type.Object({ t: when }, closed),
    reduce: (record, action) => { need(record, ['LAUNCHED']); return put(record, { atSceneAt: timeOf(action, action.patch['t'] as string | undefined) }) },
  },
  'pick-up': { who: REPORT, paired: true, patch: Type.Object({ t: when }, closed), reduce: (record, action) => { need(record, ['LAUNCHED']); return step(record, action, 'PICKED_UP') } },
  'hand-over': { who: REPORT, paired: true, patch: Type.Object({ t: when, receivedBy: Type.Optional(short(120)) }, closed), reduce: (record, action) => { need(record, ['PICKED_UP']); return step(record, action, 'HANDED_OVER', action.patch['receivedBy'] as string | undefined) } },
  'close': { who: CONTROL, patch: nothing, reduce: (record, action) => { need(record, ['HANDED_OVER']); return step(record, action, 'CLOSED') } },
  'cancel': { who: CONTROL, reason: true, paired: true, patch: nothing, reduce: (record, action) => { need(record, ['ALERT', 'VALIDATED', 'LAUNCHED']); return step(record, action, 'CANCELLED', action.reason ?? undefined) } },
  'name-delay': {
    who: CONTROL, patch: Type.Object({ reason: oneOf(DELAY_REASONS), card: Type.Optional(oneOf(CARDS)), minutes: Type.Optional(Type.Integer({ minimum: 0, maximum: 10_080 })), note: Type.Optional(short(500)) }, closed),
    reduce: (record, action) => put(record, { delays: [...(record.data.delays ?? []), { ...signed(action), ...(action.patch as Pick<Delay, 'reason'>) }].slice(-40) }),
  },
  // Committed for every request of the plan at once, after it was checked against what stands.
  'approve-plan': {
    who: LAUNCHERS, paired: true, patch: Type.Object({ inputs: short(80), seen: Type.Union([short(80), Type.Null()]), lines: Type.Array(short(300), { maxItems: 60 }), json: short(20_000) }, closed),
    reduce(record, action) {
      need(record, OPEN)
      const { seen, ...plan } = action.patch as { inputs: string; seen: string | null; lines: string[]; json: string }
      const standing = record.data.plan
      if (standing && standing.inputs !== seen) {
        throw new Problem('wrong-state', `${record.ref}: another plan was approved at ${standing.at}. Look at it first`, { extra: { approved: { by: standing.by, at: standing.at, inputs: standing.inputs, assets: standing.lines.map((line) => line.slice(0, Math.max(0, line.indexOf(': ')))) } } })
      }
      return put(record, { plan: { ...signed(action), ...plan } })
    },
  },
}

/** What cannot be of a request. */
export function checkRequest({ four, nine, methane, heardAt, task }: CasevacRequest): FieldProblem[] {
  const out = [
    ...checkSpot(four.place, '/four/place'), ...checkSpot(nine?.place, '/nine/place'), ...checkSpot(methane?.exact, '/methane/exact'),
    ...checkMoments([['/heardAt', heardAt], ['/task/etaPickup', task?.etaPickup], ['/task/etaHandover', task?.etaHandover], ['/task/wheelsUpBy', task?.wheelsUpBy]]),
  ]
  if (four.place.lon === undefined && !four.place.grid && !four.place.name) {
    out.push({ path: '/four/place', problem: 'says nothing', fix: 'Give a grid reference, degrees or a name' })
  }
  const total = (nine?.patients?.A ?? 0) + (nine?.patients?.B ?? 0) + (nine?.patients?.C ?? 0)
  const lying = (nine?.litter ?? 0) + (nine?.ambulatory ?? 0)
  if (nine?.patients && nine.litter !== undefined && nine.ambulatory !== undefined && lying !== total) {
    out.push({ path: '/nine/litter', problem: `${lying} lying and sitting, but ${total} patients in line 3`, fix: 'Make lines 3 and 5 agree' })
  }
  if (nine?.equipment?.includes('none') && nine.equipment.length > 1) {
    out.push({ path: '/nine/equipment', problem: 'says none and something', fix: 'Leave out none' })
  }
  return out
}

function decided(record: RequestRecord, decision: Decision): Pick<CasevacRequest, 'decision' | 'decisions'> {
  return { decision, decisions: [...(record.data.decisions ?? []), decision].slice(-40) }
}

function because(action: Action): { reason?: string } {
  return action.reason?.trim() ? { reason: action.reason.slice(0, 500) } : {}
}

function step(record: RequestRecord, action: Action, state: RequestState, note?: string): RequestRecord {
  const t = timeOf(action, action.patch['t'] as string | undefined)
  return put(record, { state, steps: [...(record.data.steps ?? []), { ...signed(action), state, t, ...(note ? { note: note.slice(0, 500) } : {}) }].slice(-60) })
}

function need(record: RequestRecord, states: readonly RequestState[]): void {
  const state = stateOf(record.data)
  if (!states.includes(state)) {
    throw new Problem('wrong-state', `${record.ref} is ${state}; this is done to one that is ${states.join(' or ')}`)
  }
}

function put(record: RequestRecord, change: { [field in keyof CasevacRequest]?: CasevacRequest[field] | undefined }): RequestRecord {
  const data = Object.fromEntries(Object.entries({ ...record.data, ...change }).filter(([, value]) => value !== undefined)) as CasevacRequest
  return { ...record, data }
}
