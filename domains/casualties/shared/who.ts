import type { RoleCode } from '../../../core/roles.ts'
import type { Card } from './vocabulary.ts'

/** Those who follow casualties: leadership, operations rooms, medical, personnel, movement, and those who check on it. */
export const READERS: readonly RoleCode[] = ['HOM', 'COS', 'JOC-CH', 'JOC-DO', 'JOC-IM', 'JMAC-A', 'FHQ', 'SHQ', 'TOC', 'MILOB', 'UNPOL', 'SOC', 'CMO', 'CASEVAC-CC', 'CHRO', 'MOVCON', 'DPO', 'AUDIT']
/** Whoever may be where somebody is hurt, or hears of it first. */
export const REPORT: readonly RoleCode[] = ['JOC-CH', 'JOC-DO', 'JOC-IM', 'FHQ', 'SHQ', 'TOC', 'MILOB', 'UNPOL', 'SOC', 'CMO', 'CASEVAC-CC', 'MOVCON']
/** Those who steer an evacuation. */
export const CONTROL: readonly RoleCode[] = ['JOC-CH', 'JOC-DO', 'FHQ', 'SHQ', 'CMO', 'CASEVAC-CC']
/** Those who may say that it goes, on their own or delegated authority. */
export const LAUNCHERS: readonly RoleCode[] = ['HOM', 'COS', 'JOC-CH', 'JOC-DO', 'FHQ', 'SHQ', 'CMO', 'CASEVAC-CC']
/** Those who take an asset off a task that runs. */
export const RETASKERS: readonly RoleCode[] = ['HOM', 'COS', 'JOC-CH', 'FHQ', 'CMO']
/** Medical decides where, air whether it can be flown, operations whether it is safe. */
export const ANSWERERS: { [card in Card]: readonly RoleCode[] } = {
  medical: ['CMO'],
  air: ['MOVCON'],
  operations: ['JOC-CH', 'JOC-DO', 'FHQ', 'SHQ', 'TOC', 'SOC'],
}
/** Hears an answer by telephone and writes it down, naming who gave it. */
export const SCRIBE: RoleCode = 'CASEVAC-CC'
/** Those who keep the lists of facilities, assets and landing sites. */
export const MEDICAL: readonly RoleCode[] = ['CMO', 'CASEVAC-CC', 'JOC-IM']
/** Those who say what the weather is for flying. */
export const WEATHER_KEEPERS: readonly RoleCode[] = ['MOVCON', 'CASEVAC-CC', 'JOC-IM']
export const ASSET_KEEPERS: readonly RoleCode[] = ['CMO', 'CASEVAC-CC', 'MOVCON', 'JOC-IM']
