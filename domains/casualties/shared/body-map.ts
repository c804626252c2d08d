import type { BODY_REGIONS, BODY_SIDES, BODY_VIEWS, LIMBS } from './vocabulary.ts'

export type BodyRegion = (typeof BODY_REGIONS)[number]
export type BodySide = (typeof BODY_SIDES)[number]
export type BodyView = (typeof BODY_VIEWS)[number]
export type Limb = (typeof LIMBS)[number]
/** Where an injury is; left and right are the patient's own. */
export type BodyPlace = { region: BodyRegion; side: BodySide; view?: BodyView | undefined }

const ARM: readonly BodyRegion[] = ['upper-arm', 'elbow', 'forearm', 'hand']
const LEG: readonly BodyRegion[] = ['thigh', 'knee', 'lower-leg', 'foot']

/** The limb a place belongs to, where a tourniquet could stop the bleeding; null on head, neck and trunk, and where the side is not known. */
export function limbOf({ region, side }: BodyPlace): Limb | null {
  const limb = ARM.includes(region) ? 'arm' : LEG.includes(region) ? 'leg' : null
  return limb && (side === 'left' || side === 'right') ? `${side}-${limb}` : null
}

/**
 * Outlines in a figure of 100 × 210 units. Of what there is left and right only the half at the viewer's left is drawn; the
 * other one is its mirror image. Seen from the front the viewer's left is the patient's right, from behind it is their left.
 */
export const BODY_SIZE = { width: 100, height: 210 } as const
type Outline = { path: string; x: number; y: number }
const MIDDLE: Record<BodyView, Partial<Record<BodyRegion, Outline>>> = {
  front: {
    head: { path: 'M38 15C38 7 43 3 50 3s12 4 12 12z', x: 50, y: 9 },
    face: { path: 'M38 15h24c0 10-5 18-12 18s-12-8-12-18z', x: 50, y: 23 },
    neck: { path: 'M44 31q6 4 12 0v8q-6 3-12 0z', x: 50, y: 37 },
    pelvis: { path: 'M34 95h32l1 9q-8 11-17 11t-17-11z', x: 50, y: 104 },
  },
  back: {
    'head': { path: 'M38 16C38 7 43 3 50 3s12 4 12 13c0 9-5 15-12 15s-12-6-12-15z', x: 50, y: 16 },
    'neck': { path: 'M44 30q6 3 12 0v9q-6 3-12 0z', x: 50, y: 35 },
    'lower-back': { path: 'M35 71h30l1 21H34z', x: 50, y: 82 },
    'pelvis': { path: 'M34 92h32l1 12q-8 11-17 11t-17-11z', x: 50, y: 103 },
  },
}
const HALF: Partial<Record<BodyRegion, Outline>> = {
  'chest': { path: 'M44 39q3 2 6 2v29H34l-3-25q5-5 13-6z', x: 41, y: 55 },
  'upper-back': { path: 'M44 39q3 2 6 2v30H35l-4-26q5-5 13-6z', x: 41, y: 55 },
  'abdomen': { path: 'M34 70h16v25H34q-1-12 0-25z', x: 42, y: 83 },
  'shoulder': { path: 'M31 45l1.4 10.5-10.6-2q3.2-8.5 9.2-8.5z', x: 28, y: 51 },
  'upper-arm': { path: 'M21.8 53.5l10.6 2-4.4 15-8.2-1.8q.4-9 2-15.2z', x: 25.5, y: 62 },
  'elbow': { path: 'M19.8 68.7l8.2 1.8-2.4 8-7.6-1.5q.8-4.2 1.8-8.3z', x: 23, y: 74 },
  'forearm': { path: 'M18 77l7.6 1.5L23 102l-7-1q0-13 2-24z', x: 20, y: 89 },
  'hand': { path: 'M16 101l7 1q1 7-1 12-3 4-6 1-3-6 0-14z', x: 19, y: 108 },
  'thigh': { path: 'M33 104q7 10 16 11l-.7 32H35.3Q32 126 33 104z', x: 41, y: 128 },
  'knee': { path: 'M35.3 147h13l-.6 14H36.2q-.2-7-.9-14z', x: 42, y: 154 },
  'lower-leg': { path: 'M36.2 161h11.5L46 192h-7q-3-16-2.8-31z', x: 42, y: 176 },
  'foot': { path: 'M39 192h7l1 10q-1 4-6 4-6 0-7-3 4-4 5-11z', x: 41, y: 200 },
}
const NOT_SEEN: Record<BodyView, readonly BodyRegion[]> = { front: ['upper-back'], back: ['chest', 'abdomen'] }

export type BodyShape = { key: string; region: BodyRegion; side: 'left' | 'right' | 'middle'; view: BodyView; path: string; /** Drawn as its mirror image about x = 50. */ mirrored: boolean; /** Middle of the part, after mirroring. */ x: number; y: number }

/** Parts of one view, from head to foot. */
export function bodyShapes(view: BodyView): BodyShape[] {
  const middle = entries(MIDDLE[view]).map(([region, { path, x, y }]): BodyShape => ({ key: `${view}-${region}`, region, side: 'middle', view, path, mirrored: false, x, y }))
  const halves = entries(HALF).filter(([region]) => !NOT_SEEN[view].includes(region)).flatMap(([region, { path, x, y }]) => [false, true].map((mirrored): BodyShape => {
    const side = (view === 'front') === mirrored ? 'left' : 'right'
    return { key: `${view}-${region}-${side}`, region, side, view, path, mirrored, x: mirrored ? 100 - x : x, y }
  }))
  return [...middle, ...halves].sort((a, b) => a.y - b.y || a.x - b.x)
}

/** Where marks of an injury stand on a view: none when it lies on the other one, two for both sides. */
export function marksOn(view: BodyView, place: BodyPlace): { x: number; y: number }[] {
  if (place.region === 'eye') {
    const eyes = view === 'front' ? [{ x: 45.5, side: 'right' }, { x: 54.5, side: 'left' }] : []
    return eyes.filter(({ side }) => place.side === side || place.side === 'both' || place.side === 'middle').map(({ x }) => ({ x, y: 18 }))
  }
  const here = bodyShapes(view).filter(({ region }) => region === place.region)
  const elsewhere = bodyShapes(view === 'front' ? 'back' : 'front').some(({ region }) => region === place.region)
  // Where nobody said from which side it was seen, it stands on the front if there is such a part.
  if (here.length === 0 || (elsewhere && view !== (place.view ?? 'front'))) {
    return []
  }
  const own = here.filter(({ side }) => side === place.side)
  return own.length > 0 ? own : place.side === 'both' || here.length === 1 ? here : [{ x: 50, y: here[0]?.y ?? 0 }]
}

/** The part in a direction from another one, by arrow keys; itself where there is none. */
export function nextShape(view: BodyView, from: string, to: 'up' | 'down' | 'left' | 'right'): BodyShape | undefined {
  const shapes = bodyShapes(view)
  const here = shapes.find(({ key }) => key === from)
  if (!here) {
    return shapes[0]
  }
  const along = (one: BodyShape) => (to === 'up' ? here.y - one.y : to === 'down' ? one.y - here.y : to === 'left' ? here.x - one.x : one.x - here.x)
  const across = (one: BodyShape) => Math.abs(to === 'up' || to === 'down' ? one.x - here.x : one.y - here.y)
  const ahead = shapes.filter((one) => along(one) > 2).map((one) => ({ one, far: along(one) + across(one) * 2 })).sort((a, b) => a.far - b.far)
  return ahead[0]?.one ?? here
}

function entries<V>(of: Partial<Record<BodyRegion, V>>): [BodyRegion, V][] {
  return Object.entries(of) as [BodyRegion, V][]
}
