import { Type, type Static } from 'typebox'
import { bboxOf, distanceM } from '../../../core/place-geodesy.ts'
import type { PlacePoint } from '../../../core/kind.ts'

/** Colours an overlay may use; the map draws each as its theme allows. Meanings are the drawer's to name. */
export const OVERLAY_COLOURS = ['blue', 'red', 'amber', 'green', 'violet', 'grey'] as const
export const OVERLAY_SHAPES = ['point', 'line', 'polygon', 'circle', 'text'] as const
export type OverlayColour = (typeof OVERLAY_COLOURS)[number]
export type OverlayShape = (typeof OVERLAY_SHAPES)[number]

const closed = { additionalProperties: false }
const position = Type.Tuple([Type.Number({ minimum: -180, maximum: 180 }), Type.Number({ minimum: -90, maximum: 90 })])

/** One drawn thing. `at` are its corners in order (one for point, circle, text; a polygon is closed by itself). */
export const OverlayFeature = Type.Object(
  {
    id: Type.String({ minLength: 1, maxLength: 64 }),
    shape: Type.Enum(OVERLAY_SHAPES as unknown as OverlayShape[]),
    at: Type.Array(position, { minItems: 1, maxItems: 2000 }),
    radiusM: Type.Optional(Type.Number({ minimum: 1, maximum: 2_000_000, description: 'metres, of a circle' })),
    text: Type.Optional(Type.String({ maxLength: 200 })),
    colour: Type.Enum(OVERLAY_COLOURS as unknown as OverlayColour[]),
    dash: Type.Optional(Type.Boolean({ description: 'planned or estimated' })),
    fill: Type.Optional(Type.Boolean()),
  },
  closed,
)
export type OverlayFeature = Static<typeof OverlayFeature>

/** A sheet of drawings over the map, shared by its handling. */
export const Overlay = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 120 }),
    note: Type.Optional(Type.String({ maxLength: 2000 })),
    features: Type.Array(OverlayFeature, { maxItems: 500 }),
  },
  closed,
)
export type Overlay = Static<typeof Overlay>

/** Corners a shape needs at least. */
export function fewest(shape: OverlayShape): number {
  return shape === 'polygon' ? 3 : shape === 'line' ? 2 : 1
}

/** What the schema cannot say: enough corners, a radius where there is a circle, words where there is text. */
export function checkOverlay(data: Overlay): { path: string; problem: string; fix: string }[] {
  const problems: { path: string; problem: string; fix: string }[] = []
  const seen = new Set<string>()
  data.features.forEach((f, i) => {
    if (f.at.length < fewest(f.shape)) {
      problems.push({ path: `/features/${i}/at`, problem: `a ${f.shape} of ${f.at.length} places`, fix: `Give at least ${fewest(f.shape)}` })
    }
    if (f.shape === 'circle' && f.radiusM === undefined) {
      problems.push({ path: `/features/${i}/radiusM`, problem: 'a circle without a radius', fix: 'Give the radius in metres' })
    }
    if (f.shape === 'text' && !f.text) {
      problems.push({ path: `/features/${i}/text`, problem: 'a text without words', fix: 'Write what it says' })
    }
    if (seen.has(f.id)) {
      problems.push({ path: `/features/${i}/id`, problem: `the id ${f.id} stands twice`, fix: 'Give each its own' })
    }
    seen.add(f.id)
  })
  return problems
}

/** Middle of everything drawn and how far it reaches; null for an empty sheet. */
export function placeOfOverlay(features: readonly OverlayFeature[]): PlacePoint | null {
  const points = features.flatMap((f) => f.at.map(([lon, lat]) => ({ lon, lat })))
  const box = bboxOf(points)
  if (!box) {
    return null
  }
  const [west, south, east, north] = box
  const lon = west <= east ? (west + east) / 2 : ((((west + east + 360) / 2 + 180) % 360) + 360) % 360 - 180
  const centre = { lon, lat: (south + north) / 2 }
  const reach = Math.max(0, ...features.map((f) => Math.max(...f.at.map(([x, y]) => distanceM(centre, { lon: x, lat: y }))) + (f.radiusM ?? 0)))
  return { ...centre, radiusM: Math.round(reach), precision: reach > 1500 ? 4 : 1 }
}
