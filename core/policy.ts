import type { AreaTree } from './area.ts'
import { ALL_MISSION, PURPOSE_COMPARTMENTS, levelRank, type Caveat, type Compartment, type Handling, type Level } from './handling.ts'
import { actionRule, type ActionRule, type Kind, type Who } from './kind.ts'
import { GONE, type VigieRecord } from './record.ts'
import { OUTSIDE, type RoleCode } from './roles.ts'

/** A role held in an area and below; null is the whole mission. */
export type Grant = { role: RoleCode; area: string | null }

/** Which side of the mission a person stands on; caveats shut sides out. */
export const SIDES = ['mission', 'tcc', 'host', 'partner', 'hq', 'member-state'] as const
export type Side = (typeof SIDES)[number]

/** Who is asking. Built from the account at sign-in; `purpose` is declared per request. */
export type Reader = {
  user: string
  name: string
  org: string
  side: Side
  clearance: Level
  compartments: readonly Compartment[]
  grants: readonly Grant[]
  purpose: string | null
  /** The node itself (replay, cache building, sample loading). Never built from a request. */
  system?: true
}

/**
 * The attributes of a record that decide who reads it. Records with equal attributes share one class,
 * so a decision is made once per class and reader, not once per record.
 */
export type AccessClass = {
  kind: string
  level: Level
  compartments: readonly Compartment[]
  owner: string
  releasableTo: readonly string[]
  caveats: readonly Caveat[]
  named: readonly string[]
  area: string | null
  /** Workflow is `approved`: the only state outside readers see. */
  approved: boolean
}

/** Which of the rules refused, for those who show it in another language; each is one sentence of `because`. */
export const CAUSES = ['role', 'clearance', 'compartment', 'organisation', 'unapproved', 'no-host', 'no-tcc', 'unnamed', 'area', 'no-area', 'purpose', 'no-action', 'state', 'own-record', 'originator'] as const
export type Cause = (typeof CAUSES)[number]
export type Decision = { allow: true; because: string } | { allow: false; because: string; cause: Cause }

/** The class a record belongs to. */
export function accessClassOf(record: Pick<VigieRecord, 'kind' | 'handling' | 'area' | 'workflow'>): AccessClass {
  const h: Handling = record.handling
  return {
    kind: record.kind,
    level: h.level,
    compartments: [...h.compartments].sort(),
    owner: h.owner,
    releasableTo: [...h.releasableTo].sort(),
    caveats: [...h.caveats].sort(),
    named: [...(h.named ?? [])].sort(),
    area: record.area,
    approved: record.workflow === 'approved',
  }
}

/** Roles of a grant list that open a `who`, and where: a set of area ids, or null for everywhere. */
export function scopeOf(grants: readonly Grant[], who: Who): { everywhere: boolean; areas: string[]; outside: boolean } {
  const fitting = grants.filter((g) => who === '*' || who.includes(g.role))
  return {
    everywhere: fitting.some((g) => g.area === null),
    areas: fitting.flatMap((g) => (g.area === null ? [] : [g.area])),
    outside: fitting.length > 0 && fitting.every((g) => OUTSIDE.includes(g.role)),
  }
}

/**
 * Need-to-know: may this reader read records of this class? Denies when an attribute is missing.
 * This is the predicate the store compiles to SQL; the two are tested equal.
 */
export function mayRead(reader: Reader, kind: Kind, of: AccessClass, areas: AreaTree): Decision {
  if (reader.system) {
    return allow('the node itself')
  }
  const scope = scopeOf(reader.grants, kind.read)
  if (!scope.everywhere && scope.areas.length === 0) {
    return deny('role', 'no role that reads this kind')
  }
  if (levelRank(reader.clearance) < levelRank(of.level)) {
    return deny('clearance', 'above clearance')
  }
  if (of.compartments.some((c) => !reader.compartments.includes(c))) {
    return deny('compartment', 'outside the compartment')
  }
  const named = of.owner === reader.org || of.releasableTo.includes(reader.org)
  if (!named && (scope.outside || !of.releasableTo.includes(ALL_MISSION))) {
    return deny('organisation', 'not releasable to this organisation')
  }
  if (scope.outside && !of.approved) {
    return deny('unapproved', 'not approved for outside readers')
  }
  if (of.caveats.includes('NO-HOST') && reader.side === 'host') {
    return deny('no-host', 'NO-HOST')
  }
  if (of.caveats.includes('NO-TCC') && reader.side === 'tcc') {
    return deny('no-tcc', 'NO-TCC')
  }
  if (of.caveats.includes('EYES-NAMED') && !of.named.includes(reader.user)) {
    return deny('unnamed', 'EYES-NAMED')
  }
  if (!scope.everywhere && (of.area === null || !scope.areas.some((a) => areas.within(of.area as string, a)))) {
    return deny('area', 'outside the area')
  }
  if (reader.purpose === null && of.compartments.some((c) => PURPOSE_COMPARTMENTS.includes(c))) {
    return deny('purpose', 'purpose not declared')
  }
  return allow('role, clearance, compartments, organisation and area fit')
}

/** May this reader do this action to this record, now? Reading it comes first. */
export function mayAct(reader: Reader, kind: Kind, type: string, record: VigieRecord, areas: AreaTree): Decision {
  const rule = actionRule(kind, type)
  if (!rule) {
    return deny('no-action', `${kind.name} has no action ${type}`)
  }
  const reading = mayRead(reader, kind, accessClassOf(record), areas)
  if (!reading.allow) {
    return reading
  }
  const when = rule.when
  if (when ? !when.includes(record.workflow) : GONE.includes(record.workflow) && !rule.audit) {
    return deny('state', `not in state ${record.workflow}`)
  }
  if (reader.system) {
    return allow('the node itself')
  }
  if (rule.notAuthor && record.createdBy === reader.user) {
    return deny('own-record', 'not the author’s own record')
  }
  if (rule.originator && record.handling.caveats.includes('ORCON') && record.handling.owner !== reader.org) {
    return deny('originator', `ORCON: only ${record.handling.owner} decides who reads it`)
  }
  return holds(reader, whoMay(rule, record, reader.user), record.area, areas)
}

/** Roles that may let `user` do an action to this record. */
export function whoMay(rule: ActionRule, record: VigieRecord, user: string): Who {
  return rule.author && record.createdBy === user ? '*' : (rule.narrow?.(record) ?? rule.who)
}

/** May this reader create a record of this kind in this area with this handling? */
export function mayCreate(reader: Reader, kind: Kind, of: AccessClass, areas: AreaTree): Decision {
  if (reader.system) {
    return allow('the node itself')
  }
  const role = holds(reader, kind.create, of.area, areas)
  return role.allow ? mayRead(reader, kind, of, areas) : role
}

/** The action types a reader may do to a record now; what responses carry and the web shows. */
export function actionsFor(reader: Reader, kind: Kind, record: VigieRecord, areas: AreaTree): string[] {
  return Object.keys(kind.actions).filter((type) => !kind.actions[type]?.audit && mayAct(reader, kind, type, record, areas).allow)
}

function holds(reader: Reader, who: Who, area: string | null, areas: AreaTree): Decision {
  const scope = scopeOf(reader.grants, who)
  if (scope.everywhere) {
    return allow('role held mission-wide')
  }
  if (scope.areas.length === 0) {
    return deny('role', 'no role that may do this')
  }
  if (area === null) {
    return deny('no-area', 'the record has no area and the role is limited to one')
  }
  return scope.areas.some((a) => areas.within(area, a)) ? allow('role held in the area') : deny('area', 'outside the area')
}

function allow(because: string): Decision {
  return { allow: true, because }
}

function deny(cause: Cause, because: string): Decision {
  return { allow: false, because, cause }
}
