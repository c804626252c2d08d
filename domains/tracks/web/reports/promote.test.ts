import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Check } from 'typebox/value'
import { Incident } from '../../../incidents/shared/model.ts'
import { checkOverlay, Overlay } from '../../../mission/shared/overlay.ts'
import type { FieldReport } from '../../shared/field-report.ts'
import { incidentOf, overlayOf } from './promote.ts'

const report: FieldReport = {
  uid: 'm-1', type: 'b-m-r', sort: 'route', name: 'Route blue', remarks: 'Two bridges', place: { lon: 18.5, lat: 4.3, radiusM: 12.4 }, corners: [[18, 4], [18.1, 4.1], [18.2, 4.0]],
  summary: { litter: 2 }, time: '2026-11-22T03:00:00.000Z', stale: '2026-11-23T03:00:00.000Z', from: { callsign: 'ALFA' }, cot: '<event/>',
}

test('an incident begins with what was said, and lacks only its category', () => {
  const data = incidentOf(report, 'rec-1')
  assert.equal(Check(Incident, data), false)
  assert.ok(Check(Incident, { ...data, category: 'AC.01' }))
  assert.match(String(data['narrative']), /Two bridges\nlitter: 2/)
})

test('a route is a line, a closed shape a polygon, a circle a circle, a marker a point', () => {
  const shapes = [report, { ...report, ring: true }, { ...report, corners: [], circleM: 250.6 }, { ...report, corners: [] }].map((one) => {
    const data = overlayOf(one, 'rec-1')
    assert.ok(Check(Overlay, data) && checkOverlay(data as never).length === 0)
    return (data as unknown as Overlay).features[0]?.shape
  })
  assert.deepEqual(shapes, ['line', 'polygon', 'circle', 'point'])
  const { place: _place, corners: _corners, ...nowhere } = report
  assert.equal(overlayOf(nowhere, 'rec-1'), null)
})
