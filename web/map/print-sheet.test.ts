import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { formatMgrs } from '../../core/place-mgrs.ts'
import { distanceM } from '../../core/place-geodesy.ts'
import { fitExtent, frameSize, gridOf, groundOf, onSheet, paperSize, scaleBar, SCALES, zoomOf } from './print-sheet.ts'

describe('the printed map', () => {
  for (const [lat, paper, turned] of [[4.4, 'A4', 'landscape'], [-12, 'A3', 'portrait'], [33.9, 'A4', 'portrait']] as const) {
    test(`scale is true in the middle at ${lat}° on ${paper} ${turned}, at every scale`, () => {
      const frame = frameSize(paper, turned)
      for (const scale of SCALES) {
        const ground = groundOf({ lon: 18.5, lat }, scale, frame)
        const a = { lon: 18.5, lat }
        const b = { lon: 18.5 + (ground[2] - ground[0]) / 8, lat }
        const [pa, pb] = [onSheet(ground, frame, a), onSheet(ground, frame, b)]
        const wanted = (distanceM(a, b) * 1000) / scale
        assert.ok(Math.abs((pb.x - pa.x) / wanted - 1) < 0.01, `${scale}: ${pb.x - pa.x} mm instead of ${wanted}`)
      }
    })
  }

  test('the frame fits on its paper', () => {
    for (const paper of ['A4', 'A3'] as const) {
      for (const turned of ['portrait', 'landscape'] as const) {
        const page = paperSize(paper, turned)
        const frame = frameSize(paper, turned)
        assert.ok(frame.width < page.width && frame.height < page.height && frame.height > page.height / 2.5)
      }
    }
  })

  test('an extent fits at the scale found for it, and not at a tenth less', () => {
    const frame = frameSize('A4', 'landscape')
    const { centre, scale } = fitExtent([14, 2, 20, 6], frame)
    const ground = groundOf(centre, scale, frame)
    assert.ok(ground[0] <= 14 && ground[2] >= 20 && ground[1] <= 2 && ground[3] >= 6)
    const tighter = groundOf(centre, scale * 0.9, frame)
    assert.ok(tighter[0] > 14 || tighter[1] > 2)
  })

  test('zoom: at 1:25 000 a pixel of paper is 6.6 m', () => {
    const metres = (2 * Math.PI * 6_378_137 * Math.cos((4 * Math.PI) / 180)) / 512 / 2 ** zoomOf(25_000, 4)
    assert.ok(Math.abs(metres - 25_000 * 0.0254 / 96) < 1e-6)
  })

  test('the bar is round and of its length', () => {
    assert.deepEqual(scaleBar(50_000, 60), { metres: 2000, mm: 40 })
    assert.deepEqual(scaleBar(1_000_000, 60), { metres: 50_000, mm: 50 })
  })

  for (const [lon, lat] of [[18.5, 4.4], [18.5, 0.01], [29.2, -1.6], [18, 5]] as const) {
    test(`grid at ${lon}, ${lat}: labels say what MGRS says of their place`, () => {
      const frame = frameSize('A4', 'landscape')
      const ground = groundOf({ lon, lat }, 50_000, frame)
      const { paths, marks } = gridOf(ground, frame, 50_000)
      assert.ok(paths.length >= 15, `${paths.length} lines`)
      for (const mark of marks) {
        const at = { lon: ground[0] + (mark.x / frame.width) * (ground[2] - ground[0]), lat: ground[3] - (mark.y / frame.height) * (ground[3] - ground[1]) }
        const digits = /^\d+[A-Z]+(\d{5})(\d{5})$/.exec((formatMgrs(at, 10) ?? '').replaceAll(' ', ''))
        assert.ok(digits)
        const read = Number(mark.edge === 'top' || mark.edge === 'bottom' ? digits[1] : digits[2]) / 1000
        const off = Math.abs(read - Number(mark.text))
        assert.ok(Math.min(off, 100 - off) < 0.06, `${mark.text} at ${mark.edge} stands at ${read}`)
      }
      assert.ok(new Set(marks.map((m) => m.edge)).size === 4)
    })
  }
})
