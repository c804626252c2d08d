import assert from 'node:assert/strict'
import { test } from 'node:test'
import { strToU8, zipSync } from 'fflate'
import { wordsOf } from './words.ts'

const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'
const docx = (document: string): Uint8Array => zipSync({ '[Content_Types].xml': strToU8('<Types/>'), 'word/document.xml': strToU8(document) })

test('runs of one word are joined, paragraphs apart, signs as they are meant', async () => {
  assert.equal(await wordsOf(DOCX, docx('<w:p><w:t>Cor</w:t><w:t xml:space="preserve">poral</w:t></w:p><w:p><w:t>A &amp; B &#233;&#xe9;</w:t></w:p>')), 'Corporal\nA & B éé\n')
})

test('millions of tags that never end keep nobody waiting', async () => {
  for (const sign of ['<', '<w:br ', '</w:p\n']) {
    const words = await wordsOf(DOCX, docx(`${Array.from({ length: 700_000 }, (_, i) => sign + ((i * 2_654_435_761) % 4_294_967_291).toString(36)).join('')}<w:t>Corporal</w:t>`))
    assert.match(words ?? '', /Corporal/)
  }
})
