import { formatMgrs } from '../../../core/place-mgrs.ts'
import { parseIso } from '../../../core/time.ts'
import { formatRadio, type AtMistMessage, type RadioPlace, type RadioSigns } from '../../../formats/radio-forms.ts'
import { at, type Casualty } from './casualty.ts'
import { degreesOf } from './landing-place.ts'
import { toldPatients, type CasevacRequest } from './request.ts'
import type { Spot } from './schema.ts'

/** What is read out on the radio beside the nine lines, in the prowords everybody uses: four lines, METHANE, AT-MIST of each patient. `parseRadio` reads it back. */

/** Who, where, patients, threat. */
export function fourLineText({ four }: Pick<CasevacRequest, 'four'>): string {
  const { A, B, C } = toldPatients({ four })
  const what = [four.mechanism, four.what].filter((one) => one !== undefined && one !== '').join(', ')
  return formatRadio({ form: 'four-line', message: { callsign: four.callsign, ...(four.frequency ? { frequency: four.frequency } : {}), place: placeOf(four.place), patients: { A, B, C }, ...(what === '' ? {} : { what }), threat: four.threat } })
}

/** Empty when none was given. */
export function methaneText({ methane }: Pick<CasevacRequest, 'methane'>): string {
  if (methane === undefined) {
    return ''
  }
  const { exact, ...rest } = methane
  return formatRadio({ form: 'methane', message: { ...rest, ...(exact ? { exact: placeOf(exact) } : {}) } })
}

/** Age, time, mechanism, injuries, signs as last taken, treatment; what was struck out is left out. */
export function atMistText(casualty: Casualty): string {
  const standing = <T extends { struck?: unknown }>(list: readonly T[] | undefined): T[] => (list ?? []).filter(({ struck }) => struck === undefined)
  const injured = at(casualty, 'T0')
  const last = standing(casualty.vitals).at(-1)
  const age = [casualty.ageBand, casualty.sex].filter(Boolean).join(' ')
  const mechanism = [casualty.mechanism, casualty.mechanismNote].filter(Boolean).join(', ')
  const message: AtMistMessage = {
    label: casualty.battleNo, ...(age === '' ? {} : { age }), ...(injured === null ? {} : { time: zulu(new Date(injured).toISOString()), ...(casualty.events?.T0?.estimated ? { timeEstimated: true } : {}) }), ...(mechanism === '' ? {} : { mechanism }),
    injuries: standing(casualty.injuries).map(({ kind, side, region, note }) => [kind, side === 'middle' ? '' : side, region, plain(note)].filter(Boolean).join(' ')), ...(last ? { signs: signsOf(last) } : {}),
    treatment: standing(casualty.treatments).map(({ at: given, what, name, dose, limb }) => ({ at: zulu(given), what: [what, plain(name), plain(dose), limb].filter(Boolean).join(' ') })),
  }
  return formatRadio({ form: 'at-mist', message })
}

function signsOf({ at: taken, hr, rr, sbp, dbp, spo2, avpu, gcs, pain }: NonNullable<Casualty['vitals']>[number]): RadioSigns {
  const all = { at: zulu(taken), hr, rr, sbp, dbp, spo2, avpu, gcs, pain }
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined && value !== '')) as RadioSigns
}

/** A note that would break the list it stands in. */
function plain(note: string | undefined): string | undefined {
  return note?.replaceAll(';', ',')
}

function placeOf(spot: Spot): RadioPlace {
  const place = degreesOf(spot)
  const grid = spot.grid ?? (place ? formatMgrs(place, 8) : undefined)
  const name = spot.name?.replaceAll(/[()]/g, ' ').trim()
  return { ...(grid ? { grid } : place ? { lat: place.lat, lon: place.lon } : {}), ...(name ? { name } : {}) }
}

function zulu(iso: string): string {
  const ms = parseIso(iso)
  return ms === undefined ? '' : `${new Date(ms).toISOString().slice(11, 16).replace(':', '')}Z`
}
