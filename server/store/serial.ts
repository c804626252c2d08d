import type { JsonObject } from '../../core/json.ts'
import type { Kind } from '../../core/kind.ts'
import { accessClassOf, mayRead, type Reader } from '../../core/policy.ts'
import { refuseField } from '../../core/problem.ts'
import type { NewAction } from '../../core/record.ts'
import type { Engine } from './prepare.ts'
import type { Stage } from './stage.ts'

/** The record a new one is numbered within, which must be read before it is decided; none for other actions and kinds. */
export function logOf(kind: Kind | undefined, action: NewAction): string[] {
  const data = action.type === 'create' ? action.patch?.['data'] : undefined
  const log = kind?.serial && typeof data === 'object' && data !== null && !Array.isArray(data) ? data[kind.serial.within] : undefined
  return typeof log === 'string' ? [log] : []
}

/** The name of a series among the counters; it holds no space, as ids of records hold none. */
export function seriesOf(kind: string, log: string): string {
  return `${kind}#${log}`
}

/**
 * The next number within the record it belongs to, as a field of its data; null for kinds without such numbers. What is
 * refused afterwards uses no number up. Throws Problem `invalid-input` where there is no such record for this reader.
 */
export function numbered(engine: Engine, stage: Stage, reader: Reader, kind: Kind, data: JsonObject): JsonObject | null {
  if (!kind.serial) {
    return null
  }
  const { field, within, kinds } = kind.serial
  const log = data[within]
  const held = typeof log === 'string' && !log.includes(' ') ? stage.held(log) : null
  const of = held && kinds.includes(held.record.kind) ? engine.kinds.need(held.record.kind) : null
  if (!held || !of || !mayRead(reader, of, accessClassOf(held.record), engine.areas()).allow) {
    throw refuseField(`/data/${within}`, 'names nothing that is numbered here, or it may not be seen', `Give the id of a record of kind ${kinds.join(' or ')}`)
  }
  return { [field]: stage.count(seriesOf(kind.name, held.record.id), 0) }
}
