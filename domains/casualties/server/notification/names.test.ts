import assert from 'node:assert/strict'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { after, before, describe, test } from 'node:test'
import { gunzipSync } from 'node:zlib'
import { strToU8, zipSync } from 'fflate'
import { WebSocket } from 'ws'
import { ROLE_CODES } from '../../../../core/roles.ts'
import { FAMILY, GIVEN, notice, notifying, NUMBER, PURPOSE } from '../../../../test/notifications.ts'
import type { Answered, Person, RunningNode } from '../../../../test/running-node.ts'
import { SYSTEM, until } from '../../../../test/store.ts'

/** A name that was written down before anybody knew that it is to be kept: it lies in the store and is told to nobody. */
const EARLIER = 'Wrostenfjeld'
const EARLIER_NO = 'WR5510-203'
const SIGNS = [FAMILY, GIVEN, NUMBER].flatMap((word) => [word.toLowerCase(), Buffer.from(word).toString('base64').slice(0, -3).toLowerCase(), Buffer.from(word).toString('hex')])

describe('the name of a casualty', () => {
  let node: RunningNode
  const log: string[] = []
  const { who, call, act, post, version, prepared, authorised, data, start } = notifying()
  let id: string
  let person: string
  const READERS = ['duty', 'doctor', 'auditor', 'protector', 'unocc', 'state', 'chief']

  /** Written before anybody knew that the name is to be kept, as history is that comes from elsewhere. */
  const earlier = crypto.randomUUID()

  before(async () => {
    node = await start({ logLevel: 'debug' })
    tapLog(node, log)
    const at = new Date(node.clock.now - 86_400_000).toISOString()
    const then = { receivedAt: () => at }
    const did = (type: string, patch: object, reason?: string) => node.store.commit(SYSTEM, [{ id: crypto.randomUUID(), record: earlier, kind: 'incident', type, at, basedOn: null, patch, ...(reason ? { reason } : {}) } as never], then)
    await did('create', { data: { type: 'INCIDENT', title: `Sergeant ${EARLIER} was hit`, narrative: `${EARLIER}, ${EARLIER_NO}, was hit at the gate.`, category: 'AC.03', happened: { from: '2026-08-18T13:45:00Z', precision: 'EXACT' } } })
    await did('comment', { text: `Call the family of ${EARLIER}` })
    await did('edit', { fields: { narrative: `${EARLIER} was hit at the north gate.` } }, `${EARLIER} said so`)
    await prepared({}, { familyName: EARLIER, number: EARLIER_NO })
    id = await authorised({ type: 'FATAL', deliverTo: ['UNHQ', 'NORLAND'] })
    person = (await data(id))['person']
    // Whatever was read so far may have been kept somewhere: the next looks begin from here.
    assert.equal((await call('preparer', 'GET', `/api/notifications/${id}/name`)).json.person.data.familyName, FAMILY)
    // An answer that is kept for a repeated request holds the name too.
    const edited = await call('preparer', 'POST', `/api/records/${person}/actions`, { type: 'edit', basedOn: 1, patch: { fields: { rank: 'Corporal' } } }, { ...PURPOSE, 'idempotency-key': crypto.randomUUID() })
    assert.equal(edited.json?.data.familyName, FAMILY, edited.body)
  })

  after(() => node?.close())

  test('a name written into the text is refused; a name is not made outside PERS', async () => {
    const told = await call('preparer', 'POST', '/api/notifications', { data: notice({ circumstances: `Sgt ${FAMILY} was hurt` }), person: { familyName: FAMILY } })
    assert.equal(told.status, 400)
    assert.ok(!told.body.includes(FAMILY))
    const open = await call('preparer', 'POST', '/api/records', { kind: 'notified-person', data: { notification: 'x', familyName: FAMILY }, handling: { level: 'C', compartments: [], owner: 'mission', releasableTo: ['*'], caveats: [] } })
    assert.equal(open.status, 422, open.body)
    assert.equal((await call('duty', 'POST', '/api/notifications', { data: notice(), person: { familyName: FAMILY } })).status, 403)
    assert.equal((await call('preparer', 'POST', '/api/notifications', { data: notice(), person: { familyName: FAMILY } }, {})).status, 403, 'without a purpose')
  })

  test('is found by no reader without PERS on any route of the document, in any list, file, count, product or frame', async () => {
    const document = (await call('chief', 'GET', '/api/openapi.json')).json as { paths: Record<string, Record<string, { parameters?: { name: string; in: string }[] }>> }
    const record = (await node.store.get(SYSTEM, id))!.record
    const product = (await call('chief', 'POST', '/api/products', { type: 'DSR' })).json
    const kinds = [...node.store.kinds().all()].map((kind) => kind.name)
    let asked = 0
    const told: string[] = []
    const look = async (reader: string, method: string, url: string, body?: unknown): Promise<Answered> => {
      asked += 1
      const answer = await call(reader, method, url, body)
      const bytes = String(answer.headers['content-encoding'] ?? '') === 'gzip' ? gunzipSync(Buffer.from(answer.body, 'latin1')).toString('utf8') : answer.body
      if (says(bytes) || saysEarlier(bytes)) {
        told.push(`${reader}: ${method} ${url}`)
      }
      return answer
    }
    for (const [route, operations] of Object.entries(document.paths)) {
      if (!operations['get'] || /oidc|setup|backups|audit\/verify|\/live|events/.test(route)) {
        continue
      }
      const names = (operations['get'].parameters ?? []).filter((one) => one.in === 'query').map((one) => one.name)
      const values: Record<string, string> = { by: 'day', cell: '*', format: 'csv', facets: 'createdBy', bbox: '-180,-90,180,90', limit: '500', q: FAMILY, from: '2026-01-01T00:00:00Z', to: '2027-01-01T00:00:00Z', language: 'en' }
      for (const key of route.includes('{id}') ? [id, record.ref, person, product.id, record.data['statistic'] as string] : ['']) {
        for (const kind of names.includes('kind') || route.includes('{kind}') ? ['notification', 'notified-person', 'fatality', 'product'] : ['']) {
          for (const q of names.includes('q') ? [true, false] : [false]) {
            const query = names.filter((name) => (name === 'q' ? q : name === 'kind' ? true : name in values && !['bbox', 'from', 'to', 'facets', 'cell', 'by'].includes(name) ? true : ['facets', 'cell', 'by'].includes(name))).map((name) => `${name}=${encodeURIComponent(name === 'kind' ? kind : (values[name] as string))}`)
            const url = `${route.replace('{id}', key).replace('{kind}', kind).replace('{z}/{x}/{y}', '0/0/0').replace(/\{\w+\}/g, 'x')}${query.length > 0 ? `?${query.join('&')}` : ''}`
            for (const reader of ['duty', 'chief']) {
              await look(reader, 'GET', url)
            }
          }
        }
      }
    }
    for (const reader of READERS) {
      for (const kind of kinds) {
        assert.ok(((await look(reader, 'GET', `/api/records?kind=${kind}&limit=1000`)).json?.items ?? []).length >= 0)
        await look(reader, 'GET', `/ogc/collections/${kind}/items?limit=1000`)
      }
      for (const format of ['csv', 'geojson', 'kml', 'gpx', 'xlsx', 'gpkg']) {
        await look(reader, 'GET', `/api/export?kind=notification&format=${format}&purpose=check`)
        await look(reader, 'GET', `/api/export?kind=notified-person&format=${format}&purpose=check`)
      }
      for (const word of [FAMILY, GIVEN, NUMBER, FAMILY.slice(0, 6)]) {
        assert.equal((await look(reader, 'GET', `/api/records?kind=notified-person&q=${word}&limit=0`)).json?.total ?? 0, 0)
        assert.equal((await look(reader, 'GET', `/api/records?kind=notification&q=${word}&limit=0`)).json?.total ?? 0, 0)
      }
      for (const url of [`/api/records/${person}`, `/api/records/${person}/history`, `/api/records/${person}/thread`, `/api/records/${id}/history`, `/api/notifications/${id}/name`, `/api/records/${person}?asOf=${new Date(node.clock.now).toISOString()}`]) {
        await look(reader, 'GET', url)
      }
      assert.equal((await call(reader, 'GET', `/api/records/${person}`)).status, 404)
      const masked = await call(reader, 'GET', `/api/notifications/${id}/name`)
      assert.deepEqual([masked.json.state, masked.json.person], ['masked', null], reader)
      await look(reader, 'POST', `/api/records/${person}/actions`, { type: 'edit', basedOn: 1, patch: { fields: { rank: 'x' } } })
      await look(reader, 'POST', '/api/bulk/preview', { query: { kind: 'notified-person' }, change: { action: 'edit', fields: { rank: 'x' }, reason: null } })
      for (const kind of ['notification', 'notified-person']) {
        assert.ok(!says(await snapshot(node, who(reader), { kind })), `${reader}: live ${kind}`)
      }
    }
    for (const format of ['txt', 'html', 'docx', 'pdf', 'json']) {
      await look('chief', 'GET', `/api/products/${product.id}/export?format=${format}`)
    }
    assert.deepEqual(told, [])
    assert.ok(asked > 400, `${asked} requests`)
  })

  test('that was written before anybody knew is told to personnel alone, with a purpose, in every list, history, file, search and frame', async () => {
    const urls = [`/api/records/${earlier}`, `/api/records/${earlier}/history`, `/api/records/${earlier}/thread`, '/api/records?kind=incident&limit=100', '/ogc/collections/incident/items?limit=100', `/api/records?kind=incident&limit=100&asOf=${new Date(node.clock.now).toISOString()}`, ...['csv', 'geojson', 'kml', 'xlsx', 'docx'].map((format) => `/api/export?kind=incident&format=${format}&purpose=check`)]
    for (const reader of ['duty', 'chief', 'doctor', 'auditor']) {
      for (const url of urls) {
        const answer = await call(reader, 'GET', url)
        assert.ok(!saysEarlier(String(answer.headers['content-encoding'] ?? '') === 'gzip' ? gunzipSync(Buffer.from(answer.body, 'latin1')).toString('utf8') : answer.body), `${reader} ${url}`)
      }
      assert.match((await call(reader, 'GET', urls[0]!)).json.title, /^Sergeant █+ was hit$/)
      // Who asks for the name learns of no record that holds it.
      for (const word of [EARLIER, EARLIER.toLowerCase(), EARLIER_NO, EARLIER.slice(0, 6), EARLIER.slice(0, 3), EARLIER.slice(0, 2)]) {
        assert.deepEqual([(await call(reader, 'GET', `/api/records?kind=incident&q=${word}`)).json.total, (await call(reader, 'GET', `/api/records?kind=incident&q=${word}&limit=0`)).json.total], [0, 0], `${reader} ${word}`)
      }
      assert.ok((await call(reader, 'GET', '/api/records?kind=incident&q=north')).json.total > 0, 'the rest of it is found')
      assert.ok(!saysEarlier(await snapshot(node, who(reader), { kind: 'incident' })), `${reader}: live`)
    }
    assert.ok(!saysEarlier((await call('auditor', 'GET', `/api/audit/actions?record=${earlier}`)).body))
    assert.match((await call('preparer', 'GET', urls[0]!)).json.title, new RegExp(EARLIER))
    assert.equal((await call('preparer', 'GET', `/api/records?kind=incident&q=${EARLIER}`)).json.total, 1)
    assert.ok(!saysEarlier((await call('preparer', 'GET', urls[0]!, undefined, {})).body), 'not without a purpose')
    // Nobody who may not write a name takes a word from others by trying to.
    assert.ok((await call('duty', 'POST', '/api/records', { kind: 'notified-person', data: { familyName: 'Northgate' } })).status >= 400)
    await node.store.commit(SYSTEM, [{ id: crypto.randomUUID(), record: crypto.randomUUID(), kind: 'incident', type: 'create', at: new Date(node.clock.now).toISOString(), basedOn: null, patch: { data: { type: 'INCIDENT', title: 'Convoy Northgate is late', narrative: 'At the bridge.', category: 'AC.03', happened: { from: '2026-08-18T13:45:00Z', precision: 'EXACT' } } } }])
    assert.ok((await call('chief', 'GET', '/api/records?kind=incident&q=convoy')).json.items.some((one: { title: string }) => one.title === 'Convoy Northgate is late'))
    // A screen that showed it is drawn anew when the name becomes known.
    const [other, late] = ['Vkolsterdam', crypto.randomUUID()]
    await node.store.commit(SYSTEM, [{ id: crypto.randomUUID(), record: late, kind: 'incident', type: 'create', at: new Date(node.clock.now).toISOString(), basedOn: null, patch: { data: { type: 'INCIDENT', title: `Private ${other} is missing`, narrative: 'At the river.', category: 'AC.03', happened: { from: '2026-08-18T13:45:00Z', precision: 'EXACT' } } } }])
    const frames = await framesAfter(node, who('duty'), { kind: 'incident', ids: [late] }, () => prepared({}, { familyName: other }))
    assert.match(frames[0]!, new RegExp(other))
    assert.match(frames[1]!, /Private █+ is missing/)
  })

  test('in a file is refused when it comes, and a file that came before or that nobody can look into is held for personnel', async () => {
    const [late, gate] = ['Hjalmarquist', 'Corporal Hjalmarquist stood at the gate.']
    const incident = (await call('duty', 'POST', '/api/records', { kind: 'incident', data: { type: 'INCIDENT', title: 'At the gate', narrative: 'Quiet.', category: 'AC.03', happened: { from: '2026-08-18T13:45:00Z', precision: 'EXACT' } } })).json.id as string
    const send = (record: string, name: string, bytes: Uint8Array, as = 'duty') => attachBytes(node, who(as), record, name, '', bytes)
    const docx = zipSync({ '[Content_Types].xml': strToU8('<Types/>'), 'word/document.xml': strToU8('<w:document><w:p><w:r><w:t>Corporal Hjalmar</w:t></w:r><w:r><w:t>quist left</w:t></w:r></w:p></w:document>') })
    const before = await Promise.all([send(incident, 'gate.txt', strToU8(gate)), send(incident, 'gate.docx', docx), send(incident, 'other.txt', strToU8('The gate is green.'))])
    assert.deepEqual(before.map(({ status }) => status), [201, 201, 201])
    const files = (await call('duty', 'GET', `/api/records/${incident}/thread`)).json.attachments as { id: string; name: string }[]
    const open = async (as: string, name: string, headers = PURPOSE) => (await call(as, 'GET', `/api/attachments/${files.find((one) => one.name === name)!.id}`, undefined, headers)).status
    assert.deepEqual([await open('duty', 'gate.txt'), await open('duty', 'gate.docx')], [200, 200])
    const notification = await prepared({}, { familyName: late })
    assert.deepEqual([await open('duty', 'gate.txt'), await open('doctor', 'gate.docx'), await open('duty', 'other.txt'), await open('preparer', 'gate.txt'), await open('preparer', 'gate.txt', {} as never)], [403, 403, 200, 200, 403])
    const byHer = zipSync({ '[Content_Types].xml': strToU8('<Types/>'), 'word/document.xml': strToU8('<w:document/>'), 'docProps/core.xml': strToU8(`<cp:coreProperties><dc:creator>${late}</dc:creator></cp:coreProperties>`) })
    for (const again of [await send(incident, 'author.docx', byHer), await send(incident, 'again.txt', strToU8(gate)), await send(incident, 'again.docx', docx), await send(incident, 'again.csv', strToU8('name,place\nHjalmarquist,gate\n')), await send(notification, 'again.txt', strToU8(gate), 'preparer')]) {
      assert.equal(again.status, 422, again.body)
      assert.ok(!again.body.includes(late))
    }
    const encoded: [string, Uint8Array][] = [
      ['wide.txt', Buffer.from(`\ufeff${gate}`, 'utf16le')], ['bare.txt', Buffer.from(gate, 'utf16le')], ['big.csv', Buffer.from(`\ufeff${gate}`, 'utf16le').swap16()],
      ['escaped.json', strToU8('{"said":"at\\n\\u0048jalmarquist"}')], ['referred.txt', strToU8('Corporal Hjalm&#97;rquist')], ['rich.rtf', strToU8("{\\rtf1\\ansi Corporal {\\b Hjalm}\\'61rquist}")],
    ]
    for (const [name, bytes] of encoded) {
      const refused = await send(incident, name, bytes)
      assert.equal(refused.status, 422, `${name}: ${refused.body}`)
      assert.ok(!refused.body.includes(late))
    }
    // What nobody can look into is held where it is about such a person, and nowhere else.
    const pdf = strToU8('%PDF-1.4\n%%EOF\n')
    // Signs no text has, after so much text that it counts as one.
    const none = Buffer.concat([Buffer.alloc(70_000, 'green '), Buffer.from('\0\u0001\u0002')])
    assert.deepEqual([(await send(notification, 'form.pdf', pdf, 'preparer')).status, (await send(incident, 'map.pdf', pdf)).status, (await send(notification, 'none.txt', none, 'preparer')).status, (await send(incident, 'noise.txt', none)).status], [201, 201, 201, 201])
    files.push(...((await call('preparer', 'GET', `/api/records/${notification}/thread`)).json.attachments as typeof files), ...((await call('duty', 'GET', `/api/records/${incident}/thread`)).json.attachments as typeof files))
    assert.deepEqual([await open('duty', 'form.pdf'), await open('preparer', 'form.pdf'), await open('duty', 'map.pdf')], [403, 200, 200])
    assert.deepEqual([await open('duty', 'none.txt'), await open('preparer', 'none.txt'), await open('duty', 'noise.txt')], [403, 200, 200])
    assert.equal((await post('preparer', notification, 'next-of-kin', { informedAt: new Date(node.clock.now - 3_600_000).toISOString(), informedBy: 'Ministry' })).status, 200)
    await until(async () => (await open('duty', 'form.pdf')) === 200, 'next of kin are informed')
    assert.deepEqual([await open('duty', 'gate.txt'), await open('duty', 'gate.docx')], [200, 200])
  })

  test('is refused wherever somebody writes it, with where and never which, and is kept nowhere', async () => {
    const sentence = `Sergeant ${FAMILY} was flown out`
    const incident = { type: 'INCIDENT', title: 'Shots at the gate', narrative: 'Shots were heard.', category: 'AC.03', happened: { from: '2026-08-18T13:45:00Z', precision: 'EXACT' } }
    const clean = await call('chief', 'POST', '/api/records', { kind: 'incident', data: incident })
    assert.equal(clean.status, 201, clean.body)
    const target = clean.json.id as string
    const product = (await call('chief', 'POST', '/api/products', { type: 'DSR' })).json.id as string
    const section = ((await call('chief', 'GET', `/api/records/${product}`)).json.data.sections as { id: string }[])[0]!.id
    const doors: [string, () => Promise<Answered>][] = [
      ['a new record', () => call('chief', 'POST', '/api/records', { kind: 'incident', data: { ...incident, narrative: sentence } })],
      ['an edit', () => act('chief', target, 'edit', { fields: { title: sentence } })],
      ['the number with blanks', () => act('chief', target, 'edit', { fields: { title: `No. ${NUMBER.replace('-', ' ')}` } })],
      ['a comment', () => act('duty', target, 'comment', { text: sentence })],
      ['a reason', () => act('chief', target, 'retract', {}, sentence)],
      ['a file name', () => attach(node, who('chief'), target, `${FAMILY}.txt`, '')],
      ['a caption', () => attach(node, who('chief'), target, 'list.txt', sentence)],
      ['the notification itself', async () => { const other = await call('preparer', 'POST', '/api/notifications', { data: notice() }); return act('preparer', other.json.id, 'edit', { fields: { circumstances: sentence } }) }],
      ['a casualty’s note', () => call('doctor', 'POST', '/api/records', { kind: 'casualty', data: { battleNo: 'K1-01', category: 'un-military', priority: 'A', note: sentence } })],
    ]
    for (const [door, write] of doors) {
      const refused = await write()
      assert.equal(refused.status, 422, `${door}: ${refused.body}`)
      assert.match(refused.body, /a peacekeeper/, door)
      assert.ok(!says(refused.body), door)
    }
    // Every kind and everything that can be done to one, with the name in every word of it.
    for (const kind of node.store.kinds().all().filter((one) => one.name !== 'notified-person' && one.name !== 'user')) {
      for (const type of ['create', ...Object.keys(kind.actions)]) {
        const reader = { user: 'writer', name: 'Writer', org: 'mission', side: 'mission' as const, clearance: 'SC' as const, compartments: ['MED' as const], grants: ROLE_CODES.map((role) => ({ role, area: null })), purpose: 'test' }
        const patch = type === 'create' ? { data: { text: sentence, title: sentence, name: sentence } } : { text: sentence, note: sentence, fields: { text: sentence } }
        await assert.rejects(node.store.commit(reader, [{ id: crypto.randomUUID(), record: type === 'create' ? crypto.randomUUID() : target, kind: kind.name, type, at: new Date(node.clock.now).toISOString(), basedOn: null, patch }]), (error: { id?: string }) => error.id === 'rule-broken', `${kind.name} ${type}`)
      }
    }
    // The node writes a product for its author: it shows where the name stood.
    const composed = await call('chief', 'POST', `/api/products/${product}/compose`, { sections: [{ id: section, mode: 'text', text: sentence }] })
    assert.deepEqual([composed.status, composed.json.data.sections[0].text], [200, 'Sergeant █████ was flown out'])
    // What another system sends cannot be sent again by a person: it is kept without the name.
    const [heard] = await node.store.commit(SYSTEM, [{ id: crypto.randomUUID(), record: target, kind: 'incident', type: 'edit', at: new Date(node.clock.now).toISOString(), basedOn: null, patch: { fields: { title: `${sentence} at 1400, ${NUMBER}` } } }])
    assert.equal(heard?.record.data['title'], 'Sergeant █████ was flown out at 1400, █████')
  })

  test('stands in no file of the node and in no line of its log', () => {
    assert.deepEqual(filesOf(node.ground.dataDir).filter((file) => says(readFileSync(file, 'latin1'))), [])
    assert.ok(log.length > 100, 'the log was listened to')
    assert.deepEqual(log.filter(says), [])
  })

  test('may be written by personnel among themselves, who cannot open what they wrote', async () => {
    const kept = await call('preparer', 'POST', '/api/records', { kind: 'notification', data: notice({ type: 'SUICIDE_ATTEMPT', circumstances: `Of the family of ${FAMILY}` }), handling: { level: 'C', compartments: ['PERS'], owner: 'mission', releasableTo: ['*'], caveats: [] } })
    assert.equal(kept.status, 201, kept.body)
    assert.equal((await act('second', kept.json.id, 'handle', { handling: { level: 'C', compartments: [], owner: 'mission', releasableTo: ['*'], caveats: [] } }, 'because')).status, 422)
    assert.equal((await act('second', kept.json.id, 'retract', {}, 'made by mistake')).status, 200)
  })

  test('stops the release of a product it was typed into before anybody knew', async () => {
    const [family, text] = ['Wqexholmer', 'Sergeant Wqexholmer was seen at the gate.']
    const { id: product } = (await call('chief', 'POST', '/api/products', { type: 'DSR' })).json
    const sections = (await call('chief', 'GET', `/api/records/${product}`)).json.data.sections as { id: string; mode: string }[]
    const composed = await call('chief', 'POST', `/api/products/${product}/compose`, { sections: sections.map((one, i) => (i === 0 ? { id: one.id, mode: 'text', text } : { id: one.id, mode: one.mode })) })
    assert.equal(composed.status, 200, composed.body)
    await act('chief', product, 'submit')
    await prepared({}, { familyName: family })
    const refused = await call('second', 'POST', `/api/products/${product}/release`, {})
    assert.equal(refused.status, 409, refused.body)
    assert.ok(!refused.body.includes(family))
  })

  test('is open to whoever reads the notification once next of kin are informed, by personnel alone', async () => {
    const informed = { informedAt: new Date(node.clock.now - 3_600_000).toISOString(), informedBy: 'Ministry of Defence, Norland' }
    assert.equal((await post('duty', id, 'next-of-kin', informed)).status, 403)
    assert.equal((await call('preparer', 'POST', `/api/notifications/${id}/next-of-kin`, { basedOn: await version(id), ...informed }, {})).status, 403, 'without a purpose')
    assert.equal((await post('preparer', id, 'next-of-kin', { ...informed, informedAt: new Date(node.clock.now + 3_600_000).toISOString() })).status, 422, 'not in the future')
    assert.equal((await act('preparer', person, 'handle', { handling: { level: 'C', compartments: [], owner: 'mission', releasableTo: ['*'], caveats: [] } }, 'because')).status, 403, 'not by changing the handling')
    const statistic = (await data(id))['statistic']
    assert.equal((await data(statistic))['released'], false)
    assert.equal((await post('preparer', id, 'next-of-kin', informed)).status, 200)
    for (const reader of READERS.filter((one) => one !== 'protector' && one !== 'auditor')) {
      const shown = await call(reader, 'GET', `/api/notifications/${id}/name`, undefined, {})
      assert.deepEqual([shown.json.state, shown.json.person?.data.familyName], ['shown', FAMILY], reader)
    }
    assert.equal((await data(statistic))['released'], true)
    const stranger = await node.person('stranger', { org: 'OTHER', side: 'member-state', grants: [{ role: 'MS-RO', area: null }] })
    assert.equal((await node.call('GET', `/api/notifications/${id}/name`, { as: stranger })).status, 404)
  })
})

/** A small file with a name and a caption, as a browser sends it. */
function attach(node: RunningNode, as: Person, record: string, name: string, caption: string): Promise<Answered> {
  return attachBytes(node, as, record, name, caption, strToU8('What was seen.'))
}

function attachBytes(node: RunningNode, as: Person, record: string, name: string, caption: string, bytes: Uint8Array): Promise<Answered> {
  const edge = 'edge-of-a-part'
  const head = [`--${edge}`, 'content-disposition: form-data; name="caption"', '', caption, `--${edge}`, `content-disposition: form-data; name="file"; filename="${name}"`, 'content-type: text/plain', '', ''].join('\r\n')
  const raw = Buffer.concat([Buffer.from(head), bytes, Buffer.from(`\r\n--${edge}--\r\n`)])
  return node.call('POST', `/api/records/${record}/attachments`, { as, raw, headers: { 'content-type': `multipart/form-data; boundary=${edge}` } })
}

function says(text: string): boolean {
  const low = text.toLowerCase()
  return SIGNS.some((sign) => low.includes(sign))
}

function saysEarlier(text: string): boolean {
  return [EARLIER, EARLIER_NO].some((sign) => text.toLowerCase().includes(sign.toLowerCase()))
}

/** Every line the node's own logger writes, whichever part of the node has it. */
function tapLog(node: RunningNode, lines: string[]): void {
  let at: object | null = node.node.app.log
  while (at) {
    for (const symbol of Object.getOwnPropertySymbols(at)) {
      const stream = (at as Record<symbol, unknown>)[symbol] as { write?: (line: string) => unknown } | undefined
      if (symbol.description === 'pino.stream' && stream?.write) {
        stream.write = (line) => lines.push(line)
        return
      }
    }
    at = Object.getPrototypeOf(at) as object | null
  }
  throw new Error('the logger has no stream')
}

function filesOf(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const file = path.join(folder, name)
    return statSync(file).isDirectory() ? filesOf(file) : [file]
  })
}

/** The first two snapshots of a subscription: one at once, one after what is done then. */
async function framesAfter(node: RunningNode, person: Person, query: unknown, then: () => Promise<unknown>): Promise<string[]> {
  const { port } = node.node.fastify.server.address() as { port: number }
  const socket = new WebSocket(`ws://127.0.0.1:${port}/api/live`, { headers: { authorization: `Bearer ${person.token}` } })
  const frames: string[] = []
  try {
    return await new Promise((resolve, reject) => {
      socket.on('error', reject)
      socket.on('open', () => socket.send(JSON.stringify({ op: 'subscribe', id: 'a', query })))
      socket.on('message', (bytes: Buffer) => {
        const text = bytes.toString('utf8')
        if (/"op":"snapshot"/.test(text)) {
          frames.push(text)
          if (frames.length === 1) {
            then().catch(reject)
          } else {
            resolve(frames)
          }
        }
      })
    })
  } finally {
    socket.close()
  }
}

async function snapshot(node: RunningNode, person: Person, query: unknown): Promise<string> {
  const { port } = node.node.fastify.server.address() as { port: number }
  const socket = new WebSocket(`ws://127.0.0.1:${port}/api/live`, { headers: { authorization: `Bearer ${person.token}` } })
  try {
    return await new Promise((resolve, reject) => {
      socket.on('error', reject)
      socket.on('open', () => socket.send(JSON.stringify({ op: 'subscribe', id: 'a', query })))
      socket.on('message', (bytes: Buffer) => {
        const text = bytes.toString('utf8')
        if (/"op":"(?:snapshot|problem)"/.test(text)) {
          resolve(text)
        }
      })
    })
  } finally {
    socket.close()
  }
}
