import assert from 'node:assert/strict'
import { test } from 'node:test'
import { size } from './size.ts'

test('bytes are said in the units and figures of a language, with Latin digits in Arabic', () => {
  const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ').replace(/[\u200e\u200f]/g, '')
  assert.equal(plain(size(1_234_567, 'en')), '1.2 MB')
  assert.equal(plain(size(1_234_567, 'fr')), '1,2 Mo')
  assert.equal(plain(size(300, 'fr')), '1 ko')
  assert.equal(plain(size(20_000_000_000, 'es')), '20 GB')
  assert.match(size(1_234_567, 'ar'), /1\.2/)
})
