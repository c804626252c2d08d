import type { Comment } from '../../core/comment.ts'
import type { VigieRecord } from '../../core/record.ts'
import type { Call } from '../http/endpoint.ts'

/**
 * The comments of a record that the caller may see: those whose action is open to them in its history. What was said
 * while the record was closed to them stays closed, and outside readers are not told what the mission says to itself.
 */
export async function shownComments(call: Pick<Call, 'app' | 'reader'>, record: Pick<VigieRecord, 'id' | 'comments'>): Promise<Comment[]> {
  const { comments = [] } = record
  if (comments.length === 0) {
    return []
  }
  const open = new Set((await call.app.store.history(call.reader, record.id)).flatMap((action) => (action.type === 'comment' && action.withheld !== true ? [action.id] : [])))
  return comments.filter((one) => open.has(one.id))
}
