import { Type, type Static } from 'typebox'
import { standardActions } from '../../../../core/actions.ts'
import { ALL_MISSION, type Handling } from '../../../../core/handling.ts'
import { defineKind, type Projection } from '../../../../core/kind.ts'
import { OPERATIONS, OUTSIDE } from '../../../../core/roles.ts'
import { RoadPace } from './speeds.ts'
import { roadTexts } from './texts.ts'

/** Largest road network kept, bytes as the node keeps it: some two million vertices. */
export const MOST_PACKED = 20_000_000

/** A network of roads. Its lines are a file of the record, or the layer of roads of the mission's own geography. */
export const RoadNetwork = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 120 }),
    source: Type.Enum(['file', 'geography']),
    /** SHA-256 of the lines as they are kept; of a file. */
    sha256: Type.Optional(Type.String({ pattern: '^[0-9a-f]{64}$' })),
    attribution: Type.Optional(Type.String({ maxLength: 300 })),
    roads: Type.Integer({ minimum: 0 }),
    km: Type.Number({ minimum: 0 }),
    /** Ways are looked for on it. */
    enabled: Type.Boolean(),
  },
  { additionalProperties: false },
)
export type RoadNetwork = Static<typeof RoadNetwork>

const everyone = [...OPERATIONS, ...OUTSIDE, 'ADMIN'] as const
/** Those who draw areas lay the roads, too. */
export const ROAD_KEEPERS = ['ADMIN', 'JOC-IM', 'JOC-CH'] as const
const open = (owner: string): Handling => ({ level: 'U', compartments: [], owner, releasableTo: [ALL_MISSION], caveats: [] })
const plain = (title: string, text: string): Projection => ({ title, text, names: [title], happened: null, reported: null, place: null, severity: 0, facets: {} })
const actions = { edit: ROAD_KEEPERS, retract: ROAD_KEEPERS, handle: ['ADMIN'] } as const

export const roadNetwork = defineKind<RoadNetwork>({
  name: 'road-network', version: 1, prefix: 'RNW', data: RoadNetwork, fields: { sha256: { widget: 'hidden' } }, approval: false, veracity: false,
  read: everyone, create: ROAD_KEEPERS, actions: standardActions<RoadNetwork>(actions), facets: {},
  project: (data) => plain(data.name, [data.name, data.attribution ?? ''].join('\n')), handling: open, texts: roadTexts,
})

export const roadPace = defineKind<RoadPace>({
  name: 'road-pace', version: 1, prefix: 'RPC', data: RoadPace, fields: { classes: { widget: 'json' }, wetMonths: { widget: 'json' } }, approval: false, veracity: false,
  read: everyone, create: ROAD_KEEPERS, actions: standardActions<RoadPace>(actions), facets: {},
  project: (data) => plain(data.name, data.name), handling: open, texts: roadTexts,
})
