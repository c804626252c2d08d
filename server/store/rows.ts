import { compartmentMask, levelRank } from '../../core/handling.ts'
import { canonical } from '../../core/json.ts'
import type { Kind } from '../../core/kind.ts'
import { COMMON_FACETS, derive, facetValues, type Derived } from '../../core/match.ts'
import { accessClassOf, type AccessClass } from '../../core/policy.ts'
import type { VigieRecord } from '../../core/record.ts'
import type { Value } from './db.ts'
import { TABLES } from './tables.ts'

/** PostgreSQL refuses lexemes beyond 2,046 bytes; both engines cut alike. */
const LONGEST_WORD = 500

/** Words as the indexes hold and search them. */
export function cutWord(word: string): string {
  return word.length > LONGEST_WORD ? [...word].slice(0, LONGEST_WORD).join('') : word
}

/**
 * The row of a record, positional as in TABLES.records: everything but `snapshot` and `result` is derived
 * from the snapshot alone, so that `verify` can derive it again.
 */
export function recordRow(kind: Kind, record: VigieRecord, num: number, access: number, snapshot: string, result: string, { facts, words }: Derived = derive(kind, record)): Value[] {
  const facets: { [facet: string]: readonly string[] } = {}
  for (const name of facetNames(kind)) {
    const values = facetValues(name, record, facts.projection)
    if (values.length > 0) {
      facets[name] = values
    }
  }
  return [
    num, record.id, record.kind, record.ref, record.version, snapshot, result, access, record.workflow, record.veracity, facts.severity,
    known(facts.happenedFrom), known(facts.happenedTo), known(facts.reported), facts.logged, facts.updated,
    known(facts.lonE7), known(facts.latE7), known(facts.radiusM), facts.projection.title, record.area, JSON.stringify(record.places), record.createdBy, record.erased ? 1 : 0,
    JSON.stringify(facets), words.map(cutWord).join(' '),
  ]
}

const STATE = (['version', 'snapshot', 'result', 'access', 'workflow', 'veracity', 'updated', 'area', 'places', 'erased'] as const).map((name) => TABLES.records.columns.indexOf(name))

/** `recordRow` of a record whose data and handling are those of `row`: only its state is read anew. */
export function restatedRow(row: readonly Value[], record: VigieRecord, access: number, snapshot: string, result: string): Value[] {
  const out = [...row]
  const state: Value[] = [record.version, snapshot, result, access, record.workflow, record.veracity, Date.parse(record.updatedAt), record.area, JSON.stringify(record.places), record.erased ? 1 : 0]
  STATE.forEach((column, i) => {
    out[column] = state[i] ?? null
  })
  return out
}

/** The text that names an access class, and its row in TABLES.access. */
export function accessRow(of: AccessClass, id: number): Value[] {
  return [
    id, canonical(of), of.kind, levelRank(of.level), compartmentMask(of.compartments), of.owner, canonical(of.releasableTo), canonical(of.caveats), canonical(of.named), of.area,
    of.approved ? 1 : 0,
  ]
}

/** Canonical text of the access class a record belongs to. */
export function accessText(record: VigieRecord): string {
  const { approved, area, caveats, compartments, kind, level, named, owner, releasableTo } = accessClassOf(record)
  return JSON.stringify({ approved, area, caveats, compartments, kind, level, named, owner, releasableTo })
}

const names = new WeakMap<Kind, readonly string[]>()

/** Facets of a kind in the order of canonical JSON. */
function facetNames(kind: Kind): readonly string[] {
  let sorted = names.get(kind)
  if (!sorted) {
    sorted = [...new Set([...Object.keys(kind.facets), ...COMMON_FACETS])].sort()
    names.set(kind, sorted)
  }
  return sorted
}

function known(n: number): number | null {
  return Number.isNaN(n) ? null : n
}
