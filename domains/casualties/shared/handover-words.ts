import { AGE_BANDS, BODY_REGIONS, CAPABILITIES, CATEGORIES, EVENTS, INJURY_KINDS, LIMBS, MECHANISMS, ROUTES, STATUSES, TREATMENTS, TRIAGES } from './vocabulary.ts'

/** Names of fields, in the order in which they were given a number. */
const FIELDS = [
  'id', 'at', 't', 'source', 'hr', 'rr', 'sbp', 'dbp', 'spo2', 'temp', 'avpu', 'gcs', 'pain', 'region', 'side', 'kind', 'note', 'what', 'limb', 'dose', 'route', 'name', 'sort', 'in', 'of', 'spot', 'lon', 'lat',
  'radiusM', 'grid', 'status', 'vitals', 'injuries', 'treatments', 'events', 'places', 'course', 'base', 'battleNo', 'category', 'triage', 'priority', 'needs', 'litter', 'contagious', 'escort', 'drill', 'place',
  'incident', 'request', 'nationality', 'unit', 'sex', 'ageBand', 'mechanism', 'mechanismNote', 'estimated', 'uncertainMin', 'struck', 'view', 'front', 'back', 'manual', 'radio', 'GPS', 'left', 'right', 'both', 'middle',
  'A', 'B', 'C', 'NONE', 'V', 'P', 'U', 'female', 'male', 'other', 'unknown', 'poi', 'asset', 'facility', 'sorted',
] as const

/**
 * Names and values that stand for themselves in a hand-over code, by their place. A code that was printed or photographed
 * stays readable only while none of them moves: the test beside holds their order, and new ones are added at the end.
 */
export const HANDOVER_WORDS: readonly string[] = [...new Set<string>([
  ...FIELDS, ...EVENTS, ...TRIAGES, ...STATUSES, ...CATEGORIES, ...BODY_REGIONS, ...INJURY_KINDS, ...TREATMENTS, ...ROUTES, ...LIMBS, ...MECHANISMS, ...AGE_BANDS, ...CAPABILITIES,
])]
