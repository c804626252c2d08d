import { ALL_MISSION, type Handling } from '../../core/handling.ts'
import { defineDomain, defineKind } from '../../core/kind.ts'
import { casualtyActions } from './shared/casualty-actions.ts'
import { checkCasualty } from './shared/casualty-check.ts'
import { fatality, strength } from './shared/fatalities/kinds.ts'
import { notification, notifiedPerson } from './shared/notification/kinds.ts'
import { texts as fatalityTexts } from './shared/fatalities/texts.ts'
import { texts as notificationTexts } from './shared/notification/texts.ts'
import { at, Casualty, CLINICAL, GROWING, numberOf, statusOf, whereNow } from './shared/casualty.ts'
import { casualtyClocks, requestClocks } from './shared/clocks.ts'
import { assetActions, checkAsset, EvacAsset } from './shared/evac-asset.ts'
import { FACILITY_FIGURES, facilityFigures, REQUEST_FIGURES, requestFigures, WEATHER_FIGURES, weatherFigures } from './shared/figures.ts'
import { checkFacility, Facility, facilityActions } from './shared/facility.ts'
import { checkSite, LandingSite, siteActions } from './shared/landing-site.ts'
import { medicalReachKind } from './shared/medical-reach.ts'
import { reachTexts } from './shared/texts-reach.ts'
import { checkWeather, FlyingWeather, weatherActions } from './shared/flying-weather.ts'
import { checkRequest, requestActions } from './shared/request-actions.ts'
import { CasevacRequest, stateOf, toldPatients } from './shared/request.ts'
import { pointOf } from './shared/schema.ts'
import { texts } from './shared/texts.ts'
import { ASSET_KEEPERS, MEDICAL, READERS, REPORT, WEATHER_KEEPERS } from './shared/who.ts'

const json = { widget: 'json' } as const
const hidden = { widget: 'hidden' } as const
const own = { ownActions: true, widget: 'hidden' } as const
const confidential = (owner: string): Handling => ({ level: 'C', compartments: [], owner, releasableTo: [ALL_MISSION], caveats: [] })
const flag = (set: true | undefined): [string] => [String(set === true)]

export const casualty = defineKind<Casualty>({
  name: 'casualty', version: 1, prefix: 'CAS', data: Casualty,
  fields: {
    ...Object.fromEntries(GROWING.map((field) => [field, hidden])),
    incident: hidden, request: hidden, place: json, formerNo: own,
    ...Object.fromEntries(CLINICAL.map((field) => [field, { compartments: ['MED'] as const, ...((GROWING as readonly string[]).includes(field) ? hidden : field === 'note' ? { widget: 'multiline' as const } : {}) }])),
  },
  approval: false, veracity: false, read: READERS, create: REPORT, actions: casualtyActions,
  facets: { status: 'one', triage: 'one', priority: 'one', category: 'one', incident: 'one', request: 'one', facility: 'one', number: 'one', drill: 'one' },
  unique: { field: 'battleNo', facet: 'number', of: numberOf },
  project(data) {
    const injured = at(data, 'T0') ?? at(data, 'T2')
    return {
      title: `${data.battleNo} · ${data.priority}`, text: data.battleNo,
      happened: injured === null ? null : [injured, injured], reported: at(data, 'T2'), place: pointOf(whereNow(data)),
      severity: data.triage === 'T1' || data.triage === 'DEAD' ? 5 : data.priority === 'A' ? 4 : data.priority === 'B' ? 3 : 2,
      facets: {
        status: [statusOf(data)], triage: [data.triage ?? ''], priority: [data.priority], category: [data.category], incident: [data.incident ?? ''], request: [data.request ?? ''],
        facility: [data.places?.findLast((one) => one.sort === 'facility' && one.out === undefined)?.of ?? ''], number: [numberOf(data) ?? ''], drill: flag(data.drill),
      },
    }
  },
  handling: confidential, check: checkCasualty, clocks: casualtyClocks, texts,
})

export const casevacRequest = defineKind<CasevacRequest>({
  name: 'casevac-request', version: 1, prefix: 'CVR', data: CasevacRequest,
  fields: {
    four: json, nine: json, methane: json, cot: { compartments: ['MED'], widget: 'hidden' }, incident: hidden, note: { widget: 'multiline' }, heardAt: { widget: 'time' },
    state: own, steps: own, patients: own, cards: own, answered: own, decision: own, decisions: own, task: own, wheelsUpAt: own, atSceneAt: own, delays: own, plan: own,
  },
  approval: false, veracity: false, read: READERS, create: REPORT, actions: requestActions,
  facets: { state: 'one', priority: 'one', asset: 'one', facility: 'one', delay: 'many', casualty: 'many', incident: 'one', drill: 'one' }, figures: REQUEST_FIGURES,
  project(data) {
    const { A, B, C, total } = toldPatients(data)
    const heard = Date.parse(data.heardAt ?? '')
    return {
      title: `${data.four.callsign} · ${total === 0 ? '?' : [A && `${A}A`, B && `${B}B`, C && `${C}C`].filter(Boolean).join(' ')}`,
      text: [data.four.callsign, data.four.what, data.four.place.name, data.four.place.grid, data.note, data.task?.assetName, data.task?.destinationName].filter((one) => one !== undefined).join('\n'),
      names: [data.four.callsign, ...(data.four.place.name ? [data.four.place.name] : [])],
      happened: Number.isFinite(heard) ? [heard, heard] : null, reported: Number.isFinite(heard) ? heard : null, place: pointOf(data.nine?.place ?? data.four.place),
      severity: A > 0 ? 5 : B > 0 ? 4 : 3,
      facets: {
        state: [stateOf(data)], priority: [A > 0 ? 'A' : B > 0 ? 'B' : C > 0 ? 'C' : ''], asset: [data.task?.asset ?? ''], facility: [data.task?.destination ?? ''],
        delay: [...new Set((data.delays ?? []).map(({ reason }) => reason))], casualty: [...new Set((data.patients ?? []).map((one) => one.casualty))], incident: [data.incident ?? ''], drill: flag(data.drill),
      },
      measures: requestFigures(data),
    }
  },
  handling: confidential, check: checkRequest, clocks: requestClocks, texts,
})

export const facility = defineKind<Facility>({
  name: 'facility', version: 1, prefix: 'MTF', data: Facility,
  fields: { place: json, tell: hidden, state: own, updatedAt: own, reports: own },
  approval: false, veracity: false, read: READERS, create: MEDICAL, actions: facilityActions,
  facets: { level: 'one', theatre: 'one', drill: 'one' }, figures: FACILITY_FIGURES, standing: true,
  project: (data) => ({
    title: `${data.name} · L${data.level}`, text: [data.name, data.operator, data.callsign, data.place.name].filter((one) => one !== undefined).join('\n'), names: [data.name],
    happened: null, reported: null, place: pointOf(data.place), severity: 0, facets: { level: [data.level], theatre: [data.state?.theatre?.state ?? ''], drill: flag(data.drill) }, measures: facilityFigures(data),
  }),
  handling: confidential, check: checkFacility, texts,
})

export const evacAsset = defineKind<EvacAsset>({
  name: 'evac-asset', version: 1, prefix: 'EVA', data: EvacAsset,
  fields: { base: json, track: hidden, note: { widget: 'multiline' }, status: own, statusAt: own, crewDutyEnds: own, task: own, past: own },
  approval: false, veracity: false, read: READERS, create: ASSET_KEEPERS, actions: assetActions,
  facets: { kind: 'one', status: 'one', tasked: 'one', track: 'one', drill: 'one' }, standing: true,
  project: (data) => ({
    title: data.name, text: [data.name, data.callsign, data.operator, data.base.name, data.note].filter((one) => one !== undefined).join('\n'), names: [data.name],
    happened: null, reported: null, place: pointOf(data.base), severity: 0, facets: { kind: [data.kind], status: [data.status ?? ''], tasked: [data.task?.request ?? ''], track: [data.track ?? ''], drill: flag(data.drill) },
  }),
  handling: confidential, check: checkAsset, texts,
})

export const landingSite = defineKind<LandingSite>({
  name: 'landing-site', version: 1, prefix: 'HLS', data: LandingSite,
  fields: { place: json, updatedAt: own },
  approval: false, veracity: false, read: READERS, create: [...ASSET_KEEPERS, 'TOC', 'SHQ'], actions: siteActions,
  facets: { security: 'one', night: 'one', drill: 'one' }, standing: true,
  project: (data) => ({
    title: data.name, text: [data.name, data.obstacles, data.surface].filter((one) => one !== undefined).join('\n'), names: [data.name],
    happened: null, reported: null, place: pointOf(data.place), severity: 0, facets: { security: [data.security ?? ''], night: [data.night === undefined ? '' : String(data.night)], drill: flag(data.drill) },
  }),
  handling: confidential, check: checkSite, texts,
})

export const flyingWeather = defineKind<FlyingWeather>({
  name: 'flying-weather', version: 1, prefix: 'WXR', data: FlyingWeather,
  fields: { place: json, note: { widget: 'multiline' }, validUntil: { widget: 'time' }, updatedAt: own },
  approval: false, veracity: false, read: READERS, create: WEATHER_KEEPERS, actions: weatherActions,
  facets: { drill: 'one' }, figures: WEATHER_FIGURES, standing: true,
  project: (data) => ({ title: data.name, text: [data.name, data.note].filter((one) => one !== undefined).join('\n'), names: [data.name], happened: null, reported: null, place: pointOf(data.place), severity: 0, facets: { drill: flag(data.drill) }, measures: weatherFigures(data) }),
  handling: confidential, check: checkWeather, texts,
})

export const medicalReach = medicalReachKind(confidential)

/** Casualties: from the first word on the radio to the last statistic. */
export const casualties = defineDomain({ name: 'casualties', kinds: [casualty, casevacRequest, facility, evacAsset, landingSite, flyingWeather, medicalReach, notification, notifiedPerson, fatality, strength], texts: { ...texts, ...reachTexts, ...notificationTexts, ...fatalityTexts } })
