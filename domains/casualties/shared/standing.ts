import { arabic, type Text } from '../../../core/i18n.ts'
import type { RoleCode } from '../../../core/roles.ts'
import type { Facility } from './facility.ts'
import { stateOf, toldPatients, type CasevacRequest } from './request.ts'

export const ALERT_RULES = ['casevac-alert', 'casevac-inbound', 'facility-theatre', 'facility-blood'] as const
export type AlertRule = (typeof ALERT_RULES)[number]

/** What somebody must be told of, as it stands: raised when it is new, ended when it no longer is. */
export type Standing = {
  rule: AlertRule
  /** Names the occasion; null: whatever stands already of this rule goes on, else one begins now. */
  episode: string | null
  severity: 2 | 3 | 4 | 5
  title: Text
  text?: Text
  roles: readonly RoleCode[]
  /** Accounts told by name. */
  accounts: readonly string[]
}

/** Units of O− under which a facility asks for more. */
export const BLOOD_FLOOR = 2
/** An arrival is told anew when it moves by more. */
const ETA_STEP_MS = 5 * 60_000

/** Of a request: that it waits for a decision, or that somebody comes. */
export function requestStanding(request: CasevacRequest, tell: readonly string[]): Standing[] {
  const state = stateOf(request)
  const { callsign, place } = request.four
  const where = place.name ?? place.grid ?? (place.lon === undefined ? '' : `${place.lat?.toFixed(4)}, ${place.lon.toFixed(4)}`)
  const who = patientWords(request)
  if ((state === 'ALERT' || state === 'VALIDATED') && request.decision?.decision !== 'no-go') {
    const goes = (request.decisions ?? []).filter(({ decision }) => decision === 'go').length
    return [{
      rule: 'casevac-alert', episode: `alert-${goes}`, severity: toldPatients(request).A > 0 ? 5 : 4, roles: ['CASEVAC-CC', 'CMO', 'JOC-DO'], accounts: [],
      title: { en: `CASEVAC ${callsign}: ${who}, ${where}`, fr: `CASEVAC ${callsign} : ${who}, ${where}`, es: `CASEVAC ${callsign}: ${who}, ${where}`, ar: arabic`إخلاء طبي ${callsign}: ${who}، ${where}` },
      text: { en: 'Four lines have come; it waits for go or no-go.', fr: 'Les quatre lignes sont là ; en attente du feu vert.', es: 'Han llegado las cuatro líneas; espera decisión.', ar: 'وردت الأسطر الأربعة؛ بانتظار القرار.' },
    }]
  }
  const eta = Date.parse(request.task?.etaHandover ?? '')
  if ((state === 'LAUNCHED' || state === 'PICKED_UP') && request.task?.destination) {
    const { assetName, destination, destinationName = '' } = request.task
    const at = Number.isFinite(eta) ? `${new Date(eta).toISOString().slice(11, 16).replace(':', '')}Z` : '?'
    return [{
      rule: 'casevac-inbound', episode: `${destination} ${Number.isFinite(eta) ? Math.round(eta / ETA_STEP_MS) : '-'}`, severity: 3, roles: ['CMO'], accounts: tell,
      title: { en: `To ${destinationName}: ${who} with ${assetName}, ETA ${at}`, fr: `Vers ${destinationName} : ${who} avec ${assetName}, arrivée ${at}`, es: `A ${destinationName}: ${who} con ${assetName}, llegada ${at}`, ar: arabic`إلى ${destinationName}: ${who} مع ${assetName}، الوصول ${at}` },
    }]
  }
  return []
}

/** Of a facility: no theatre, or too little blood. */
export function facilityStanding({ name, state, bloodFloor = BLOOD_FLOOR, tell = [] }: Facility): Standing[] {
  const out: Standing[] = []
  const left = state?.blood?.['O-']
  if (state?.theatre?.state === 'DOWN') {
    out.push({
      rule: 'facility-theatre', episode: null, severity: 3, roles: ['CMO', 'CASEVAC-CC'], accounts: [],
      title: { en: `${name}: theatre is down`, fr: `${name} : bloc opératoire hors service`, es: `${name}: quirófano fuera de servicio`, ar: arabic`${name}: غرفة العمليات معطلة` },
    })
  }
  if (left !== undefined && left < bloodFloor) {
    out.push({
      rule: 'facility-blood', episode: null, severity: 3, roles: ['CMO'], accounts: tell,
      title: { en: `${name}: ${left} units of O− left`, fr: `${name} : ${left} unités O− restantes`, es: `${name}: quedan ${left} unidades O−`, ar: arabic`${name}: المتبقي من O− ${left} وحدات` },
    })
  }
  return out
}

/** Words of the order that asks for blood. */
export function bloodOrder({ name, state, bloodFloor = BLOOD_FLOOR }: Facility): { title: Text; what: Text; to: Text } {
  const left = state?.blood?.['O-'] ?? 0
  return {
    title: { en: `Resupply O− blood: ${name}`, fr: `Réapprovisionner en sang O− : ${name}`, es: `Reponer sangre O−: ${name}`, ar: arabic`تزويد بدم O−: ${name}` },
    what: { en: `Bring O− blood to ${name}: ${left} units left, at least ${bloodFloor} are kept.`, fr: `Livrer du sang O− à ${name} : ${left} unités restantes, minimum ${bloodFloor}.`, es: `Llevar sangre O− a ${name}: quedan ${left} unidades, mínimo ${bloodFloor}.`, ar: arabic`إيصال دم O− إلى ${name}: المتبقي ${left} والحد الأدنى ${bloodFloor}.` },
    to: { en: 'Medical supply', fr: 'Approvisionnement médical', es: 'Suministro médico', ar: 'الإمداد الطبي' },
  }
}

function patientWords(request: CasevacRequest): string {
  const { A, B, C } = toldPatients(request)
  return [A && `${A} A`, B && `${B} B`, C && `${C} C`].filter(Boolean).join(', ') || '?'
}
