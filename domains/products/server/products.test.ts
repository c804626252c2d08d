import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { unzipSync } from 'fflate'
import type { Product } from '../../../core/product.ts'
import { periodOf } from '../../../core/product-period.ts'
import { runningNode, type Person, type RunningNode } from '../../../test/running-node.ts'
import { report, square, SYSTEM, until } from '../../../test/store.ts'
import { readerOf } from '../../../server/auth/reader.ts'
import { offerNamesToKeep } from '../contract.ts'
import { releaseProduct } from './life.ts'

const ZONE = 'Africa/Bangui'
/** The day before the test's own, so that its products are of the past. */
const DAY = '2026-08-18'
const NEXT = '2026-08-19'
/** A day of which nothing was logged. */
const QUIET = '2026-08-10'
const CUT = periodOf('DSR', DAY, ZONE).to
const MINUTE = 60_000

let node: RunningNode
let duty: Person
let lead: Person
let chief: Person
let analyst: Person
let host: Person
let hq: Person
let partner: Person
let field: Person

const iso = (ms: number): string => new Date(ms).toISOString()
const data = (view: { data: unknown }): Product => view.data as Product
const factOf = (product: Product, section: string, fact: string): string | undefined => product.sections.find((one) => one.id === section)?.facts.find((one) => one.id === fact)?.value

async function logged(id: string, at: number, more: Record<string, unknown> = {}, handling: object = {}): Promise<void> {
  await node.store.commit(SYSTEM, [report({ title: `Event ${id}`, happened: { from: iso(at - 20 * MINUTE), precision: 'EXACT' }, severity: 3, ...more } as never, { record: id, handling: handling as never })], { receivedAt: () => iso(at) })
}

before(async () => {
  node = await runningNode()
  await node.store.commit(SYSTEM, [
    { id: 'm', record: 'mission', kind: 'mission', type: 'create', at: '2026-01-01T00:00:00Z', basedOn: null, patch: { data: { name: 'Mission of the test', zone: ZONE, languages: ['en', 'fr'], bounds: [14, 2, 28, 12], exercise: true, org: 'mission' } } },
    square('sec-e', 'sector', null, 16, 2, 20, 8), square('sec-w', 'sector', null, 20, 2, 24, 8),
  ])
  const everywhere = (role: string) => ({ grants: [{ role: role as never, area: null }] })
  duty = await node.person('duty', everywhere('JOC-DO'))
  lead = await node.person('lead', everywhere('JOC-DO'))
  chief = await node.person('chief', { clearance: 'SC', ...everywhere('JOC-CH') })
  analyst = await node.person('analyst', everywhere('JMAC-A'))
  field = await node.person('field', { clearance: 'U', grants: [{ role: 'TOC', area: 'sec-e' }] })
  host = await node.person('host', { org: 'host', side: 'host', clearance: 'U', ...everywhere('HOST-LO') })
  hq = await node.person('hq', { org: 'hq', side: 'hq', clearance: 'C', ...everywhere('HQ') })
  partner = await node.person('partner', { org: 'ngo', side: 'partner', clearance: 'U', ...everywhere('PARTNER') })
})
after(() => node?.close())

const begin = (as: Person, body: object) => node.call('POST', '/api/products', { as, body })
const post = (as: Person, id: string, what: string, body: object = {}) => node.call('POST', `/api/products/${id}/${what}`, { as, body })
const act = async (as: Person, id: string, type: string, patch: object = {}, reason?: string) => node.call('POST', `/api/records/${id}/actions`, { as, body: { type, basedOn: (await node.call('GET', `/api/records/${id}`, { as: chief })).json.version, patch, ...(reason ? { reason } : {}) } })
const read = (as: Person, id: string) => node.call('GET', `/api/records/${id}`, { as })
const sent = (...people: Person[]) => people.map(({ account }) => ({ user: account.id, name: account.data.name, mandatory: true }))

describe('a daily report', () => {
  test('holds what was logged before the cut-off, not a minute later, and lists what came late', async () => {
    await logged('in-0559', CUT - MINUTE)
    await logged('out-0601', CUT + MINUTE, { happened: { from: iso(CUT - 30 * MINUTE), precision: 'EXACT' } })
    const first = (await begin(chief, { type: 'DSR', day: DAY })).json
    const lines = (product: Product, section: string): (string | undefined)[] => product.sections.find((one) => one.id === section)?.blocks.flatMap((block) => (block.lines ?? []).map((line) => line.record)) ?? []
    assert.deepEqual(lines(data(first), 'incidents.significant'), ['in-0559'])
    assert.equal(factOf(data(first), 'incidents.sum', 'all'), '1')
    const second = (await begin(chief, { type: 'DSR', day: NEXT })).json
    assert.deepEqual(lines(data(second), 'incidents.late'), ['out-0601'])
    assert.deepEqual(lines(data(second), 'incidents.significant'), [])
    assert.equal(data(second).exercise, true)
  })

  test('says which sectors sent nothing, and that a NIL report is one', async () => {
    const made = await node.call('POST', '/api/records', { as: duty, body: { kind: 'unit-report', data: { unit: 'sec-w', name: 'Sector West', day: DAY, nil: true } } })
    assert.equal(made.status, 201, made.body)
    const unnamed = await node.call('POST', '/api/records', { as: duty, body: { kind: 'unit-report', data: { unit: 'sec-n', day: DAY, nil: true } } })
    assert.deepEqual([made.json.title, unnamed.json.title], [`Sector West ${DAY}`, DAY], 'no title says an id')
    const product = data((await begin(duty, { type: 'DSR', day: DAY })).json)
    assert.equal(factOf(product, 'products.inputs', 'sec-e'), 'NOT RECEIVED')
    assert.match(factOf(product, 'products.inputs', 'sec-w') ?? '', /^NIL, /)
  })

  test('says to whoever may see less how many of the records behind a value that is, and shows whoever may see more none that was not counted', async () => {
    await logged('in-low', CUT - 2 * MINUTE, {}, { level: 'U' })
    await logged('in-c', CUT - 3 * MINUTE, {}, { level: 'C' })
    await logged('in-sc', CUT - 4 * MINUTE, {}, { level: 'SC' })
    const product = (await begin(duty, { type: 'DSR', day: DAY, clearance: 'C' })).json
    const opened = async (as: Person) => (await node.call('GET', `/api/products/${product.id}/fact?section=incidents.sum&fact=all`, { as })).json
    assert.equal(factOf(data(product), 'incidents.sum', 'all'), '3')
    const more = await opened(chief)
    assert.deepEqual([more.total, more.now, more.visible, more.items.map((one: { id: string }) => one.id).toSorted()], [3, 3, 3, ['in-0559', 'in-c', 'in-low']])
    await node.store.commit(SYSTEM, [{ id: 'close', record: 'in-c', kind: 'incident', type: 'handle', at: iso(Date.now()), basedOn: null, patch: { handling: { level: 'SC', compartments: [], owner: 'mission', releasableTo: ['*'], caveats: [] } }, reason: 'test' }])
    const less = await opened(duty)
    assert.deepEqual([less.total, less.visible, less.items.length], [3, 2, 2])
    assert.doesNotMatch(JSON.stringify(less.items), /in-c/)
    for (const id of ['in-low', 'in-c', 'in-sc']) {
      await node.store.commit(SYSTEM, [{ id: `gone-${id}`, record: id, kind: 'incident', type: 'retract', at: iso(Date.now()), basedOn: null, patch: {}, reason: 'test' }])
    }
  })

  test('takes two: whoever drafted it does not release it, and a duty officer releases no daily', async () => {
    const { id } = (await begin(chief, { type: 'DSR', day: DAY, distribution: sent(analyst) })).json
    assert.equal((await post(chief, id, 'release')).status, 409, 'not submitted yet')
    assert.equal((await act(chief, id, 'submit')).status, 200)
    assert.equal((await post(chief, id, 'release')).status, 403)
    assert.equal((await post(lead, id, 'release')).status, 403)
    assert.equal((await read(hq, id)).status, 404)
  })

  test('goes out as its releaser looked at it, not as somebody has written it since', async () => {
    const { id } = (await begin(duty, { type: 'DSR', day: QUIET, distribution: sent(analyst) })).json
    assert.equal((await act(duty, id, 'submit')).status, 200)
    const seen = (await node.store.get(SYSTEM, id))!
    const sections = (text: string) => ({ sections: (seen.record as unknown as { data: Product }).data.sections.map(({ id: of, mode }) => ({ id: of, mode, ...(mode === 'text' ? { text } : {}) })) })
    assert.equal((await post(duty, id, 'compose', sections('Written while the chief was reading.'))).status, 200)
    const refused = await post(chief, id, `release?basedOn=${seen.record.version}`)
    assert.equal(refused.status, 409, refused.body)
    assert.match(refused.json.detail, /changed since/)
    // The same between looking and writing, where no version can be compared any more.
    await assert.rejects(releaseProduct(node.node.app, readerOf(chief.account, null, Date.now()), seen, Date.now()), /changed since/)
    assert.equal((await read(duty, id)).json.workflow, 'submitted')
    const now = (await read(chief, id)).json.version
    assert.equal((await act(duty, id, 'comment', { text: 'Ready.' })).status, 200)
    assert.equal((await post(chief, id, `release?basedOn=${now}`)).status, 200, 'a word about it changes nothing in it')
  })

  test('is corrected once: of two corrections begun of the same, the second that goes out is refused', async () => {
    const { id } = (await begin(duty, { type: 'DSR', day: QUIET, distribution: sent(analyst) })).json
    await act(duty, id, 'submit')
    assert.equal((await post(chief, id, 'release')).status, 200)
    const [one, two] = [(await post(duty, id, 'correct')).json.id, (await post(duty, id, 'correct')).json.id]
    for (const each of [one, two]) {
      assert.equal((await act(duty, each, 'submit')).status, 200)
    }
    assert.equal((await post(chief, one, 'release')).status, 200)
    const refused = await post(chief, two, 'release')
    assert.deepEqual([refused.status, refused.json.detail], [409, 'it was replaced already; correct the one that stands'])
  })

  test('no number of it stands there unbound, a change neither', async () => {
    for (const type of ['DSR', 'HOM']) {
      const product = data((await begin(chief, { type, day: DAY })).json)
      const loose = product.sections.filter(({ id, mode }) => mode === 'live' && /^incidents\.(sum|changed|areas|significant)$/.test(id)).flatMap(({ id, blocks }) => blocks.flatMap((block) => [...(block.pieces ?? []), ...(block.lines ?? []).flatMap((line) => [...(line.pieces ?? []), ...(line.cells ?? []).flat()])])
        // Of plain words only the times of the period and what severe means hold digits.
        .flatMap((piece) => (typeof piece === 'string' && /\d/.test(piece.replaceAll(/\d{6}Z [A-Z]{3} \d{2}( \(\d{4}\))?|severity 3 or/g, '')) ? [`${id}: ${piece}`] : [])))
      assert.deepEqual(loose, [], type)
    }
    const { id } = (await begin(duty, { type: 'HOM', day: DAY })).json
    const changed = data((await read(duty, id)).json).sections.find((one) => one.id === 'incidents.changed')
    const fact = changed?.facts.find((one) => one.id.endsWith('.change'))
    const opened = await node.call('GET', `/api/products/${id}/fact?section=incidents.changed&fact=${encodeURIComponent(fact?.id ?? '')}`, { as: duty })
    assert.deepEqual([fact?.value, opened.json.items.map((one: { id: string }) => one.id)], ['+1', ['in-0559']])
  })

  test('opens every number on the records behind it, and nobody writes one by hand', async () => {
    const { id, version } = (await begin(duty, { type: 'DSR', day: DAY })).json
    const opened = await node.call('GET', `/api/products/${id}/fact?section=incidents.sum&fact=all`, { as: duty })
    assert.equal(opened.json.total, 1)
    assert.deepEqual(opened.json.items.map((one: { id: string }) => one.id), ['in-0559'])
    assert.equal((await node.call('GET', `/api/products/${id}/fact?section=incidents.sum&fact=nothing`, { as: duty })).status, 404)
    for (const body of [{ type: 'edit', basedOn: version, patch: { fields: { sections: [] } } }, { type: 'compose', basedOn: version, patch: { sections: [], madeAt: iso(CUT) } }]) {
      assert.ok([400, 403].includes((await node.call('POST', `/api/records/${id}/actions`, { as: duty, body })).status), body.type)
    }
    assert.ok((await node.call('POST', '/api/records', { as: duty, body: { kind: 'product', data: { type: 'DSR', title: 'x' } } })).status >= 400)
  })
})

describe('released', () => {
  let id: string

  test('goes stale when a record behind it changes, is corrected by number for the same readers, and fresh again when the value is put back', async () => {
    const begun = await begin(duty, { type: 'DSR', day: DAY, distribution: sent(analyst, hq) })
    id = begun.json.id
    assert.equal((await act(duty, id, 'submit')).status, 200)
    const done = await post(chief, id, 'release')
    assert.equal(done.status, 200, done.body)
    assert.equal(done.json.record.workflow, 'approved')
    const incident = (await read(chief, 'in-0559')).json
    const uses = async (): Promise<{ id: string; version: number | null; stale: boolean; replaced: boolean }[]> => (await node.call('GET', '/api/product-uses/in-0559', { as: duty })).json.items
    assert.partialDeepStrictEqual((await uses()).filter((one) => one.id === id), [{ version: incident.version, stale: false, replaced: false }])
    const outside = await node.call('GET', '/api/product-uses/in-0559', { as: host })
    assert.ok(outside.status === 404 || outside.json.found === 0, 'who may not read the product is not told of it')
    const edit = (severity: number, basedOn: number) => node.call('POST', '/api/records/in-0559/actions', { as: chief, body: { type: 'edit', basedOn, patch: { fields: { severity } } } })
    await edit(2, incident.version)
    await until(async () => data((await read(duty, id)).json).stale !== undefined, 'it is stale')
    const stale = data((await read(duty, id)).json).stale
    assert.ok(stale && stale.changes.some((one) => one.fact === 'severe' && one.was === '1' && one.now === '0'))
    await edit(3, incident.version + 1)
    await until(async () => data((await read(duty, id)).json).stale === undefined, 'it stands again')
    await edit(2, incident.version + 2)
    await until(async () => data((await read(duty, id)).json).stale !== undefined, 'it is stale again')
    const correction = await post(duty, id, 'correct')
    assert.equal(correction.status, 201, correction.body)
    const next = data(correction.json)
    assert.equal(next.correction, 1)
    assert.match(next.title, /Correction 1$/)
    assert.deepEqual(next.distribution.map((one) => one.user), sent(analyst, hq).map((one) => one.user))
    assert.ok(next.changes?.some((one) => one.was === '1' && one.now === '0'))
    await act(duty, correction.json.id, 'submit')
    assert.equal((await post(chief, correction.json.id, 'release')).status, 200)
    assert.deepEqual((await uses()).map((one) => [one.id, one.replaced]), [[correction.json.id, false], [id, true]], 'the record tells of the correction first')
    const old = data((await read(duty, id)).json)
    assert.equal(old.supersededBy, correction.json.id)
    assert.equal(old.stale, undefined)
    assert.equal((await post(duty, id, 'correct')).status, 409)
  })

  test('a figure that counted a record without naming it is told of on the record as well, by who may read the product', async () => {
    const next = await begin(duty, { type: 'DSR', day: NEXT, distribution: sent(analyst) })
    const sections = data(next.json).sections
    assert.ok(!sections.some((section) => section.facts.some((fact) => fact.records.some((one) => one.id === 'in-0559'))), 'it is named nowhere')
    assert.equal((await act(duty, next.json.id, 'submit')).status, 200)
    assert.equal((await post(chief, next.json.id, 'release')).status, 200)
    const uses = async (of: string, as = duty): Promise<{ id: string; version: number | null }[]> => (await node.call('GET', `/api/product-uses/${of}`, { as })).json.items ?? []
    const { version } = (await node.call('GET', `/api/records/in-0559?asOf=${data(next.json).madeAt}`, { as: chief })).json
    assert.deepEqual((await uses('in-0559')).filter((one) => one.id === next.json.id).map((one) => one.version), [version], 'the version known when it was made')
    assert.ok(!(await uses('in-0559', partner)).some((one) => one.id === next.json.id))
    // Of the same days, but above what its readers may see: it was not counted.
    await logged('in-above', CUT - 5 * MINUTE, {}, { level: 'SC' })
    assert.ok(!(await uses('in-above', chief)).some((one) => one.id === next.json.id))
  })

  test('is refused to a releaser when a value changed since it was made', async () => {
    const begun = await begin(duty, { type: 'DSR', day: DAY })
    await act(duty, begun.json.id, 'submit')
    const incident = (await read(chief, 'in-0559')).json
    await node.call('POST', '/api/records/in-0559/actions', { as: chief, body: { type: 'edit', basedOn: incident.version, patch: { fields: { severity: 4 } } } })
    const refused = await post(chief, begun.json.id, 'release')
    assert.equal(refused.status, 409)
    assert.match(refused.json.detail, /changed since it was made/)
    assert.equal((await post(duty, begun.json.id, 'compose')).status, 200)
    assert.equal((await post(chief, begun.json.id, 'release')).status, 200)
  })

  test('has a receipt of each reader it went to, once, and of nobody else', async () => {
    const begun = await begin(analyst, { type: 'INTSUM', day: DAY, distribution: sent(duty, lead) })
    await act(analyst, begun.json.id, 'submit')
    assert.equal((await post(chief, begun.json.id, 'release')).status, 200)
    await post(duty, begun.json.id, 'receipt')
    await post(duty, begun.json.id, 'receipt')
    await post(chief, begun.json.id, 'receipt')
    assert.deepEqual(data((await read(chief, begun.json.id)).json).receipts?.map((one) => one.user), [duty.account.id])
    assert.equal(data((await read(chief, begun.json.id)).json).readByAll, undefined)
    const clock = async () => (await node.call('GET', `/api/clocks?record=${begun.json.id}`, { as: chief })).json.items.find((one: { name: string }) => one.name === 'read')
    assert.equal((await clock()).state, 'running')
    await post(lead, begun.json.id, 'receipt')
    assert.ok(data((await read(chief, begun.json.id)).json).readByAll)
    assert.equal((await clock()).state, 'met')
  })
})

describe('a FLASH', () => {
  test('is drafted from a record, UNVERIFIED, names no victim, and readers who may see less get a version of it', async () => {
    const open = { releasableTo: ['*', 'host', 'ngo'] }
    await logged('ambush', Date.now(), {
      title: 'Ambush, Sergeant Doe hit', narrative: 'Sergeant John Doe was hit.', category: 'AC.01', callsign: 'K31', place: { lon: 18.5, lat: 4.3, precision: 1, radiusM: 50, method: 'GPS', name: 'Sabo' },
      impact: [{ group: 'UNMIL', injured: { est: 1 }, status: 'REPORTED' }], actors: [{ name: 'John Doe', type: 'CIV', role: 'VICTIM' }, { name: 'Group of the north', type: 'NSAG', role: 'PERP_ALLEGED' }],
    }, { ...open, caveats: ['NO-HOST'] })
    await node.store.commit(SYSTEM, [{ id: 'ok', record: 'ambush', kind: 'incident', type: 'submit', at: iso(Date.now()), basedOn: null, patch: {} }]).catch(() => undefined)
    await node.store.commit(SYSTEM, [{ id: 'ok2', record: 'ambush', kind: 'incident', type: 'approve', at: iso(Date.now()), basedOn: null, patch: {} }])
    const begun = await begin(duty, { type: 'FLASH', about: 'ambush', distribution: sent(chief, host, partner, field) })
    assert.equal(begun.status, 201, begun.body)
    const made = data(begun.json)
    const words = JSON.stringify(made)
    assert.doesNotMatch(words, /Doe/)
    assert.match(words, /UNVERIFIED/)
    assert.match(words, /Group of the north/)
    assert.equal(factOf(made, 'incidents.casualties', 'UNMIL.injured'), '1')
    assert.match(factOf(made, 'incidents.facts', 'where') ?? '', /^Sabo, 34N [A-Z]{2} \d{3} \d{3}, /, 'the grid beside the name: somebody has to go there')
    assert.deepEqual(begun.json.handling.caveats, ['NO-HOST'])
    const text = made.sections.map(({ id, mode }) => ({ id, mode, ...(id === 'text.taken' ? { text: 'QRF sent. Injured so far: [[incidents.casualties/UNMIL.injured]].', outside: true } : {}) }))
    const composed = await post(duty, begun.json.id, 'compose', { sections: text })
    assert.equal(composed.status, 200, composed.body)
    assert.equal(factOf(data(composed.json), 'text.taken', 'incidents.casualties/UNMIL.injured'), '1')
    await act(duty, begun.json.id, 'submit')
    const plan = (await node.call('GET', `/api/products/${begun.json.id}/release`, { as: lead })).json
    assert.deepEqual(Object.fromEntries(plan.distribution.map((one: { name: string; gets: string }) => [one.name, one.gets])), { 'Name of chief': 'this', 'Name of host': 'none', 'Name of partner': 'other', 'Name of field': 'other' })
    const done = await post(lead, begun.json.id, 'release')
    assert.equal(done.status, 200, done.body)
    assert.equal((await read(host, begun.json.id)).status, 404)
    assert.equal((await read(partner, begun.json.id)).status, 404)
    const version = done.json.versions.find((one: { side: string }) => one.side === 'partner')
    const seen = await read(partner, version.id)
    assert.equal(seen.status, 200)
    assert.equal(data(seen.json).tearOf, begun.json.id)
    assert.equal((await read(host, version.id)).status, 404)
    const again = await post(duty, begun.json.id, 'correct')
    await act(duty, again.json.id, 'submit')
    const corrected = await post(lead, again.json.id, 'release')
    assert.equal(corrected.status, 200, corrected.body)
    const anew = data((await read(partner, corrected.json.versions.find((one: { side: string }) => one.side === 'partner').id)).json)
    assert.match(anew.title, / — Correction 1$/, 'who may see less is told that it is a correction, too')
  })

  test('of a record that may not be shown to the host has for them what its author opens, and no more', async () => {
    const begun = await begin(duty, { type: 'SINCREP', about: 'ambush', distribution: sent(host) })
    const sections = data(begun.json).sections.map(({ id, mode }) => ({ id, mode, ...(id === 'text.taken' ? { text: 'Road closed for two hours.', outside: true } : id === 'text.intended' ? { text: 'Not for outside.' } : {}) }))
    await post(duty, begun.json.id, 'compose', { sections })
    await act(duty, begun.json.id, 'submit')
    const done = await post(lead, begun.json.id, 'release')
    assert.equal(done.json.versions.length, 1)
    const seen = await read(host, done.json.versions[0].id)
    assert.deepEqual(data(seen.json).sections.map((one) => one.id), ['text.taken'])
    assert.doesNotMatch(seen.body, /Not for outside|Sabo|ambush/i)
  })

  test('is not released while a name that is to be kept stands in it, and says where, not which', async () => {
    const begun = await begin(duty, { type: 'FLASH', about: 'ambush', distribution: sent(chief) })
    const sections = (text: string) => ({ sections: data(begun.json).sections.map(({ id, mode }) => ({ id, mode, ...(id === 'text.taken' ? { text } : {}) })) })
    await post(duty, begun.json.id, 'compose', sections('Pte Okonkwo is on the way to level 2.'))
    await act(duty, begun.json.id, 'submit')
    let kept = [{ familyName: 'Okonkwo', givenNames: 'Emeka' }]
    offerNamesToKeep(node.node.app, async () => kept)
    const refused = await post(lead, begun.json.id, 'release')
    assert.equal(refused.status, 409, refused.body)
    assert.match(refused.json.detail, /in: “Action taken”/)
    assert.doesNotMatch(refused.body, /Okonkwo|Emeka/)
    assert.equal((await read(duty, begun.json.id)).json.workflow, 'submitted')
    kept = []
    assert.equal((await post(lead, begun.json.id, 'release')).status, 200, 'next of kin were informed')
  })

  test('is about a record its author may see, and nobody outside drafts', async () => {
    assert.equal((await begin(duty, { type: 'FLASH' })).status, 400)
    assert.equal((await begin(host, { type: 'DSR', day: DAY })).status, 403)
    assert.equal((await begin(duty, { type: 'DSR', day: '2026-02-31' })).status, 400)
  })
})

describe('written down', () => {
  let id: string
  before(async () => {
    id = (await begin(duty, { type: 'DSR', day: DAY, language: 'ar' })).json.id
  })

  test('as Word, PDF, 7-bit text of 69 columns and JSON', async () => {
    const get = (format: string) => node.node.fastify.inject({ method: 'GET', url: `/api/products/${id}/export?format=${format}`, headers: { authorization: `Bearer ${duty.token}` } })
    const word = unzipSync(new Uint8Array((await get('docx')).rawPayload))
    const xml = (name: string): string => new TextDecoder().decode(word[name] ?? new Uint8Array())
    assert.match(xml('word/document.xml'), /w:bidi/)
    assert.match(xml('word/header1.xml'), /غير مصنف/)
    const pdf = (await get('pdf')).rawPayload
    assert.equal(pdf.subarray(0, 5).toString(), '%PDF-')
    const text = (await get('txt')).rawPayload
    assert.ok(text.every((byte) => byte < 128))
    assert.deepEqual(text.toString().split('\r\n').filter((line) => line.length > 69), [])
    assert.match(text.toString(), /NOTE: Arabic script is written here in Latin letters[^]*NOTE : l'ecriture arabe/)
    assert.equal(JSON.parse((await get('json')).body).type, 'DSR')
    assert.equal((await get('exe')).statusCode, 400)
  })

  test('in the mission’s own template, which an administrator gives and which carries the marking', async () => {
    const admin = await node.person('admin', { grants: [{ role: 'ADMIN', area: null }] })
    const empty = (await node.node.fastify.inject({ method: 'GET', url: '/api/products/template', headers: { authorization: `Bearer ${duty.token}` } })).rawPayload
    const send = (as: Person, bytes: Uint8Array) => node.call('POST', '/api/products/template', { as, raw: Buffer.concat([Buffer.from('--edge\r\ncontent-disposition: form-data; name="file"; filename="t.docx"\r\n\r\n'), bytes, Buffer.from('\r\n--edge--\r\n')]), headers: { 'content-type': 'multipart/form-data; boundary=edge' } })
    assert.equal((await send(duty, empty)).status, 403)
    assert.equal((await send(admin, Buffer.from('no word'))).status, 415)
    assert.equal((await send(admin, empty)).status, 200)
    const word = unzipSync(new Uint8Array((await node.node.fastify.inject({ method: 'GET', url: `/api/products/${id}/export?format=docx`, headers: { authorization: `Bearer ${duty.token}` } })).rawPayload))
    const all = Object.entries(word).filter(([name]) => /^word\/(?:document|header|footer)/.test(name)).map(([, bytes]) => new TextDecoder().decode(bytes)).join('')
    assert.match(all, /غير مصنف/)
    assert.doesNotMatch(all, /\{\{/)
    assert.equal((await node.call('DELETE', '/api/products/template', { as: duty })).status, 403)
    assert.equal((await node.call('DELETE', '/api/products/template', { as: admin })).status, 204)
  })
})

test('the page of the head of mission, the weekly and monthly statistics and the annex are made, every table bound', async () => {
  for (const type of ['HOM', 'WSR', 'MSR', 'ANNEX', 'HANDOVER']) {
    const begun = await begin(chief, { type, day: NEXT, language: 'fr' })
    assert.equal(begun.status, 201, `${type} ${begun.body}`)
    for (const section of data(begun.json).sections) {
      const held = new Set(section.facts.map((one) => one.id))
      const pieces = section.blocks.flatMap((block) => [...(block.pieces ?? []), ...(block.lines ?? []).flatMap((line) => [...(line.pieces ?? []), ...(line.cells ?? []).flat()])])
      assert.ok(pieces.every((piece) => typeof piece === 'string' || held.has(piece.fact)), section.id)
    }
  }
  const road = { name: 'Bridge of Boro', sort: 'closed', line: [[18.5, 4.3]], from: '2020-01-01T00:00:00Z' }
  for (const more of [{}, { name: 'Ford', sort: 'slow', percent: 40 }, { name: 'Old bridge', to: '2020-02-01T00:00:00Z' }]) {
    assert.equal((await node.call('POST', '/api/records', { as: chief, body: { kind: 'restriction', data: { ...road, ...more } } })).status, 201)
  }
  const page = await begin(chief, { type: 'HOM', day: NEXT })
  const routes = data(page.json).sections.find((one) => one.id === 'movements.brief')
  assert.deepEqual(routes?.facts.slice(2).map((one) => one.value), ['1', '1', '0', 'Bridge of Boro, until further notice'], 'what is over is not counted')
  assert.match(JSON.stringify(data(page.json).sections.find((one) => one.id === 'incidents.quality')?.blocks), /fuel and CO2/)
  const cell = data(page.json).sections.find((one) => one.id === 'incidents.changed')?.facts[0]
  assert.ok(cell?.cell)
  const opened = await node.call('GET', `/api/products/${page.json.id}/fact?section=incidents.changed&fact=${encodeURIComponent(cell.id)}`, { as: chief })
  assert.equal(opened.json.items.length, Number(cell.value))
})
