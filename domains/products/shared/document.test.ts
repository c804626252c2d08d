import assert from 'node:assert/strict'
import test from 'node:test'
import type { Product } from '../../../core/product.ts'
import { documentOf } from './document.ts'

const handling = { level: 'C', compartments: [], owner: 'mission', releasableTo: ['*'], caveats: [] } as const
const section = (id: string, title: string) => ({ id, title, mode: 'live', blocks: [{ type: 'text', pieces: ['x'] }], facts: [], handling, asOf: '2026-01-01T00:00:00.000Z' })

test('a correction tells of a line that came or went once, and of every other value by itself', () => {
  const gone = (fact: string, was: string) => ({ section: 'incidents.significant', fact: `a1.${fact}`, was, now: '' })
  const product = {
    type: 'DSR', title: 'Daily', language: 'en', mission: 'M', zone: 'UTC', exercise: false, madeAt: '2026-01-01T00:00:00.000Z', distribution: [], audience: { side: 'mission', org: '*', role: 'JOC-DO', clearance: 'C', area: null },
    sections: [section('incidents.sum', 'The situation'), section('incidents.significant', 'Significant incidents')], correction: 1,
    changes: [
      { section: 'incidents.sum', fact: 'severe', was: '10', now: '9' }, gone('when', '0600Z'), gone('what', 'Ambush'), gone('ref', 'INC-1'),
      { section: 'incidents.significant', fact: 'b2.harm', was: '1 killed', now: '2 killed' }, { section: 'incidents.significant', fact: 'b2.grade', was: 'F6', now: 'B2' },
    ],
  } as unknown as Product
  const [corrected] = documentOf(product, { ref: 'PRD-1', handling: handling as never }, (iso) => iso).sections
  assert.equal(corrected?.title, 'Correction 1: 6 values changed')
  const lines = corrected?.blocks.flatMap((block) => (block.type === 'list' ? block.lines.map((line) => line.runs.map((run) => run.text).join('')) : []))
  assert.deepEqual(lines, [
    'The situation: 10 → 9', 'Significant incidents: 0600Z · Ambush · INC-1 → not there', 'Significant incidents: 1 killed → 2 killed', 'Significant incidents: F6 → B2',
  ])
})
