import type { TrackSort } from '../../core/fix.ts'

/** Codes of MAVLink's common messages in words. */

const TYPES: { [type: number]: { sort: TrackSort; words: string } } = {
  1: { sort: 'uas', words: 'fixed wing' }, 2: { sort: 'uas', words: 'quadrotor' }, 3: { sort: 'uas', words: 'coaxial helicopter' }, 4: { sort: 'uas', words: 'helicopter' }, 7: { sort: 'uas', words: 'airship' }, 8: { sort: 'uas', words: 'balloon' },
  10: { sort: 'vehicle', words: 'ground rover' }, 11: { sort: 'vessel', words: 'surface boat' }, 12: { sort: 'vessel', words: 'submarine' }, 13: { sort: 'uas', words: 'hexarotor' }, 14: { sort: 'uas', words: 'octorotor' }, 15: { sort: 'uas', words: 'tricopter' }, 35: { sort: 'uas', words: 'dodecarotor' },
}
/** Systems that carry nothing: ground stations, antenna trackers, cameras, radios and the like. */
const NOT_VEHICLES = new Set([5, 6, 18, 26, 27, 30, 31, 32, 33, 34, 36, 37, 38, 39, 40, 41, 42])

/** What a heartbeat says it is; null when it is no vehicle. */
export function vehicleOf(type: number): { sort: TrackSort; words: string } | null {
  return NOT_VEHICLES.has(type) ? null : (TYPES[type] ?? { sort: 'uas', words: type >= 19 && type <= 25 ? 'vertical take-off aircraft' : 'unmanned' })
}

const STATES = ['not known', 'starting', 'calibrating', 'standing by', 'active', 'critical', 'emergency', 'shutting down', 'terminating the flight']

export function stateWords(state: number): string {
  return STATES[state] ?? 'not known'
}

const SEVERITIES = ['Emergency', 'Alert', 'Critical', 'Error', 'Warning', 'Notice', 'Info', 'Debug']

export function severityWords(severity: number): string {
  return SEVERITIES[severity] ?? 'Info'
}

const DRONES = ['not declared', 'aeroplane', 'helicopter or multirotor', 'gyroplane', 'vertical take-off aircraft', 'ornithopter', 'glider', 'kite', 'free balloon', 'captive balloon', 'airship', 'parachute', 'rocket', 'tethered aircraft', 'obstacle', 'other']

export function droneWords(type: number): string {
  return DRONES[type] ?? 'other'
}

/** Metres of the accuracy categories of remote identification (ASTM F3411); null for not known. */
const ACCURACIES = [null, 18_520, 7408, 3704, 1852, 926, 555.6, 185.2, 92.6, 30, 10, 3, 1] as const

export function accuracyOf(category: number): number | null {
  return ACCURACIES[category] ?? null
}
