import { tokens } from '../../../core/text.ts'
import type { BodyRegion, BodySide } from './body-map.ts'
import type { INJURY_KINDS } from './vocabulary.ts'

type InjuryKind = (typeof INJURY_KINDS)[number]
export type ReadInjury = { region: BodyRegion; side: BodySide; kind: InjuryKind }

/** Words of four languages by what they mean, folded as `core/text.ts` folds. */
const REGIONS: readonly (readonly [BodyRegion, string])[] = [
  ['head', 'head skull scalp tete crane cabeza craneo راس'], ['face', 'face jaw visage machoire cara mandibula وجه'], ['eye', 'eye eyes oeil yeux ojo ojos عين'], ['neck', 'neck throat cou gorge cuello عنق رقبه'],
  ['chest', 'chest thorax poitrine pecho torax صدر'], ['abdomen', 'abdomen belly abdo ventre vientre abdominal بطن'], ['pelvis', 'pelvis hip groin buttock bassin hanche cadera ingle حوض'],
  ['upper-back', 'back dos espalda ظهر'], ['lower-back', 'lumbar lombaire lumbago lombes'], ['shoulder', 'shoulder shoulders epaule epaules hombro كتف'], ['upper-arm', 'arm arms bras brazo brazos ذراع'], ['elbow', 'elbow elbows coude codo مرفق'],
  ['forearm', 'forearm forearms wrist wrists avantbras poignet antebrazo muneca ساعد'], ['hand', 'hand hands finger fingers main mains doigt doigts mano manos dedo dedos يد'], ['thigh', 'thigh thighs femur cuisse cuisses muslo muslos فخذ'], ['knee', 'knee knees genou genoux rodilla rodillas ركبه'],
  ['lower-leg', 'leg legs shin calf tibia jambe jambes mollet pierna piernas ساق'], ['foot', 'foot feet toe toes ankle ankles pied pieds cheville chevilles pie pies tobillo tobillos قدم'],
]
const KINDS: readonly (readonly [InjuryKind, string])[] = [
  ['gunshot', 'gsw gunshot shot bullet balle disparo bala طلق رصاص'], ['fragment', 'frag fragment fragments shrapnel eclat eclats metralla شظيه شظايا'], ['laceration', 'laceration cut lac plaie coupure corte herida جرح'], ['stab', 'stab stabbed knife couteau punalada طعن'],
  ['burn', 'burn burns burnt brulure brulures quemadura quemaduras حرق حروق'], ['fracture', 'fracture fractured broken frac fx fractura roto كسر'], ['amputation', 'amputation amputated amp amputacion بتر'], ['crush', 'crush crushed ecrasement aplastamiento هرس'],
  ['bruise', 'bruise contusion hematome moreton كدمه'], ['bleeding', 'bleeding bleed haemorrhage hemorrhage hemorragie saignement sangrado hemorragia نزيف'], ['penetrating', 'penetrating penetrante penetrant نافذ'], ['dislocation', 'dislocation luxation luxacion خلع'],
  ['inhalation', 'smoke inhalation fumee humo دخان'], ['pain', 'pain douleur dolor الم'],
]
const SIDES: readonly (readonly [BodySide, string])[] = [['left', 'left l lt gauche izquierdo izquierda izq ايسر يسري يسار'], ['right', 'right r rt droit droite derecho derecha der ايمن يمني يمين'], ['both', 'both bilateral deux ambos ambas كلا كلتا']]

const REGION = indexed(REGIONS)
const KIND = indexed(KINDS)
const SIDE = indexed(SIDES)

/**
 * Injuries named in a short text (`gsw left thigh, burns both hands`), in English, French, Spanish or Arabic; empty when no
 * part of the body is named. What stands for a part, a side or a kind applies until a comma.
 */
export function readInjuries(text: string): ReadInjury[] {
  return text.split(/[,;،+/]|\band\b|\bet\b|\by\b/iu).flatMap((part) => {
    const words = tokens(part)
    const regions = words.flatMap((word) => REGION.get(word) ?? [])
    const side = words.flatMap((word) => SIDE.get(word) ?? [])[0]
    const kind = words.flatMap((word) => KIND.get(word) ?? [])[0]
    return [...new Set(regions)].map((region) => ({ region, side: side ?? 'middle', kind: kind ?? 'other' }))
  })
}

function indexed<T>(table: readonly (readonly [T, string])[]): ReadonlyMap<string, T> {
  return new Map(table.flatMap(([value, words]) => words.split(' ').map((word) => [word, value] as const)))
}
