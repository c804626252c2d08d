import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Technology } from './model.ts'
import { permitOf } from './permit.ts'
import type { PermitReason } from './permit.ts'
import { texts } from './texts.ts'

const consent = { status: 'granted', by: 'Ministry', reference: 'NV-1', from: '2026-01-01', until: '2026-12-31' }
const diligence = { status: 'cleared', by: 'Data protection', reference: 'DD-1', on: '2026-01-01', reviewBy: '2026-10-01' }
const made = (change: object) => ({ name: 'Camera', code: 'cam', type: 'camera', purpose: 'Watch.', consent, diligence, ...change }) as unknown as Technology

const CASES: [Technology | null, string, PermitReason, string?][] = [
  [made({}), '2026-06-01', 'cleared'],
  [null, '2026-06-01', 'not-registered'],
  [made({ consent: undefined }), '2026-06-01', 'consent-missing'],
  [made({ consent: { ...consent, status: 'refused' } }), '2026-06-01', 'consent-refused'],
  [made({ consent: { ...consent, status: 'withdrawn' } }), '2026-06-01', 'consent-withdrawn'],
  [made({}), '2025-12-31', 'consent-later', '2026-01-01'],
  [made({}), '2027-01-01', 'consent-expired', '2026-12-31'],
  [made({ diligence: undefined }), '2026-06-01', 'diligence-missing'],
  [made({ diligence: { ...diligence, status: 'refused' } }), '2026-06-01', 'diligence-refused'],
  [made({ diligence: { ...diligence, status: 'pending' } }), '2026-06-01', 'diligence-pending'],
  [made({}), '2026-10-02', 'review-overdue', '2026-10-01'],
]

test('each reason is given once, with its day, in words of every language whose holes are filled', () => {
  for (const [technology, today, reason, day] of CASES) {
    const permit = permitOf(technology, today)
    assert.deepEqual([permit.valid, permit.reason, permit.params['day']], [reason === 'cleared', reason, day])
    assert.notEqual(permit.because, '')
    const words = texts[`permit.${reason}`]
    for (const locale of ['en', 'fr', 'es', 'ar'] as const) {
      const holes = [...(words?.[locale] ?? assert.fail(`${reason} ${locale}`)).matchAll(/\{(\w+)\}/g)].map((m) => m[1]).sort()
      assert.deepEqual(holes, Object.keys(permit.params).sort(), `${reason} ${locale}`)
    }
  }
})

test('on the last day of consent and of review it may still run', () => {
  assert.equal(permitOf(made({ diligence: { ...diligence, reviewBy: '2026-12-31' } }), '2026-12-31').valid, true)
})
