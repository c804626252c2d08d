import type { JsonObject } from '../../core/json.ts'
import type { Link } from './chain.ts'

/** A row of `actions` as both engines answer it. */
export type ActionRow = {
  pos: number; id: string; node: string; seq: number; record: string; kind: string; type: string; actor: string; role: string; at: string; received_at: string
  based_on: number | null; patch: string; reason: string | null; purpose: string | null; request: string; result: string | null; prev_hash: string; hash: string
}

/** The link a row stands for. */
export function linkOf(row: ActionRow): Link {
  return {
    id: row.id, node: row.node, seq: row.seq, record: row.record, kind: row.kind, type: row.type, actor: row.actor, role: row.role, at: row.at, receivedAt: row.received_at,
    basedOn: row.based_on, patch: JSON.parse(row.patch) as JsonObject, reason: row.reason, purpose: row.purpose, result: row.result, request: row.request,
  }
}
