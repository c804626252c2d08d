import { Type, type Static } from 'typebox'
import { standardActions } from '../../../core/actions.ts'
import type { Handling } from '../../../core/handling.ts'
import { defineKind, type FieldRule } from '../../../core/kind.ts'
import type { RoleCode } from '../../../core/roles.ts'
import { closed } from './schema.ts'
import { reachTexts } from './texts-reach.ts'
import { MEDICAL, READERS } from './who.ts'

const minutes = Type.Integer({ minimum: 0, maximum: 1000 })

/** What of the two hours to surgery is not flight, by day and by night (minutes), and the speed of a helicopter nobody has named (km/h): the mission's figures, one record of them. */
export const MedicalReach = Type.Object({ limitMin: Type.Integer({ minimum: 1, maximum: 1000 }), alertMin: minutes, reactDayMin: minutes, reactNightMin: minutes, groundMin: minutes, handoverMin: minutes, kmh: Type.Integer({ minimum: 1, maximum: 1000 }) }, closed)
export type MedicalReach = Static<typeof MedicalReach>

/** Those who set the figures everybody plans with. */
export const REACH_KEEPERS: readonly RoleCode[] = [...MEDICAL, 'JOC-CH', 'FHQ']

const plain: FieldRule = {}

export function medicalReachKind(handling: (owner: string) => Handling) {
  return defineKind<MedicalReach>({
    name: 'medical-reach', version: 1, prefix: 'RCH', data: MedicalReach,
    fields: { limitMin: plain, alertMin: plain, reactDayMin: plain, reactNightMin: plain, groundMin: plain, handoverMin: plain, kmh: plain },
    approval: false, veracity: false, read: READERS, create: REACH_KEEPERS, actions: standardActions<MedicalReach>({ edit: REACH_KEEPERS, retract: REACH_KEEPERS, handle: ['CMO', 'JOC-IM'] }),
    facets: {}, standing: true,
    project: ({ limitMin, kmh }) => ({ title: `${limitMin} min · ${kmh} km/h`, text: '', happened: null, reported: null, place: null, severity: 0, facets: {} }),
    handling, texts: reachTexts,
  })
}
