import type { Scene } from './fusion-scene.ts'

type Track = { x: number; y: number; vx: number; vy: number; hits: number; missed: number }
const GATE_M = 50
const [ALPHA, BETA] = [0.6, 0.25]

/** The simple way to compare with: each plot to the nearest track within a fixed distance, α–β filter, told of from 4 hits, ended after 4 misses. */
export function nearestNeighbour(scene: Scene): { x: number; y: number }[][] {
  let tracks: Track[] = []
  let before = 0
  return scene.scans.map(({ at, plots }) => {
    const dt = Math.max(1e-3, at - before)
    before = at
    for (const track of tracks) {
      track.x += track.vx * dt
      track.y += track.vy * dt
      track.missed++
    }
    const free: { x: number; y: number }[] = []
    for (const plot of plots) {
      let nearest: Track | null = null
      let least = GATE_M
      for (const track of tracks) {
        const away = Math.hypot(track.x - plot.x, track.y - plot.y)
        if (away < least && track.missed > 0) {
          least = away
          nearest = track
        }
      }
      if (!nearest) {
        free.push(plot)
        continue
      }
      const [rx, ry] = [plot.x - nearest.x, plot.y - nearest.y]
      nearest.x += ALPHA * rx
      nearest.y += ALPHA * ry
      nearest.vx += (BETA / dt) * rx
      nearest.vy += (BETA / dt) * ry
      nearest.hits++
      nearest.missed = 0
    }
    tracks = [...tracks.filter((one) => one.missed < (one.hits >= 4 ? 4 : 1)), ...free.map(({ x, y }) => ({ x, y, vx: 0, vy: 0, hits: 1, missed: 0 }))]
    return tracks.filter((one) => one.hits >= 4).map(({ x, y }) => ({ x, y }))
  })
}
