import { Type } from 'typebox'
import { standardActions } from '../../core/actions.ts'
import { ALL_MISSION, type Handling } from '../../core/handling.ts'
import { defineDomain, defineKind, type ActionRule, type Projection } from '../../core/kind.ts'
import { checkMapSource, MapSource } from '../../core/map-source.ts'
import { SavedSearch } from '../../core/saved-search.ts'
import { checkOwnKind, OwnKind } from '../../core/own-kind.ts'
import { OPERATIONS, OUTSIDE, REPORTERS } from '../../core/roles.ts'
import { CREDENTIAL_CHANGES } from '../../core/credential.ts'
import { checkArea } from './shared/area.ts'
import { Area, Mission, Unit, User } from './shared/model.ts'
import { checkOverlay, Overlay, placeOfOverlay } from './shared/overlay.ts'
import { texts } from './shared/texts.ts'

const everyone = [...OPERATIONS, ...OUTSIDE, 'ADMIN'] as const
const open = (owner: string): Handling => ({ level: 'U', compartments: [], owner, releasableTo: [ALL_MISSION], caveats: [] })
const plain = (title: string, text: readonly (string | undefined)[], more: Partial<Projection> = {}): Projection => ({
  title,
  text: [title, ...text].filter((t) => t !== undefined).join('\n'),
  names: [title],
  happened: null,
  reported: null,
  place: null,
  severity: 0,
  facets: {},
  ...more,
})
const admin = { edit: ['ADMIN'], retract: ['ADMIN'], handle: ['ADMIN'] } as const
/** What happened to the ways an account signs in, without any secret; written by the routes that change them. */
const credentials: ActionRule<User> = {
  who: ['ADMIN'],
  paired: true,
  patch: Type.Object({ did: Type.Enum([...CREDENTIAL_CHANGES]), name: Type.Optional(Type.String({ maxLength: 80 })), count: Type.Optional(Type.Integer()) }, { additionalProperties: false }),
  reduce: (record) => record,
}
const keepers = ['ADMIN', 'JOC-IM'] as const
const at = (point: readonly [number, number] | undefined) => (point ? { place: { lon: point[0], lat: point[1], radiusM: 0, precision: 1 } } : {})

export const mission = defineKind<Mission>({
  name: 'mission', version: 1, prefix: 'MSN', data: Mission, fields: { weekend: { widget: 'json' } }, approval: false, veracity: false,
  read: everyone, create: ['ADMIN'], actions: standardActions<Mission>({ ...admin, export: '*' }), facets: {},
  project: (data) => plain(data.name, []), handling: open, texts,
})

export const area = defineKind<Area>({
  name: 'area', version: 1, prefix: 'ARE', data: Area, fields: { polygons: { widget: 'json' } }, check: checkArea, approval: false, veracity: false,
  read: everyone, create: ['ADMIN', 'JOC-IM', 'JOC-CH'], actions: standardActions<Area>({ edit: ['ADMIN', 'JOC-IM', 'JOC-CH'], retract: ['ADMIN'], handle: ['ADMIN'] }),
  facets: { type: 'one', parent: 'one' },
  project: (data) => plain(data.name, [data.code, data.pcode, ...(data.names ?? [])], { ...at(data.point), facets: { type: [data.type], parent: [data.parent ?? ''] } }),
  handling: open, texts,
})

export const unit = defineKind<Unit>({
  name: 'unit', version: 1, prefix: 'UNI', data: Unit, fields: {}, approval: false, veracity: false,
  read: OPERATIONS.concat('ADMIN'), create: ['ADMIN', 'JOC-IM'], actions: standardActions<Unit>({ edit: ['ADMIN', 'JOC-IM'], retract: ['ADMIN'], handle: ['ADMIN'] }),
  facets: { component: 'one', org: 'one' },
  project: (data) => plain(data.name, [data.code, ...(data.callsigns ?? [])], { ...at(data.point), facets: { component: [data.component], org: [data.org] } }),
  handling: open, texts,
})

export const user = defineKind<User>({
  name: 'user', version: 1, prefix: 'USR', data: User, fields: {}, approval: false, veracity: false,
  read: ['ADMIN', 'AUDIT'], create: ['ADMIN'], actions: { ...standardActions<User>(admin), credentials }, facets: { org: 'one', role: 'many', login: 'one' },
  project: (data) => plain(data.name, [data.login, data.org], { facets: { org: [data.org], role: data.grants.map((g) => g.role), login: [data.login] } }),
  handling: open, texts,
})

export const ownKind = defineKind<OwnKind>({
  name: 'own-kind', version: 1, prefix: 'KND', data: OwnKind, fields: {}, approval: false, veracity: false,
  read: everyone, create: ['ADMIN', 'JOC-IM'], actions: standardActions<OwnKind>({ edit: ['ADMIN', 'JOC-IM'], retract: ['ADMIN'], handle: ['ADMIN'] }), facets: {},
  project: (data) => plain(data.label.en, [data.name]), handling: open, check: checkOwnKind, texts,
})

/** A map the mission added. Only an administrator adds one: the node asks the addresses of network sources by itself. */
export const mapSource = defineKind<MapSource>({
  name: 'map-source', version: 1, prefix: 'MAP', data: MapSource, fields: {}, approval: false, veracity: false,
  read: everyone, create: ['ADMIN'], actions: standardActions<MapSource>(admin), facets: { type: 'one' },
  project: (data) => plain(data.name, [data.attribution, data.file], { facets: { type: [data.type] } }), handling: open, check: checkMapSource, texts,
})

/** Somebody's question, kept: its author and information managers change it; its handling says who else sees it. */
export const savedSearch = defineKind<SavedSearch>({
  name: 'saved-search', version: 1, prefix: 'SRC', data: SavedSearch, fields: { query: { widget: 'json' } }, approval: false, veracity: false,
  read: everyone, create: everyone,
  actions: Object.fromEntries(Object.entries(standardActions<SavedSearch>({ edit: keepers, retract: keepers, handle: keepers })).map(([type, rule]) => [type, rule.audit ? rule : { ...rule, author: true as const }])),
  facets: { of: 'one' },
  project: (data) => plain(data.name, [], { facets: { of: [data.of] } }), handling: open, texts,
})

/** Drawings over the map, shared by handling; what is drawn in an area is read by those who may read there. */
export const overlay = defineKind<Overlay>({
  name: 'overlay', version: 1, prefix: 'OVL', data: Overlay, fields: { note: { widget: 'multiline' }, features: { widget: 'json' } }, approval: false, veracity: false,
  read: OPERATIONS.concat(OUTSIDE), create: REPORTERS, actions: standardActions<Overlay>({ edit: REPORTERS, retract: REPORTERS, handle: ['JOC-CH', 'JOC-DO', 'JOC-IM', 'JMAC-A'] }),
  facets: { shape: 'many' },
  project: (data) => plain(data.name, [data.note, ...data.features.map((f) => f.text)], { place: placeOfOverlay(data.features), facets: { shape: [...new Set(data.features.map((f) => f.shape))] } }),
  handling: open, check: checkOverlay, texts,
})

/** The mission's own skeleton: itself, its places, units, accounts, home-made kinds and maps. */
export const missionDomain = defineDomain({ name: 'mission', kinds: [mission, area, unit, user, ownKind, mapSource, savedSearch, overlay], texts })
