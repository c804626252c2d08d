import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { Problem } from '../core/problem.ts'
import { attribute, createXmlScanner } from './xml-scan.ts'
import { xmlText } from './xml-text.ts'

function scan(chunks: readonly string[]): string[] {
  const events: string[] = []
  const text = (piece: string): void => {
    if (events.at(-1)?.startsWith('=') === true) {
      events[events.length - 1] += piece
    } else if (piece !== '') {
      events.push(`=${piece}`)
    }
  }
  const scanner = createXmlScanner({ open: (name, attributes) => events.push(`<${name} ${attribute(attributes, 'a') ?? ''}`), close: (name) => events.push(`>${name}`), text })
  for (const chunk of chunks) {
    scanner.push(chunk)
  }
  scanner.end()
  return events
}

test('elements, attributes, text, comments and CDATA', () => {
  assert.deepEqual(scan(['<?xml version="1.0"?><x:r ba="no" a="1 &gt; &#233; >"><!-- <b> --><c/>t &amp; <![CDATA[<&>]]></x:r>\n']), ['<r 1 > é >', '<c ', '>c', '=t & <&>', '>r'])
  assert.equal(attribute("c r='A1' t = \"s\"", 't'), 's')
  assert.equal(attribute('c ref="1"', 'r'), undefined)
})

test('however the text is cut, the events are the same', () => {
  const leaf = fc.string({ unit: 'grapheme', maxLength: 8 }).map((s) => xmlText(s).replace(/\]\]&gt;/gu, ''))
  const document = fc.array(fc.oneof(leaf, leaf.map((s) => `<b a="${s}">${s}</b>`), leaf.map((s) => `<b a='${s}'/>`), fc.constantFrom('<!-- x > -->', '<![CDATA[a<b]]>', '<?p x?>')), { maxLength: 8 }).map((parts) => `<r>${parts.join('')}</r>`)
  fc.assert(fc.property(document, fc.integer({ min: 1, max: 7 }), (text, size) => {
    const chunks: string[] = []
    for (let at = 0; at < text.length; at += size) {
      chunks.push(text.slice(at, at + size))
    }
    assert.deepEqual(scan(chunks), scan([text]))
  }), { numRuns: 400 })
})

test('document types, unknown entities and unfinished documents are refused, cut anywhere', () => {
  for (const text of ['<!DOCTYPE x []><r/>', '<r>&nbsp;</r>', '<r>', '</r>', '', '<r', '<r><![CDATA[x</r>', '<r><!ELEMENT x></r>']) {
    assert.throws(() => scan([text]), Problem, text)
    assert.throws(() => scan([...text]), Problem, text)
  }
  assert.throws(() => scan([`<r a="${'x'.repeat(70_000)}`]), /too long/)
})
