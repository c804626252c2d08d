import { Type, type Static } from 'typebox'
import { standardActions } from '../../../core/actions.ts'
import { ALL_MISSION } from '../../../core/handling.ts'
import { defineKind } from '../../../core/kind.ts'
import { OPERATIONS } from '../../../core/roles.ts'
import { texts } from './texts.ts'

/** A line the mission offers to those who log: `ambush ‹time› ‹grid› …`. */
export const LogTemplateData = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 80 }),
    line: Type.String({ minLength: 1, maxLength: 500, description: 'what is put into the quick-log; holes to fill stand in ‹ ›' }),
    order: Type.Optional(Type.Integer({ minimum: 0, maximum: 999 })),
  },
  { additionalProperties: false },
)
export type LogTemplateData = Static<typeof LogTemplateData>

const keepers = ['JOC-CH', 'JOC-DO', 'JOC-IM', 'ADMIN'] as const

/** Templates of the mission's own, offered before those that are shipped. */
export const logTemplate = defineKind<LogTemplateData>({
  name: 'log-template',
  version: 1,
  prefix: 'TPL',
  data: LogTemplateData,
  fields: { line: { widget: 'multiline' } },
  approval: false,
  veracity: false,
  read: [...OPERATIONS, 'ADMIN'],
  create: keepers,
  actions: standardActions<LogTemplateData>({ edit: keepers, retract: keepers, handle: ['ADMIN'] }),
  facets: {},
  project: (data) => ({ title: data.name, text: `${data.name}\n${data.line}`, happened: null, reported: null, place: null, severity: 0, facets: {} }),
  handling: (owner) => ({ level: 'U', compartments: [], owner, releasableTo: [ALL_MISSION], caveats: [] }),
  texts,
})
