import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { SIDE } from './moving-atlas.ts'
import { maskOf } from './moving-cover.ts'
import { CORNER, CORNERS, Shown } from './moving-shown.ts'

const [WIDTH, HEIGHT, PIXELS] = [150, 90, 40]
const MATRIX = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1]

type Picture = { data: Uint8ClampedArray; width: number; height: number }
type Symbol = { x: number; y: number; cell: number; pale: boolean }

/** A round or square picture with an edge one can see through, of any size up to two words. */
function picture(reach: number, aspect: number, isRound: boolean): Picture {
  const data = new Uint8ClampedArray(PIXELS * PIXELS * 4)
  for (let y = 0; y < PIXELS; y += 1) {
    for (let x = 0; x < PIXELS; x += 1) {
      const [dx, dy] = [(x - PIXELS / 2) / aspect, y - PIXELS / 2]
      const far = isRound ? Math.hypot(dx, dy) : Math.max(Math.abs(dx), Math.abs(dy))
      data[(y * PIXELS + x) * 4 + 3] = far < reach - 1 ? 255 : far < reach ? 120 : 0
    }
  }
  return { data, width: PIXELS, height: PIXELS }
}

/** Symbols by their middle pixel (down from the top), as the layer has them. */
function shownOf(symbols: readonly Symbol[], pictures: readonly (Picture | null)[]): Int16Array {
  const places = Float32Array.from(symbols.flatMap(({ x, y }) => [(x / WIDTH) * 2 - 1, 1 - (y / HEIGHT) * 2]))
  const moving = { lon: new Float64Array(symbols.length), symbol: Uint16Array.from(symbols, (one) => one.cell), flags: Uint8Array.from(symbols, (one) => Number(one.pale)) }
  return new Shown().of(moving, { places, matrix: MATRIX, width: WIDTH, height: HEIGHT }, { cells: pictures.map((_, i) => i), masks: pictures.map((one) => one && maskOf(one)), pixels: PIXELS })
}

/** What an eye meets at a pixel: strength and alpha of each layer from above until one lets nothing through. */
function layers(alphas: readonly { alpha: number; strength: number }[]): string {
  const seen = alphas.filter((one) => one.alpha > 0)
  const end = seen.findIndex((one) => one.alpha === 255 && one.strength === 255)
  return JSON.stringify(end < 0 ? seen : seen.slice(0, end + 1))
}

const symbols = fc.array(fc.record({ x: fc.integer({ min: -30, max: WIDTH + 30 }), y: fc.integer({ min: -30, max: HEIGHT + 30 }), cell: fc.nat(2), pale: fc.boolean() }), { maxLength: 60 })

test('what shows of a crowd is, pixel by pixel, the picture of all of it', () => {
  const pictures = [picture(9, 1.5, false), picture(12, 1, true), picture(11, 1.8, true)]
  fc.assert(fc.property(symbols, (all) => {
    const corners = shownOf(all, pictures)
    const squares = Array.from({ length: corners.length / (CORNER * CORNERS) }, (_, i) => {
      const [first, last] = [corners.subarray(i * CORNER * CORNERS), corners.subarray((i * CORNERS + 3) * CORNER)]
      const cell = Math.floor(first[2]! / PIXELS)
      assert.ok(cell < SIDE && first[3]! < PIXELS && last[2]! - first[2]! === last[0]! - first[0]! && last[3]! - first[3]! === last[1]! - first[1]!, 'as large on the screen as in the texture')
      return { left: first[0]!, top: first[1]!, right: last[0]!, bottom: last[1]!, fromX: first[2]! - cell * PIXELS, fromY: first[3]!, cell, strength: first[4]! }
    })
    for (let y = 0; y < HEIGHT; y += 1) {
      for (let x = 0; x < WIDTH; x += 1) {
        const whole = all.toReversed().map((one) => ({ alpha: alphaAt(pictures[one.cell]!, x - one.x + PIXELS / 2, y - one.y + PIXELS / 2), strength: one.pale ? 115 : 255 }))
        const drawn = squares.toReversed().filter((one) => x >= one.left && x < one.right && y >= one.top && y < one.bottom)
          .map((one) => ({ alpha: alphaAt(pictures[one.cell]!, x - one.left + one.fromX, y - one.top + one.fromY), strength: one.strength }))
        assert.equal(layers(drawn), layers(whole), `at ${x}, ${y}`)
      }
    }
  }), { numRuns: 25 })
})

test('what is wholly hidden or beside the screen is not drawn, what is pale hides nothing', () => {
  const pictures = [picture(10, 1, false), picture(6, 1, false), null]
  const middle = { x: 70, y: 40 }
  const count = (all: Symbol[]): number => shownOf(all, pictures).length / (CORNER * CORNERS)
  assert.equal(count([{ ...middle, cell: 1, pale: false }, { ...middle, cell: 0, pale: false }]), 1)
  assert.equal(count([{ ...middle, cell: 1, pale: false }, { ...middle, cell: 0, pale: true }]), 2)
  assert.equal(count([{ ...middle, cell: 0, pale: false }, { ...middle, cell: 1, pale: false }]), 2)
  assert.equal(count([{ x: -20, y: 40, cell: 0, pale: false }, { x: 70, y: HEIGHT + 11, cell: 0, pale: false }]), 0)
  assert.equal(count([{ ...middle, cell: 2, pale: false }]), 0, 'whose picture is not there yet')
})

test('a mask is no larger than what is drawn', () => {
  assert.equal(maskOf({ data: new Uint8ClampedArray(64), width: 4, height: 4 }), null)
  const { left, top, width, rows } = maskOf(picture(10, 1.5, false)) ?? assert.fail()
  assert.deepEqual([left, top, width, rows], [-14, -9, 29, 19])
})

function alphaAt({ data, width, height }: Picture, x: number, y: number): number {
  return x >= 0 && y >= 0 && x < width && y < height ? data[(y * width + x) * 4 + 3]! : 0
}
