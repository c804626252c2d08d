import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { CoT } from '../test/node-cot.ts'
import { unzipSync } from 'fflate'
import { createCsvTableReader } from '../formats/csv.ts'
import { readFrame } from '../formats/cot/codec.ts'
import { attr, part } from '../formats/cot/detail.ts'
import { drawingOf } from '../formats/cot/drawing.ts'
import { readManifest } from '../formats/cot/package.ts'
import { readTakMessage } from '../formats/cot/proto-read.ts'
import { writeTakMessage } from '../formats/cot/proto-write.ts'
import { createCotStream } from '../formats/cot/stream.ts'
import { affiliationOf, cotTypeOfSidc, sidcOf } from '../formats/cot/symbol.ts'
import { readCot, writeCot } from '../formats/cot/xml.ts'

/** Real events of TAK clients, packages made by them and the published lists of types, beside this checkout. */

const ROOT = new URL('../../shared/data/real/standards/', import.meta.url)
const skip = existsSync(new URL('cot/', ROOT)) ? false : 'real data is not beside this checkout (../shared/data/real); nothing was checked'
const samples = new URL('cot/atak_takcot_GPL3/', ROOT)
const byName = <T extends { name: string }>(list: readonly T[]): T[] => list.toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))

test('events of a client come through XML and the protocol with every element', { skip }, () => {
  const files = readdirSync(samples).filter((name) => name.endsWith('.cot'))
  assert.equal(files.length, 6)
  const drawn: Record<string, string | undefined> = {}
  for (const file of files) {
    const read = readCot(readFileSync(new URL(encodeURIComponent(file), samples)))
    assert.ok(read.ok, file)
    assert.deepEqual(readCot(writeCot(read.value)), read, file)
    const proto = readTakMessage(writeTakMessage({ control: null, event: read.value }))
    assert.ok(proto.ok, file)
    assert.deepEqual({ ...proto.value.event!, detail: byName(proto.value.event!.detail) }, { ...read.value, detail: byName(read.value.detail) }, file)
    drawn[file] = drawingOf(read.value)?.what
  }
  assert.deepEqual(drawn, { 'Drawing_Shapes_-_Circle.cot': 'ellipse', 'Geo_Fence.cot': 'ellipse', 'Marker_-_2525.cot': undefined, 'Marker_-_Spot.cot': 'marker', 'Range_+_Bearing_-_Line.cot': 'bearing', 'Route.cot': 'route' })
})

test('the files one after the other are a stream of six events', { skip }, () => {
  const stream = createCotStream()
  const frames = readdirSync(samples).filter((name) => name.endsWith('.cot')).flatMap((file) => stream.push(readFileSync(new URL(encodeURIComponent(file), samples))))
  assert.deepEqual(frames.concat(stream.end()).map((frame) => 'event' in readFrame(frame)), Array(6).fill(true))
})

test('events another library makes of its own samples are read, and read by it again', { skip }, async () => {
  const folder = new URL('cot/nodecot_geojson_fixtures_MIT/', ROOT)
  const files = readdirSync(folder).filter((name) => name.endsWith('.geojson'))
  assert.ok(files.length >= 16)
  for (const file of files) {
    const feature: unknown = JSON.parse(readFileSync(new URL(file, folder), 'utf8'))
    const theirs = CoT.from_geojson(feature)
    const read = readCot(new TextEncoder().encode(theirs.to_xml()))
    if (file === 'xmlescape.geojson') {
      // It writes < in attributes as it is: that is no XML, and no other client would read it.
      assert.equal(read.ok, false)
      continue
    }
    assert.ok(read.ok, `${file}: ${read.ok ? '' : read.reason}`)
    const again = new CoT(new TextDecoder().decode(writeCot(read.value)))
    assert.deepEqual(again.position(), theirs.position(), file)
    assert.equal(again.callsign(), theirs.callsign(), file)
    assert.deepEqual(Object.keys(again.raw.event.detail ?? {}).toSorted(), Object.keys(theirs.raw.event.detail ?? {}).toSorted(), file)
  }
})

test('packages made by clients', { skip }, () => {
  const cameras = unzipSync(readFileSync(new URL('cot/datapackages_MIT/CameraCOTs.zip', ROOT)))
  const manifest = readManifest(cameras['MANIFEST/manifest.xml']!)
  assert.ok(manifest.ok)
  const [content] = manifest.value.contents
  const event = readCot(cameras[content!.zipEntry]!)
  assert.ok(event.ok)
  assert.equal(event.value.uid, content!.parameters['uid'])
  assert.notEqual(attr(part(event.value.detail, 'contact'), 'callsign'), null)
  const mission = unzipSync(readFileSync(new URL('cot/datapackages_MIT/MissionArchive.zip', ROOT)))
  assert.ok(readManifest(mission['MANIFEST/manifest.xml']!).ok)
})

test('every type of the published list has a symbol that is true of it and leads back to a type above it', { skip }, () => {
  const types = [...readFileSync(new URL('cot/CoTtypes.xml', ROOT), 'utf8').matchAll(/cot="(a-\.-[^"]+)"/gu)].map(([, type]) => type!.replace('.', 'h'))
  assert.ok(types.length > 600)
  let exact = 0
  for (const type of types) {
    const sidc = sidcOf(type)!
    assert.match(sidc, /^\d{20}$/u)
    assert.equal(sidc[3], '6')
    const back = cotTypeOfSidc(sidc)
    if (back !== null) {
      assert.equal(affiliationOf(back), 'hostile')
      exact += back === type ? 1 : 0
    }
  }
  assert.ok(exact > 120, `${exact} come back as they were`)
})

test('symbol codes agree with the mapping table of the standard', { skip: skip || !existsSync(new URL('symbology_jmsml_Apache2/LegacyMappingTableCtoD.csv', ROOT)) }, () => {
  let compared = 0
  const wrong: string[] = []
  const reader = createCsvTableReader({
    onHeader() {},
    onRow([charlie = '', , set, entity, one, two]) {
      // Functions of type C codes are those of CoT, letter by letter; the set of retired codes has no counterpart.
      const fn = charlie.slice(4).replace(/-+$/u, '')
      if (!/^S\*[APGF]/u.test(charlie) || set === '98' || one !== '00' || two !== '00') {
        return
      }
      const type = ['a', 'f', charlie[2], ...fn].join('-')
      const sidc = sidcOf(type)!
      const back = cotTypeOfSidc(sidc)
      // Where the type is known to the letter, its code must be that of the table; land itself is drawn as a unit.
      if (back === type) {
        compared += 1
        if (sidc.slice(4, 6) !== set || sidc.slice(10, 16) !== entity) {
          wrong.push(`${type}: ${sidc} is not ${set} ${entity}`)
        }
      }
    },
    onProblem() {},
  })
  reader.push(readFileSync(new URL('symbology_jmsml_Apache2/LegacyMappingTableCtoD.csv', ROOT)))
  reader.end()
  assert.deepEqual(wrong, [])
  assert.ok(compared > 70, `${compared} compared`)
})
