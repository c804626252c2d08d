import { Type } from 'typebox'
import { CAVEATS, LEVELS } from '../../../core/handling.ts'
import { inLocale, LOCALES } from '../../../core/i18n.ts'
import { Changed, MODES, PRODUCT_TYPES, Recipient } from '../../../core/product.ts'
import { periodOf } from '../../../core/product-period.ts'
import { Problem } from '../../../core/problem.ts'
import { localDate } from '../../../core/time.ts'
import { allAccounts, answerCommitted, closed, emptyTemplate, endpoint, fileHeaders, findRecord, id, instant, isActive, missionOf, needAdmin, ok, presentRecord, presentRecords, RecordView, SECTION_PLACE, sourcesOf, TEMPLATE_PLACES, type Endpoint, type Seen } from '../../../server/face.ts'
import { WRITTEN } from '../shared/outline.ts'
import { DRAFTERS } from '../shared/roles.ts'
import { behindFact } from './behind.ts'
import { MEDIA, OUTPUT_FORMATS, writeProduct } from './export.ts'
import { beginProduct, composeProduct, correctProduct, receiveProduct, releasePlan, releaseProduct, type Begin } from './life.ts'
import { outlineOf, type ProductRecord, type Wanted } from './make.ts'
import { dropTemplate, keepTemplate, TEMPLATE_LIMIT, templateOf, templatesOf } from './template.ts'
import { productsUsing } from './uses.ts'

const Key = Type.Object({ id: Type.String({ minLength: 1, maxLength: 64, description: 'id or reference of a product' }) }, closed)
const text = (max: number) => Type.String({ maxLength: max })
const WantedBody = Type.Object(
  { id: Type.String({ minLength: 1, maxLength: 64 }), mode: Type.Enum([...MODES]), title: Type.Optional(text(300)), text: Type.Optional(text(20_000)), outside: Type.Optional(Type.Boolean({ description: 'may be in a version for readers outside the mission' })), level: Type.Optional(Type.Enum([...LEVELS])), caveats: Type.Optional(Type.Array(Type.Enum([...CAVEATS]), { uniqueItems: true })) },
  closed,
)

const catalogue = endpoint({
  method: 'GET', path: '/api/products/catalogue', tag: 'products', summary: 'Types of product with their sections, who can be sent one, and the mission-local day', access: 'signed-in',
  answers: {
    200: Type.Object({
      types: Type.Array(Type.Object({ type: Type.Enum([...PRODUCT_TYPES]), sections: Type.Array(Type.Object({ id: Type.String(), titles: Type.Record(Type.String(), Type.String()), written: Type.Boolean() }, closed)) }, closed)),
      people: Type.Array(Type.Object({ user: Type.String(), name: Type.String(), roles: Type.Array(Type.String()), side: Type.String() }, closed), { description: 'for those who draft' }),
      day: Type.String(), cutOff: Type.String({ description: 'when data of the day is cut off for the daily report, ISO 8601 UTC' }), zone: Type.String(), template: Type.Boolean({ description: 'the mission has a template of its own' }),
    }, closed),
  },
  async handle({ app, reader, now }) {
    const mission = await missionOf(app.store)
    const zone = mission?.zone ?? 'UTC'
    const drafts = reader.grants.some((grant) => DRAFTERS.includes(grant.role))
    const people = drafts ? (await allAccounts(app.store)).filter(isActive).map(({ id: user, data }) => ({ user, name: data.name, roles: [...new Set(data.grants.map((grant) => grant.role))], side: data.side })) : []
    return ok({
      types: PRODUCT_TYPES.map((type) => ({ type, sections: outlineOf(app, type).map((slot) => ({ id: slot.id, titles: Object.fromEntries(LOCALES.map((locale) => [locale, inLocale(slot.title, locale)])), written: !slot.source })) })),
      people: people.sort((a, b) => (a.name < b.name ? -1 : 1)), day: localDate(now, zone), cutOff: new Date(periodOf('DSR', localDate(now, zone), zone, mission?.cutOff).to).toISOString(), zone, template: (await templateOf(app.store, null)) !== null,
    })
  },
})

const begin = endpoint({
  method: 'POST', path: '/api/products', tag: 'products', summary: 'Begin a product: its sections are made from what its readers may see', access: 'signed-in',
  body: Type.Object(
    {
      type: Type.Enum([...PRODUCT_TYPES]), day: Type.Optional(Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$', description: 'mission-local day; default today' })), about: Type.Optional(Type.String({ minLength: 1, maxLength: 64, description: 'id of the record an urgent product is about' })),
      language: Type.Optional(Type.Enum([...LOCALES])), clearance: Type.Optional(Type.Enum([...LEVELS])), updates: Type.Optional(id), contact: Type.Optional(text(200)), nextUpdate: Type.Optional(instant), distribution: Type.Optional(Type.Array(Recipient, { maxItems: 500 })),
    },
    closed,
  ),
  answers: { 201: RecordView, 204: null },
  async handle(call) {
    return answerCommitted(call, await beginProduct(call.app, call.reader, call.body as Begin, call.freshId('product'), call.now), 201)
  },
})

const compose = endpoint({
  method: 'POST', path: '/api/products/:id/compose', tag: 'products', summary: 'Make its sections anew; with `sections` in that order and way', access: 'signed-in',
  params: Key, body: Type.Object({ sections: Type.Optional(Type.Array(WantedBody, { maxItems: 60 })), language: Type.Optional(Type.Enum([...LOCALES])), title: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })) }, closed),
  answers: { 200: RecordView, 204: null },
  async handle(call) {
    const { sections, language, title } = call.body
    return answerCommitted(call, await composeProduct(call.app, call.reader, await find(call), { ...(sections ? { sections: sections as Wanted[] } : {}), ...(language ? { language } : {}), ...(title ? { title } : {}) }, call.now), 200)
  },
})

const VersionView = Type.Object({ side: Type.String(), role: Type.String(), level: Type.String(), names: Type.Array(Type.String()), sections: Type.Array(Type.String()), waits: Type.Boolean({ description: 'its release is the chief of staff’s' }) }, closed)

const plan = endpoint({
  method: 'GET', path: '/api/products/:id/release', tag: 'products', summary: 'What releasing it would do: who reads it, who a version, who nothing, and what changed since it was made', access: 'signed-in',
  params: Key,
  answers: { 200: Type.Object({ versions: Type.Array(VersionView), distribution: Type.Array(Recipient), changes: Type.Array(Changed) }, closed) },
  async handle(call) {
    const seen = await find(call)
    // Whoever drafts or releases is told; a reader of the product is not told what others may not see.
    if (!['compose', 'release'].some((type) => seen.can.includes(type)) && seen.record.workflow !== 'approved') {
      throw new Problem('not-allowed', 'only those who draft or release it are told')
    }
    const { versions, distribution, changes } = await releasePlan(call.app, seen.record as unknown as ProductRecord, call.now)
    return ok({ versions: versions.map((one) => ({ side: one.audience.side, role: one.audience.role, level: one.handling.level, names: one.recipients.map((recipient) => recipient.name), sections: one.sections.map((section) => section.title), waits: one.waits })), distribution, changes })
  },
})

const release = endpoint({
  method: 'POST', path: '/api/products/:id/release', tag: 'products', summary: 'Release it, with a version for every class of its readers who may see less', access: 'signed-in',
  params: Key, query: Type.Object({ basedOn: Type.Optional(Type.Integer({ minimum: 1, description: 'version of it that was looked at: what was written since is not released' })) }, closed),
  answers: { 200: Type.Object({ record: RecordView, versions: Type.Array(Type.Object({ id: Type.String(), ref: Type.String(), side: Type.String(), released: Type.Boolean() }, closed)) }, closed) },
  async handle(call) {
    const done = await releaseProduct(call.app, call.reader, await find(call), call.now, call.query.basedOn)
    const seen = await findRecord(call, done.record.id)
    return ok({ record: await presentRecord(call.app, seen), versions: done.versions.map((one) => ({ id: one.id, ref: one.ref, side: one.data.audience.side, released: one.workflow === 'approved' })) })
  },
})

const correct = endpoint({
  method: 'POST', path: '/api/products/:id/correct', tag: 'products', summary: 'Begin the next numbered correction, for the same readers, with what changed', access: 'signed-in',
  params: Key, answers: { 201: RecordView, 204: null },
  async handle(call) {
    return answerCommitted(call, await correctProduct(call.app, call.reader, await find(call), call.freshId('product'), call.now), 201)
  },
})

const receipt = endpoint({
  method: 'POST', path: '/api/products/:id/receipt', tag: 'products', summary: 'Say that you have read it; nothing for those it was not sent to', access: 'signed-in',
  params: Key, answers: { 200: RecordView, 204: null },
  async handle(call) {
    const seen = await find(call)
    const committed = await receiveProduct(call.app, call.reader, seen, call.now)
    return ok(await presentRecord(call.app, committed ? ((await call.app.store.get(call.reader, seen.record.id)) ?? seen) : seen))
  },
})

const fact = endpoint({
  method: 'GET', path: '/api/products/:id/fact', tag: 'products', summary: 'What a value of a product was made of, as far as you may see it', access: 'signed-in',
  params: Key, query: Type.Object({ section: text(64), fact: text(160) }, closed),
  answers: { 200: Type.Object({ value: Type.String(), asOf: Type.String(), kind: Type.String(), total: Type.Integer({ description: 'records it was counted from' }), now: Type.Integer({ description: 'records the same question has now, with the eyes the product was made with' }), looked: Type.Integer({ description: 'of them looked through' }), visible: Type.Integer({ description: 'of these you may see' }), shown: Type.Integer({ description: 'of those in items: the first hundred' }), items: Type.Array(RecordView), changed: Type.Array(Type.String(), { description: 'ids of records that are not as they were' }) }, closed) },
  async handle(call) {
    const { record } = await find(call)
    const section = (record as unknown as ProductRecord).data.sections.find((one) => one.id === call.query.section)
    const found = section?.facts.find((one) => one.id === call.query.fact)
    if (!section || !found) {
      throw new Problem('not-found', 'the product has no such value; it may have been made anew since')
    }
    const { items, ...counted } = await behindFact(call.app, call.reader, (record as unknown as ProductRecord).data.audience, found)
    const then = new Map(found.records.map((one) => [one.id, one.version]))
    return ok({
      value: found.value, asOf: section.asOf, kind: found.kind, total: found.total, ...counted, shown: items.length, items: await presentRecords(call.app, call.reader, items),
      changed: items.filter(({ record: one }) => then.has(one.id) && then.get(one.id) !== one.version).map(({ record: one }) => one.id),
    })
  },
})

const exported = endpoint({
  method: 'GET', path: '/api/products/:id/export', tag: 'products', summary: 'As a document: Word, PDF, 7-bit text of 69 columns, JSON; written down as an export', access: 'signed-in',
  params: Key, query: Type.Object({ format: Type.Enum([...OUTPUT_FORMATS]) }, closed),
  answers: { 200: { media: 'application/octet-stream' } },
  async handle(call) {
    const { app, reader } = call
    const { format } = call.query
    const { record } = await find(call)
    const raw = await writeProduct((record as unknown as ProductRecord).data, { ref: record.ref, handling: record.handling }, format, await templateOf(app.store, (record as unknown as ProductRecord).data.type))
    await app.store.audit(reader, [record.id], 'export', { format })
    return { status: 200, raw, type: MEDIA[format], headers: fileHeaders(`${record.ref}.${format}`, MEDIA[format]) }
  },
})

const OfType = Type.Object({ type: Type.Optional(Type.Enum([...PRODUCT_TYPES], { description: 'of this type alone; without it of all' })) }, closed)
const TemplateView = Type.Object({ type: Type.Union([Type.Enum([...PRODUCT_TYPES]), Type.Null()]), name: Type.String(), at: Type.String(), by: Type.String(), bytes: Type.Integer(), places: Type.Array(Type.String()) }, closed)

const listTemplates = endpoint({
  method: 'GET', path: '/api/products/templates', tag: 'products', summary: 'Word templates of the mission, and the places one may have', access: 'signed-in',
  answers: { 200: Type.Object({ items: Type.Array(TemplateView), places: Type.Array(Type.String()) }, closed) },
  async handle({ app }) {
    const sections = [...sourcesOf(app).map((source) => source.name), ...new Set(Object.values(WRITTEN).flat().map((slot) => slot.id))]
    return ok({ items: await templatesOf(app.store, PRODUCT_TYPES), places: [...TEMPLATE_PLACES, ...sections.map((one) => `${SECTION_PLACE}${one}`)] })
  },
})

const readTemplate = endpoint({
  method: 'GET', path: '/api/products/template', tag: 'products', summary: 'The Word template in force, or the one to begin from', access: 'signed-in', query: Type.Object({ ...OfType.properties, shipped: Type.Optional(Type.Boolean({ description: 'the one to begin from, whatever is in force' })) }, closed),
  answers: { 200: { media: MEDIA.docx } },
  async handle({ app, query }) {
    return { status: 200, raw: (query.shipped ? null : await templateOf(app.store, query.type ?? null)) ?? (await emptyTemplate()), type: MEDIA.docx, headers: fileHeaders('template.docx', MEDIA.docx) }
  },
})

const setTemplate = endpoint({
  method: 'POST', path: '/api/products/template', tag: 'products', summary: 'Give the mission’s own Word template: multipart file (administrators)', access: 'signed-in', multipart: true, query: OfType,
  answers: { 200: TemplateView },
  async handle(call) {
    needAdmin(call)
    if (!call.request.isMultipart()) {
      throw new Problem('unsupported-type', 'send the file as multipart/form-data')
    }
    const part = await call.request.file({ limits: { fileSize: TEMPLATE_LIMIT, files: 1, fields: 2, parts: 3 } })
    const bytes = await part?.toBuffer()
    if (!part || !bytes) {
      throw new Problem('invalid-input', 'no file was sent; add the .docx as a part with a file name')
    }
    return ok(await keepTemplate(call.app, call.query.type ?? null, { name: part.filename, bytes }, call.reader.name, call.now))
  },
})

const removeTemplate = endpoint({
  method: 'DELETE', path: '/api/products/template', tag: 'products', summary: 'Go back to the template of all types, or to the layout Vigie brings (administrators)', access: 'signed-in', query: OfType,
  answers: { 204: null },
  async handle(call) {
    needAdmin(call)
    await dropTemplate(call.app.store, call.query.type ?? null)
    return { status: 204 }
  },
})

const uses = endpoint({
  method: 'GET', path: '/api/product-uses/:id', tag: 'products', summary: 'Released products that were counted from a record or are about it', access: 'signed-in',
  params: Type.Object({ id: Type.String({ minLength: 1, maxLength: 64, description: 'id or reference of a record' }) }, closed),
  answers: {
    200: Type.Object({
      items: Type.Array(Type.Object({
        id: Type.String(), ref: Type.String(), title: Type.String(), type: Type.Enum([...PRODUCT_TYPES]), releasedAt: Type.String(), stale: Type.Boolean(), replaced: Type.Boolean(),
        version: Type.Union([Type.Integer(), Type.Null()], { description: 'version of the record it was counted from; null: the product is about it' }),
      }, closed)),
      shown: Type.Integer(), found: Type.Integer({ description: 'how many there are, shown or not' }),
    }, closed),
  },
  async handle(call) {
    const { record } = await findRecord(call, call.params.id)
    return ok(await productsUsing(call.app, call.reader, record))
  },
})

export const productRoutes: readonly Endpoint[] = [catalogue, begin, listTemplates, readTemplate, setTemplate, removeTemplate, compose, plan, release, correct, receipt, fact, exported, uses]

async function find(call: Parameters<typeof findRecord>[0] & { params: { id: string } }): Promise<Seen> {
  const seen = await findRecord(call, call.params.id)
  if (seen.record.kind !== 'product') {
    throw new Problem('not-found', `no product ${call.params.id} that you may see`)
  }
  return seen
}
