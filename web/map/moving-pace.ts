/** Pictures of what moves are drawn at most this often where the machine draws in software, ms: the base map under them costs as much as they do. */
export const SOFTWARE_FRAME_MS = 500

/** Does this machine draw without a graphics card? */
export function isSoftware(canvas: HTMLCanvasElement): boolean {
  const gl = canvas.getContext('webgl2')
  const named = gl?.getExtension('WEBGL_debug_renderer_info')
  const name = gl && named ? String(gl.getParameter(named.UNMASKED_RENDERER_WEBGL)) : ''
  return /swiftshader|llvmpipe|software|basic render/i.test(name)
}

/** Calls `run` at once, or as soon as `everyMs` have gone by since the last time; the last wish is never lost. */
export function quietly(run: () => void, everyMs: number): () => void {
  let last = -Infinity
  let waiting = false
  return () => {
    const left = last + everyMs - performance.now()
    if (left <= 0) {
      last = performance.now()
      run()
    } else if (!waiting) {
      waiting = true
      setTimeout(() => {
        waiting = false
        last = performance.now()
        run()
      }, left)
    }
  }
}
