import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import * as mgrsModule from 'mgrs'
import {
  DEFAULT_RADIUS_M, bboxAround, bboxContains, bboxIntersects, bboxOf, bearingDeg, destination, distanceM, findBearingDistance,
  findLatLon, findMgrs, formatBearingDistance, formatLatLon, formatMgrs, formatPlace, fromE7, fromMercatorUnit, guardDistance,
  inMultiPolygon, inPolygon, lonLatToTilePixel, parseBearingDistance, parseDirection, parseLatLon, parseMgrs, precisionOfRadius,
  resolveBearingDistance, tileBounds, toE7, toMercatorUnit, toUtm, fromUtm, wrapLon,
} from './place.ts'
import type { LonLat, MgrsDigits } from './place.ts'

const real = (min: number, max: number) => fc.double({ min, max, noNaN: true })
const anywhere = fc.record({ lon: real(-180, 180), lat: real(-90, 90) })
const inGrid = fc.record({ lon: real(-180, 179.999_999), lat: real(-79.99, 83.99) })
const near = (a: LonLat, b: LonLat, metres: number): void => {
  assert.ok(distanceM(a, b) <= metres, `${JSON.stringify(a)} is ${distanceM(a, b)} m from ${JSON.stringify(b)}`)
}
// The library's typing names the functions, its CommonJS build carries them on the default export.
const library = (mgrsModule as unknown as { default: typeof mgrsModule }).default

test('packing to 1e-7 degrees keeps the centimetre and fits 32 bits', () => {
  fc.assert(fc.property(anywhere, (p) => {
    const lon = toE7(p.lon)
    assert.equal(lon | 0, lon)
    assert.ok(Math.abs(fromE7(lon) - p.lon) <= 0.5001e-7)
  }))
})

test('distance, bearing and destination agree', () => {
  // One degree of a great circle.
  assert.ok(Math.abs(distanceM({ lon: 0, lat: 0 }, { lon: 1, lat: 0 }) - 111_195) < 1)
  assert.equal(Math.round(bearingDeg({ lon: 0, lat: 0 }, { lon: 0, lat: 1 })), 0)
  assert.equal(Math.round(bearingDeg({ lon: 0, lat: 0 }, { lon: 1, lat: 0 })), 90)
  fc.assert(fc.property(fc.record({ lon: real(-180, 179.99), lat: real(-85, 85) }), real(0, 359.9), real(1, 500_000), (p, bearing, metres) => {
    const q = destination(p, bearing, metres)
    assert.ok(Math.abs(distanceM(p, q) - metres) < 0.01 + metres * 1e-9)
    assert.ok(Math.abs(wrapLon(bearingDeg(p, q) - bearing)) < 0.01)
  }))
})

test('boxes understand the 180° meridian', () => {
  const pacific = bboxOf([{ lon: 179, lat: -17 }, { lon: -178, lat: -14 }])
  assert.deepEqual(pacific, [179, -17, -178, -14])
  assert.ok(pacific && bboxContains(pacific, { lon: 180, lat: -15 }))
  assert.ok(pacific && !bboxContains(pacific, { lon: 0, lat: -15 }))
  assert.deepEqual(bboxOf([{ lon: -5, lat: 5 }, { lon: 4, lat: 6 }]), [-5, 5, 4, 6])
  assert.equal(bboxOf([]), undefined)
  assert.equal(bboxIntersects([170, -10, -170, 10], [-175, 0, -160, 5]), true)
  assert.equal(bboxIntersects([170, -10, -170, 10], [-160, 0, -150, 5]), false)
  fc.assert(fc.property(anywhere, real(1, 300_000), real(0, 360), (p, metres, bearing) => {
    const [w, s, e, n] = bboxAround(p, metres)
    const q = destination(p, bearing, metres * 0.999)
    assert.ok(bboxContains([w - 1e-9, s - 1e-9, e + 1e-9, n + 1e-9], q) || Math.abs(q.lat) > 89.999_999)
  }))
})

test('point in polygon: holes, parts, and across the 180° meridian', () => {
  const square = [[0, 0], [10, 0], [10, 10], [0, 10], [0, 0]]
  const hole = [[4, 4], [6, 4], [6, 6], [4, 6], [4, 4]]
  assert.equal(inPolygon({ lon: 2, lat: 2 }, [square, hole]), true)
  assert.equal(inPolygon({ lon: 5, lat: 5 }, [square, hole]), false)
  assert.equal(inPolygon({ lon: 11, lat: 5 }, [square]), false)
  assert.equal(inPolygon({ lon: 5, lat: 5 }, []), false)
  const island = [[179, -1], [-179, -1], [-179, 1], [179, 1], [179, -1]]
  assert.equal(inPolygon({ lon: 179.5, lat: 0 }, [island]), true)
  assert.equal(inPolygon({ lon: -179.5, lat: 0 }, [island]), true)
  assert.equal(inPolygon({ lon: 0, lat: 0 }, [island]), false)
  assert.equal(inMultiPolygon({ lon: -179.5, lat: 0 }, [[square], [island]]), true)
  const world = [[-180, -90], [180, -90], [180, 90], [-180, 90], [-180, -90]]
  assert.equal(inPolygon({ lon: 12, lat: 3 }, [world]), true)
})

test('MGRS: tolerant spelling, centre of the square, radius by digits', () => {
  const six = parseMgrs('30P VB 123456')
  assert.ok(six.ok)
  assert.equal(six.radiusM, 100)
  assert.equal(precisionOfRadius(six.radiusM), 1)
  assert.equal(six.mgrs, '30P VB 123 456')
  for (const text of ['30PVB123456', '30pvb123456', ' 30 P VB 123 456 ', '30P-VB-123-456', '30P V B 1 2 3 4 5 6']) {
    const read = parseMgrs(text)
    assert.ok(read.ok, text)
    assert.deepEqual(read.point, six.point)
  }
  const radii = ['30PVB', '30PVB14', '30PVB1245', '30PVB123456', '30PVB12344567', '30PVB1234545678'].map((text) => {
    const read = parseMgrs(text)
    return read.ok ? read.radiusM : read.reason
  })
  assert.deepEqual(radii, [100_000, 10_000, 1000, 100, 10, 1])
  const [west, south, east, north] = library.inverse('30PVB123456')
  assert.ok(six.point.lon > west && six.point.lon < east && six.point.lat > south && six.point.lat < north)
})

test('MGRS agrees with known points and with an independent implementation', () => {
  assert.equal(formatMgrs({ lon: 0, lat: 0 }), '31N AA 66021 00000')
  assert.equal(formatMgrs({ lon: 5, lat: 60 }, 2)?.slice(0, 3), '32V')
  assert.equal(formatMgrs({ lon: 0, lat: 85 }), undefined)
  assert.equal(formatMgrs({ lon: 0, lat: -5e-324 }, 0), '31N AA')
  // A hair south of the equator the library writes a square that does not exist.
  fc.assert(fc.property(inGrid.filter((p) => p.lat >= 0 || p.lat < -1e-9), (p) => {
    const theirs = library.toPoint(library.forward([p.lon, p.lat], 5))
    near(p, { lon: theirs[0], lat: theirs[1] }, 3)
    const ours = parseMgrs(library.forward([p.lon, p.lat], 5))
    assert.ok(ours.ok, library.forward([p.lon, p.lat], 5))
    near(ours.point, p, 3)
  }), { numRuns: 500 })
})

test('MGRS round trip stays within the square at every precision', () => {
  fc.assert(fc.property(inGrid, fc.constantFrom<MgrsDigits>(0, 2, 4, 6, 8, 10), (p, digits) => {
    const text = formatMgrs(p, digits)
    assert.ok(text !== undefined)
    const read = parseMgrs(text)
    assert.ok(read.ok, `${text}: ${read.ok ? '' : read.message}`)
    const a = toUtm(p)
    const b = toUtm(read.point, a.zone)
    const northing = (n: number, lat: number): number => (lat < 0 ? n - 10_000_000 : n)
    assert.ok(Math.abs(a.easting - b.easting) <= read.radiusM / 2 + 0.01, text)
    assert.ok(Math.abs(northing(a.northing, p.lat) - northing(b.northing, read.point.lat)) <= read.radiusM / 2 + 0.01, text)
  }), { numRuns: 500 })
  fc.assert(fc.property(inGrid, (p) => {
    const utm = toUtm(p)
    near(fromUtm(utm.zone, utm.easting, utm.northing, p.lat < 0), p, 0.001)
  }))
})

test('MGRS errors say what is wrong', () => {
  const reason = (text: string): string => {
    const read = parseMgrs(text)
    return read.ok ? 'ok' : read.reason
  }
  assert.equal(reason('61P VB 123456'), 'zone')
  assert.equal(reason('30I VB 123456'), 'band')
  assert.equal(reason('30P AB 123456'), 'column')
  assert.equal(reason('30P VZ 123456'), 'row')
  assert.equal(reason('30P VP 123956'), 'ok')
  assert.equal(reason('30P VP 123456'), 'outside')
  assert.equal(reason('30P VE 123456'), 'row')
  assert.equal(reason('30P VB 12345'), 'digits')
  assert.equal(reason('30P VB 123456123456'), 'digits')
  assert.equal(reason('32X LM 1234'), 'zone')
  assert.equal(reason('30P VB twelve'), 'form')
  assert.equal(reason(''), 'form')
  const wrong = parseMgrs('30P VB 12345')
  assert.match(wrong.ok ? '' : wrong.message, /5 digits/)
})

test('grids are found inside a radio line', () => {
  const line = 'contact 1345Z 30P VB 123456 amb 2 x PKM 1 inj'
  const [found] = findMgrs(line)
  assert.ok(found)
  assert.equal(line.slice(found.start, found.end), '30P VB 123456')
  assert.equal(findMgrs('grid 30PVB 12345 67890, moving').at(0)?.text, '30PVB 12345 67890')
  assert.deepEqual(findMgrs('2 x PKM 1 inj, 3 killed'), [])
})

test('latitude and longitude in every usual form', () => {
  const cases: [text: string, lat: number, lon: number][] = [
    ['5.123, -4.2', 5.123, -4.2],
    ['5.123 -4.2', 5.123, -4.2],
    ['5.123N 4.2W', 5.123, -4.2],
    ['4.2W 5.123N', 5.123, -4.2],
    ['N5.123 W4.2', 5.123, -4.2],
    ['5,123 ; -4,2', 5.123, -4.2],
    ['5,123, -4,2', 5.123, -4.2],
    ['5,123N 4,2O', 5.123, -4.2],
    ["5°12.3'N 004°05.1'W", 5.205, -4.085],
    ["5°12,3'N, 4°05,1'O", 5.205, -4.085],
    ['5°12\'30"N 4°05\'10"W', 5 + 12.5 / 60, -(4 + 5 / 60 + 10 / 3600)],
    ['5º12′30″N 4º05′10″W', 5 + 12.5 / 60, -(4 + 5 / 60 + 10 / 3600)],
    ['N05 12 30 W004 05 10', 5 + 12.5 / 60, -(4 + 5 / 60 + 10 / 3600)],
    ['05 12 30 N 004 05 10 W', 5 + 12.5 / 60, -(4 + 5 / 60 + 10 / 3600)],
    ['051230N 0040510W', 5 + 12.5 / 60, -(4 + 5 / 60 + 10 / 3600)],
    ['0512N 00405W', 5.2, -(4 + 5 / 60)],
    ['0512.3N 00405.1W', 5.205, -4.085],
    ['+05.123-004.200/', 5.123, -4.2],
    ['+0512.3-00405.1/', 5.205, -4.085],
    ['+051230-0040510+120.5CRSWGS_84/', 5 + 12.5 / 60, -(4 + 5 / 60 + 10 / 3600)],
    ['lat 5.123 lon -4.2', 5.123, -4.2],
    ['-5°12\'30" 4°05\'10"', -(5 + 12.5 / 60), 4 + 5 / 60 + 10 / 3600],
    ['(5.123, -4.2)', 5.123, -4.2],
  ]
  for (const [text, lat, lon] of cases) {
    const read = parseLatLon(text)
    assert.ok(read.ok, `${text}: ${read.ok ? '' : read.message}`)
    near(read.point, { lat, lon }, 0.1)
  }
})

test('positions that cannot be, or may be two things, are refused with the reason', () => {
  const reason = (text: string): string => {
    const read = parseLatLon(text)
    return read.ok ? JSON.stringify(read.point) : read.reason
  }
  assert.equal(reason('5,123'), 'ambiguous')
  assert.equal(reason('5,123,4'), 'ambiguous')
  assert.equal(reason('95.1, 4.2'), 'range')
  assert.equal(reason('5°61.0\'N 4°05.1\'W'), 'minutes')
  assert.equal(reason('5N 4N'), 'axes')
  assert.equal(reason('-5.1S 4.2W'), 'minutes')
  assert.equal(reason('near the market'), 'form')
  assert.match((parseLatLon('120.5, 45.1') as { message: string }).message, /swapped/)
})

test('DD, DDM and DMS round trip within their own last digit', () => {
  fc.assert(fc.property(anywhere, fc.constantFrom('DD', 'DDM', 'DMS' as const), (p, form) => {
    const text = formatLatLon(p, form)
    const read = parseLatLon(text)
    assert.ok(read.ok, text)
    assert.equal(read.form, form)
    near(read.point, p, read.radiusM + 0.5)
  }), { numRuns: 500 })
  assert.equal(formatLatLon({ lat: 5.205, lon: -4.085 }, 'DDM'), "05°12.300'N 004°05.100'W")
  assert.equal(formatLatLon({ lat: 4.999_999_99, lon: 0 }, 'DMS'), '05°00\'00.0"N 000°00\'00.0"E')
  assert.equal(formatPlace({ lat: 88, lon: 1 }, 'MGRS'), '88.00000, 1.00000')
})

test('positions are found inside text, plain numbers are not', () => {
  const found = (text: string): string[] => findLatLon(text).map((one) => one.text)
  assert.deepEqual(found('seen at 5.123N 4.2W moving N'), ['5.123N 4.2W'])
  assert.deepEqual(found('seen at 5.1234, -4.2001 moving'), ['5.1234, -4.2001'])
  assert.deepEqual(found('vu à 5,123 -4,201 vers le sud'), ['5,123 -4,201'])
  assert.deepEqual(found('near 5°12.3\'N 004°05.1\'W.'), ["5°12.3'N 004°05.1'W"])
  assert.deepEqual(found('N05 12 30 W004 05 10 convoy'), ['N05 12 30 W004 05 10'])
  assert.deepEqual(found('3, 4 killed and 12 5 wounded at 1345'), [])
})

test('bearing and distance phrases', () => {
  const read = (text: string): unknown => {
    const one = parseBearingDistance(text)
    return one && [one.name, one.bearing, Math.round(one.distanceM)]
  }
  assert.deepEqual(read('4 km NE of Sabo'), ['Sabo', 45, 4000])
  assert.deepEqual(read('4km north-east of Sabo'), ['Sabo', 45, 4000])
  assert.deepEqual(read('4 km au NE de Sabo'), ['Sabo', 45, 4000])
  assert.deepEqual(read('2,5 km au sud-ouest de Sabo'), ['Sabo', 225, 2500])
  assert.deepEqual(read("3 km à l'ouest d'Anda"), ['Anda', 270, 3000])
  assert.deepEqual(read('Sabo + 4 km NE'), ['Sabo', 45, 4000])
  assert.deepEqual(read('800 m NNW from Tolo Bridge'), ['Tolo Bridge', 337.5, 800])
  assert.deepEqual(read('2 nm S of Port Ana'), ['Port Ana', 180, 3704])
  assert.deepEqual(read('3 miles 045 deg from Sabo'), ['Sabo', 45, 4828])
  assert.deepEqual(read('bearing 1600 mils, 2 km from Sabo'), ['Sabo', 90, 2000])
  assert.deepEqual(read('bearing 045 6 km from Sabo'), ['Sabo', 45, 6000])
  assert.deepEqual(read('6 km on a bearing of 045 from Sabo'), ['Sabo', 45, 6000])
  assert.deepEqual(read('brg 045, at 6 km from Sabo'), ['Sabo', 45, 6000])
  assert.deepEqual(read('6 km au cap 045 de Sabo'), ['Sabo', 45, 6000])
  assert.deepEqual(read('rumbo 045 6 km de Sabo'), ['Sabo', 45, 6000])
  assert.deepEqual(read('bearing 370 6 km from Sabo'), undefined)
  assert.deepEqual(read('bearing 045 mils 6 km from Sabo'), ['Sabo', 2.53125, 6000])
  assert.deepEqual(read('5 km al noreste de Sabo'), ['Sabo', 45, 5000])
  assert.deepEqual(read('٤ كم شمال شرق سابو'.replace('سابو', 'من سابو')), ['سابو', 45, 4000])
  assert.deepEqual(read('4 km on foot'), undefined)
  assert.deepEqual(parseDirection('NO'), { bearing: 315, sector: 22.5 })
  assert.deepEqual(parseDirection('up'), undefined)
  const [phrase] = findBearingDistance('ambush 4 km NE of Sabo, 2 killed')
  assert.deepEqual([phrase?.start, phrase?.end, phrase?.name], [7, 18, 'after'])
  const resolved = resolveBearingDistance({ lon: 0, lat: 0 }, 1000, { bearing: 45, distanceM: 4000, sector: 22.5 })
  assert.ok(resolved.radiusM > 1500 && resolved.radiusM < 2500)
  assert.equal(formatBearingDistance({ bearing: 44, distanceM: 4021 }, 'Sabo'), '4 km NE of Sabo')
  assert.equal(formatBearingDistance({ bearing: 270, distanceM: 430 }, 'Sabo', 'fr'), "450 m à l'O de Sabo")
})

test('precision scale and the guard against a mistyped grid', () => {
  assert.deepEqual([1, 100, 101, 1000, 3000, 10_000, 50_000, 100_000, 400_000].map(precisionOfRadius), [1, 1, 2, 2, 3, 4, 5, 6, 7])
  assert.equal(DEFAULT_RADIUS_M[1], 100)
  const centre = parseMgrs('30P VB 50 50')
  const typo = parseMgrs('30P VC 50 50')
  const right = parseMgrs('30P VB 30 60')
  assert.ok(centre.ok && typo.ok && right.ok)
  assert.equal(guardDistance(typo.point, centre.point).suspicious, true)
  assert.equal(guardDistance(right.point, centre.point).suspicious, false)
})

test('web-mercator tiles', () => {
  const bounds = tileBounds(1, 0, 0)
  assert.deepEqual([bounds[0], bounds[2]], [-180, 0])
  assert.ok(Math.abs(bounds[3] - 85.051_128_78) < 1e-6 && Math.abs(bounds[1]) < 1e-9)
  const mercator = fc.record({ lon: real(-180, 179.999), lat: real(-85, 85) })
  fc.assert(fc.property(mercator, fc.integer({ min: 0, max: 18 }), (p, z) => {
    const tile = lonLatToTilePixel(p, z)
    const [w, s, e, n] = tileBounds(z, tile.x, tile.y)
    assert.ok(p.lon >= w - 1e-9 && p.lon <= e + 1e-9 && p.lat >= s - 1e-9 && p.lat <= n + 1e-9)
    assert.ok(tile.px >= 0 && tile.px <= 4096 && tile.py >= 0 && tile.py <= 4096)
    const unit = toMercatorUnit(p)
    near(fromMercatorUnit(unit.x, unit.y), p, 0.01)
  }))
})

test('no text makes the readers throw', () => {
  const alphabet = fc.string({ unit: fc.constantFrom(...'0123456789NSEWO°\'".,+- /kmPVBof'.split('')), maxLength: 40 })
  fc.assert(fc.property(fc.oneof(fc.string(), alphabet), (text) => {
    parseMgrs(text)
    parseLatLon(text)
    findMgrs(text)
    for (const one of findLatLon(text)) {
      assert.equal(text.slice(one.start, one.end), one.text)
    }
    findBearingDistance(text)
  }), { numRuns: 1000 })
})
