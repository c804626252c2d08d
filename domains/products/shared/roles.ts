import type { ProductType } from '../../../core/product.ts'
import type { RoleCode } from '../../../core/roles.ts'

/** Who drafts. */
export const DRAFTERS: readonly RoleCode[] = ['JOC-DO', 'JOC-IM', 'JOC-CH', 'JMAC-A', 'COS', 'FHQ', 'SHQ', 'UNPOL', 'SOC']

/** Who releases anything at all; each type by fewer (`releasersOf`). */
export const RELEASERS: readonly RoleCode[] = ['JOC-CH', 'JOC-DO', 'COS', 'JMAC-A']

const SHIFT: readonly RoleCode[] = ['JOC-DO', 'JOC-CH']
const CHIEF: readonly RoleCode[] = ['JOC-CH', 'COS']

/**
 * Who releases a type: what cannot wait is the shift lead's, without a chain; the daily and weekly picture the chief's of
 * the operations centre; what an analyst judges an analyst's; the page of the head of mission the chief of staff's as well.
 * A version for headquarters of anything that can wait is the chief of staff's alone (field-guide 3.3).
 */
export function releasersOf(type: ProductType, forHeadquarters: boolean): readonly RoleCode[] {
  switch (type) {
    case 'FLASH':
    case 'FLASH-UPD':
    case 'SINCREP':
    case 'HANDOVER':
      return SHIFT
    case 'INTSUM':
      return forHeadquarters ? ['COS'] : ['JMAC-A', 'JOC-CH']
    default:
      return forHeadquarters ? ['COS'] : CHIEF
  }
}
