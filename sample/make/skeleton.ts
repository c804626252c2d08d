import type { Actor } from '../../domains/incidents/shared/model.ts'
import type { Area, Mission } from '../../domains/mission/shared/model.ts'
import type { Technology } from '../../domains/oversight/shared/model.ts'
import type { Geography } from './geography.ts'
import { GROUPS } from './world.ts'

type Item<D> = { id: string; kind: string; data: D }

/** The mission itself: an exercise, one hour behind UTC, working in English, French and Arabic. */
export function makeMission(geography: Geography): Mission {
  return { name: 'Sample mission, Orsuma', zone: 'Etc/GMT+1', languages: ['en', 'fr', 'ar'], bounds: geography.bounds, exercise: true, org: 'mission' }
}

/** The tree of places: mission → sectors → areas of responsibility → bases; country → provinces → districts; camps for the displaced; the line. */
export function makeAreas(geography: Geography): Item<Area>[] {
  const area = (id: string, data: Area): Item<Area> => ({ id: `area-${id.toLowerCase()}`, kind: 'area', data })
  const land = geography.land.features[0]!
  const out = [
    area('mission', { name: 'Mission area', code: 'MISSION', type: 'mission', polygons: land.geometry.coordinates }),
    area(land.id, { name: geography.state.name, code: land.id, pcode: land.id, type: 'admin0', names: [geography.state.fr, geography.state.ar], polygons: land.geometry.coordinates }),
  ]
  for (const sector of geography.sectors.features) {
    out.push(area(sector.id, { name: sector.properties.name, code: sector.id, type: 'sector', parent: 'area-mission', polygons: sector.geometry.coordinates }))
  }
  for (const aor of geography.aors.features) {
    const base = geography.bases.features.find((candidate) => candidate.id === aor.properties.base)!
    out.push(area(aor.id, { name: `AOR ${base.properties.name}`, code: aor.id, type: 'aor', parent: `area-${aor.properties.sector.toLowerCase()}`, polygons: aor.geometry.coordinates }))
    out.push(area(base.id, { name: base.properties.name, code: base.id, type: 'base', parent: `area-${aor.id.toLowerCase()}`, names: [base.properties.ar], point: base.geometry.coordinates }))
  }
  for (const type of ['admin1', 'admin2'] as const) {
    for (const admin of geography[type].features) {
      out.push(area(admin.id, { name: admin.properties.name, code: admin.id, pcode: admin.id, type, parent: `area-${admin.properties.parent.toLowerCase()}`, names: [admin.properties.ar], polygons: admin.geometry.coordinates }))
    }
  }
  for (const site of geography.idpSites.features) {
    out.push(area(site.id, { name: site.properties.name, code: site.id, type: 'site', polygons: [[siteRing(site.geometry.coordinates)]], point: site.geometry.coordinates }))
  }
  return out
}

/** The outline of a camp for the displaced: 24 points, 1.2 km around its centre, anticlockwise. */
export function siteRing([lon, lat]: readonly [number, number]): [number, number][] {
  const ring = Array.from({ length: 24 }, (_, k): [number, number] => [Math.round((lon + (Math.cos((k * Math.PI) / 12) * 1.2) / 110.8) * 1e5) / 1e5, Math.round((lat + (Math.sin((k * Math.PI) / 12) * 1.2) / 111.195) * 1e5) / 1e5])
  return [...ring, ring[0]!]
}

/** The armed groups with every alias met in reports, and the forces of the state. */
export function makeActors(): Item<Actor>[] {
  return GROUPS.map((group) => ({ id: group.id, kind: 'actor', data: { name: group.name, type: group.type, aliases: [...group.aliases, group.fr.replace(/^des /, '')], description: group.description, ...(group.splinterOf === undefined ? {} : { splinterOf: [group.splinterOf] }) } }))
}

/** The technology register: what is in use, under which consent and due diligence; days counted from `now` (epoch ms). */
export function makeTechnologies(now: number): Item<Technology>[] {
  const day = (offset: number): string => new Date(now + offset * 86_400_000).toISOString().slice(0, 10)
  const cleared = { status: 'cleared', by: 'Data-protection officer', reference: 'HRDD-04', on: day(-290), reviewBy: day(75) } as const
  const granted = (reference: string, conditions?: string): NonNullable<Technology['consent']> => ({ status: 'granted', by: 'Ministry of the Interior, Orsuma', reference, from: day(-280), until: day(85), ...(conditions === undefined ? {} : { conditions }) })
  const internal = (why: string): NonNullable<Technology['consent']> => ({ status: 'not-required', by: 'Legal adviser', reference: 'LEG-2', from: day(-300), why })
  const list: Technology[] = [
    { name: 'Vehicle trackers', code: 'trackers', type: 'tracker', purpose: 'Know where mission vehicles are, for the safety of staff and for convoys.', dataCollected: 'Position, speed and heading of mission vehicles', retentionDays: 90, consent: internal('Own vehicles on own business'), diligence: cleared },
    { name: 'Team awareness (TAK) feed', code: 'tak', type: 'feed', purpose: 'Positions and reports of patrols.', dataCollected: 'Positions and messages of patrols', retentionDays: 90, consent: internal('Own personnel on duty'), diligence: cleared },
    { name: 'Vessel reports (AIS)', code: 'ais', type: 'feed', purpose: 'Know what moves on the rivers and off the coast.', dataCollected: 'Identity, position and speed that vessels broadcast', retentionDays: 90, consent: internal('Broadcast in the open by the vessels themselves'), diligence: cleared },
    { name: 'Short-range unmanned aircraft', code: 'uas', type: 'uas', purpose: 'Look ahead of patrols and check alerts.', dataCollected: 'Video, no recognition of persons', retentionDays: 30, areas: ['area-s-n', 'area-s-e'], consent: granted('NV 114', 'By day, above 120 m, not within 5 km of the Separation Line without notice'), diligence: { ...cleared, status: 'cleared-with-measures', risks: 'People filmed without knowing', measures: 'Notice on local radio; footage deleted after 30 days' } },
    { name: 'Monitoring of public radio', code: 'radio', type: 'radio-monitoring', purpose: 'Early warning of hate speech in public broadcasts.', dataCollected: 'Recordings of public broadcasts', retentionDays: 180, consent: granted('NV 131'), diligence: { ...cleared, status: 'pending', reference: 'HRDD-09' } },
    { name: 'Perimeter cameras', code: 'cameras', type: 'camera', purpose: 'Protection of camps.', dataCollected: 'Video of the perimeter', retentionDays: 14, consent: granted('NV 98'), diligence: cleared },
    { name: 'Suggestions of duplicates', code: 'duplicates', type: 'model', purpose: 'Show reports that may describe the same event; a person decides.', retentionDays: 0, consent: internal('Works on records that the mission already holds'), diligence: cleared },
  ]
  return list.map((data) => ({ id: `tech-${data.code}`, kind: 'technology', data }))
}
