import assert from 'node:assert/strict'
import fc from 'fast-check'
import type { Codec, Heard } from '../core/feed.ts'
import type { CodecOptions } from '../formats/codec-options.ts'

const NOW = Date.UTC(2026, 2, 1, 12)

/** Everything a codec understands of `bytes` pushed in one piece and ended. */
export function hear(codec: Codec, bytes: Uint8Array | string, options: CodecOptions = {}, now = NOW, topic?: string): Heard[] {
  const decoder = codec.make({ ...options })
  const input = typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes
  return [...decoder.push(input, now, topic), ...decoder.end(now)]
}

/** Small numbers of a fixed sequence, so that a failure can be seen again. */
export function noise(length: number, seed = 1): Uint8Array {
  const bytes = new Uint8Array(length)
  let state = seed
  for (let i = 0; i < length; i += 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    bytes[i] = state >>> 24
  }
  return bytes
}

function soundNumbers(heard: readonly Heard[]): void {
  for (const one of heard) {
    const fix = one.what === 'position' || one.what === 'alarm' ? one.fix : undefined
    if (fix) {
      assert.ok(Math.abs(fix.lat) <= 90 && Math.abs(fix.lon) <= 180, `${fix.lat} ${fix.lon}`)
      assert.ok(fix.courseDeg === null || (fix.courseDeg >= 0 && fix.courseDeg < 360), `course ${fix.courseDeg}`)
      assert.ok(fix.speedMs === null || (Number.isFinite(fix.speedMs) && fix.speedMs >= 0), `speed ${fix.speedMs}`)
      assert.ok(fix.at === null || Number.isSafeInteger(Math.round(fix.at)), `time ${fix.at}`)
      assert.ok(fix.altM === null || Number.isFinite(fix.altM))
    }
    const facts = one.what === 'position' || one.what === 'facts' ? one.facts : undefined
    assert.ok(Object.keys(facts?.more ?? {}).length <= 32)
    assert.ok(facts?.battery === undefined || (facts.battery >= 0 && facts.battery <= 1), `battery ${facts?.battery}`)
  }
}

/**
 * What every codec must stand: noise, truncation, flipped bytes and any cutting of its input, without throwing, with sound
 * numbers, and with no more held than it says. `sound` is input it understands.
 */
export function fuzz(codec: Codec, sound: Uint8Array, options: CodecOptions = {}): void {
  const whole = hear(codec, sound, options)
  assert.ok(whole.some((one) => one.what !== 'bad'), 'the sound input is understood')
  soundNumbers(whole)
  fc.assert(fc.property(fc.uint8Array({ maxLength: 2000 }), (bytes) => soundNumbers(hear(codec, bytes, options))), { numRuns: 100, seed: 4 })
  fc.assert(fc.property(fc.nat(sound.length), (at) => soundNumbers(hear(codec, sound.subarray(0, at), options))), { numRuns: 60, seed: 4 })
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(Math.max(0, sound.length - 1)), fc.nat(255)), { minLength: 1, maxLength: 8 }), (flips) => {
      const bytes = sound.slice()
      for (const [at, value] of flips) {
        bytes[at] = value
      }
      soundNumbers(hear(codec, bytes, options))
    }),
    { numRuns: 150, seed: 4 },
  )
  if (!codec.datagrams) {
    const mixed = new Uint8Array([...noise(300), 10, ...sound, 10, ...noise(200, 7), 10, ...sound])
    const told = hear(codec, mixed, options)
    assert.ok(told.some((one) => one.what !== 'bad'), 'the way back after noise is found')
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1, maxLength: 40 }), (steps) => {
        const decoder = codec.make({ ...options })
        const heard: Heard[] = []
        for (let at = 0, i = 0; at < mixed.length; i += 1) {
          const step = steps[i % steps.length]!
          heard.push(...decoder.push(mixed.subarray(at, at + step), NOW))
          at += step
        }
        heard.push(...decoder.end(NOW))
        assert.deepEqual(heard, told)
      }),
      { numRuns: 40, seed: 4 },
    )
  }
  const decoder = codec.make({ ...options })
  const piece = noise(65_536, 3)
  globalThis.gc?.()
  const before = process.memoryUsage()
  let kept = 0
  for (let i = 0; i < 160; i += 1) {
    piece[0] = i
    for (const one of decoder.push(piece, NOW)) {
      kept = Math.max(kept, 'bytes' in one ? one.bytes.length : 0)
    }
  }
  const after = process.memoryUsage()
  assert.ok(kept <= Math.max(1024, codec.maxFrameBytes), `${kept} bytes told at once`)
  // Rubbish that is not collected yet counts, so the measure is coarse: ten megabytes went through.
  assert.ok(after.arrayBuffers - before.arrayBuffers < 64_000_000 && after.heapUsed - before.heapUsed < 64_000_000, 'nothing piles up')
}
