import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import qrcode from 'qrcode'
import { readModules } from './matrix.ts'
import { readQr, type QrPicture } from './picture.ts'

type Made = { size: number; dark(x: number, y: number): boolean; version: number }
const LEVELS = ['L', 'M', 'Q', 'H'] as const

function made(text: string, options: { version?: number; errorCorrectionLevel?: (typeof LEVELS)[number]; maskPattern?: 0 } = {}): Made {
  const { modules, version } = qrcode.create(text, options)
  return { size: modules.size, version, dark: (x, y) => modules.get(y, x) === 1 }
}

test('every version and level another program writes is read: letters, digits, bytes', () => {
  for (let version = 1; version <= 40; version += 1) {
    for (const errorCorrectionLevel of LEVELS) {
      const text = ['VM1:AB', '0123456789', 'é ق 1'][(version + LEVELS.indexOf(errorCorrectionLevel)) % 3] ?? ''
      const code = made(text, { version, errorCorrectionLevel, maskPattern: ((version * 3 + LEVELS.indexOf(errorCorrectionLevel)) % 8) as 0 })
      assert.equal(readModules(code.version, code.dark), text, `${version}${errorCorrectionLevel}`)
    }
  }
})

test('full codes with codewords damaged up to what the level mends', () => {
  fc.assert(fc.property(fc.integer({ min: 20, max: 900 }), fc.constantFrom(...LEVELS), fc.integer({ min: 0, max: 2 ** 31 }), (length, errorCorrectionLevel, seed) => {
    const text = Array.from({ length }, (_, i) => 'ABCDEFGHJKMNPQRSTVWXYZ0123456789:/'[(seed + i * 7 + ((i * i) % 11)) % 34]).join('')
    const code = made(text, { errorCorrectionLevel })
    const spot = { x: 10 + (seed % (code.size - 20)), y: 10 + ((seed >>> 8) % (code.size - 20)) }
    // A scratch of three modules; level L of a short code mends little.
    assert.equal(readModules(code.version, (x, y) => code.dark(x, y) !== (y === spot.y && x >= spot.x && x < spot.x + 3)), text)
  }), { numRuns: 20 })
})

test('random modules are not taken for a code', () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 14 }), fc.integer(), (version, seed) => {
    const read = readModules(version, (x, y) => Math.sin(seed + x * 12.9898 + y * 78.233) * 43758.5453 % 1 > 0)
    assert.ok(read === null || read === '', read ?? '')
  }), { numRuns: 20 })
})

/** The code as a camera sees it: turned, from the side, half in shadow, with noise. */
function seen(code: Made, how: { width: number; scale: number; turn: number; tilt: number; noise: number; shadow: number }): QrPicture {
  const { width, scale, turn, tilt, noise, shadow } = how
  const data = new Uint8ClampedArray(width * width * 4)
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)]
  let random = 7
  for (let y = 0; y < width; y += 1) {
    for (let x = 0; x < width; x += 1) {
      let light = 0
      for (const [ox, oy] of [[0.25, 0.25], [0.75, 0.25], [0.25, 0.75], [0.75, 0.75]] as const) {
        const [px, py] = [x + ox - width / 2, y + oy - width / 2]
        const w = 1 + (tilt * py) / width
        const [u, v] = [px / w / scale, py / w / scale]
        const [mx, my] = [Math.floor(u * cos + v * sin + code.size / 2), Math.floor(-u * sin + v * cos + code.size / 2)]
        light += mx >= 0 && my >= 0 && mx < code.size && my < code.size && code.dark(mx, my) ? 30 : 220
      }
      random = (random * 1103515245 + 12345) % 2147483648
      const value = (light / 4) * (1 - shadow * (x / width)) + (random / 2147483648 - 0.5) * noise
      data.fill(Math.round(value), (y * width + x) * 4, (y * width + x) * 4 + 3)
      data[(y * width + x) * 4 + 3] = 255
    }
  }
  return { width, height: width, data }
}

test('a picture of a hand-over frame is read upright, turned, from the side, in half shadow', () => {
  const text = `VM1:7K2Q:1/3:${'0123456789ABCDEFGHJKMNPQRSTVWXYZ'.repeat(15)}`
  const code = made(text, { errorCorrectionLevel: 'M' })
  const ways: Parameters<typeof seen>[1][] = [
    { width: 480, scale: 5, turn: 0, tilt: 0, noise: 0, shadow: 0 }, { width: 480, scale: 4, turn: Math.PI / 2, tilt: 0, noise: 20, shadow: 0 },
    { width: 640, scale: 5.3, turn: 0.2, tilt: 0.1, noise: 40, shadow: 0.5 }, { width: 640, scale: 5, turn: -0.5, tilt: -0.15, noise: 30, shadow: 0.3 },
    { width: 720, scale: 5.5, turn: 2.5, tilt: 0.2, noise: 30, shadow: 0.6 }, { width: 640, scale: 4.4, turn: Math.PI, tilt: 0.25, noise: 10, shadow: 0 },
  ]
  for (const way of ways) {
    assert.equal(readQr(seen(code, way)), text, JSON.stringify(way))
  }
})

test('short and long codes in a picture; a picture of nothing gives nothing', () => {
  for (const text of ['A', 'VM1:AAAA:1/1:ZZ', 'X'.repeat(1500)]) {
    const code = made(text, { errorCorrectionLevel: 'L' })
    assert.equal(readQr(seen(code, { width: 900, scale: Math.min(8, 700 / code.size), turn: 0.05, tilt: 0.05, noise: 10, shadow: 0.2 })), text)
  }
  assert.equal(readQr({ width: 64, height: 64, data: new Uint8ClampedArray(64 * 64 * 4).fill(200) }), null)
  assert.equal(readQr({ width: 0, height: 0, data: new Uint8ClampedArray(0) }), null)
})
