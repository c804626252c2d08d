import { derivedId } from '../../../core/digest.ts'
import { levelRank, type Level } from '../../../core/handling.ts'
import { inLocale, type Locale } from '../../../core/i18n.ts'
import { sameJson, type Json, type JsonObject } from '../../../core/json.ts'
import { accessClassOf, mayAct, mayCreate, type Reader } from '../../../core/policy.ts'
import { changedFacts, URGENT_TYPES, waitedFor, type Product, type ProductType, type Recipient } from '../../../core/product.ts'
import { periodOf } from '../../../core/product-period.ts'
import { Problem, refuseField } from '../../../core/problem.ts'
import type { NewAction, VigieRecord } from '../../../core/record.ts'
import { localDate } from '../../../core/time.ts'
import { audienceOf, missionOf, readerOfAudience, SYSTEM, systemFor, uuidV7, zuluAndLocal, type App, type Building, type Committed, type Seen } from '../../../server/face.ts'
import { product } from '../domain.ts'
import { texts } from '../shared/texts.ts'
import { askOf, handlingOf, makeSections, outlineOf, sectionsNow, wantedAgain, wantedOf, type ProductRecord, type Wanted } from './make.ts'
import { refuseNames } from './name-guard.ts'
import { readersOf, versionsFor, type Version } from './readers.ts'

/** What is asked for when a product is begun. */
export type Begin = { type: ProductType; day?: string; about?: string; language?: Locale; clearance?: Level; updates?: string; contact?: string; nextUpdate?: string; distribution?: Recipient[] }

/** An update an hour, until the event is closed (field-guide 3.3). */
const NEXT_UPDATE_MS = 3_600_000
const CHANGED_SINCE = 'it was changed since you looked at it; look at it again, and release it then'
const REPLACED = 'it was replaced already; correct the one that stands'
/** A brief longer ago is not what anybody remembers. */
const LONGEST_BRIEF_MS = 7 * 86_400_000

/** A product as its data would be now, without writing anything: what drafts and the command line share. */
export async function draftOf(app: Building, author: Reader, begin: Begin, now: number): Promise<Product> {
  const mission = await missionOf(app.store)
  const zone = mission?.zone ?? 'UTC'
  const owner = mission?.org ?? author.org
  const { type, about } = begin
  const urgent = URGENT_TYPES.includes(type)
  const subject = about === undefined ? null : await app.store.get(author, about)
  if (urgent && !subject) {
    throw refuseField('/about', `a ${type} is about a record, and none that you may see is named`, 'Name the record it is about')
  }
  const day = urgent ? undefined : (begin.day ?? localDate(now, zone))
  const shipped = day === undefined ? undefined : spanOf(type, day, zone, mission?.cutOff)
  if (shipped && shipped.from > now) {
    throw refuseField('/day', `"${day}" covers a time that has not begun`, 'Choose an earlier day')
  }
  const period = shipped && type === 'HOM' ? await sinceLastBrief(app, author, shipped) : shipped
  const language = begin.language ?? mission?.languages[0] ?? 'en'
  const base = {
    type, language, zone, mission: mission?.name ?? '', exercise: mission?.exercise ?? false, audience: audienceOf(author, begin.clearance ?? 'C'), madeAt: new Date(now).toISOString(),
    ...(day === undefined ? {} : { day }), ...(period ? { period: { from: new Date(period.from).toISOString(), to: new Date(period.to).toISOString() } } : {}), ...(subject ? { about: subject.record.id } : {}),
    distribution: begin.distribution ?? [], ...(begin.contact ? { contact: begin.contact } : {}), ...(urgent ? { nextUpdate: begin.nextUpdate ?? new Date(now + NEXT_UPDATE_MS).toISOString() } : {}), ...(begin.updates ? { updates: begin.updates } : {}),
  }
  const sections = await makeSections(app, { ...askOf(base, owner, now), reader: readerOfAudience(base.audience) }, wantedOf(outlineOf(app, type), language), [])
  return { ...base, title: titleOf(type, language, subject?.record.ref ?? day ?? ''), sections }
}

/** Begin a product. Throws Problem `not-allowed` where the author may not draft or may not read what it would hold. */
export async function beginProduct(app: App, author: Reader, begin: Begin, id: string, now: number): Promise<Committed> {
  const before = begin.distribution ? [] : await lastDistribution(app, author, begin.type)
  const data = await draftOf(app, author, { ...begin, distribution: begin.distribution ?? before }, now)
  return create(app, author, data, id, now)
}

/** Make sections anew, as wanted; without a wish all of them as they are. */
export async function composeProduct(app: App, author: Reader, seen: Seen, wish: { sections?: Wanted[]; language?: Locale; title?: string }, now: number): Promise<Committed> {
  const record = seen.record as unknown as ProductRecord
  needRight(app, author, record, 'compose')
  const { data } = record
  const language = wish.language ?? data.language
  const outline = outlineOf(app, data.type)
  const wanted = (wish.sections ?? wantedAgain(data.sections)).map((one) => {
    const slot = outline.find((other) => other.id === one.id)
    // In another language the titles are that language's own.
    return language !== data.language && slot ? { ...one, title: inLocale(slot.title, language) } : one
  })
  const high = wanted.find((one) => one.level !== undefined && levelRank(one.level) > levelRank(author.clearance))
  if (high) {
    throw refuseField('/sections', `the section ${high.id} would stand above your own clearance`, 'Choose a lower level')
  }
  const sections = await makeSections(app, { ...askOf({ ...data, language }, record.handling.owner, now), reader: readerOfAudience(data.audience) }, wanted, data.sections)
  const patch = { sections, madeAt: new Date(now).toISOString(), ...(language === data.language ? {} : { language }), ...(wish.title ? { title: wish.title } : {}) }
  const actions: NewAction[] = [act(record, 'compose', now, patch as unknown as JsonObject)]
  const handling = handlingOf(sections, record.handling.owner)
  if (JSON.stringify(handling) !== JSON.stringify(record.handling)) {
    actions.push({ ...act(record, 'handle', now, { handling } as unknown as JsonObject), basedOn: null, reason: 'Handling of a product is the highest of its parts' })
  }
  const committed = await app.store.commit(systemFor(author), actions, { role: roleOf(author) })
  return committed.at(-1) as Committed
}

/** What a release would do: who reads this, who another version, who nothing; and what changed since it was made. */
export async function releasePlan(app: App, record: ProductRecord, now: number): Promise<{ versions: Version[]; distribution: Recipient[]; changes: ReturnType<typeof changedFacts> }> {
  const groups = await readersOf(app.store, record.data.distribution, now)
  const { versions, distribution } = await versionsFor(app, record, groups, now)
  return { versions, distribution, changes: changedFacts(record.data.sections, await sectionsNow(app, record, now)) }
}

/**
 * Release: this product, and with it a version for each class of its readers who may see less; what it corrects is replaced.
 * All or nothing. Refused when a value changed since it was made, or its words since its releaser looked at them (`lookedAt`, the
 * version they saw), because somebody would sign what nobody looked at, and while a name that is to be kept stands in it.
 */
export async function releaseProduct(app: App, releaser: Reader, seen: Seen, now: number, lookedAt?: number): Promise<{ record: ProductRecord; versions: ProductRecord[] }> {
  const record = seen.record as unknown as ProductRecord
  needRight(app, releaser, record, 'release')
  if (lookedAt !== undefined && lookedAt !== record.version) {
    const before = (await app.store.versions(SYSTEM, record.id, 0)).find((one) => one.record.version === lookedAt)
    if (!before || !sameJson(before.record.data as Json, record.data as unknown as Json)) {
      throw new Problem('wrong-state', CHANGED_SINCE)
    }
  }
  const corrected = record.data.corrects === undefined ? null : await app.store.get(SYSTEM, record.data.corrects)
  if (corrected && (corrected.record as unknown as ProductRecord).data.supersededBy !== undefined) {
    throw new Problem('wrong-state', REPLACED)
  }
  const { versions, distribution, changes } = await releasePlan(app, record, now)
  if (changes.length > 0) {
    throw new Problem('wrong-state', `${changes.length} values changed since it was made at ${record.data.madeAt}; make it again, look at it, and release then`)
  }
  for (const sections of [record.data.sections, ...versions.map((one) => one.sections)]) {
    await refuseNames(app, { ...record.data, sections }, { id: record.id, user: releaser.user })
  }
  const actions: NewAction[] = [act(record, 'release', now, { name: releaser.name, distribution } as unknown as JsonObject)]
  const made: string[] = []
  for (const version of versions) {
    const id = uuidV7(now)
    made.push(id)
    const { released: _r, receipts: _c, stale: _s, corrects: _k, changes: _h, about, updates: _u, ...rest } = record.data
    // Not even that there is such a record is told to those who may not see it.
    const subject = about === undefined ? null : await app.store.get(readerOfAudience(version.audience), about)
    const data: Product = { ...rest, title: numbered(titleOf(rest.type, rest.language, subject?.record.ref ?? rest.day ?? zuluAndLocal(now, rest.zone)), rest), ...(subject ? { about: subject.record.id } : {}), audience: version.audience, sections: version.sections, distribution: version.recipients.map((one) => ({ ...one, gets: 'this' as const })), tearOf: record.id }
    actions.push({ id: uuidV7(now), record: id, kind: 'product', type: 'create', at: new Date(now).toISOString(), basedOn: null, patch: { data, handling: version.handling, workflow: 'submitted', area: version.audience.area } as unknown as JsonObject })
    // For headquarters, what can wait goes by the chief of staff.
    if (!version.waits) {
      actions.push({ ...act({ id, kind: 'product', version: 1 }, 'release', now, { name: releaser.name, distribution: data.distribution } as unknown as JsonObject) })
    }
  }
  for (const old of await replacedBy(app, record)) {
    actions.push(act(old, 'supersede', now, { by: record.id }))
  }
  const updated = record.data.updates === undefined ? null : await app.store.get(releaser, record.data.updates)
  if (updated) {
    actions.push(act(updated.record, 'update-sent', now, {}))
  }
  const committed = await app.store.commit(systemFor(releaser), actions, { role: roleOf(releaser, 'release') })
  const standing = (id: string): ProductRecord => committed.findLast((one) => one.record.id === id)?.record as unknown as ProductRecord
  return { record: standing(record.id), versions: made.map(standing) }
}

/** What somebody writes while it is being released is not released with it, and what two corrections replace is replaced once. */
export function guardReleases(store: App['store']): () => void {
  return store.guard((asked, before) => {
    const standing = asked.kind === 'product' ? (before as unknown as ProductRecord | null) : null
    if (standing && asked.type === 'release' && asked.basedOn !== null && asked.basedOn !== standing.version) {
      throw new Problem('wrong-state', CHANGED_SINCE)
    }
    if (standing && asked.type === 'supersede' && standing.data.supersededBy !== undefined) {
      throw new Problem('wrong-state', REPLACED)
    }
    return asked
  })
}

/** Begin the next numbered correction of a released product: the same sections made anew, for the same readers, with what changed. */
export async function correctProduct(app: App, author: Reader, seen: Seen, id: string, now: number): Promise<Committed> {
  const record = seen.record as unknown as ProductRecord
  const { data } = record
  if (!data.released || data.tearOf !== undefined || data.supersededBy !== undefined) {
    throw new Problem('wrong-state', data.supersededBy ? REPLACED : data.tearOf ? 'correct the product itself: its versions follow' : 'it is not released yet: edit it')
  }
  const sections = await sectionsNow(app, record, now)
  const { released: _r, receipts: _c, stale: _s, readByAll: _a, ...rest } = data
  const correction = (data.correction ?? 0) + 1
  const title = numbered(data.title.replace(/ — [^—]+ \d+$/, ''), { language: data.language, correction })
  const next: Product = {
    ...rest, title, sections, madeAt: new Date(now).toISOString(), correction, corrects: record.id, changes: changedFacts(data.sections, sections).slice(0, 500),
    distribution: data.distribution.filter((one) => one.insteadOf === undefined).map(({ gets: _g, ...one }) => one),
  }
  return create(app, author, next, id, now)
}

/** Its reader has read it. Answers the record as it stands. */
export async function receiveProduct(app: App, reader: Reader, seen: Seen, now: number): Promise<Committed | null> {
  const record = seen.record as unknown as ProductRecord
  const { distribution, receipts = [] } = record.data
  if (record.workflow !== 'approved' || !distribution.some((one) => one.user === reader.user) || receipts.some((one) => one.user === reader.user)) {
    return null
  }
  const actions = [{ ...act(record, 'receipt', now, { name: reader.name }), id: derivedId(record.id, 'receipt', reader.user), basedOn: null }]
  const [committed] = await app.store.commit(reader, actions)
  const after = committed?.record as unknown as ProductRecord | undefined
  const must = distribution.some((one) => one.mandatory && one.gets === 'this')
  if (after && must && after.data.readByAll === undefined && waitedFor(after.data).length === 0) {
    await app.store.commit(systemFor(reader), [{ ...act(after, 'read-by-all', now, {}), id: derivedId(record.id, 'read-by-all'), basedOn: null }])
  }
  return committed ?? null
}

async function create(app: App, author: Reader, data: Product, id: string, now: number): Promise<Committed> {
  const mission = await missionOf(app.store)
  const handling = handlingOf(data.sections, mission?.org ?? author.org)
  const may = mayCreate(author, product, accessClassOf({ kind: 'product', handling, area: data.audience.area, workflow: 'draft' }), app.store.areas())
  if (!may.allow) {
    throw new Problem('not-allowed', `you may not make this product: ${may.because}`)
  }
  const [committed] = await app.store.commit(systemFor(author), [{ id: derivedId(id, 'create'), record: id, kind: 'product', type: 'create', at: new Date(now).toISOString(), basedOn: null, patch: { data, handling, workflow: 'draft', area: data.audience.area } as unknown as JsonObject }], { role: roleOf(author) })
  return committed as Committed
}

function needRight(app: App, reader: Reader, record: ProductRecord, type: string): void {
  const may = mayAct(reader, app.store.kinds().need('product'), type, record as unknown as VigieRecord, app.store.areas())
  if (!may.allow) {
    throw new Problem(may.cause === 'state' ? 'wrong-state' : 'not-allowed', `${type}: ${may.because}`)
  }
}

/** The product corrected and every version of it that still stands. */
async function replacedBy(app: App, record: ProductRecord): Promise<VigieRecord[]> {
  const { corrects } = record.data
  if (corrects === undefined) {
    return []
  }
  const system = systemFor({ user: 'system', name: 'Vigie', org: 'system' })
  const [old, versions] = [await app.store.get(system, corrects), await app.store.list(system, { kind: 'product', where: { tearOf: [corrects] }, limit: 500 })]
  return [...(old ? [old] : []), ...versions.items].map((one) => one.record).filter((one) => one.workflow === 'approved' && (one as unknown as ProductRecord).data.supersededBy === undefined)
}

/** To whom the last product of the type went that its author may see. */
async function lastDistribution(app: App, author: Reader, type: ProductType): Promise<Recipient[]> {
  const page = await app.store.list(author, { kind: 'product', where: { 'product-type': [type], 'tearOf': [''] }, workflow: ['approved'], sort: { by: 'logged', dir: 'desc' }, limit: 1 })
  const last = page.items[0]?.record as unknown as ProductRecord | undefined
  return (last?.data.distribution ?? []).filter((one) => one.insteadOf === undefined).map(({ gets: _g, ...one }) => one)
}

/** The page of the head of mission says what changed since the last one released, not longer ago than a week; without one, over the span of its day. */
async function sinceLastBrief(app: Building, author: Reader, span: { from: number; to: number }): Promise<{ from: number; to: number }> {
  const page = await app.store.list(author, { kind: 'product', where: { 'product-type': ['HOM'], 'tearOf': [''] }, workflow: ['approved'], sort: { by: 'logged', dir: 'desc' }, limit: 20 })
  const ends = page.items.map(({ record }) => Date.parse((record as unknown as ProductRecord).data.period?.to ?? '')).filter((to) => to < span.to && to >= span.to - LONGEST_BRIEF_MS)
  return ends.length === 0 ? span : { from: Math.max(...ends), to: span.to }
}

function titleOf(type: ProductType, language: Locale, of: string): string {
  return `${inLocale(texts[`type.${type}`] as { en: string; fr: string }, language)} ${/^\d{4}-\d{2}-\d{2}$/.test(of) ? dayIn(language, of) : of}`
}

/** `22 Nov 2026` of a day written `2026-11-22`, with Latin figures in every language. */
function dayIn(language: Locale, day: string): string {
  return new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : `${language}-u-nu-latn`, { timeZone: 'UTC', day: 'numeric', month: 'short', year: 'numeric' }).format(new Date(`${day}T00:00Z`))
}

/** Its readers see in the title that it corrects what they were sent, and which time that is. */
function numbered(title: string, { language, correction }: { language: Locale; correction?: number }): string {
  return correction === undefined ? title : `${title} — ${inLocale(texts['field.product.correction'] as { en: string; fr: string }, language)} ${correction}`
}

function spanOf(type: ProductType, day: string, zone: string, cutOff?: string): { from: number; to: number } {
  try {
    return periodOf(type, day, zone, cutOff)
  } catch {
    throw refuseField('/day', `"${day}" is no day`, 'Write YYYY-MM-DD')
  }
}

function act(record: Pick<VigieRecord, 'id' | 'kind' | 'version'>, type: string, now: number, patch: JsonObject): NewAction {
  return { id: uuidV7(now), record: record.id, kind: record.kind, type, at: new Date(now).toISOString(), basedOn: record.version, patch }
}

function roleOf(reader: Reader, type = 'compose'): string {
  const who = product.actions[type]?.who
  const grant = reader.grants.find((one) => who === undefined || who === '*' || who.includes(one.role)) ?? reader.grants[0]
  return grant?.role ?? ''
}
