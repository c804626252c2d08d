import { standardActions } from '../../../../core/actions.ts'
import { defineKind } from '../../../../core/kind.ts'
import { OPERATIONS } from '../../../../core/roles.ts'
import { checkFatality, Fatality, fatalityActions, isDay, STATISTICIANS } from './fatality.ts'
import { Strength } from './strength.ts'
import { texts } from './texts.ts'

const own = { ownActions: true, widget: 'hidden' } as const
const hidden = { widget: 'hidden' } as const
const open = (owner: string) => ({ level: 'U' as const, compartments: [], owner, releasableTo: ['*'], caveats: [] })
const READERS = [...OPERATIONS, 'CHRO', 'HQ', 'MS-RO'] as const

export const fatality = defineKind<Fatality>({
  name: 'fatality', version: 1, prefix: 'FAT', data: Fatality,
  fields: { origin: hidden, notification: hidden, released: hidden, vanished: own, revisions: hidden, external: hidden },
  approval: false, veracity: false, read: READERS, create: STATISTICIANS,
  actions: fatalityActions,
  facets: { 'year': 'one', 'mission': 'one', 'type': 'one', 'personnel': 'one', 'nationality': 'one', 'gender': 'one', 'casualty-type': 'one', 'origin': 'one', 'counted': 'one', 'revised': 'one' },
  project: (data) => ({
    title: `${data.casualtyId} · ${data.type}`,
    text: [data.casualtyId, data.mission, data.nationality, data.iso3, data.personnel, data.type].join('\n'),
    names: data.nationality === '' ? [] : [data.nationality],
    happened: dayOf(data.date), precision: 'DAY', reported: null, place: null, severity: 0,
    facets: {
      'year': [data.date.slice(0, 4)], 'mission': [data.mission], 'type': [data.type], 'personnel': [data.personnel], 'nationality': [data.nationality || 'unknown'], 'gender': [data.gender || 'unknown'],
      'casualty-type': [data.casualtyType], 'origin': [data.origin], 'counted': [data.vanished ? 'no' : 'yes'], 'revised': [(data.revisions?.length ?? 0) > 0 ? 'yes' : 'no'],
    },
  }),
  handling: open,
  check: checkFatality,
  texts,
})

export const strength = defineKind<Strength>({
  name: 'strength', version: 1, prefix: 'STR', data: Strength,
  fields: { external: hidden },
  approval: false, veracity: false, read: READERS, create: STATISTICIANS,
  actions: standardActions<Strength>({ edit: STATISTICIANS, retract: STATISTICIANS, handle: ['COS', 'JOC-CH'] }),
  facets: { mission: 'one', year: 'one' },
  measures: ['total', 'troops', 'police', 'observers'],
  project: (data) => ({
    title: `${data.mission} ${data.month}`, text: `${data.mission}\n${data.month}`,
    happened: monthOf(data.month), precision: 'MONTH', reported: null, place: null, severity: 0,
    facets: { mission: [data.mission], year: [data.month.slice(0, 4)] },
    measures: Object.fromEntries((['total', 'troops', 'police', 'observers'] as const).flatMap((name) => (data[name] === undefined ? [] : [[name, [data[name], data[name]]]]))) as { [measure: string]: readonly [number, number] },
  }),
  handling: open,
  texts,
})

function dayOf(day: string): readonly [number, number] | null {
  const at = isDay(day) ? Date.parse(`${day}T00:00:00Z`) : Number.NaN
  return Number.isFinite(at) ? [at, at + 86_399_999] : null
}

function monthOf(month: string): readonly [number, number] | null {
  const [year = 0, number = 0] = month.split('-').map(Number)
  const [from, to] = [Date.UTC(year, number - 1, 1), Date.UTC(year, number, 1) - 1]
  return Number.isFinite(from) && Number.isFinite(to) ? [from, to] : null
}
