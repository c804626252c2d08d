import { derivedId } from '../../../core/digest.ts'
import type { JsonObject } from '../../../core/json.ts'
import type { Reader } from '../../../core/policy.ts'
import { PRODUCT_TYPES, URGENT_TYPES, type Product, type ProductType } from '../../../core/product.ts'
import type { NewAction } from '../../../core/record.ts'
import { missionOf, readerOfAudience, SYSTEM, systemFor, type App, type PastReport } from '../../../server/face.ts'
import { draftOf } from './life.ts'
import { askOf, handlingOf, makeSections, wantedAgain } from './make.ts'

/** Reports of a mission made up beforehand: drafted, released by somebody else and read, at their own times, by the records as they stand. */
export async function pastProducts(app: App, reports: readonly PastReport[]): Promise<void> {
  for (const report of reports) {
    const type = PRODUCT_TYPES.find((one) => one === report.type)
    if (type !== undefined && !(await app.store.get(SYSTEM, report.id))) {
      await release(app, report, type)
    }
  }
}

async function release(app: App, report: PastReport, type: ProductType): Promise<void> {
  const { store } = app
  const mission = await missionOf(store)
  const author: Reader = { ...systemFor({ user: `${report.id}-author`, name: report.drafted, org: mission?.org ?? 'mission' }), clearance: 'C', grants: [{ role: 'JOC-DO', area: null }] }
  const subject = report.about === undefined ? undefined : (await store.list(author, { ...report.about, limit: 1 })).items[0]?.record
  if (URGENT_TYPES.includes(type) && !subject) {
    return
  }
  // What is urgent follows its record: drafted two minutes after the first word, out six minutes later.
  const at = subject ? Date.parse(subject.createdAt) + 120_000 : report.at
  const releasedAt = subject ? at + 360_000 : report.releasedAt
  const draft = await draftOf(app, author, { type, ...(report.day === undefined ? {} : { day: report.day }), ...(subject ? { about: subject.id } : {}) }, at)
  const wanted = wantedAgain(draft.sections).map((one) => (report.written?.[one.id] === undefined ? one : { ...one, text: report.written[one.id] as string }))
  const owner = mission?.org ?? author.org
  const sections = await makeSections(app, { ...askOf(draft, owner, at), reader: readerOfAudience(draft.audience) }, wanted, draft.sections)
  const readers = (await store.list(SYSTEM, { kind: 'user', limit: 1, sort: { by: 'logged', dir: 'asc' } })).items.map(({ record }) => ({ user: record.id, name: String(record.data['name'] ?? ''), mandatory: true }))
  // An hourly update of what is long over waits for nobody.
  const { nextUpdate: _over, ...data } = { ...draft, sections, distribution: readers } satisfies Product
  const iso = (ms: number): string => new Date(ms).toISOString()
  const act = (name: string, ms: number, version: number | null, patch: object): NewAction => ({ id: derivedId(report.id, name), record: report.id, kind: 'product', type: name, at: iso(ms), basedOn: version, patch: patch as JsonObject })
  const distribution = readers.map((one) => ({ ...one, gets: 'this' as const }))
  const write = (by: Reader, role: string, ms: number, actions: NewAction[]) => store.commit(by, actions, { role, receivedAt: () => iso(ms) })
  await write(author, 'JOC-DO', at, [act('create', at, null, { data, handling: handlingOf(sections, owner), workflow: 'draft', area: null }), act('submit', at, 1, {})])
  await write(systemFor({ user: `${report.id}-releaser`, name: report.released, org: owner }), 'JOC-CH', releasedAt, [act('release', releasedAt, 2, { name: report.released, distribution })])
  for (const [i, one] of readers.entries()) {
    await write(systemFor({ user: one.user, name: one.name, org: owner }), 'JOC-CH', releasedAt + 240_000, [act('receipt', releasedAt + 240_000, 3 + i, { name: one.name })])
  }
  if (readers.length > 0) {
    await write(SYSTEM, 'system', releasedAt + 240_000, [act('read-by-all', releasedAt + 240_000, 3 + readers.length, {})])
  }
}
