/** Scenes for fusion: things that move, seen by a sensor that misses some and reports others that are not there. Seeded. */
export type Scene = { scans: { at: number; truth: { id: number; x: number; y: number }[]; plots: { x: number; y: number }[] }[]; clutter: number; sigmaM: number; detects: number }

export const SCANS = 150
export const SCAN_S = 2
const SIDE_M = 4_000
const SIGMA_M = 8
const DETECTS = 0.9
const FALSE_PER_SCAN = 12

/** Uniform in 0 … 1 by a seed (mulberry32). */
export function randomOf(seed: number): () => number {
  let a = (seed + 1) * 0x9e3779b9
  return () => {
    a = (a + 0x6d2b79f5) | 0
    let t = Math.imul(a ^ (a >>> 15), 1 | a)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** 150 scans, 2 s apart, over 4 × 4 km: things come, go straight, turn, stop, cross each other and leave; σ 8 m, 12 false reports a scan. */
export function sceneOf(seed: number): Scene {
  const random = randomOf(seed)
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
  type Thing = { id: number; x: number; y: number; v: number; course: number; turn: number; until: number; stopped: number }
  const things: Thing[] = []
  let made = 0
  const born = (scan: number): Thing => ({
    id: ++made, x: random() * SIDE_M, y: random() * SIDE_M, v: 3 + random() * 17, course: random() * 2 * Math.PI, turn: 0, until: scan + 40 + Math.floor(random() * 110), stopped: 0,
  })
  for (let i = 0; i < 8; i++) {
    things.push(born(0))
  }
  const scans: Scene['scans'] = []
  for (let scan = 0; scan < SCANS; scan++) {
    if (random() < 0.06 && things.length < 14) {
      things.push(born(scan))
    }
    for (const thing of things) {
      if (random() < 0.03) {
        thing.turn = (random() - 0.5) * 0.2
      }
      if (random() < 0.05) {
        thing.turn = 0
      }
      if (thing.stopped > 0) {
        thing.stopped--
      } else if (random() < 0.005) {
        thing.stopped = 10
      }
      thing.course += thing.turn * SCAN_S + normal() * 0.005
      const v = thing.stopped > 0 ? 0 : thing.v
      thing.x += v * SCAN_S * Math.cos(thing.course)
      thing.y += v * SCAN_S * Math.sin(thing.course)
    }
    const here = things.filter((one) => one.until > scan && one.x >= 0 && one.y >= 0 && one.x <= SIDE_M && one.y <= SIDE_M)
    things.splice(0, things.length, ...here)
    const plots = here.filter(() => random() < DETECTS).map((one) => ({ x: one.x + normal() * SIGMA_M, y: one.y + normal() * SIGMA_M }))
    const stray = Math.max(0, Math.round(FALSE_PER_SCAN + normal() * Math.sqrt(FALSE_PER_SCAN)))
    for (let i = 0; i < stray; i++) {
      plots.push({ x: random() * SIDE_M, y: random() * SIDE_M })
    }
    scans.push({ at: scan * SCAN_S, truth: here.map(({ id, x, y }) => ({ id, x, y })), plots: plots.sort((a, b) => a.x - b.x) })
  }
  return { scans, clutter: FALSE_PER_SCAN / (SIDE_M * SIDE_M), sigmaM: SIGMA_M, detects: DETECTS }
}
