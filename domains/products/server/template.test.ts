import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import * as docx from 'docx'
import { strToU8, unzipSync, zipSync } from 'fflate'
import { runningNode, type Person, type RunningNode } from '../../../test/running-node.ts'
import { report, SYSTEM } from '../../../test/store.ts'

const line = (text: string): docx.Paragraph => new docx.Paragraph({ children: [new docx.TextRun(text)] })

/** A template of a mission: header, page and footer of its own. */
async function word(header: string, page: string[], footer: string): Promise<Uint8Array> {
  return new Uint8Array(await docx.Packer.toBuffer(new docx.Document({ sections: [{ headers: { default: new docx.Header({ children: [line(header)] }) }, footers: { default: new docx.Footer({ children: [line(footer)] }) }, children: page.map(line) }] })))
}

describe('a template of the mission', () => {
  let node: RunningNode
  let admin: Person
  let duty: Person
  let product: string
  before(async () => {
    node = await runningNode()
    admin = await node.person('admin', { grants: [{ role: 'ADMIN', area: null }] })
    duty = await node.person('duty')
    await node.store.commit(SYSTEM, [report({ title: 'Ambush', category: 'AC.01', severity: 4 } as never, { record: 'one' })])
    product = (await node.call('POST', '/api/products', { as: duty, body: { type: 'DSR' } })).json.id
  })
  after(() => node?.close())

  const send = (bytes: Uint8Array, { as = admin, search = '' } = {}) => node.call('POST', `/api/products/template${search}`, { as, raw: Buffer.concat([Buffer.from('--edge\r\ncontent-disposition: form-data; name="file"; filename="mission.docx"\r\n\r\n'), bytes, Buffer.from('\r\n--edge--\r\n')]), headers: { 'content-type': 'multipart/form-data; boundary=edge' } })
  const written = async (id = product): Promise<Record<string, string>> => {
    const files = unzipSync(new Uint8Array((await node.node.fastify.inject({ method: 'GET', url: `/api/products/${id}/export?format=docx`, headers: { authorization: `Bearer ${duty.token}` } })).rawPayload))
    return Object.fromEntries(Object.entries(files).map(([name, bytes]) => [name, new TextDecoder().decode(bytes).replace(/<\/w:p>/g, '\n').replace(/<[^>]+>/g, '')]))
  }
  const refused = async (bytes: Uint8Array): Promise<string> => {
    const answer = await send(bytes)
    assert.equal(answer.status, 400, answer.body)
    return answer.json.detail
  }

  test('keeps its own words, header and footer, and places sections where it names them', async () => {
    const kept = await send(await word('Mission Alpha {{marking}}', ['Dear colleagues', '{{section.text.assessment}}', 'Then the rest', '{{body}}', '{{section.watchlog.orders}}', 'Regards'], '{{footer}} {{marking}}'))
    assert.equal(kept.status, 200, kept.body)
    assert.deepEqual(kept.json.places.toSorted(), ['body', 'footer', 'marking', 'section.text.assessment', 'section.watchlog.orders'])
    const sections = (await node.call('GET', `/api/records/${product}`, { as: duty })).json.data.sections.map(({ id, mode }: { id: string; mode: string }) => ({ id, mode, ...(id === 'text.assessment' ? { text: 'It will be calm.' } : {}) }))
    await node.call('POST', `/api/products/${product}/compose`, { as: duty, body: { sections } })
    const { 'word/document.xml': page = '', ...others } = await written()
    assert.match(page, /Dear colleagues\s+Assessment\s+It will be calm\.\s+Then the rest[^]*The situation in one paragraph[^]*Regards/)
    assert.equal(page.split('It will be calm.').length, 2, 'once, in its own place')
    assert.doesNotMatch(page, /\{\{/)
    assert.match(Object.entries(others).filter(([name]) => name.startsWith('word/header')).map(([, words]) => words).join(), /Mission Alpha UNCLASSIFIED/)
  })

  test('may be another for one type, and each goes back to what was there before', async () => {
    await send(await word('{{marking}}', ['Only for briefs', '{{body}}'], ''), { search: '?type=HOM' })
    const brief = (await node.call('POST', '/api/products', { as: duty, body: { type: 'HOM' } })).json.id
    assert.match((await written(brief))['word/document.xml'] ?? '', /Only for briefs/)
    assert.match((await written())['word/document.xml'] ?? '', /Dear colleagues/)
    assert.deepEqual((await node.call('GET', '/api/products/templates', { as: duty })).json.items.map((one: { type: string | null; name: string; by: string }) => [one.type, one.name, one.by]), [[null, 'mission.docx', 'Name of admin'], ['HOM', 'mission.docx', 'Name of admin']])
    assert.equal((await node.call('DELETE', '/api/products/template?type=HOM', { as: duty })).status, 403)
    assert.equal((await node.call('DELETE', '/api/products/template?type=HOM', { as: admin })).status, 204)
    assert.match((await written(brief))['word/document.xml'] ?? '', /Dear colleagues/)
    assert.equal((await node.call('DELETE', '/api/products/template', { as: admin })).status, 204)
    assert.doesNotMatch((await written())['word/document.xml'] ?? '', /Dear colleagues/)
  })

  test('is refused with every reason at once, in words its author can act on', async () => {
    assert.match(await refused(await word('', ['{{title}}'], '')), /\{\{body\}\} is missing: write it[^]*\{\{marking\}\} is missing/)
    assert.match(await refused(await word('{{body}}', ['{{marking}}'], '')), /\{\{body\}\} stands in a header or footer[^]*\{\{marking\}\} stands on the page alone/)
    assert.match(await refused(await word('{{marking}}', ['{{body}}', '{{section.orders}}', '{{logo}}'], '')), /did you mean \{\{section\.watchlog\.orders\}\}\?[^]*\{\{logo\}\} is no place/)
    const good = unzipSync(await word('{{marking}}', ['{{body}}'], ''))
    const rels = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r9" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" Target="https://elsewhere.example/t.dotm" TargetMode="External"/></Relationships>'
    assert.match(await refused(zipSync({ ...good, 'word/_rels/settings.xml.rels': strToU8(rels) })), /fetches pictures or a template from elsewhere/)
    assert.match(await refused(zipSync({ ...good, 'word/vbaProject.bin': strToU8('x') })), /macros/)
    assert.equal((await send(strToU8('no word'))).status, 415)
    assert.equal((await send(zipSync({ 'a.txt': strToU8('x') }))).status, 415)
    assert.equal((await send(zipSync(good), { as: duty })).status, 403)
    assert.deepEqual((await node.call('GET', '/api/products/templates', { as: duty })).json.items, [], 'none of them was kept')
  })
})
