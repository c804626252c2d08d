import { factsOf } from '../../../../core/match.ts'
import type { AreaTree } from '../../../../core/area.ts'
import type { Kind } from '../../../../core/kind.ts'
import type { Reader } from '../../../../core/policy.ts'
import type { VigieRecord } from '../../../../core/record.ts'
import type { Store } from '../../../../server/face.ts'
import { hitOf, overThePast, RuleBook, type Fired, type Hit } from '../../shared/rules/engine.ts'
import { queryOf, reaches, type AlertRule } from '../../shared/rules/rule.ts'
import { needFigure } from './figures.ts'
import { versionsOf } from './versions.ts'

const MOST_RECORDS = 50_000
/** Changes of standing records looked at; each is put together from its history. */
const MOST_CHANGES = 4_000

/** What a rule would have told. `records` is how many fitted at some time, `known` what is shown of those; `more`: there were more than were looked at. */
export type PastTold = { fired: Fired[]; records: number; known: ReadonlyMap<string, { ref: string; title: string; at: string }>; more: boolean }
/** Epoch ms. */
export type Period = { from: number; to: number }

/** A draft over a past period, as far as the reader may see: what happened in it, or of what stands, what came to be so in it. */
export async function toldBefore(store: Store, reader: Reader, rule: AlertRule, period: Period): Promise<PastTold> {
  const kind = store.kinds().need(rule.of)
  needFigure(store, rule, '/rule/figure/of')
  return kind.standing ? standing(store, reader, kind, rule, period) : moments(store, reader, kind, rule, period)
}

async function moments(store: Store, reader: Reader, kind: Kind, rule: AlertRule, { from, to }: Period): Promise<PastTold> {
  const known = new Map<string, { ref: string; title: string; at: string }>()
  const hits: Hit[] = []
  let more = false
  for await (const { record } of store.stream(reader, { ...queryOf(rule), time: { axis: 'happened', from: iso(from), to: iso(to) }, sort: { by: 'happened', dir: 'desc' } })) {
    if (hits.length >= MOST_RECORDS) {
      more = true
      break
    }
    const facts = factsOf(kind, record)
    if (reaches(rule, facts.projection)) {
      const hit = hitOf(kind, record, facts)
      hits.push(hit)
      known.set(record.id, { ref: record.ref, title: facts.projection.title, at: iso(hit.at) })
    }
  }
  return { fired: overThePast('draft', rule, hits), records: hits.length, known, more }
}

async function standing(store: Store, reader: Reader, kind: Kind, rule: AlertRule, { from, to }: Period): Promise<PastTold> {
  // What cannot be asked is refused here as it is of a list.
  await store.count(reader, queryOf(rule))
  const versions: VigieRecord[] = []
  let more = false
  for await (const { record } of store.stream(reader, { kind: kind.name, sort: { by: 'updated', dir: 'desc' } })) {
    if (versions.length >= MOST_CHANGES) {
      more = true
      break
    }
    versions.push(...await versionsOf(store, reader, record, from))
  }
  const book = bookOf(rule, kind, store.areas())
  const known = new Map<string, { ref: string; title: string; at: string }>()
  const fired: Fired[] = []
  for (const version of versions.sort((a, b) => (a.updatedAt < b.updatedAt ? -1 : 1))) {
    const at = Date.parse(version.updatedAt)
    if (at <= to) {
      known.set(version.id, { ref: version.ref, title: kind.project(version.data).title, at: iso(at) })
      fired.push(...book.take(version, at).filter((one) => one.at >= from))
    }
  }
  return { fired, records: new Set(versions.map(({ id }) => id)).size, known, more }
}

function bookOf(rule: AlertRule, kind: Kind, areas: AreaTree): RuleBook {
  return new RuleBook([{ id: 'draft', rule: { ...rule, enabled: true } }], (name) => (name === kind.name ? kind : undefined), areas)
}

function iso(at: number): string {
  return new Date(at).toISOString()
}
