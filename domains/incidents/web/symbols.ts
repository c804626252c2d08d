import type { IconName, SymbolCode } from '../../../web/face.ts'
import { familyOf } from '../shared/taxonomy.ts'
import { taxonomyBook } from './taxonomy.ts'

type Sign = readonly [icon: IconName, entity: string]

/** Signs of the families; members that have one of their own stand below. Entities are of symbol set 40 (activities). */
const FAMILIES: Readonly<Record<string, Sign>> = {
  AC: ['clash', '110400'], EX: ['blast', '110600'], UN: ['helmet', '110000'], HA: ['aid', '110000'], CV: ['person', '110100'], CR: ['crime', '110100'],
  CU: ['crowd', '120000'], PO: ['pillars', '180200'], MV: ['move', '130000'], AR: ['arms', '110119'], DP: ['flee', '180000'], IN: ['speech', '110123'],
  HE: ['pulse', '150000'], HZ: ['flame', '140000'], EV: ['day', '130000'], AV: ['path', '130100'],
}
const MEMBERS: Readonly<Record<string, Sign>> = {
  'AC.02': ['attack', '110400'], 'AC.03': ['ambush', '110400'], 'AC.04': ['fire', '110604'], 'AC.05': ['air', '110200'], 'AC.06': ['attack', '110200'], 'AC.08': ['clash', '110401'],
  'EX.01': ['blast', '110301'], 'EX.02': ['blast', '110300'], 'EX.03': ['mine', '110603'], 'EX.04': ['mine', '110603'], 'EX.05': ['mine', '110603'], 'EX.06': ['vehicle', '110304'], 'EX.07': ['blast', '110601'], 'EX.09': ['arms', '110303'],
  'UN.02': ['attack', '110000'], 'UN.03': ['vehicle', '110000'], 'UN.04': ['air', '110000'], 'UN.05': ['crime', '110116'], 'UN.06': ['captive', '110000'], 'UN.07': ['roadblock', '110000'], 'UN.08': ['crowd', '120000'], 'UN.09': ['air', '110123'], 'UN.10': ['speech', '110000'],
  'HA.02': ['captive', '110000'], 'HA.03': ['aid', '110114'], 'HA.04': ['roadblock', '110000'], 'HA.05': ['house', '110000'],
  'CV.01': ['person', '110108'], 'CV.03': ['captive', '110100'], 'CV.05': ['house', '110102'], 'CV.08': ['captive', '110101'], 'CV.09': ['captive', '110100'], 'CV.10': ['house', '110100'], 'CV.11': ['roadblock', '110100'], 'CV.12': ['roadblock', '110106'], 'CV.14': ['crowd', '110110'], 'CV.15': ['flee', '110100'],
  'CR.01': ['crime', '110116'], 'CR.02': ['person', '110108'], 'CR.03': ['captive', '110100'], 'CR.04': ['crime', '110117'], 'CR.05': ['vehicle', '110116'], 'CR.06': ['crime', '110119'],
  'CU.01': ['placard', '120100'], 'CU.02': ['crowd', '110110'], 'CU.04': ['roadblock', '120000'],
  'IN.03': ['speech', '110123'], 'AR.01': ['arms', '110100'], 'AR.03': ['arms', '110303'],
  'HZ.01': ['water', '170202'], 'HZ.03': ['vehicle', '160400'], 'HZ.04': ['air', '160100'], 'HZ.05': ['lens', '160000'], 'HZ.06': ['water', '170104'],
  'EV.01': ['pillars', '130000'], 'EV.02': ['placard', '120100'], 'EV.06': ['vehicle', '130000'],
  'AV.02': ['vehicle', '130000'], 'AV.05': ['air', '130000'], 'AV.06': ['lens', '130000'], 'AV.07': ['blast', '110300'], 'AV.08': ['pulse', '130000'], 'AV.14': ['roadblock', '130000'],
}

/**
 * Signs of a category: ours, and that of APP-6 / MIL-STD-2525 D. The frame is that of an unknown side, because a
 * category says what happened and not whose it was. Undefined for a code no edition has.
 */
export function symbolOf(category: string): SymbolCode | undefined {
  if (!taxonomyBook().inForce.byCode.has(category)) {
    return undefined
  }
  const sign = MEMBERS[category] ?? FAMILIES[familyOf(category)]
  return sign && { icon: sign[0], sidc: `1001400000${sign[1]}0000` }
}
