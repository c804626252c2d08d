import assert from 'node:assert/strict'
import { test } from 'node:test'
import { distanceM } from '../../../core/place-geodesy.ts'
import { parseQuickLog } from '../shared/quicklog.ts'
import { TAXONOMY } from '../shared/taxonomy.ts'
import { photoGrid, photoTime, withPhoto } from './photo-words.ts'

const read = (text: string) => parseQuickLog(text, { now: Date.parse('2026-08-18T20:00:00Z'), zone: 'Africa/Bangui', locale: 'en', taxonomy: TAXONOMY.entries, findPlace: () => [], findActor: () => [] })
const place = { lon: -3.9, lat: 15.2 }

test('a photo fills what the line does not say, in words the reader of lines understands', () => {
  const line = withPhoto('roadblock', read('roadblock'), { taken: '2026-08-18T13:45:10', zoned: false, place })
  const log = read(line)
  assert.equal(log.happened?.from, '2026-08-18T12:45:00.000Z', 'the camera’s wall clock is the mission’s local time')
  assert.ok(log.place?.lon !== undefined && log.place.lat !== undefined && distanceM(place, { lon: log.place.lon, lat: log.place.lat }) <= 15)
  assert.equal(log.category, 'CU.04')
  assert.equal(photoTime({ taken: '2026-08-18T12:45:10.000Z', zoned: true, place: null }), '181245Z AUG 26')
})

test('what the line says itself is left as it is said', () => {
  const text = 'roadblock 0900Z 30P VB 123456'
  assert.equal(withPhoto(text, read(text), { taken: '2026-08-18T13:45:10', zoned: false, place }), text)
})

test('a photo that knows nothing adds nothing', () => {
  assert.equal(withPhoto('', read(''), { taken: null, zoned: false, place: null }), '')
  assert.equal(photoGrid({ taken: null, zoned: false, place: { lon: 0, lat: 89 } }), null)
  assert.equal(photoTime({ taken: '2026-13-01T10:00:00', zoned: false, place: null }), null)
})
