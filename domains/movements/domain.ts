import { ALL_MISSION, type Handling } from '../../core/handling.ts'
import { defineDomain, defineKind } from '../../core/kind.ts'
import { OPERATIONS, REPORTERS } from '../../core/roles.ts'
import { movementActions } from './shared/actions.ts'
import { checkMovement } from './shared/check.ts'
import { movementClocks } from './shared/clocks.ts'
import { HeldMessage, heldMessageActions } from './shared/message.ts'
import { departsAt, endsAt, Movement, stateOf } from './shared/movement.ts'
import { RoadMark, roadMarkActions } from './shared/road-mark.ts'
import { checkRestriction, Restriction, restrictionActions } from './shared/restriction.ts'
import { texts } from './shared/texts.ts'

const own = { ownActions: true, widget: 'hidden' } as const
const json = { widget: 'json' } as const
/** Where our own people will be is confidential: the whole mission, nobody outside it. */
const confidential = (owner: string): Handling => ({ level: 'C', compartments: [], owner, releasableTo: [ALL_MISSION], caveats: [] })

export const movement = defineKind<Movement>({
  name: 'movement', version: 1, prefix: 'MOV', data: Movement,
  fields: {
    note: { widget: 'multiline' }, medical: { widget: 'multiline' }, vehicles: json, phones: json, tracks: json, waypoints: json, line: { widget: 'hidden' }, checkIn: json, pace: json, copyOf: { widget: 'hidden' }, accepted: { widget: 'hidden' },
    state: own, clearance: own, departedAt: own, arrivedAt: own, returnedAt: own, newEta: own, checkIns: own, passed: own, late: own, report: own, calledOff: own,
  },
  approval: false, veracity: false,
  read: OPERATIONS, create: REPORTERS, actions: movementActions,
  facets: { state: 'one', sort: 'one', unit: 'one', route: 'one', track: 'many' }, figures: ['people'],
  project(data) {
    const [from, to] = [departsAt(data), endsAt(data)]
    const start = data.waypoints[0]
    return {
      title: `${data.callsign} · ${data.name}`,
      text: [data.name, data.callsign, data.commander ?? '', data.note ?? '', data.report?.text ?? '', ...data.waypoints.map((one) => one.name), ...(data.vehicles ?? []).map((one) => one.name)].join('\n'),
      names: [data.callsign, ...data.waypoints.map((one) => one.name)],
      happened: Number.isFinite(from) && Number.isFinite(to) ? [from, Math.max(from, to)] : null,
      reported: null,
      // Where it begins: it belongs to whoever sends it, wherever it goes.
      place: start ? { lon: start.lon, lat: start.lat, radiusM: start.radiusM ?? 0, precision: 2 } : null,
      severity: 0,
      facets: { state: [stateOf(data)], sort: [data.sort], unit: [data.unit ?? ''], route: [data.clearance?.route ?? ''], track: data.tracks ?? [] },
      ...(data.people === undefined ? {} : { measures: { people: [data.people, data.people] } }),
    }
  },
  handling: confidential, check: checkMovement, clocks: movementClocks, texts,
})

export const heldMessage = defineKind<HeldMessage>({
  name: 'held-message', version: 1, prefix: 'SMS', data: HeldMessage, fields: {}, approval: false, veracity: false,
  // Taken in by the node alone.
  read: OPERATIONS, create: [], actions: heldMessageActions,
  facets: { why: 'one', settled: 'one' },
  project: (data) => ({
    title: data.text.slice(0, 120) || data.from, text: data.text, happened: Number.isFinite(Date.parse(data.at)) ? [Date.parse(data.at), Date.parse(data.at)] : null, reported: null, place: null, severity: 0,
    facets: { why: [data.why], settled: [String(data.settled !== undefined)] },
  }),
  handling: confidential, texts,
})

/** Roads nobody passes, roads passed slowly, curfews: entered by whoever hears of one, gone by themselves when their time is over. */
export const restriction = defineKind<Restriction>({
  name: 'restriction', version: 1, prefix: 'RST', data: Restriction,
  fields: { line: { widget: 'json' }, daily: { widget: 'json' }, why: { widget: 'multiline' }, lifted: own }, approval: false, veracity: false,
  read: OPERATIONS, create: REPORTERS, actions: restrictionActions,
  facets: { sort: 'one', lifted: 'one', area: 'one' },
  project(data) {
    const [from, to] = [Date.parse(data.from), Date.parse(data.lifted?.at ?? data.to ?? data.from)]
    const middle = data.line?.[Math.floor((data.line.length - 1) / 2)]
    return {
      title: data.name, text: [data.name, data.why ?? '', data.source ?? ''].join('\n'), names: [data.name],
      happened: Number.isFinite(from) && Number.isFinite(to) ? [from, Math.max(from, to)] : null, reported: null,
      place: middle ? { lon: middle[0], lat: middle[1], radiusM: data.radiusM ?? 0, precision: 2 } : null, severity: 0,
      facets: { sort: [data.sort], lifted: [String(data.lifted !== undefined)], area: [data.area ?? ''] },
    }
  },
  handling: confidential, check: checkRestriction, texts,
})

/** Culverts, bridges and places without radio: entered once, on the strip map of whoever passes. */
export const roadMark = defineKind<RoadMark>({
  name: 'road-mark', version: 1, prefix: 'RDM', data: RoadMark,
  fields: { line: { widget: 'json' }, note: { widget: 'multiline' } }, approval: false, veracity: false,
  read: OPERATIONS, create: REPORTERS, actions: roadMarkActions,
  facets: { sort: 'one' }, figures: ['load'],
  project(data) {
    const middle = data.line[Math.floor((data.line.length - 1) / 2)]
    return {
      title: data.name, text: [data.name, data.note ?? '', data.source ?? ''].join('\n'), names: [data.name], happened: null, reported: null,
      place: middle ? { lon: middle[0], lat: middle[1], radiusM: data.radiusM ?? 0, precision: 2 } : null, severity: 0, facets: { sort: [data.sort] },
      ...(data.loadT === undefined ? {} : { measures: { load: [data.loadT, data.loadT] } }),
    }
  },
  handling: confidential, texts,
})

/** Patrols, convoys and flights: where they should be, and that somebody notices when they are not. */
export const movements = defineDomain({ name: 'movements', kinds: [movement, heldMessage, restriction, roadMark], texts })
