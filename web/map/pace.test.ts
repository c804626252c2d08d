import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { pace, type Finishing } from './pace.ts'

/** A map that counts its pictures, on graphics that finish when told. */
function ground() {
  const listeners = new Map<string, (() => void)[]>()
  const drawn = { count: 0 }
  const graphics = { finished: true }
  const map = {
    moving: false,
    triggerRepaint: () => {
      drawn.count += 1
      listeners.get('render')?.forEach((run) => run())
    },
    isMoving: () => map.moving,
    on: (event: string, run: () => void) => listeners.set(event, [...(listeners.get(event) ?? []), run]),
  }
  const gl = { fenceSync: () => ({}), getSyncParameter: () => (graphics.finished ? 1 : 0), deleteSync: () => {}, flush: () => {}, isContextLost: () => false, SYNC_GPU_COMMANDS_COMPLETE: 0, SYNC_STATUS: 0, SIGNALED: 1 } as unknown as Finishing
  const page = new EventTarget()
  const background = pace(map, gl, page)
  return { background, map, drawn, graphics, page, end: () => listeners.get('remove')?.forEach((run) => run()) }
}

test('the next picture waits until the last is finished, and changes meanwhile make one', async (t) => {
  const { map, drawn, graphics, end } = ground()
  t.after(end)
  graphics.finished = false
  map.triggerRepaint()
  assert.equal(drawn.count, 1)
  map.triggerRepaint()
  map.triggerRepaint()
  await delay(60)
  assert.equal(drawn.count, 1)
  graphics.finished = true
  await delay(60)
  assert.equal(drawn.count, 2, 'the last state is drawn')
})

test('what answers a key goes first, but not while the map is moved', async (t) => {
  const { map, drawn, page, end } = ground()
  t.after(end)
  page.dispatchEvent(new Event('keydown'))
  map.triggerRepaint()
  assert.equal(drawn.count, 0)
  await delay(200)
  assert.equal(drawn.count, 1)
  page.dispatchEvent(new Event('keydown'))
  map.moving = true
  map.triggerRepaint()
  assert.equal(drawn.count, 2)
})

test('what moves by itself is drawn after a rest as long as its last picture was dear, and once for all that moved', async (t) => {
  const { background, drawn, graphics, end } = ground()
  t.after(end)
  graphics.finished = false
  background()
  assert.equal(drawn.count, 1, 'the first at once')
  await delay(80)
  graphics.finished = true
  await delay(40)
  background()
  background()
  assert.equal(drawn.count, 1, 'the graphics rest')
  await delay(600)
  assert.equal(drawn.count, 2)
})
