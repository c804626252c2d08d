import assert from 'node:assert/strict'
import { test } from 'node:test'
import { TextReadings } from './text-readings.ts'

const LATIN = 'Corporal Béranger stood at the gate.\r\n'
const ARABIC = 'الجندي حسان عند البوابة\r\n'
const TABLE = new TextDecoder('windows-1256').decode(Uint8Array.from({ length: 256 }, (_, i) => i))
const arabicBytes = (text: string): Buffer => Buffer.from([...text].map((letter) => TABLE.indexOf(letter)))
const wide = (text: string, big = false): Buffer => {
  const bytes = Buffer.from(text, 'utf16le')
  return big ? bytes.swap16() : bytes
}

function read(...pieces: Uint8Array[]): { said: string[]; truthful: boolean } {
  const readings = new TextReadings()
  const said = pieces.flatMap((piece) => [...readings.push(piece)])
  said.push(...readings.end())
  return { said, truthful: readings.truthful }
}
const finds = (word: string, ...pieces: Uint8Array[]): boolean => read(...pieces).said.some((text) => new RegExp(`(?<![\\p{L}\\p{M}])${word}(?![\\p{L}\\p{M}])`, 'u').test(text))

const WRITTEN: readonly [string, string, Buffer][] = [
  ['UTF-8', 'Béranger', Buffer.from(LATIN)], ['UTF-8', 'حسان', Buffer.from(ARABIC)], ['UTF-8 with mark', 'Béranger', Buffer.from(`\ufeff${LATIN}`)],
  ['UTF-16 LE with mark', 'Béranger', wide(`\ufeff${LATIN}`)], ['UTF-16 BE with mark', 'Béranger', wide(`\ufeff${LATIN}`, true)],
  ['UTF-16 LE', 'Béranger', wide(LATIN)], ['UTF-16 BE', 'Béranger', wide(LATIN, true)],
  ['UTF-16 LE with mark', 'حسان', wide(`\ufeff${ARABIC}`)], ['UTF-16 BE with mark', 'حسان', wide(`\ufeff${ARABIC}`, true)],
  ['UTF-16 LE', 'حسان', wide(ARABIC)], ['UTF-16 BE', 'حسان', wide(ARABIC, true)],
  ['Windows-1252', 'Béranger', Buffer.from(LATIN, 'latin1')], ['Windows-1256', 'حسان', arabicBytes(ARABIC)],
]

test('a name is found in every encoding, with letters of XML, tags and escapes', () => {
  for (const [how, name, bytes] of WRITTEN) {
    assert.ok(finds(name, bytes), `${how} ${name}`)
    assert.ok(read(bytes).truthful, `${how} ${name}`)
  }
  assert.ok(finds('Béranger', wide('\ufeff<p>The <b>B</b>&eacute;ranger left</p>')))
  assert.ok(finds('Béranger', Buffer.from("{\\rtf1\\ansi\\ansicpg1252 Corporal B\\'e9ranger left}")))
  assert.ok(finds('حسان', Buffer.from("{\\rtf1\\ansi \\'cd\\'d3\\'c7\\'e4 }")))
  assert.ok(finds('Béranger', Buffer.from('<event callsign="B&#233;ranger"/>')))
})

test('one foreign line hides nothing elsewhere, nor bytes that are no text', () => {
  const foreign = Buffer.from([0x52, 0xe9, 0x6e, 0x20, 0xc7, 0x0a])
  assert.ok(finds('Béranger', foreign, Buffer.from(LATIN)))
  assert.ok(finds('حسان', foreign, Buffer.from(ARABIC)))
  const noise = Uint8Array.from({ length: 4001 }, (_, i) => (i * 2_654_435_761) >>> 11)
  for (const [how, name, bytes] of WRITTEN) {
    assert.ok(finds(name, Buffer.concat([noise, Buffer.from(' \0 '), bytes, noise])) || how.startsWith('Windows'), `${how} ${name}`)
  }
})

test('a name or a letter that two pieces cut is found, wherever they cut it', () => {
  const long = 20_001
  for (const [how, name, bytes] of [...WRITTEN, ['XML', 'Béranger', Buffer.from('<p>B&#x00e9;ranger</p>')], ['JSON', 'حسان', Buffer.from('"\\u062d\\u0633\\u0627\\u0646"')], ['RTF', 'Béranger', Buffer.from("{\\rtf1 B\\u233?ranger}")]] as const) {
    const [space, mark] = [how.startsWith('UTF-16') ? wide(' '.repeat(long), how.includes('BE')) : Buffer.alloc(long, ' '), how.endsWith('mark') ? (how.startsWith('UTF-16') ? 2 : 3) : 0]
    const all = Buffer.concat([bytes.subarray(0, mark), how === 'RTF' ? Buffer.from('{\\rtf1') : Buffer.alloc(0), space, bytes.subarray(mark)])
    for (let back = 1; back < bytes.length - mark; back += 1) {
      const at = all.length - back
      assert.ok(finds(name, all.subarray(0, at), all.subarray(at)), `${how} ${name} ${back}`)
    }
  }
})

test('what is sent as text and is none is not read as it was meant', () => {
  const utf32 = Buffer.concat([...'Corporal Kamara'].map((letter) => Buffer.from([letter.charCodeAt(0), 0, 0, 0])))
  for (const bytes of [utf32, Buffer.concat([Buffer.from([0xff, 0xfe]), utf32]), Buffer.from('gate\0\u0001\u0002 green'), Uint8Array.from({ length: 4000 }, (_, i) => (i * 2_654_435_761) >>> 11)]) {
    assert.equal(read(bytes).truthful, false)
  }
  for (const bytes of [Buffer.alloc(0), Buffer.from('x'), Buffer.from('gate\t1\r\n\f'), Buffer.from([0xe9]), Buffer.from('\ufeff')]) {
    assert.equal(read(bytes).truthful, true)
  }
})
