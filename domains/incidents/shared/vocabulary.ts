/** Closed vocabularies of incidents (field-guide 2.2 and 2.3). Codes are never renamed or re-used. */
export const RECORD_TYPES = ['INCIDENT', 'EVENT', 'ACTIVITY'] as const
export const TIME_PRECISIONS = ['EXACT', 'HOUR', 'PARTDAY', 'DAY', 'WEEK', 'MONTH', 'YEAR'] as const
export const METHODS = ['GPS', 'GRID', 'GAZETTEER', 'MAPCLICK', 'DESCRIBED', 'IMPORTED'] as const
export const ACTOR_TYPES = ['GSF-MIL', 'GSF-POL', 'GSF-GEND', 'GSF-INTEL', 'NSAG', 'SELFDEF', 'CRIM', 'COMMUNITY', 'CIV', 'UNMIL', 'UNPOL', 'UNCIV', 'HUM', 'FOREIGN', 'PMC', 'UNK'] as const
export const ACTOR_ROLES = ['PERP_ALLEGED', 'TARGET', 'VICTIM', 'RESPONDER', 'MEDIATOR', 'WITNESS'] as const
export const WEAPONS = ['SAF', 'HMG', 'RPG', 'MTR', 'RKT', 'ART', 'IED', 'MINE', 'GREN', 'UAS', 'BLADE', 'FIRE', 'TEARGAS', 'NONE', 'UNK'] as const
export const VICTIM_GROUPS = ['UNMIL', 'UNPOL', 'UNCIV', 'HOSTFORCES', 'NSAG', 'CIV', 'HUM', 'JOURNALIST', 'UNK'] as const
export const IMPACT_STATUS = ['CLAIMED', 'REPORTED', 'CONFIRMED'] as const
export const CONFIDENCES = ['LOW', 'MODERATE', 'HIGH'] as const
export const SOURCE_TYPES = ['UNIT', 'PATROL', 'POLICE', 'CIVILIAN', 'COMMUNITY', 'HUMANITARIAN', 'HOST', 'MEDIA', 'SOCIAL', 'SENSOR', 'DATASET', 'OTHER'] as const
export const LINK_TYPES = ['DUPLICATE_OF', 'FOLLOWS', 'PART_OF', 'CAUSED_BY', 'RESPONSE_TO', 'CONTRADICTS'] as const
export const DISPLACED_BY = ['CONFLICT', 'HAZARD', 'OTHER'] as const
export const FLAGS = ['CIR', 'UN', 'POC', 'GENDER', 'CRSV', 'HATE', 'GV-KILLING', 'GV-RECRUITMENT', 'GV-SEXUAL', 'GV-ABDUCTION', 'GV-SCHOOLS', 'GV-ACCESS'] as const

/** The one name that every spelling of "unidentified armed men" becomes. */
export const UNIDENTIFIED = 'UNK-ARMED'

/** Figures that analyses add up. */
export const HARM = ['killed', 'injured', 'abducted', 'missing'] as const

/** What is counted of how complete a record is: `grid` is good, `joined` took others in, the rest is missing. */
export const MARKS = ['grid', 'area-only', 'no-place', 'no-time', 'no-reported', 'no-actor', 'no-source', 'ungraded', 'joined'] as const
export type Mark = (typeof MARKS)[number]
