import type { CapabilityState } from '../../../analysis/casevac/types.ts'
import type { Facility } from './facility.ts'
import { CAPABILITIES, type Capability } from './vocabulary.ts'

/** What a facility of a level is built to do; what it says of its specialties is added. */
const BY_LEVEL: { [level in Facility['level']]: readonly Capability[] } = {
  '1': ['R1'], '1+': ['R1', 'DCS'], '2': ['R1', 'DCS', 'ICU'], '2+': ['R1', 'DCS', 'ICU', 'ORTHO', 'OBGYN'], '3': ['R1', 'DCS', 'ICU', 'ORTHO', 'OBGYN', 'BURNS'], '4': ['R1', 'DCS', 'ICU', 'ORTHO', 'OBGYN', 'BURNS', 'NEURO', 'PAED'],
}
/** Done in a theatre. */
const SURGICAL: readonly Capability[] = ['DCS', 'ORTHO', 'NEURO']
const MINUTE = 60_000

/**
 * What it can do, as the planner asks: yes from when, no, or not known. A theatre that is down does no surgery; one in use or at
 * rest does from when it says, and nobody knows when it does not say. What is not reported is not known, and never there.
 */
export function capabilitiesOf({ level, state }: Pick<Facility, 'level' | 'state'>, now: number): { [capability in Capability]: CapabilityState } {
  const able = new Set<Capability>([...BY_LEVEL[level], ...(state?.specialties ?? [])])
  const { beds, ct, xray, ventilators } = state ?? {}
  const measured: { [capability in Capability]?: CapabilityState } = {
    ...(able.has('ICU') || beds?.icu ? { ICU: counted(beds?.icu?.free) } : {}), CT: said(ct), XRAY: said(xray), VENT: counted(ventilators), ISOLATION: counted(beds?.isolation?.free),
  }
  return Object.fromEntries(CAPABILITIES.map((one): [Capability, CapabilityState] => [one, measured[one] ?? (!able.has(one) ? { state: 'no' } : SURGICAL.includes(one) ? surgery(state, now) : { state: 'yes' })])) as { [capability in Capability]: CapabilityState }
}

function surgery(state: Facility['state'], now: number): CapabilityState {
  const { theatre, blood } = state ?? {}
  if (!theatre) {
    return { state: 'unknown' }
  }
  if (theatre.state === 'DOWN') {
    return { state: 'no', why: 'THEATRE_DOWN' }
  }
  if (blood?.['O-'] === 0) {
    return { state: 'no', why: 'BLOOD_SHORT' }
  }
  const until = Date.parse(theatre.until ?? '')
  const slots = theatre.teams === undefined ? {} : { slots: theatre.teams }
  if (theatre.state === 'READY') {
    return { state: 'yes', ...slots }
  }
  return Number.isFinite(until) ? { state: 'yes', readyMin: Math.max(0, (until - now) / MINUTE), ...slots } : { state: 'unknown' }
}

function counted(free: number | undefined): CapabilityState {
  return free === undefined ? { state: 'unknown' } : free > 0 ? { state: 'yes', slots: free } : { state: 'no' }
}

function said(there: boolean | undefined): CapabilityState {
  return { state: there === undefined ? 'unknown' : there ? 'yes' : 'no' }
}
