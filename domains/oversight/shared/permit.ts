import type { Technology } from './model.ts'

/** Why a technology may run, or what stops it; `permit.<reason>` of the domain's texts says it in every language. */
export type PermitReason =
  | 'cleared' | 'not-registered'
  | 'consent-missing' | 'consent-refused' | 'consent-withdrawn' | 'consent-later' | 'consent-expired'
  | 'diligence-missing' | 'diligence-refused' | 'diligence-pending' | 'review-overdue'

/** `params` fills the holes of the text (days as YYYY-MM-DD, references); `because` is the same in English, for the API and the command line. */
export type Permit = { valid: boolean; reason: PermitReason; params: Record<string, string>; because: string }

/**
 * May this technology run on this day (YYYY-MM-DD, mission-local)? Needs consent that is granted or
 * not required and not expired, and due diligence that cleared it and is not past review. Refuses when
 * anything is missing.
 */
export function permitOf(technology: Technology | null, today: string): Permit {
  if (!technology) {
    return stopped('not-registered', 'not in the technology register')
  }
  const { consent, diligence } = technology
  if (!consent) {
    return stopped('consent-missing', 'no host-state consent recorded')
  }
  if (consent.status === 'refused' || consent.status === 'withdrawn') {
    return stopped(`consent-${consent.status}`, `host-state consent ${consent.status}`)
  }
  if (consent.from > today) {
    return stopped('consent-later', `consent begins on ${consent.from}`, { day: consent.from })
  }
  if (consent.until !== undefined && consent.until < today) {
    return stopped('consent-expired', `consent expired on ${consent.until}`, { day: consent.until })
  }
  if (!diligence) {
    return stopped('diligence-missing', 'no due-diligence record')
  }
  if (diligence.status === 'refused' || diligence.status === 'pending') {
    return stopped(`diligence-${diligence.status}`, `due diligence ${diligence.status}`)
  }
  if (diligence.reviewBy < today) {
    return stopped('review-overdue', `due diligence was to be reviewed by ${diligence.reviewBy}`, { day: diligence.reviewBy })
  }
  const params = { consent: consent.reference, diligence: diligence.reference }
  return { valid: true, reason: 'cleared', params, because: `consent ${params.consent}, due diligence ${params.diligence}` }
}

function stopped(reason: PermitReason, because: string, params: Record<string, string> = {}): Permit {
  return { valid: false, reason, params, because }
}
