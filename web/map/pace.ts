/** How long after a key or a press the page itself is served first, ms: the answer to it is on the screen before the map draws. */
const YIELD_MS = 80
/** A page that is still busy with the answer is waited for so long, ms. */
const LONGEST_YIELD_MS = 400
const POLL_MS = 12
/** A picture nobody asked for waits until the graphics have rested so many times as long as the last one took. */
const REST = 3
/** Graphics that need longer for a picture, ms, are slow: they rest after each one, as long as it took but no longer than the second. */
const SLOW_MS = 40
const LONGEST_REST_MS = 250

/** What pacing needs to know of a map. `isHeld`: somebody moves it by hand now. */
export type Paced = { triggerRepaint(): void; isHeld(): boolean; on(event: 'render' | 'remove', listener: () => void): unknown }
/** How a map is drawn without holding up its page. */
export type Pacing = {
  /** Ask for a picture that nobody waits for, because something moved by itself. */
  quietly(): void
  /** Did the last picture take long? Then going somewhere in many pictures is dearer than it is worth. */
  slow(): boolean
}

/** The part of a graphics context that tells when it has finished. */
export type Finishing = Pick<WebGL2RenderingContext, 'fenceSync' | 'getSyncParameter' | 'deleteSync' | 'flush' | 'isContextLost' | 'SYNC_GPU_COMMANDS_COMPLETE' | 'SYNC_STATUS' | 'SIGNALED'>

/**
 * Keep a map from holding up the page around it. Frames of one browser are finished one after another, so that without a
 * graphics card a map that is drawn at every change makes each key wait for a whole picture. Here the next picture waits until
 * the last one is finished, and lets what answers a key or press go first. A map that is being moved by hand is drawn as fast as
 * it can be. Nothing is left out: the last state is always drawn. Slow graphics are the page's for half of the time: between
 * two pictures, as they come while tiles arrive, they rest as long as the last one took.
 *
 * What moved by itself is drawn at once with a graphics card; without one at most a quarter of the time goes into it.
 * @param shown runs what it is given when what the page changed now is on the screen
 * @param clock milliseconds that only grow
 */
export function pace(map: Paced, gl: Finishing | null, page: EventTarget = window, shown: (then: () => void) => void = afterFrame, clock: () => number = () => performance.now()): Pacing {
  const draw = map.triggerRepaint.bind(map)
  let fence: WebGLSync | null = null
  let pressedAt = -Infinity
  let waiting = false
  let gone = false
  let begunAt = 0
  let doneAt = -Infinity
  let tookMs = 0
  let idle: ReturnType<typeof setTimeout> | undefined
  let answered = true
  let presses = 0
  const pressed = (event: Event) => {
    // What is pressed on the map itself is answered by the map.
    if ((event.target as { nodeName?: string } | null)?.nodeName === 'CANVAS') {
      return
    }
    pressedAt = clock()
    answered = false
    presses += 1
    const mine = presses
    shown(() => { answered ||= mine === presses })
  }
  const events = ['pointerdown', 'keydown', 'input'] as const
  events.forEach((name) => page.addEventListener(name, pressed, { capture: true, passive: true }))
  const busy = (): boolean => {
    if (!gl || !fence || gl.isContextLost()) {
      return false
    }
    if (gl.getSyncParameter(fence, gl.SYNC_STATUS) !== gl.SIGNALED) {
      return true
    }
    gl.deleteSync(fence)
    fence = null
    doneAt = clock()
    tookMs = doneAt - begunAt
    return false
  }
  const watch = () => {
    if (!gone && busy()) {
      setTimeout(watch, POLL_MS)
    }
  }
  const slow = (): boolean => tookMs > SLOW_MS
  const wait = (): number => {
    if (map.isHeld()) {
      return 0
    }
    const now = clock()
    const since = now - pressedAt
    const unanswered = !answered && since < LONGEST_YIELD_MS ? POLL_MS : 0
    const rest = slow() ? doneAt + Math.min(tookMs, LONGEST_REST_MS) - now : 0
    return Math.max(0, YIELD_MS - since, unanswered, rest)
  }
  const look = () => {
    if (gone || !waiting) {
      return
    }
    const drawing = busy()
    const left = wait()
    if (left > 0 || drawing) {
      setTimeout(look, Math.max(left, POLL_MS))
      return
    }
    waiting = false
    draw()
  }
  map.on('render', () => {
    if (gl && !fence && !gl.isContextLost()) {
      begunAt = clock()
      fence = gl.fenceSync(gl.SYNC_GPU_COMMANDS_COMPLETE, 0)
      gl.flush()
      watch()
    }
  })
  map.on('remove', () => {
    gone = true
    clearTimeout(idle)
    events.forEach((name) => page.removeEventListener(name, pressed, { capture: true }))
  })
  map.triggerRepaint = () => {
    if (waiting && !map.isHeld()) {
      return
    }
    if (!busy() && wait() === 0) {
      waiting = false
      draw()
      return
    }
    if (!waiting) {
      waiting = true
      setTimeout(look, POLL_MS)
    }
  }
  const quietly = () => {
    if (idle !== undefined || gone) {
      return
    }
    const left = busy() ? POLL_MS : doneAt + REST * tookMs - clock()
    if (left <= 0) {
      map.triggerRepaint()
      return
    }
    idle = setTimeout(() => {
      idle = undefined
      quietly()
    }, left)
  }
  return { quietly, slow }
}

/** After the frame that shows what changed now. */
function afterFrame(then: () => void): void {
  requestAnimationFrame(() => {
    const after = new MessageChannel()
    after.port1.onmessage = () => {
      after.port1.close()
      then()
    }
    after.port2.postMessage(0)
  })
}
