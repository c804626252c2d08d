import assert from 'node:assert/strict'
import { createSocket } from 'node:dgram'
import { connect } from 'node:net'
import { after, before, describe, test } from 'node:test'
import { feedBench, freePort, type FeedBench } from '../../test/feeds.ts'
import { mavlinkFrame } from '../../test/mavlink-frame.ts'
import { armoured, sentence, vdm } from '../../test/nmea-sentence.ts'
import { runningNode, type RunningNode } from '../../test/running-node.ts'
import { until } from '../../test/store.ts'

describe('devices over datagrams', () => {
  let node: RunningNode
  let bench: FeedBench
  const socket = createSocket('udp4')
  before(async () => {
    node = await runningNode({})
    bench = await feedBench(node)
  })
  after(async () => {
    socket.close()
    await node.close()
  })
  const send = (port: number, bytes: Uint8Array): Promise<void> => new Promise((resolve) => socket.send(bytes, port, '127.0.0.1', () => resolve()))

  test('a message of AIS in two datagrams, without line ends, and a position', async () => {
    const port = await freePort()
    const run = await bench.made({ transport: 'udp', port, codec: 'ais' })
    await bench.up(run)
    const { payload, fill } = armoured([[5, 6], [0, 2], [211_234_567, 30], [0, 2], [9_074_729, 30], ['VX1234', 42], ['RIVER STAR', 120], [70, 8], [0, 30], [1, 4], [0, 20], [47, 8], ['BANGUI', 120], [0, 2]])
    const ascii = (text: string): Uint8Array => new TextEncoder().encode(text.trim())
    await send(port, ascii(sentence(`AIVDM,2,1,3,B,${payload.slice(0, 59)},0`, '!')))
    await send(port, ascii(sentence(`AIVDM,2,2,3,B,${payload.slice(59)},${fill}`, '!')))
    await send(port, ascii(vdm([[1, 6], [0, 2], [211_234_567, 30], [0, 4], [-128, 8], [0, 10], [0, 1], [11_133_000, 28], [2_616_720, 27], [3600, 12], [511, 9], [60, 6], [0, 25]])))
    await until(() => bench.of(run).length === 2, 'what it is and where it is')
    const [facts, place] = bench.of(run)
    assert.ok(facts?.what === 'facts' && facts.facts.callsign === 'RIVER STAR')
    assert.ok(place?.what === 'position' && place.fix.subject === 'mmsi:211234567')
    assert.equal(run.health().total.bad, 0)
    await bench.edit(run, { enabled: false })
  })

  test('frames of MAVLink, and what is none goes to the quarantine', async () => {
    const port = await freePort()
    const run = await bench.made({ transport: 'udp', port, codec: 'mavlink', options: { device: 'heron' } })
    await bench.up(run)
    await send(port, mavlinkFrame(33, { lat: 43_612_000, lon: 185_550_000 }))
    await until(() => bench.of(run).length === 1, 'a place')
    const [place] = bench.of(run)
    assert.ok(place?.what === 'position' && place.fix.subject === 'device:heron/1')
    assert.equal(run.health().total.bad, 0)
    await send(port, new TextEncoder().encode('hello'))
    await send(port, mavlinkFrame(33, { lat: 43_612_000, lon: 185_550_100 }))
    await until(() => bench.of(run).filter((one) => one.what === 'position').length === 2, 'the next place')
    assert.deepEqual(run.quarantine.list().map((one) => one.reason), ['no frame of MAVLink begins here'])
    await bench.edit(run, { enabled: false })
  })

  test('a tracker that says nothing to keep is answered and counted, and is no fault of the feed', async () => {
    const port = await freePort()
    const run = await bench.made({ transport: 'tcp-server', port, codec: 'h02' })
    await bench.up(run)
    const tracker = connect(port, '127.0.0.1')
    let answered = ''
    tracker.on('data', (bytes: Buffer) => (answered += bytes.toString('latin1')))
    tracker.write('*HQ,4106012736,XT,1,100#*HQ,4106012736,V0,#')
    await until(() => run.health().nothing === 2 && answered.includes('V0#'), 'both are counted, and the one that waits is answered')
    const { total, quarantined, state, arrived } = run.health()
    assert.deepEqual([total, quarantined, state], [{ in: 0, refused: 0, bad: 0 }, 0, 'waiting'])
    assert.ok(arrived !== null)
    tracker.destroy()
    await bench.edit(run, { enabled: false })
  })

  test('a feed that says 0/0 and the poles alone has no news, however often it says it', async () => {
    const port = await freePort()
    const run = await bench.made({ transport: 'udp', port, codec: 'json' })
    await bench.up(run)
    const said = (lat: number, lon: number): Uint8Array => new TextEncoder().encode(JSON.stringify({ id: 'lost', lat, lon, time: new Date(node.clock.now).toISOString() }))
    await send(port, said(0, 0))
    await send(port, said(90, 18.5))
    await until(() => run.health().total.in === 2, 'both are taken and left to the checks')
    assert.deepEqual([run.health().newest, run.health().state], [null, 'waiting'])
    await send(port, said(4.36, 18.55))
    await until(() => run.health().newest !== null, 'a place is news')
    await bench.edit(run, { enabled: false })
  })
})
