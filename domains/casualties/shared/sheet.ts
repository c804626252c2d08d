import { formatMgrs } from '../../../core/place-mgrs.ts'
import { parseIso } from '../../../core/time.ts'
import { at, type Casualty } from './casualty.ts'
import { degreesOf } from './plan-problem.ts'
import { toldPatients, type CasevacRequest } from './request.ts'
import type { Spot } from './schema.ts'

/** What is read out on the radio beside the nine lines, in the prowords everybody uses: four lines, METHANE, AT-MIST of each patient. */

/** Who, where, patients, threat. */
export function fourLineText({ four }: Pick<CasevacRequest, 'four'>): string {
  const { A, B, C } = toldPatients({ four })
  const what = [four.mechanism, four.what].filter((one) => one !== undefined && one !== '').join(', ')
  return lines('4-LINE', [
    ['1 WHO', [four.callsign, four.frequency].filter((one) => one !== undefined).join(' / ')], ['2 WHERE', spotText(four.place)], ['3 PATIENTS', `A${A} B${B} C${C}${what === '' ? '' : `, ${what}`}`], ['4 THREAT', four.threat],
  ])
}

/** Empty when none was given. */
export function methaneText({ methane }: Pick<CasevacRequest, 'methane'>): string {
  return methane === undefined ? '' : lines('METHANE', [
    ['M MAJOR INCIDENT', methane.major ? 'DECLARED' : 'STANDBY'], ['E EXACT LOCATION', methane.exact ? spotText(methane.exact) : ''], ['T TYPE', methane.type ?? ''], ['H HAZARDS', methane.hazards ?? ''], ['A ACCESS', methane.access ?? ''], ['N NUMBER', methane.number ?? ''], ['E EMERGENCY SERVICES', methane.emergency ?? ''],
  ])
}

/** Age, time, mechanism, injuries, signs as last taken, treatment; what was struck out is left out. */
export function atMistText(casualty: Casualty): string {
  const standing = <T extends { struck?: unknown }>(list: readonly T[] | undefined): T[] => (list ?? []).filter(({ struck }) => struck === undefined)
  const injured = at(casualty, 'T0')
  const last = standing(casualty.vitals).at(-1)
  const signs = last === undefined ? [] : [zulu(last.at), last.hr === undefined ? '' : `HR ${last.hr}`, last.rr === undefined ? '' : `RR ${last.rr}`, last.sbp === undefined ? '' : `BP ${last.sbp}${last.dbp === undefined ? '' : `/${last.dbp}`}`, last.spo2 === undefined ? '' : `SPO2 ${last.spo2}`, last.avpu === undefined ? '' : `AVPU ${last.avpu}`, last.gcs === undefined ? '' : `GCS ${last.gcs}`, last.pain === undefined ? '' : `PAIN ${last.pain}`]
  return lines(`AT-MIST ${casualty.battleNo}`, [
    ['A AGE', [casualty.ageBand, casualty.sex].filter(Boolean).join(' ')], ['T TIME', injured === null ? '' : `${zulu(new Date(injured).toISOString())}${casualty.events?.T0?.estimated ? ' ESTIMATED' : ''}`],
    ['M MECHANISM', [casualty.mechanism, casualty.mechanismNote].filter(Boolean).join(', ')], ['I INJURIES', standing(casualty.injuries).map(({ kind, side, region, note }) => [kind, side === 'middle' ? '' : side, region, note].filter(Boolean).join(' ')).join('; ')],
    ['S SIGNS', signs.filter((one) => one !== '').join(' ')], ['T TREATMENT', standing(casualty.treatments).map(({ at: given, what, name, dose, route, limb }) => [zulu(given), what, name, dose, route, limb].filter(Boolean).join(' ')).join('; ')],
  ])
}

/** What nobody has said is said to be unknown: a line that is left out could have been forgotten. */
function lines(head: string, rows: readonly (readonly [name: string, value: string])[]): string {
  return `${[head, ...rows.map(([name, value]) => `${name}: ${value.replaceAll(/\s+/g, ' ').trim() || 'UNKNOWN'}`)].join('\n')}\n`
}

function spotText(spot: Spot): string {
  const place = degreesOf(spot)
  const grid = spot.grid ?? (place ? (formatMgrs(place, 8) ?? `${place.lat.toFixed(5)} ${place.lon.toFixed(5)}`) : '')
  return [grid, spot.name === undefined || spot.name === '' ? '' : `(${spot.name})`].filter((one) => one !== '').join(' ')
}

function zulu(iso: string): string {
  const ms = parseIso(iso)
  return ms === undefined ? '' : `${new Date(ms).toISOString().slice(11, 16).replace(':', '')}Z`
}
