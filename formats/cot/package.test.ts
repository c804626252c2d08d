import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parts, textOf } from './detail.ts'
import { enrolUrl, importUrl, itakText, readManifest, serverPreferences, writeManifest, writePreferences, type PackageManifest } from './package.ts'
import { readXml } from './xml-tree.ts'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

test('a manifest reads back as it was written', () => {
  const manifest: PackageManifest = { uid: 'u-1', name: 'Sector <East> & "North"', parameters: { onReceiveImport: 'true', onReceiveDelete: 'false' }, contents: [{ zipEntry: 'cert/truststore.p12', ignore: false, parameters: {} }, { zipEntry: 'a/a.cot', ignore: true, parameters: { uid: 'a', isCoT: 'true' } }] }
  assert.deepEqual(readManifest(bytes(writeManifest(manifest))), { ok: true, value: manifest })
})

test('a manifest that leads out of its archive, is another document or hostile is refused', () => {
  for (const entry of ['../etc/passwd', '/etc/passwd', 'a/../../b', 'C:\\x', '']) {
    assert.equal(readManifest(bytes(writeManifest({ uid: '', name: '', parameters: {}, contents: [{ zipEntry: entry, ignore: false, parameters: {} }] }))).ok, false, entry)
  }
  assert.equal(readManifest(bytes('<x/>')).ok, false)
  assert.equal(readManifest(bytes('<!DOCTYPE x [<!ENTITY a SYSTEM "file:///x">]><MissionPackageManifest/>')).ok, false)
})

test('preferences name their Java classes', () => {
  const text = writePreferences(serverPreferences([{ description: 'Mission & more', host: 'tak.example', port: 8089, secure: true, trustStore: 'cert/truststore.p12', trustPassword: 'p<w', enrol: true }], { callsign: 'ALFA' }))
  const read = readXml(bytes(text))
  assert.ok(read.ok)
  const entries = Object.fromEntries(parts(read.value.nodes, 'preference').flatMap((group) => parts(group.nodes, 'entry')).map((entry) => [entry.attrs[1], [entry.attrs[3], textOf(entry)]]))
  assert.deepEqual(entries['connectString0'], ['class java.lang.String', 'tak.example:8089:ssl'])
  assert.deepEqual(entries['count'], ['class java.lang.Integer', '1'])
  assert.deepEqual(entries['enrollForCertificateWithTrust0'], ['class java.lang.Boolean', 'true'])
  assert.deepEqual(entries['caPassword'], ['class java.lang.String', 'p<w'])
  assert.deepEqual(entries['locationCallsign'], ['class java.lang.String', 'ALFA'])
})

test('texts to be scanned', () => {
  assert.equal(enrolUrl('tak.example', 'a b', 't&k'), 'tak://com.atakmap.app/enroll?host=tak.example&username=a%20b&token=t%26k')
  assert.equal(importUrl('https://h/p?x=1&y=2'), 'tak://com.atakmap.app/import?url=https%3A%2F%2Fh%2Fp%3Fx%3D1%26y%3D2')
  assert.equal(itakText('Sector, East', 'tak.example', 8089, true), 'Sector  East,tak.example,8089,ssl')
})
