import assert from 'node:assert/strict'
import { test } from 'node:test'
import { strToU8, zipSync } from 'fflate'
import { fileSays, textSays } from './words.ts'

const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'
const docx = (document: string | Uint8Array): Uint8Array => zipSync({ '[Content_Types].xml': strToU8('<Types/>'), 'word/document.xml': typeof document === 'string' ? strToU8(document) : document })
const says = (text: string): boolean => /(?<!\p{L})(?:Béranger|حسان)(?!\p{L})/u.test(text)
const wide = (text: string): Buffer => Buffer.from(text, 'utf16le')
const arabic = Buffer.from([0xc7, 0xe1, 0x20, 0xcd, 0xd3, 0xc7, 0xe4, 0x0a])

test('runs of one word are joined, paragraphs apart, signs as they are meant', async () => {
  const document = '<w:p><w:t>Cor</w:t><w:t xml:space="preserve">poral</w:t></w:p><w:p><w:t>A &amp; B &#233;&#xe9;</w:t></w:p>'
  for (const bytes of [strToU8(document), wide(`\ufeff${document}`)]) {
    assert.equal(await fileSays(DOCX, docx(bytes), (text) => text === 'Corporal\nA & B éé\n'), true)
  }
})

test('millions of tags that never end keep nobody waiting', async () => {
  for (const sign of ['<', '<w:br ', '</w:p\n']) {
    const words = docx(`${Array.from({ length: 700_000 }, (_, i) => sign + ((i * 2_654_435_761) % 4_294_967_291).toString(36)).join('')}<w:t>Corporal</w:t>`)
    assert.equal(await fileSays(DOCX, words, (text) => text.includes('Corporal')), true)
  }
})

test('a name is found in a text and in the texts of a package however they are encoded, and its bytes stay as they are', async () => {
  const texts = [wide('\ufeffCorporal Béranger'), wide('Corporal Béranger'), wide('\ufeffCorporal Béranger').swap16(), wide('الجندي حسان عند').swap16(), Buffer.from('B\xe9ranger', 'latin1'), arabic, Buffer.from('B&eacute;ranger'), Buffer.from('{"a":"B\\u00e9ranger"}'), Buffer.from("{\\rtf1 B\\'e9ranger}")]
  for (const [i, text] of texts.entries()) {
    const before = Buffer.from(text)
    assert.equal(await fileSays('text/plain', text, says), true, `text ${i}`)
    assert.equal(await fileSays('text/csv', text, says), true, `table ${i}`)
    assert.equal(await fileSays('application/zip', zipSync({ 'notes/a.rtf': new Uint8Array(text) }), says), true, `package ${i}`)
    assert.deepEqual(text, before)
  }
})

test('what is sent as text and is none counts as a picture does, alone and in a package, unless it says the name', async () => {
  const none = Buffer.from('gate\0\u0001\u0002 green')
  assert.equal(await fileSays('text/plain', none, says), null)
  assert.equal(await fileSays('application/zip', zipSync({ 'a.txt': none, 'b.txt': strToU8('green') }), says), null)
  assert.equal(await fileSays('text/plain', Buffer.concat([none, Buffer.from(' Béranger')]), says), true)
  assert.equal(await fileSays('application/pdf', Buffer.from('%PDF-1.4 Béranger'), says), null)
  assert.deepEqual([await fileSays('text/plain', Buffer.from('Bérangers'), says), await fileSays('application/zip', zipSync({ 'a.txt': strToU8('green') }), says)], [false, false])
})

test('a text of any length is looked through piece by piece: a name where two meet is found', async () => {
  for (const before of [(1 << 20) - 9, (1 << 20) - 4, (1 << 20) - 1, (2 << 20) - 3]) {
    for (const [i, name] of [Buffer.from('B&#233;ranger '), Buffer.from(' B\xe9ranger ', 'latin1'), arabic].entries()) {
      assert.equal(await fileSays('text/plain', Buffer.concat([Buffer.alloc(before, ' '), name, Buffer.alloc(100, ' ')]), says), true, `${before} ${i}`)
    }
  }
  let most = 0
  assert.equal(await textSays((async function* () { for (let i = 0; i < 5; i += 1) { yield Buffer.alloc(1 << 20, 'a ') } })(), (text) => { most = Math.max(most, text.length); return false }), false)
  assert.ok(most < (1 << 20) + 20_000)
})
