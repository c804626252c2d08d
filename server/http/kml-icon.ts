import { pngSquare } from '../../formats/png.ts'

const SIZE = 32
type Shape = { colour: readonly [number, number, number]; /** Is a point (from the middle, −1 to 1, y down) inside the shape drawn `r` large? */ inside(x: number, y: number, r: number): boolean }

/** One form and one colour for each severity, so that colour is not the only sign. */
const SHAPES: readonly Shape[] = [
  { colour: [100, 116, 139], inside: (x, y, r) => Math.hypot(x, y) <= 0.55 * r },
  { colour: [71, 85, 105], inside: (x, y, r) => Math.hypot(x, y) <= 0.7 * r },
  { colour: [37, 99, 235], inside: (x, y, r) => Math.max(Math.abs(x), Math.abs(y)) <= 0.66 * r },
  { colour: [180, 83, 9], inside: (x, y, r) => Math.abs(x) + Math.abs(y) <= 0.95 * r },
  { colour: [220, 38, 38], inside: (x, y, r) => y <= 0.7 * r && y >= -0.85 * r + Math.abs(x) * 1.75 },
  { colour: [127, 29, 29], inside: (x, y, r) => Math.max(Math.abs(x), Math.abs(y), (Math.abs(x) + Math.abs(y)) * 0.72) <= 0.88 * r },
]

const made = new Map<number, Uint8Array>()

/** The sign of a severity (0 to 5) as PNG, with a white rim that stands out on dark ground. */
export function severityIcon(severity: number): Uint8Array {
  const known = made.get(severity)
  if (known) {
    return known
  }
  const { colour, inside } = SHAPES[severity]!
  const icon = pngSquare(SIZE, (px, py) => {
    const [x, y] = [((px + 0.5) / SIZE) * 2 - 1, ((py + 0.5) / SIZE) * 2 - 1]
    return inside(x, y, 0.85) ? [...colour, 255] : inside(x, y, 1.12) ? [255, 255, 255, 255] : [255, 255, 255, 0]
  })
  made.set(severity, icon)
  return icon
}
