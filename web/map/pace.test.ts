import assert from 'node:assert/strict'
import { mock, test } from 'node:test'
import { pace, type Finishing } from './pace.ts'

/** So much time goes by, one millisecond after the other, however busy the machine is. */
function pass(ms: number): void {
  for (let i = 0; i < ms; i += 1) {
    mock.timers.tick(1)
  }
}

/** A map that counts its pictures, on graphics that finish when told. */
function ground() {
  mock.timers.enable({ apis: ['setTimeout', 'Date'] })
  const listeners = new Map<string, (() => void)[]>()
  const drawn = { count: 0 }
  const graphics = { finished: true }
  const map = {
    held: false,
    triggerRepaint: () => {
      drawn.count += 1
      listeners.get('render')?.forEach((run) => run())
    },
    isHeld: () => map.held,
    on: (event: string, run: () => void) => listeners.set(event, [...(listeners.get(event) ?? []), run]),
  }
  const gl = { fenceSync: () => ({}), getSyncParameter: () => (graphics.finished ? 1 : 0), deleteSync: () => {}, flush: () => {}, isContextLost: () => false, SYNC_GPU_COMMANDS_COMPLETE: 0, SYNC_STATUS: 0, SIGNALED: 1 } as unknown as Finishing
  const page = new EventTarget()
  const answers: (() => void)[] = []
  const pacing = pace(map, gl, page, (then) => answers.push(then), () => Date.now())
  return { pacing, background: pacing.quietly, answer: () => answers.splice(0).forEach((run) => run()), map, drawn, graphics, page, end: () => { listeners.get('remove')?.forEach((run) => run()); mock.timers.reset() } }
}

test('the next picture waits until the last is finished, and changes meanwhile make one', (t) => {
  const { map, drawn, graphics, end } = ground()
  t.after(end)
  graphics.finished = false
  map.triggerRepaint()
  assert.equal(drawn.count, 1)
  map.triggerRepaint()
  map.triggerRepaint()
  pass(60)
  assert.equal(drawn.count, 1)
  graphics.finished = true
  pass(300)
  assert.equal(drawn.count, 2, 'the last state is drawn')
})

test('what answers a key goes first, but not while the map is moved', (t) => {
  const { map, drawn, page, answer, end } = ground()
  t.after(end)
  page.dispatchEvent(new Event('keydown'))
  map.triggerRepaint()
  assert.equal(drawn.count, 0)
  pass(160)
  assert.equal(drawn.count, 0, 'the answer is not on the screen yet')
  answer()
  pass(60)
  assert.equal(drawn.count, 1)
  page.dispatchEvent(new Event('keydown'))
  map.triggerRepaint()
  pass(700)
  assert.equal(drawn.count, 2, 'a page that never answers is not waited for')
  page.dispatchEvent(new Event('keydown'))
  map.held = true
  map.triggerRepaint()
  assert.equal(drawn.count, 3)
})

test('what moves by itself is drawn after a rest as long as its last picture was dear, and once for all that moved', (t) => {
  const { background, drawn, graphics, end } = ground()
  t.after(end)
  graphics.finished = false
  background()
  assert.equal(drawn.count, 1, 'the first at once')
  pass(80)
  graphics.finished = true
  pass(40)
  background()
  background()
  assert.equal(drawn.count, 1, 'the graphics rest')
  pass(600)
  assert.equal(drawn.count, 2)
})

test('slow graphics rest after a picture, unless the map is held', (t) => {
  const { pacing, map, drawn, graphics, end } = ground()
  t.after(end)
  assert.equal(pacing.slow(), false)
  graphics.finished = false
  map.triggerRepaint()
  pass(150)
  graphics.finished = true
  map.triggerRepaint()
  assert.equal(pacing.slow(), true)
  assert.equal(drawn.count, 1, 'the page has the graphics now')
  map.held = true
  map.triggerRepaint()
  pass(400)
  assert.equal(drawn.count, 2, 'drawn once for both')
})
