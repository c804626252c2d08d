/** How long after a key or a press the page itself is served first, ms: the answer to it is on the screen before the map draws. */
const YIELD_MS = 80
const POLL_MS = 12
/** A picture nobody asked for waits until the graphics have rested so many times as long as the last one took. */
const REST = 3

/** What pacing needs to know of a map. */
export type Paced = { triggerRepaint(): void; isMoving(): boolean; on(event: 'render' | 'remove', listener: () => void): unknown }

/** The part of a graphics context that tells when it has finished. */
export type Finishing = Pick<WebGL2RenderingContext, 'fenceSync' | 'getSyncParameter' | 'deleteSync' | 'flush' | 'isContextLost' | 'SYNC_GPU_COMMANDS_COMPLETE' | 'SYNC_STATUS' | 'SIGNALED'>

/**
 * Keep a map from holding up the page around it. Frames of one browser are finished one after another, so that without a
 * graphics card a map that is drawn at every change makes each key wait for a whole picture. Here the next picture waits until
 * the last one is finished, and lets what answers a key or press go first. A map that is being moved by hand is drawn as fast as
 * it can be. Nothing is left out: the last state is always drawn.
 *
 * Answers how to ask for a picture that nobody waits for, because something moved by itself: with a graphics card it is drawn at
 * once, without one at most a quarter of the time goes into it.
 */
export function pace(map: Paced, gl: Finishing | null, page: EventTarget = window): () => void {
  const draw = map.triggerRepaint.bind(map)
  let fence: WebGLSync | null = null
  let pressedAt = -Infinity
  let waiting = false
  let gone = false
  let begunAt = 0
  let doneAt = -Infinity
  let tookMs = 0
  let idle: ReturnType<typeof setTimeout> | undefined
  // What is pressed on the map itself is answered by the map.
  const pressed = (event: Event) => { pressedAt = (event.target as { nodeName?: string } | null)?.nodeName === 'CANVAS' ? pressedAt : performance.now() }
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
    doneAt = performance.now()
    tookMs = doneAt - begunAt
    return false
  }
  const watch = () => {
    if (!gone && busy()) {
      setTimeout(watch, POLL_MS)
    }
  }
  const wait = (): number => (map.isMoving() ? 0 : Math.max(0, pressedAt + YIELD_MS - performance.now()))
  const look = () => {
    if (gone) {
      return
    }
    const left = wait()
    if (left > 0 || busy()) {
      setTimeout(look, Math.max(left, POLL_MS))
      return
    }
    waiting = false
    draw()
  }
  map.on('render', () => {
    if (gl && !fence && !gl.isContextLost()) {
      begunAt = performance.now()
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
    if (waiting) {
      return
    }
    if (wait() === 0 && !busy()) {
      draw()
      return
    }
    waiting = true
    setTimeout(look, POLL_MS)
  }
  const background = () => {
    if (idle !== undefined || gone) {
      return
    }
    const left = busy() ? POLL_MS : doneAt + REST * tookMs - performance.now()
    if (left <= 0) {
      map.triggerRepaint()
      return
    }
    idle = setTimeout(() => {
      idle = undefined
      background()
    }, left)
  }
  return background
}
