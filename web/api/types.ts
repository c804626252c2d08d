import type { Handling } from '../../core/handling.ts'
import type { Locale, Texts } from '../../core/i18n.ts'
import type { Json, JsonObject } from '../../core/json.ts'
import type { FieldRule } from '../../core/kind.ts'
import type { Action, Contest, Veracity, Workflow } from '../../core/record.ts'

/** A record as a reader may see it, with what the reader may do. */
export type RecordView = {
  id: string
  kind: string
  ref: string
  version: number
  workflow: Workflow
  veracity: Veracity | null
  handling: Handling
  marking: string
  area: string | null
  places: string[]
  data: JsonObject
  title: string
  severity: number
  happened: { from: string; to: string | null } | null
  reported: string | null
  createdAt: string
  createdBy: string
  createdByName?: string
  deviceAt: string
  updatedAt: string
  contested: Contest[]
  mergedInto: string | null
  erased: boolean
  withheld: Record<string, number>
  can: string[]
  warnings: Warning[]
  geometry: { type: 'Point'; coordinates: [number, number] } | null
  radiusM: number | null
  attached?: number
  commented?: number
  clockSkewMs: number | null
}

export type Warning = { code: string; [more: string]: Json | undefined }
export type RecordPage = { items: RecordView[]; total: number; next: string | null }
export type FacetCount = { value: string; count: number }
export type Facets = Record<string, FacetCount[]>

/** JSON Schema as far as forms read it. */
export type Schema = {
  type?: string | string[]
  enum?: (string | number)[]
  const?: string | number
  anyOf?: Schema[]
  properties?: Record<string, Schema>
  required?: string[]
  items?: Schema | Schema[]
  description?: string
  title?: string
  pattern?: string
  format?: string
  minLength?: number
  maxLength?: number
  minimum?: number
  maximum?: number
  minItems?: number
  maxItems?: number
  additionalProperties?: boolean | Schema
}

export type KindInfo = {
  name: string
  prefix: string
  version: number
  schema: Schema
  fields: Record<string, FieldRule>
  facets: Record<string, 'one' | 'many'>
  /** Figures its records carry. */
  measures: string[]
  /** Figures a rule may ask for, those above among them. */
  figures: string[]
  standing?: true
  clocks?: true
  approval: boolean
  veracity: boolean
  actions: { type: string; reason?: boolean; patchSchema?: Schema }[]
  canCreate: boolean
  texts: Texts
}

export type Grant = { role: string; area: string | null }
export type Me = {
  user: string
  login: string
  name: string
  org: string
  side: string
  clearance: 'U' | 'C' | 'SC'
  compartments: string[]
  grants: Grant[]
  locale: Locale | null
  unit: string | null
  totp: boolean
}
export type MissionInfo = { name: string; zone: string; languages: Locale[]; bounds: [number, number, number, number]; exercise: boolean; org: string }
export type Session = { csrf: string; /** What this session has to do before anything else. */ must?: ('password' | 'factor')[]; me: Me; mission: MissionInfo; node: string; serverTime: string }
export type Setup = { state: 'empty' | 'loading' | 'ready'; progress?: { done: number; total: number }; mission?: { name: string; exercise: boolean; languages: Locale[] }; codeNeeded?: boolean; oidc?: boolean }

export type HistoryItem = Action & { actorName?: string }
export type GazetteerItem = { id: string; name: string; alt?: string[]; lon: number; lat: number; precision: number; radiusM: number; pcode?: string | null; type: string; distanceKm?: number }
export type ActorHit = { id: string; name: string; aliases?: string[]; type: string }
export type AreaItem = { id: string; code: string; name: string; type: string; parent: string | null; polygons?: number[][][][] | null }
export type Duplicate = { record: RecordView; score: number; reasons: { code: string; [param: string]: Json | undefined }[] }
export type Basemap = { layers: string[]; attribution?: string; bounds?: [number, number, number, number] | null }
export type ImportError = { row: number; column: string; value: string; problem: string; fix: string }
export type Job = {
  state: 'running' | 'done' | 'failed' | 'cancelled'
  progress: { done: number; total: number }
  result?: { read: number; added: number; unchanged: number; changed: number; rejected: number; errors: ImportError[] }
  problem?: { title: string; detail: string }
  files?: string[]
}
export type OwnSession = { id: string; createdAt: string; seenAt?: string; address?: string; agent?: string; current?: boolean }
export type Token = { id: string; name: string; createdAt: string; expiresAt: string | null; lastUsedAt?: string | null; scope?: 'links' | null }
export type TechnologyPermit = { code: string; valid: boolean; reason: string; params: Record<string, string>; because: string }
