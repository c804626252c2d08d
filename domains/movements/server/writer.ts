import { derivedId } from '../../../core/digest.ts'
import type { JsonObject } from '../../../core/json.ts'
import { Problem } from '../../../core/problem.ts'
import type { NewAction } from '../../../core/record.ts'
import { SYSTEM, type App } from '../../../server/face.ts'
import { isRaisedAlready } from '../../watch/contract.ts'

/** An action of the node on a movement; the same parts are the same action, done once. */
export function nodeAction(movement: string, type: string, patch: object, at: number, ...parts: string[]): NewAction {
  return { id: derivedId('movement', movement, type, ...parts), record: movement, kind: 'movement', type, at: new Date(at).toISOString(), basedOn: null, patch: patch as JsonObject }
}

/** Commit what the node says. Answers false where it was done before or no longer fits: somebody was faster. */
export async function say(app: App, action: NewAction): Promise<boolean> {
  try {
    const [done] = await app.store.commit(SYSTEM, [action])
    return done?.again !== true
  } catch (error) {
    if (isRaisedAlready(error) || (error instanceof Problem && error.status < 500)) {
      if (!isRaisedAlready(error)) {
        app.log.warn({ err: error, record: action.record, type: action.type }, 'a movement did not take what the node said')
      }
      return false
    }
    throw error
  }
}
