import type { Technology } from './model.ts'

export type Permit = { valid: boolean; because: string }

/**
 * May this technology run on this day (YYYY-MM-DD, mission-local)? Needs consent that is granted or
 * not required and not expired, and due diligence that cleared it and is not past review. Refuses when
 * anything is missing.
 */
export function permitOf(technology: Technology | null, today: string): Permit {
  if (!technology) {
    return { valid: false, because: 'not in the technology register' }
  }
  const { consent, diligence } = technology
  if (!consent) {
    return { valid: false, because: 'no host-state consent recorded' }
  }
  if (consent.status === 'refused' || consent.status === 'withdrawn') {
    return { valid: false, because: `host-state consent ${consent.status}` }
  }
  if (consent.from > today) {
    return { valid: false, because: `consent begins on ${consent.from}` }
  }
  if (consent.until !== undefined && consent.until < today) {
    return { valid: false, because: `consent expired on ${consent.until}` }
  }
  if (!diligence) {
    return { valid: false, because: 'no due-diligence record' }
  }
  if (diligence.status === 'refused' || diligence.status === 'pending') {
    return { valid: false, because: `due diligence ${diligence.status}` }
  }
  if (diligence.reviewBy < today) {
    return { valid: false, because: `due diligence was to be reviewed by ${diligence.reviewBy}` }
  }
  return { valid: true, because: `consent ${consent.reference}, due diligence ${diligence.reference}` }
}
