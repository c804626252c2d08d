import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { KINDS } from '../../test/store.ts'
import { incidentData, runningNode, type Answered, type Person, type RunningNode } from '../../test/running-node.ts'
import { readerOf, SYSTEM } from '../auth/reader.ts'
import { uuidV7 } from '../auth/secret-values.ts'
import { heic } from '../../test/heic.ts'
import { restoreStore } from '../store/restore.ts'

const SECRET = 'Sgt Vale, 4.3 N 18.5 E'
const bytesOf = (words: string) => Array.from(words, (c) => c.charCodeAt(0))
const segment = (marker: number, body: number[]) => [0xff, marker, (body.length + 2) >> 8, (body.length + 2) & 255, ...body]
/** A photo as a telephone makes it: where it was taken stands in its Exif segment. */
const photo = (mark = 1) => Buffer.from([0xff, 0xd8, ...segment(0xe1, [...bytesOf('Exif'), 0, 0, ...bytesOf(SECRET)]), ...segment(0xdb, [0, mark]), ...segment(0xda, [1, 1, 0, 0, 63, 0]), 0x11, 0x22, 0xff, 0xd9])

let node: RunningNode
let officer: Person
let source: Person
let outsider: Person
let record: { id: string; ref: string; version: number }

before(async () => {
  node = await runningNode()
  officer = await node.person('officer')
  source = await node.person('source', { compartments: ['SOURCE'], grants: [{ role: 'HRD', area: null }] })
  outsider = await node.person('outsider', { org: 'B', side: 'tcc', grants: [{ role: 'MS-RO', area: null }] })
  record = await make()
})
after(() => node.close())

async function make(more: Record<string, unknown> = {}): Promise<{ id: string; ref: string; version: number }> {
  return (await node.call('POST', '/api/records', { as: officer, body: { kind: 'incident', data: incidentData(), ...more } })).json
}

function form(file: Buffer, fields: Record<string, string>, name = 'photo.jpg', thumb?: Buffer, original?: Buffer): { raw: Buffer; headers: Record<string, string> } {
  const edge = 'edge-of-part'
  const head = Object.entries(fields).map(([field, value]) => `--${edge}\r\ncontent-disposition: form-data; name="${field}"\r\n\r\n${value}\r\n`).join('')
  const part = (field: string, filename: string, bytes: Buffer) => [Buffer.from(`--${edge}\r\ncontent-disposition: form-data; name="${field}"; filename="${filename}"\r\ncontent-type: image/svg+xml\r\n\r\n`), bytes, Buffer.from('\r\n')]
  return { raw: Buffer.concat([Buffer.from(head), ...part('file', name, file), ...(thumb ? part('thumb', 'thumb', thumb) : []), ...(original ? part('original', 'original', original) : []), Buffer.from(`--${edge}--\r\n`)]), headers: { 'content-type': `multipart/form-data; boundary=${edge}` } }
}

const upload = (as: Person, to: string, file: Buffer, fields: Record<string, string> = {}, name?: string): Promise<Answered> => node.call('POST', `/api/records/${to}/attachments`, { as, ...form(file, fields, name) })
const threadOf = async (as: Person, of: string) => (await node.call('GET', `/api/records/${of}/thread`, { as })).json

test('a photo: everybody gets it without what it says of its maker; the original opens for SOURCE alone, for a purpose, in the chain', async () => {
  const id = uuidV7(node.clock.now)
  const sent = await upload(officer, record.id, photo(), { id, caption: 'The bridge', takenAt: '2026-08-18T13:45:00Z' }, '../../etc/bridge\u202egpj.exe')
  assert.equal(sent.status, 201, sent.body)
  assert.equal(sent.json.attached, 1)
  const [shown] = (await threadOf(officer, record.ref)).attachments
  assert.equal(shown.name, 'bridgegpj.exe')
  assert.equal(shown.media, 'image/jpeg')
  assert.deepEqual([shown.original, shown.originalOpen, shown.caption, shown.byName], [true, false, 'The bridge', 'Name of officer'])
  const got = await node.call('GET', `/api/attachments/${id}`, { as: officer })
  assert.equal(got.status, 200)
  assert.ok(!got.body.includes('Vale'))
  assert.equal(got.headers['content-type'], 'image/jpeg')
  assert.equal(got.headers['x-content-type-options'], 'nosniff')
  assert.match(String(got.headers['content-security-policy']), /default-src 'none'.*sandbox/)
  assert.match(String(got.headers['content-disposition']), /^inline; filename="bridgegpj.exe"/)

  assert.equal((await node.call('GET', `/api/attachments/${id}?size=original`, { as: officer, headers: { 'x-vigie-purpose': 'checking the place' } })).status, 404)
  const silent = await node.call('GET', `/api/attachments/${id}?size=original`, { as: source })
  assert.match(silent.json.type, /purpose-needed$/)
  const opened = await node.call('GET', `/api/attachments/${id}?size=original`, { as: source, headers: { 'x-vigie-purpose': 'checking the place' } })
  assert.ok(opened.body.includes('Vale'))
  assert.match(String(opened.headers['content-disposition']), /^attachment/)
  const history = (await node.call('GET', `/api/records/${record.id}/history`, { as: source })).json.items
  const mark = history.at(-1)
  assert.deepEqual([mark.type, mark.purpose, mark.patch], ['export', 'checking the place', { format: 'original', attachment: id }])
  // Nothing that opens the files is answered to anybody.
  assert.ok(!JSON.stringify(history).includes('"box"') && !JSON.stringify(await threadOf(source, record.id)).includes('"key"'))
})

test('a HEIC is taken as it is, or sealed beside the photo a browser made of it; readers get neither its place nor its maker', async () => {
  const telephone = heic({ exif: Buffer.from('MM Sgt Vale 4.3 N') })
  const sent = await upload(officer, record.id, telephone, { id: uuidV7(node.clock.now) }, 'IMG_1.HEIC')
  assert.equal(sent.status, 201, sent.body)
  const made = await node.call('POST', `/api/records/${record.id}/attachments`, { as: officer, ...form(photo(), { id: uuidV7(node.clock.now + 1) }, 'IMG_2.jpg', undefined, telephone) })
  assert.equal(made.status, 201, made.body)
  const shown = (await threadOf(officer, record.ref)).attachments.filter((one: { name: string }) => one.name.startsWith('IMG_'))
  assert.deepEqual(shown.map((one: { media: string; original: boolean }) => [one.media, one.original]), [['image/heic', true], ['image/jpeg', true]])
  for (const { id } of shown) {
    const copy = await node.call('GET', `/api/attachments/${id}`, { as: officer })
    assert.ok(!copy.body.includes('Vale'))
    const opened = await node.call('GET', `/api/attachments/${id}?size=original`, { as: source, headers: { 'x-vigie-purpose': 'checking the place' } })
    assert.ok(opened.body.includes('Sgt Vale 4.3 N'), 'the telephone’s own file')
  }
  const other = await node.call('POST', `/api/records/${record.id}/attachments`, { as: officer, ...form(photo(), {}, 'x.jpg', undefined, Buffer.from('#!/bin/sh')) })
  assert.equal(other.status, 400, other.body)
})

test('sent again it is the same file; another one under its id, and one of another person, is refused', async () => {
  const to = await make()
  const id = uuidV7(node.clock.now)
  const both = await Promise.all([upload(officer, to.id, photo(2), { id }), upload(officer, to.id, photo(2), { id })])
  assert.deepEqual(both.map((one) => one.status).sort(), [200, 201])
  assert.equal((await upload(officer, to.id, photo(2), { id })).status, 200)
  assert.equal((await threadOf(officer, to.id)).attachments.length, 1)
  assert.match((await upload(officer, to.id, photo(3), { id })).json.type, /idempotency-mismatch$/)
  assert.match((await upload(source, to.id, photo(2), { id })).json.type, /not-allowed|idempotency-mismatch$/)
})

test('what could run in a browser, what is damaged, empty or too large is refused and leaves nothing', async () => {
  const to = await make()
  for (const [words, name] of [['<svg onload="alert(1)"/>', 'a.jpg'], ['<!doctype html><script>1</script>', 'a.txt'], ['\u0000\u0001\u0002MZ', 'a.pdf']] as const) {
    assert.equal((await upload(officer, to.id, Buffer.from(words), {}, name)).status, 415, name)
  }
  assert.equal((await upload(officer, to.id, photo().subarray(0, 20))).status, 415)
  assert.equal((await upload(officer, to.id, Buffer.alloc(0))).status, 400)
  assert.equal((await upload(officer, to.id, Buffer.alloc(20_000_001, 97))).status, 413)
  assert.equal((await upload(officer, to.id, photo(), { id: 'not-a-device-id' })).status, 400)
  assert.equal((await upload(officer, to.id, photo(), { lon: '500', lat: '3' })).status, 400)
  // The patch alone cannot be sent: bytes that nobody kept would be named.
  const forged = await node.call('POST', `/api/records/${to.id}/actions`, { as: officer, body: { type: 'attach', basedOn: 1, patch: { name: 'x', media: 'image/jpeg', key: 'k', copy: { file: 'a'.repeat(64), bytes: 1, sha256: 'a'.repeat(64) } } } })
  assert.equal(forged.status, 400)
  assert.equal((await threadOf(officer, to.id)).attachments.length, 0)
  const text = await upload(officer, to.id, Buffer.from('Patrol returned at noon.'), {}, 'note.html')
  assert.equal(text.status, 201)
  const [note] = (await threadOf(officer, to.id)).attachments
  assert.match(String((await node.call('GET', `/api/attachments/${note.id}`, { as: officer })).headers['content-disposition']), /^attachment/)
})

test('who may not: no file, thumb, thread or upload of a record that is not theirs to read', async () => {
  const shut = await make({ handling: { level: 'C', compartments: [], owner: 'mission', releasableTo: [], caveats: [] } })
  const id = uuidV7(node.clock.now)
  assert.equal((await upload(officer, shut.id, photo(), { id })).status, 201)
  for (const url of [`/api/attachments/${id}`, `/api/attachments/${id}?size=thumb`, `/api/attachments/${id}?size=original`, `/api/records/${shut.id}/thread`, `/api/attachments/${uuidV7(1)}`]) {
    assert.equal((await node.call('GET', url, { as: outsider, headers: { 'x-vigie-purpose': 'looking around' } })).status, 404, url)
    assert.equal((await node.call('GET', url)).status, 401, url)
  }
  assert.equal((await upload(outsider, shut.id, photo())).status, 404)
  // One who reads but does not edit adds nothing.
  const reader = await node.person('auditor-a', { grants: [{ role: 'AUDIT', area: null }] })
  assert.equal((await upload(reader, shut.id, photo())).status, 403)
})

test('taken off: shown to nobody, with its reason in the history; a smaller version gives way to the full one and keeps its caption', async () => {
  const to = await make()
  const [small, full] = [uuidV7(node.clock.now), uuidV7(node.clock.now + 1)]
  await upload(officer, to.id, photo(4), { id: small, caption: 'Crater', reduced: 'true' })
  assert.equal((await upload(officer, to.id, photo(5), { id: full, replaces: small })).status, 201)
  const [stands, ...rest] = (await threadOf(officer, to.id)).attachments
  assert.deepEqual([stands.id, stands.caption, stands.reduced, rest.length], [full, 'Crater', false, 0])
  assert.equal((await node.call('GET', `/api/attachments/${small}`, { as: officer })).status, 404)
  const off = await node.call('POST', `/api/records/${to.id}/actions`, { as: officer, body: { type: 'detach', basedOn: 3, patch: { attachment: full }, reason: 'wrong record' } })
  assert.equal(off.status, 200, off.body)
  assert.equal(off.json.attached, undefined)
  assert.equal((await node.call('GET', `/api/attachments/${full}`, { as: officer })).status, 404)
})

test('comments: a thread with answers and feedback; one’s own can be withdrawn, another’s cannot; outside readers say nothing', async () => {
  const to = await make()
  const say = (as: Person, patch: object, basedOn = 1) => node.call('POST', `/api/records/${to.id}/actions`, { as, body: { type: 'comment', basedOn, patch } })
  assert.equal((await say(officer, { text: 'Heard by two posts @source' })).json.commented, 1)
  const [first] = (await threadOf(officer, to.id)).comments
  assert.equal((await say(source, { text: 'Used in the daily report', replyTo: first.id, feedback: true })).status, 200)
  assert.equal((await say(source, { text: '   ' })).status, 400)
  assert.equal((await say(source, { text: 'x', replyTo: 'nothing' })).status, 422)
  assert.equal((await say(outsider, { text: 'x' })).status, 404)
  const withdraw = (as: Person) => node.call('POST', `/api/records/${to.id}/actions`, { as, body: { type: 'withdraw-comment', basedOn: 2, patch: { comment: first.id } } })
  assert.equal((await withdraw(source)).status, 422)
  assert.equal((await withdraw(officer)).json.commented, 1)
  const { comments } = await threadOf(officer, to.id)
  assert.deepEqual(comments.map((c: { text: string; feedback?: boolean }) => [c.text, c.feedback]), [['', undefined], ['Used in the daily report', true]])
})

test('own reports: state, why one came back and feedback; nobody else’s, and none that is shut meanwhile', async () => {
  const writer = await node.person('writer', { grants: [{ role: 'MILOB', area: null }], clearance: 'U' })
  const made = (await node.call('POST', '/api/records', { as: writer, body: { kind: 'incident', data: incidentData({ title: 'Tracks at the ford' }) } })).json
  const act = (type: string, patch: object, reason?: string) => node.call('POST', `/api/records/${made.id}/actions`, { as: officer, body: { type, basedOn: 1, patch, reason } })
  await act('return', {}, 'Which bank?')
  await act('comment', { text: 'Patrol sent, thank you', feedback: true })
  await act('comment', { text: 'between ourselves' })
  const mine = (await node.call('GET', '/api/me/reports', { as: writer })).json
  assert.equal(mine.total, 1)
  assert.deepEqual([mine.items[0].title, mine.items[0].workflow, mine.items[0].returned.reason, mine.items[0].feedback.map((f: { text: string }) => f.text)], ['Tracks at the ford', 'returned', 'Which bank?', ['Patrol sent, thank you']])
  assert.deepEqual([mine.items[0].returned.fresh, mine.items[0].feedback[0].fresh], [true, true])
  assert.equal((await node.call('GET', '/api/me/reports/news', { as: writer })).json.fresh, 1)
  assert.equal((await node.call('GET', '/api/me/reports/news', { as: outsider })).json.fresh, 0, 'one’s own alone')
  assert.equal((await node.call('POST', '/api/me/reports', { as: writer, body: { until: 'noon' } })).status, 400)
  assert.equal((await node.call('POST', '/api/me/reports', { as: writer, body: { until: mine.latest } })).status, 204)
  await act('comment', { text: 'And the bridge holds', feedback: true })
  await node.call('POST', '/api/me/reports', { as: writer, body: { until: '2000-01-01T00:00:00Z' } })
  const again = (await node.call('GET', '/api/me/reports', { as: writer })).json
  assert.deepEqual([again.items[0].returned.fresh, again.items[0].feedback.map((f: { fresh: boolean }) => f.fresh)], [false, [false, true]], 'what was seen stays seen, on whichever device')
  assert.equal((await node.call('GET', '/api/me/reports/news', { as: writer })).json.fresh, 1)
  await act('handle', { handling: { level: 'C', compartments: [], owner: 'mission', releasableTo: ['*'], caveats: [] } }, 'names a source')
  assert.deepEqual((await node.call('GET', '/api/me/reports', { as: writer })).json.items, [])
})

test('who read or exported is named to those who audit; others see that somebody did', async () => {
  const held = await node.person('held', { compartments: ['SOURCE'] })
  const chief = await node.person('chief', { compartments: ['SOURCE'], grants: [{ role: 'JOC-CH', area: null }] })
  const made = (await node.call('POST', '/api/records', { as: held, body: { kind: 'incident', data: incidentData(), handling: { level: 'C', compartments: ['SOURCE'], owner: 'mission', releasableTo: ['*'], caveats: [] } } })).json
  await node.store.audit(readerOf(source.account, null), [made.id], 'export', { format: 'csv' })
  const exportsSeenBy = async (as: Person) => (await node.call('GET', `/api/records/${made.id}/history`, { as })).json.items.filter((one: { type: string }) => one.type === 'export')
  assert.equal((await exportsSeenBy(chief))[0].actorName, 'Name of source')
  const [masked] = await exportsSeenBy(held)
  assert.deepEqual([masked.actor, masked.actorName, masked.role, masked.patch], ['', null, '', {}])
})

test('on the disk nothing can be read; verify names a missing or altered file; a backup brings all back; erasing destroys them', async () => {
  const to = await make()
  const id = uuidV7(node.clock.now)
  await upload(officer, to.id, Buffer.from('Words of a witness'), { id }, 'note.txt')
  const dir = path.join(node.ground.dataDir, 'files')
  const files = readdirSync(dir, { recursive: true, withFileTypes: true }).filter((one) => one.isFile()).map((one) => path.join(one.parentPath, one.name))
  assert.ok(files.every((file) => !readFileSync(file, 'latin1').includes('witness') && !readFileSync(file, 'latin1').includes('Vale')))
  assert.equal((await node.store.verify({ replay: true })).broken, null)

  const backup = path.join(node.ground.dataDir, '..', `backup-${id}`)
  const restored = `${backup}-restored`
  try {
    await node.store.backup(backup)
    if (node.store.dialect === 'sqlite') {
      const { verification } = await restoreStore(backup, { dataDir: restored, kinds: KINDS })
      assert.equal(verification.broken, null)
      assert.equal(readdirSync(path.join(restored, 'files'), { recursive: true, withFileTypes: true }).filter((one) => one.isFile()).length, files.length)
    }
  } finally {
    rmSync(backup, { recursive: true, force: true })
    rmSync(restored, { recursive: true, force: true })
  }

  const seen = await node.store.get(SYSTEM, to.id)
  const kept = seen?.record.attachments?.[0]?.copy.file ?? ''
  const file = path.join(dir, kept.slice(0, 2), kept)
  const true_ = readFileSync(file)
  writeFileSync(file, Buffer.concat([true_.subarray(0, -1), Buffer.from([true_.at(-1)! ^ 1])]))
  const altered = await node.store.verify()
  assert.equal(altered.broken?.what, 'file')
  assert.match(altered.broken?.detail ?? '', new RegExp(`${to.ref}.*${id}.*not as it was written`))
  assert.equal((await node.call('GET', `/api/attachments/${id}`, { as: officer })).status, 503)
  rmSync(file)
  assert.match((await node.store.verify()).broken?.detail ?? '', /missing/)
  writeFileSync(file, true_)

  const dpo = await node.person('dpo', { clearance: 'SC', grants: [{ role: 'DPO', area: null }] })
  assert.equal((await node.call('POST', `/api/records/${to.id}/actions`, { as: dpo, body: { type: 'erase', basedOn: 2, patch: {}, reason: 'asked for by the witness' } })).status, 200)
  assert.equal((await node.call('GET', `/api/attachments/${id}`, { as: officer })).json.type.split('/').at(-1), 'erased')
  rmSync(file)
  assert.equal((await node.store.verify({ replay: true })).broken, null)
})

test('what people say and name goes with the erased personal data: comments, withdrawn ones, captions and names of files; the chain holds', async () => {
  const to = await make()
  const [name, caption, said, taken] = ['Ousmane-passport.txt', 'Handed over by Ousmane', 'Ousmane asks to be called', 'Ousmane lives at the mill']
  const file = uuidV7(node.clock.now)
  await upload(officer, to.id, Buffer.from('a page'), { id: file, caption }, name)
  const act = (as: Person, type: string, patch: object, more: object = {}) => node.call('POST', `/api/records/${to.id}/actions`, { as, body: { type, basedOn: 1, patch, ...more } })
  const key = { id: uuidV7(node.clock.now) }
  assert.equal((await act(officer, 'comment', { text: said }, key)).status, 200)
  assert.equal((await act(officer, 'comment', { text: said }, key)).status, 200, 'sent again it is the same comment')
  assert.equal((await act(officer, 'comment', { text: `${said}!` }, key)).status, 409, 'and another one is refused')
  await act(officer, 'comment', { text: taken })
  await act(officer, 'withdraw-comment', { comment: (await threadOf(officer, to.id)).comments[1].id })
  await act(officer, 'caption', { attachment: file, caption: `${caption}, again` })
  assert.equal((await act(officer, 'comment', { text: 7 })).status, 400)
  const before = await threadOf(officer, to.id)
  assert.deepEqual([before.attachments[0].name, before.attachments[0].caption, before.comments[0].text, before.comments.length], [name, `${caption}, again`, said, 2])
  const historyOf = async () => (await node.call('GET', `/api/records/${to.id}/history`, { as: officer })).json.items as { type: string; patch: { text?: string } }[]
  assert.deepEqual((await historyOf()).filter((one) => one.type === 'comment').map((one) => one.patch.text), [said, ''])
  const [{ version }] = [(await node.call('GET', `/api/records/${to.id}`, { as: officer })).json]
  const past = await node.store.asOf(SYSTEM, to.id, '2100-01-01T00:00:00Z')
  assert.equal(past?.record.comments?.[0]?.text, said)
  if (node.store.dialect === 'sqlite') {
    const stored = ['vigie.db', 'vigie.db-wal'].map((one) => path.join(node.ground.dataDir, one)).filter((one) => existsSync(one)).map((one) => readFileSync(one, 'latin1')).join('')
    assert.ok(stored.includes(to.ref), 'the database was read')
    assert.ok(!stored.includes('Ousmane'), 'nothing of it stands in the database in clear')
  }

  const dpo = await node.person('dpo-2', { clearance: 'SC', grants: [{ role: 'DPO', area: null }] })
  assert.equal((await act(dpo, 'erase', {}, { basedOn: version, reason: 'asked for by the person' })).status, 200)
  const after = await threadOf(officer, to.id)
  assert.deepEqual(after.comments.map((one: { text: string; erased?: true }) => [one.text, one.erased]), [['', true], ['', undefined]])
  assert.deepEqual([after.attachments[0].name, after.attachments[0].caption, after.attachments[0].erased], ['', '', true])
  assert.ok(!JSON.stringify(await historyOf()).includes('Ousmane'))
  assert.equal((await act(officer, 'comment', { text: 'Ousmane again' })).json.type.split('/').at(-1), 'erased')
  assert.equal((await node.store.verify({ replay: true })).broken, null)
})
