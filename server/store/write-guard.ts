import type { Reader } from '../../core/policy.ts'
import type { NewAction, VigieRecord } from '../../core/record.ts'
import type { CommitOptions } from './face.ts'
import type { Stage } from './stage.ts'

/**
 * Looks at what is about to be written, before it is decided: answers it, or what is written in its place, or throws Problem.
 * `before` is the record as it stands, its sealed fields closed; null for a new one. Pure but for what it knows beforehand.
 */
export type WriteGuard = (asked: NewAction, before: VigieRecord | null, reader: Reader) => NewAction

/**
 * What the guards let through. An action of a person that was taken before is answered as it was; history that is loaded was
 * written elsewhere, under other guards.
 */
export function guarded(guards: Iterable<WriteGuard>, asked: NewAction, stage: Stage, reader: Reader, options: CommitOptions): NewAction {
  if (reader.system ? options.receivedAt !== undefined : stage.link(String(asked.id)) !== undefined) {
    return asked
  }
  let passed = asked
  for (const guard of guards) {
    passed = guard(passed, stage.held(String(asked.record))?.record ?? null, reader)
  }
  return passed
}
