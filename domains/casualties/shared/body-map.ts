/** Parts of the body an injury is marked on; left and right are the patient's own. */
export const BODY_REGIONS = [
  'head-front', 'face', 'neck-front', 'chest-right', 'chest-left', 'abdomen-right', 'abdomen-left', 'pelvis',
  'upper-arm-right', 'forearm-right', 'hand-right', 'upper-arm-left', 'forearm-left', 'hand-left',
  'thigh-right', 'leg-right', 'foot-right', 'thigh-left', 'leg-left', 'foot-left',
  'head-back', 'neck-back', 'upper-back-left', 'upper-back-right', 'lower-back', 'buttocks',
  'upper-arm-left-back', 'forearm-left-back', 'hand-left-back', 'upper-arm-right-back', 'forearm-right-back', 'hand-right-back',
  'thigh-left-back', 'leg-left-back', 'foot-left-back', 'thigh-right-back', 'leg-right-back', 'foot-right-back',
] as const
export type BodyRegion = (typeof BODY_REGIONS)[number]
export type BodySide = 'front' | 'back'
export type Limb = 'arm-right' | 'arm-left' | 'leg-right' | 'leg-left'

/** Which side of the map a part stands on. */
export function sideOf(region: BodyRegion): BodySide {
  return BODY_REGIONS.indexOf(region) < BODY_REGIONS.indexOf('head-back') ? 'front' : 'back'
}

/** The limb a part belongs to, where a tourniquet could stop the bleeding; null on head, neck and trunk. */
export function limbOf(region: BodyRegion): Limb | null {
  const found = /^(upper-arm|forearm|hand|thigh|leg|foot)-(left|right)/.exec(region)
  return found ? `${['upper-arm', 'forearm', 'hand'].includes(found[1] ?? '') ? 'arm' : 'leg'}-${found[2] as 'left' | 'right'}` : null
}

/**
 * Outline of each part in a figure of 100 × 210 units. Only the half at the viewer's left is drawn; the other one is its
 * mirror image. Seen from the front the viewer's left is the patient's right, from behind it is the patient's left.
 */
const MIDDLE: Record<BodySide, Partial<Record<BodyRegion, string>>> = {
  front: {
    'head-front': 'M38 16C38 7 43 3 50 3s12 4 12 13z',
    'face': 'M38 16h24c0 9-5 17-12 17s-12-8-12-17z',
    'neck-front': 'M44 31q6 4 12 0v8q-6 3-12 0z',
    'pelvis': 'M34 95h32l1 9q-8 11-17 11t-17-11z',
  },
  back: {
    'head-back': 'M38 16C38 7 43 3 50 3s12 4 12 13c0 9-5 15-12 15s-12-6-12-15z',
    'neck-back': 'M44 30q6 3 12 0v9q-6 3-12 0z',
    'lower-back': 'M35 71h30l1 21H34z',
    'buttocks': 'M34 92h32l1 12q-8 11-17 11t-17-11z',
  },
}
type Half = 'chest' | 'abdomen' | 'upper-back' | 'upper-arm' | 'forearm' | 'hand' | 'thigh' | 'leg' | 'foot'
const HALF: Record<Half, string> = {
  'chest': 'M44 39q3 2 6 2v29H34l-3-25q5-5 13-6z',
  'abdomen': 'M34 70h16v25H34q-1-12 0-25z',
  'upper-back': 'M44 39q3 2 6 2v30H35l-4-26q5-5 13-6z',
  'upper-arm': 'M31 45l2 14-6 17-8-2q1-20 4-25 3-4 8-4z',
  'forearm': 'M19 74l8 2-4 26-7-1q0-14 3-27z',
  'hand': 'M16 101l7 1q1 7-1 12-3 4-6 1-3-6 0-14z',
  'thigh': 'M33 104q7 10 16 11l-1 39H36q-5-26-3-50z',
  'leg': 'M36 154h12l-2 38h-7q-4-20-3-38z',
  'foot': 'M39 192h7l1 10q-1 4-6 4-6 0-7-3 4-4 5-11z',
}
const HALVES: Record<BodySide, readonly Half[]> = {
  front: ['chest', 'abdomen', 'upper-arm', 'forearm', 'hand', 'thigh', 'leg', 'foot'],
  back: ['upper-back', 'upper-arm', 'forearm', 'hand', 'thigh', 'leg', 'foot'],
}

export type BodyShape = { region: BodyRegion; path: string; /** Drawn as its mirror image about x = 50. */ mirrored: boolean; /** Middle of the part, after mirroring. */ x: number; y: number }
export const BODY_SIZE = { width: 100, height: 210 } as const
const CENTRES: Record<string, readonly [number, number]> = {
  'head-front': [50, 10], 'face': [50, 22], 'neck-front': [50, 36], 'pelvis': [50, 104], 'head-back': [50, 17], 'neck-back': [50, 35], 'lower-back': [50, 82], 'buttocks': [50, 103],
  'chest': [41, 55], 'abdomen': [42, 83], 'upper-back': [41, 55], 'upper-arm': [26, 60], 'forearm': [21, 89], 'hand': [19, 109], 'thigh': [41, 132], 'leg': [42, 172], 'foot': [41, 200],
}

/** Parts of one side of the map, from head to foot. */
export function bodyShapes(side: BodySide): BodyShape[] {
  const middle = Object.entries(MIDDLE[side]).map(([region, path]): BodyShape => ({ region: region as BodyRegion, path, mirrored: false, x: CENTRES[region]?.[0] ?? 50, y: CENTRES[region]?.[1] ?? 0 }))
  const halves = HALVES[side].flatMap((half) => [false, true].map((mirrored): BodyShape => {
    const own = (side === 'front') === mirrored ? 'left' : 'right'
    const limb = half !== 'chest' && half !== 'abdomen' && half !== 'upper-back'
    const [x, y] = CENTRES[half] ?? [50, 0]
    return { region: `${half}-${own}${side === 'back' && limb ? '-back' : ''}` as BodyRegion, path: HALF[half], mirrored, x: mirrored ? 100 - x : x, y }
  }))
  return [...middle, ...halves].sort((a, b) => a.y - b.y || a.x - b.x)
}

/** The part in a direction from another one, by arrow keys; itself where there is none. */
export function nextRegion(side: BodySide, from: BodyRegion, to: 'up' | 'down' | 'left' | 'right'): BodyRegion {
  const shapes = bodyShapes(side)
  const here = shapes.find(({ region }) => region === from)
  if (!here) {
    return shapes[0]?.region ?? from
  }
  const along = (one: BodyShape) => (to === 'up' ? here.y - one.y : to === 'down' ? one.y - here.y : to === 'left' ? here.x - one.x : one.x - here.x)
  const across = (one: BodyShape) => Math.abs(to === 'up' || to === 'down' ? one.x - here.x : one.y - here.y)
  const ahead = shapes.filter((one) => along(one) > 2).map((one) => ({ one, far: along(one) + across(one) * 2 })).sort((a, b) => a.far - b.far)
  return ahead[0]?.one.region ?? from
}
