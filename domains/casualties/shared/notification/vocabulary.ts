import type { RoleCode } from '../../../../core/roles.ts'

/** What is notified (field-guide 8.2): death, very seriously and seriously injured or ill, injury, illness, missing, detained, attempted suicide. */
export const NOTICE_TYPES = ['FATAL', 'VSI', 'SI', 'INJURY', 'ILLNESS', 'MISSING', 'DETAINED', 'SUICIDE_ATTEMPT'] as const
export type NoticeType = (typeof NOTICE_TYPES)[number]
/** Read by personnel alone, for good. */
export const RESTRICTED_TYPES: readonly NoticeType[] = ['SUICIDE_ATTEMPT']

/** The four official causes, and what is still to be determined. */
export const CAUSES = ['MALICIOUS', 'ACCIDENT', 'ILLNESS', 'OTHER', 'TBD'] as const
export type Cause = (typeof CAUSES)[number]
export const DUTY = ['ON_DUTY', 'OFF_DUTY', 'LEAVE', 'UNKNOWN'] as const
export const ANSWERS3 = ['YES', 'NO', 'UNDETERMINED'] as const
export const COMPONENTS = ['MILITARY', 'POLICE', 'OBSERVER', 'CIV_INTERNATIONAL', 'CIV_LOCAL', 'OTHER'] as const
export type Component = (typeof COMPONENTS)[number]
export const GENDERS = ['M', 'F', 'U'] as const
export const REMAINS = ['NOT_APPLICABLE', 'IN_MISSION', 'UNDER_WAY', 'REPATRIATED', 'BURIED'] as const

/** The word of the public list for a cause. */
export const LIST_WORD: { [cause in Cause]: string } = { MALICIOUS: 'Malicious Act', ACCIDENT: 'Accident', ILLNESS: 'Illness', OTHER: 'Other', TBD: 'To Be Determined' }
export const LIST_PERSONNEL: { [component in Component]: string } = { MILITARY: 'Military', POLICE: 'Police', OBSERVER: 'Military Observer', CIV_INTERNATIONAL: 'International Civilian', CIV_LOCAL: 'Local', OTHER: 'Other' }

/** Personnel and chiefs of component write it; holders of PERS among them, because the name is with it. */
export const PREPARERS: readonly RoleCode[] = ['CHRO', 'FHQ', 'SHQ', 'UNPOL', 'SOC', 'CMO', 'COS', 'JOC-CH']
/** Head of the component, or of personnel for civilians. */
export const FIRST: readonly RoleCode[] = ['CHRO', 'FHQ', 'UNPOL', 'COS', 'HOM']
/** Chief of staff, head of mission, head of medical services. */
export const SECOND: readonly RoleCode[] = ['COS', 'HOM', 'CMO']
/** Inside the mission from the first word on, without the name; outside after the second authorisation. */
export const READERS: readonly RoleCode[] = ['HOM', 'COS', 'JOC-CH', 'JOC-DO', 'JOC-IM', 'FHQ', 'SHQ', 'UNPOL', 'SOC', 'CMO', 'CHRO', 'CASEVAC-CC', 'CDT', 'DPO', 'AUDIT', 'HQ', 'MS-RO']

/** Minutes from learning of it to the initial notification, and hours to the authorised one. */
export const INITIAL_SECONDS = 2 * 3600
export const AUTHORISED_SECONDS = 24 * 3600
