import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CODECS } from '../../../../formats/codecs.ts'
import { TRANSPORTS } from '../../../../core/feed.ts'
import { FIX_SOURCES, TRACK_SORTS } from '../../../../core/fix.ts'
import { ROWS } from './feeds.texts.ts'
import { byNeed, hexRows, type FeedStanding } from './model.ts'
import { ASKS, isKnown, PRESET_IDS, PRESETS } from './presets.ts'

test('each preset names what there is', () => {
  const codecs = CODECS.map((one) => one.name)
  assert.deepEqual(PRESETS.map((one) => one.id).toSorted(), [...PRESET_IDS].toSorted())
  for (const one of PRESETS) {
    assert.ok(isKnown(one.codec, codecs), `${one.id}: no format ${one.codec}`)
    assert.ok((TRANSPORTS as readonly string[]).includes(one.transport))
    assert.ok(one.sort === undefined || (TRACK_SORTS as readonly string[]).includes(one.sort))
    assert.ok(one.source === undefined || (FIX_SOURCES as readonly string[]).includes(one.source))
    assert.equal(ASKS[one.transport].port, one.port !== undefined, one.id)
    assert.ok(`preset.${one.id}` in ROWS)
  }
})

test('bytes are shown sixteen a row with their text', () => {
  assert.equal(hexRows(Buffer.from('$GPRMC,1234567890\u0000').toString('hex')), '0000  24 47 50 52 4d 43 2c 31 32 33 34 35 36 37 38 39  $GPRMC,123456789\n0010  30 00                                            0·')
})

test('those that need somebody come first', () => {
  const feed = (name: string, state: FeedStanding['state']) => ({ name, state }) as FeedStanding
  assert.deepEqual([feed('a', 'off'), feed('b', 'running'), feed('d', 'silent'), feed('c', 'silent'), feed('e', 'waiting')].toSorted(byNeed).map((one) => one.name), ['c', 'd', 'e', 'b', 'a'])
})
