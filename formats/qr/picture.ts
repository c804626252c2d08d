import { LARGEST_VERSION, sizeOf } from './layout.ts'
import { readModules } from './matrix.ts'

/** A picture as a canvas gives it: red, green, blue and opacity of each point, line by line. */
export type QrPicture = { width: number; height: number; data: Uint8ClampedArray | Uint8Array }
type Point = { x: number; y: number }
type Finder = Point & { module: number; seen: number }
type Dark = (x: number, y: number) => boolean

/** Corner marks looked at in combination; more means that the picture is full of something else. */
const MOST_FINDERS = 12
/** Best arrangements of three corner marks that are tried. */
const MOST_TRIPLES = 6

/** What a QR code in a picture says, upright, turned or seen from the side; null when there is none to be read. */
export function readQr(picture: QrPicture): string | null {
  const dark = darkness(picture)
  const finders = findersIn(picture, dark)
  for (const [corner, right, below] of triples(finders)) {
    const module = (corner.module + right.module + below.module) / 3
    const across = (distance(corner, right) + distance(corner, below)) / 2 / module + 7
    // A turned or slanted code measures wrong by a few modules: its neighbours are tried as well.
    const guess = Math.round((across - 17) / 4)
    for (const version of [0, 1, -1, 2, -2, -3, -4, 3].map((by) => guess + by).filter((one) => one >= 1 && one <= LARGEST_VERSION)) {
      const size = sizeOf(version)
      for (const map of [withAlignment(dark, corner, right, below, size), plane(corner, right, below, size)]) {
        const text = map && readModules(version, (x, y) => { const p = map(x + 0.5, y + 0.5); return dark(p.x, p.y) })
        if (text !== null && text !== '') {
          return text
        }
      }
    }
  }
  return null
}

/** Dark is what is darker than its surroundings, so that a shadow over half the code does no harm. */
function darkness({ width, height, data }: QrPicture): Dark {
  const sums = new Float64Array((width + 1) * (height + 1))
  const grey = new Uint8Array(width * height)
  for (let y = 0; y < height; y += 1) {
    let row = 0
    for (let x = 0; x < width; x += 1) {
      const i = (y * width + x) * 4
      const value = ((data[i] ?? 0) * 3 + (data[i + 1] ?? 0) * 6 + (data[i + 2] ?? 0)) / 10
      grey[y * width + x] = value
      row += value
      sums[(y + 1) * (width + 1) + x + 1] = (sums[y * (width + 1) + x + 1] ?? 0) + row
    }
  }
  const reach = Math.max(8, Math.round(Math.max(width, height) / 12))
  const bits = new Uint8Array(width * height)
  for (let y = 0; y < height; y += 1) {
    const [y0, y1] = [Math.max(0, y - reach), Math.min(height, y + reach + 1)]
    for (let x = 0; x < width; x += 1) {
      const [x0, x1] = [Math.max(0, x - reach), Math.min(width, x + reach + 1)]
      const sum = (sums[y1 * (width + 1) + x1] ?? 0) - (sums[y0 * (width + 1) + x1] ?? 0) - (sums[y1 * (width + 1) + x0] ?? 0) + (sums[y0 * (width + 1) + x0] ?? 0)
      bits[y * width + x] = (grey[y * width + x] ?? 0) < (sum / ((x1 - x0) * (y1 - y0))) * 0.92 ? 1 : 0
    }
  }
  return (x, y) => {
    const [i, j] = [Math.floor(x), Math.floor(y)]
    return i >= 0 && j >= 0 && i < width && j < height && bits[j * width + i] === 1
  }
}

/** Corner marks: dark, light, dark, light, dark as 1:1:3:1:1, across and down. */
function findersIn({ width, height }: QrPicture, dark: Dark): Finder[] {
  const found: Finder[] = []
  for (let y = 0; y < height; y += 1) {
    const runs: number[] = []
    let from = 0
    for (let x = 1; x <= width; x += 1) {
      if (x < width && dark(x, y) === dark(from, y)) {
        continue
      }
      runs.push(x - from)
      if (dark(from, y) && runs.length >= 5 && likeFinder(runs.slice(-5))) {
        note(found, dark, x - runs.at(-1)! - runs.at(-2)! - runs.at(-3)! / 2, y + 0.5)
      }
      from = x
    }
  }
  return found.filter((one) => one.seen > 1).sort((a, b) => b.seen - a.seen).slice(0, MOST_FINDERS)
}

function note(found: Finder[], dark: Dark, x: number, y: number): void {
  const down = crossing(dark, x, y, 0, 1)
  const across = down && crossing(dark, x, y + down.shift, 1, 0)
  if (!down || !across || down.module > across.module * 2 || across.module > down.module * 2) {
    return
  }
  const here = { x: x + across.shift, y: y + down.shift, module: (down.module + across.module) / 2 }
  const same = found.find((one) => Math.abs(one.x - here.x) < one.module * 2 && Math.abs(one.y - here.y) < one.module * 2)
  if (same) {
    const n = same.seen + 1
    Object.assign(same, { x: (same.x * same.seen + here.x) / n, y: (same.y * same.seen + here.y) / n, module: (same.module * same.seen + here.module) / n, seen: n })
  } else {
    found.push({ ...here, seen: 1 })
  }
}

/** Runs through a point in one direction, when they are those of a corner mark: how far its middle lies from the point, and its module. */
function crossing(dark: Dark, x: number, y: number, dx: number, dy: number): { shift: number; module: number } | null {
  const run = (from: number, step: number, want: boolean): number => {
    let n = 0
    while (n < 400 && dark(x + dx * (from + step * n), y + dy * (from + step * n)) === want) {
      n += 1
    }
    return n
  }
  if (!dark(x, y)) {
    return null
  }
  const [m1, m2] = [run(0, -1, true), run(1, 1, true)]
  const [l1, l2] = [run(-m1, -1, false), run(1 + m2, 1, false)]
  const [d1, d2] = [run(-m1 - l1, -1, true), run(1 + m2 + l2, 1, true)]
  const runs = [d1, l1, m1 + m2, l2, d2]
  return likeFinder(runs) ? { shift: (m2 - m1 + 1) / 2, module: runs.reduce((a, b) => a + b, 0) / 7 } : null
}

function likeFinder(runs: readonly number[]): boolean {
  const module = runs.reduce((a, b) => a + b, 0) / 7
  return module >= 1 && runs.every((run, i) => Math.abs(run - (i === 2 ? 3 : 1) * module) < (i === 2 ? 1.5 : 0.75) * module)
}

/** Three marks as corner, right and below, the most square-like arrangements first. */
function triples(finders: readonly Finder[]): [Finder, Finder, Finder][] {
  const all: { three: [Finder, Finder, Finder]; odd: number }[] = []
  for (const corner of finders) {
    for (const right of finders) {
      for (const below of finders) {
        const turn = (right.x - corner.x) * (below.y - corner.y) - (right.y - corner.y) * (below.x - corner.x)
        if (corner === right || corner === below || right === below || turn <= 0) {
          continue
        }
        const [a, b] = [distance(corner, right), distance(corner, below)]
        const skew = Math.abs(((right.x - corner.x) * (below.x - corner.x) + (right.y - corner.y) * (below.y - corner.y)) / (a * b))
        const modules = [corner.module, right.module, below.module]
        const odd = skew + Math.abs(Math.log(a / b)) + Math.log(Math.max(...modules) / Math.min(...modules))
        if (odd < 1.2 && a > 10 * Math.min(...modules)) {
          all.push({ three: [corner, right, below], odd })
        }
      }
    }
  }
  return all.sort((a, b) => a.odd - b.odd).slice(0, MOST_TRIPLES).map(({ three }) => three)
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y)
}

type Mapping = (x: number, y: number) => Point

/** Modules to points of the picture, seen straight on. */
function plane(corner: Point, right: Point, below: Point, size: number): Mapping {
  const n = size - 7
  return (x, y) => ({
    x: corner.x + ((right.x - corner.x) * (x - 3.5) + (below.x - corner.x) * (y - 3.5)) / n,
    y: corner.y + ((right.y - corner.y) * (x - 3.5) + (below.y - corner.y) * (y - 3.5)) / n,
  })
}

/** The same seen from the side, with the small mark near the fourth corner; null when it is not found. */
function withAlignment(dark: Dark, corner: Point, right: Point, below: Point, size: number): Mapping | null {
  if (size < 25) {
    return null
  }
  const flat = plane(corner, right, below, size)
  const at = size - 6.5
  let best = { score: 0, x: 0, y: 0, far: 0 }
  const reach = Math.max(4, size / 8)
  for (let dy = -reach; dy <= reach; dy += 0.25) {
    for (let dx = -reach; dx <= reach; dx += 0.25) {
      let score = 0
      for (let j = -2; j <= 2; j += 1) {
        for (let i = -2; i <= 2; i += 1) {
          const p = flat(at + dx + i, at + dy + j)
          score += dark(p.x, p.y) === (Math.max(Math.abs(i), Math.abs(j)) !== 1) ? 1 : 0
        }
      }
      const far = Math.hypot(dx, dy)
      if (score > best.score || (score === best.score && far < best.far)) {
        best = { score, x: dx, y: dy, far }
      }
    }
  }
  if (best.score < 23) {
    return null
  }
  // The middle of all places that fit equally well lies nearer the mark's own middle than the first of them.
  const found = flat(at + best.x, at + best.y)
  return projection([[3.5, 3.5, corner], [size - 3.5, 3.5, right], [3.5, size - 3.5, below], [at, at, found]])
}

/** The projection that takes four points of a plane to four points of a picture; null when three lie on a line. */
function projection(pairs: readonly [number, number, Point][]): Mapping | null {
  const rows = pairs.flatMap(([x, y, p]) => [[x, y, 1, 0, 0, 0, -x * p.x, -y * p.x, p.x], [0, 0, 0, x, y, 1, -x * p.y, -y * p.y, p.y]])
  for (let i = 0; i < 8; i += 1) {
    const pivot = rows.slice(i).reduce((best, row, k) => (Math.abs(row[i] ?? 0) > Math.abs(rows[best]?.[i] ?? 0) ? k + i : best), i)
    const [row, other] = [rows[pivot]!, rows[i]!]
    rows[pivot] = other
    rows[i] = row
    if (Math.abs(row[i] ?? 0) < 1e-9) {
      return null
    }
    for (let j = 0; j < 8; j += 1) {
      const factor = j === i ? 0 : (rows[j]?.[i] ?? 0) / (row[i] ?? 1)
      if (factor !== 0) {
        rows[j] = rows[j]!.map((value, k) => value - factor * (row[k] ?? 0))
      }
    }
  }
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = rows.map((row, i) => (row[8] ?? 0) / (row[i] ?? 1))
  return (x, y) => {
    const w = g * x + h * y + 1
    return { x: (a * x + b * y + c) / w, y: (d * x + e * y + f) / w }
  }
}
