import type { Action, VigieRecord } from '../../../core/record.ts'
import { reduce } from '../../../core/reduce.ts'
import type { Kind } from '../../../core/kind.ts'
import { ALL_MISSION } from '../../../core/handling.ts'
import { careActions, newCasualty } from './care-actions.ts'
import type { CareState } from './care-state.ts'
import type { Casualty } from './casualty.ts'

/** Who writes on this device, and its clock (epoch ms). */
export type Author = { user: string; role: string; org: string; now: number }

/**
 * A casualty as it will stand once the node has taken what waits on this device: the node's own rules, applied here.
 * What the rules refuse is left out; the node will say why. Pure.
 */
export function withCare(kind: Kind, standing: Casualty | null, states: readonly CareState[], author: Author): Casualty | null {
  let data = standing
  for (const state of states) {
    const begun: Casualty = data ?? (newCasualty(state) as unknown as Casualty)
    let record = recordOf(kind, state.id, begun, author)
    for (const { type, patch } of careActions(begun, state).actions) {
      try {
        record = reduce(kind, record, actionOf(kind, record, type, patch, author))
      } catch {
        // It stands otherwise; what else the state tells is still taken.
      }
    }
    data = record.data as unknown as Casualty
  }
  return data
}

function recordOf(kind: Kind, id: string, data: Casualty, { user, role, org, now }: Author): VigieRecord {
  const at = new Date(now).toISOString()
  return {
    id, kind: kind.name, schema: kind.version, ref: id, version: 1, workflow: 'approved', veracity: null, handling: { level: 'C', compartments: [], owner: org, releasableTo: [ALL_MISSION], caveats: [] }, area: null, places: [],
    data: data as unknown as VigieRecord['data'], createdAt: at, createdBy: user, createdRole: role, deviceAt: at, updatedAt: at, updatedBy: user, touched: {}, contested: [], mergedInto: null, erased: false,
  }
}

function actionOf(kind: Kind, record: VigieRecord, type: string, patch: Action['patch'], { user, role, now }: Author): Action {
  const at = new Date(now).toISOString()
  return { id: '', node: '', seq: 0, record: record.id, kind: kind.name, type, actor: user, role, at, receivedAt: at, basedOn: record.version, patch, reason: null, purpose: null }
}
