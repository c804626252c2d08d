import { Type, type Static } from 'typebox'
import type { FieldProblem } from './problem.ts'
import { ROLE_CODES, type RoleCode } from './roles.ts'

/** Where the tiles of a map lie: in a file or folder of the node, or at an address the node asks. */
export const MAP_FILE_TYPES = ['pmtiles', 'mbtiles', 'gpkg', 'folder'] as const
export const MAP_NETWORK_TYPES = ['xyz', 'wms'] as const
export const MAP_TYPES = [...MAP_FILE_TYPES, ...MAP_NETWORK_TYPES] as const
export type MapFileType = (typeof MAP_FILE_TYPES)[number]
export type MapType = (typeof MAP_TYPES)[number]

/** What one tile holds. */
export const TILE_FORMATS = ['png', 'jpg', 'webp', 'mvt'] as const
export type TileFormat = (typeof TILE_FORMATS)[number]

/** Names of files in the node's folder of maps: one name, no path. */
export const MAP_FILE_NAME = '^[A-Za-z0-9][A-Za-z0-9._-]{0,119}$'
/** Deepest zoom of any source. */
export const MAX_MAP_ZOOM = 22

const closed = { additionalProperties: false }
const zoom = Type.Integer({ minimum: 0, maximum: MAX_MAP_ZOOM })

/** A map the mission added: the data of a record of kind `map-source`. */
export const MapSource = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 120 }),
    type: Type.Enum([...MAP_TYPES]),
    /** Name in the node's folder of maps; for the types that are files. */
    file: Type.Optional(Type.String({ pattern: MAP_FILE_NAME })),
    /** XYZ template with {z}, {x}, {y} (or {-y}), or the address of a WMS. */
    url: Type.Optional(Type.String({ maxLength: 1000 })),
    /** Layers of a WMS, comma-separated. */
    layers: Type.Optional(Type.String({ minLength: 1, maxLength: 500 })),
    version: Type.Optional(Type.Enum(['1.1.1', '1.3.0'])),
    attribution: Type.String({ maxLength: 300 }),
    /** Narrower than what the file holds, never wider. */
    minZoom: Type.Optional(zoom),
    maxZoom: Type.Optional(zoom),
    /** West, south, east, north, degrees. */
    bounds: Type.Optional(Type.Tuple([Type.Number({ minimum: -180, maximum: 180 }), Type.Number({ minimum: -90, maximum: 90 }), Type.Number({ minimum: -180, maximum: 180 }), Type.Number({ minimum: -90, maximum: 90 })])),
    /** Roles it is offered to; everyone who may read the record when there are none. */
    roles: Type.Optional(Type.Array(Type.Enum([...ROLE_CODES] as RoleCode[]), { uniqueItems: true, maxItems: ROLE_CODES.length })),
    order: Type.Integer({ minimum: 0, maximum: 999 }),
    enabled: Type.Boolean(),
    /** The address may lie in the node's own network. Never set by itself. */
    allowPrivate: Type.Optional(Type.Boolean()),
    /** Days a tile from the network is kept; default 30. */
    cacheDays: Type.Optional(Type.Integer({ minimum: 0, maximum: 365 })),
  },
  closed,
)
export type MapSource = Static<typeof MapSource>

/** Is the type one whose tiles come over the network? */
export function isNetworkMap(type: MapType): type is (typeof MAP_NETWORK_TYPES)[number] {
  return (MAP_NETWORK_TYPES as readonly string[]).includes(type)
}

/** The type a file's name promises; null for one that is no map. A folder has no ending. */
export function mapTypeOf(file: string): MapFileType | null {
  const ending = /\.([a-z]+)$/i.exec(file)?.[1]?.toLowerCase()
  return ending === 'pmtiles' || ending === 'mbtiles' || ending === 'gpkg' ? ending : ending === undefined ? 'folder' : null
}

/** What the schema cannot say: a file type has its file, a network type an address that can be asked. */
export function checkMapSource(data: MapSource): FieldProblem[] {
  const out: FieldProblem[] = []
  if (data.minZoom !== undefined && data.maxZoom !== undefined && data.minZoom > data.maxZoom) {
    out.push({ path: '/data/maxZoom', problem: `is below the smallest zoom (${data.minZoom})` })
  }
  if (data.bounds && data.bounds[1] >= data.bounds[3]) {
    out.push({ path: '/data/bounds', problem: 'the south is not below the north', fix: 'Write west, south, east, north' })
  }
  if (!isNetworkMap(data.type)) {
    if (data.file === undefined) {
      out.push({ path: '/data/file', problem: 'is missing', fix: 'Name the file in the folder of maps' })
    } else if (mapTypeOf(data.file) !== data.type) {
      out.push({ path: '/data/file', problem: `${data.file} is not of type ${data.type} by its name` })
    }
    return out
  }
  return [...out, ...checkAddress(data)]
}

function checkAddress(data: MapSource): FieldProblem[] {
  const parts = /^https?:\/\/([^/?#\s]+)([/?#]\S*)?$/i.exec(data.url ?? '')
  const host = parts?.[1]
  if (host === undefined) {
    return [{ path: '/data/url', problem: 'is not an http or https address' }]
  }
  if (host.includes('@')) {
    return [{ path: '/data/url', problem: 'holds a name or password', fix: 'Leave it out: every reader of this record would see it' }]
  }
  if (!/^(\[[0-9a-f:.]+\](:\d{1,5})?|[^\s{}[\]\\]+)$/i.test(host)) {
    return [{ path: '/data/url', problem: 'does not name one host', fix: 'Write one host, without place-holders' }]
  }
  if (data.type === 'wms') {
    return data.layers === undefined ? [{ path: '/data/layers', problem: 'is missing', fix: 'Name the layers of the WMS, comma-separated' }] : []
  }
  const holes = ['{z}', '{x}'].every((hole) => data.url?.includes(hole)) && /\{-?y\}/.test(data.url ?? '')
  return holes ? [] : [{ path: '/data/url', problem: 'lacks {z}, {x} or {y}', fix: 'e.g. https://tiles.example.org/{z}/{x}/{y}.png' }]
}
