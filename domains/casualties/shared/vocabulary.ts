/** Closed vocabularies of casualties (field-guide 8.2, medicine 3). Codes are never renamed or used again. */

/** Who a patient is: decides on whose authority an evacuation may be launched. */
export const CATEGORIES = ['un-military', 'un-police', 'un-civilian', 'non-un-civilian', 'host-forces', 'detainee', 'unknown'] as const
/** Nobody of these is launched for on delegated authority. */
export const NAMED_AUTHORITY: readonly Category[] = ['non-un-civilian']
export const TRIAGES = ['T1', 'T2', 'T3', 'T4', 'DEAD'] as const
/** A urgent, B priority, C routine. */
export const PRIORITIES = ['A', 'B', 'C', 'NONE'] as const
/** What a facility must be able to do: resuscitation, damage-control surgery, intensive care, and so on. */
export const CAPABILITIES = ['R1', 'DCS', 'ICU', 'CT', 'XRAY', 'ORTHO', 'NEURO', 'BURNS', 'OBGYN', 'PAED', 'VENT', 'ISOLATION', 'DENTAL', 'LAB', 'MENTAL'] as const
export const SEXES = ['female', 'male', 'other', 'unknown'] as const
export const AGE_BANDS = ['0-4', '5-11', '12-17', '18-29', '30-39', '40-49', '50-59', '60+', 'unknown'] as const
export const MECHANISMS = ['gunshot', 'ied', 'mine', 'indirect-fire', 'grenade', 'blast', 'blunt', 'vehicle', 'aircraft', 'fall', 'burn', 'stabbing', 'crush', 'bite', 'heat', 'drowning', 'electric', 'illness', 'birth', 'mental', 'other', 'unknown'] as const
export const BODY_REGIONS = ['head', 'face', 'eye', 'neck', 'chest', 'abdomen', 'pelvis', 'upper-back', 'lower-back', 'shoulder', 'upper-arm', 'elbow', 'forearm', 'hand', 'thigh', 'knee', 'lower-leg', 'foot'] as const
export const BODY_SIDES = ['left', 'right', 'both', 'middle'] as const
export const BODY_VIEWS = ['front', 'back'] as const
export const INJURY_KINDS = ['gunshot', 'fragment', 'laceration', 'stab', 'burn', 'fracture', 'amputation', 'crush', 'bruise', 'bleeding', 'penetrating', 'dislocation', 'inhalation', 'pain', 'other'] as const
export const AVPU = ['A', 'V', 'P', 'U'] as const
export const TREATMENTS = ['tourniquet', 'pressure-dressing', 'wound-packing', 'airway-adjunct', 'intubation', 'cricothyroidotomy', 'chest-seal', 'needle-decompression', 'chest-drain', 'oxygen', 'ventilation', 'iv-access', 'io-access', 'fluids', 'blood', 'txa', 'analgesia', 'ketamine', 'morphine', 'antibiotic', 'splint', 'pelvic-binder', 'cervical-collar', 'eye-shield', 'warming', 'cpr', 'surgery', 'other'] as const
export const ROUTES = ['oral', 'iv', 'io', 'im', 'sc', 'in', 'inhaled', 'topical', 'rectal', 'other'] as const
export const LIMBS = ['left-arm', 'right-arm', 'left-leg', 'right-leg'] as const
/** Where a casualty stands; the last four end the chain, and a missing one may be found. */
export const STATUSES = ['POI', 'EVAC', 'MTF', 'RTD', 'REPAT', 'DECEASED', 'MISSING'] as const
/** How a time was come by. */
export const SOURCES = ['manual', 'radio', 'GPS'] as const

/** T0 injury … T11 disposition. */
export const EVENTS = ['T0', 'T1', 'T2', 'T3', 'T4', 'T5', 'T6', 'T7', 'T8', 'T9', 'T10', 'T11'] as const
/** The action that records each of them. */
export const EVENT_ACTIONS = {
  T0: 'injured', T1: 'first-aid', T2: 'alerted', T3: 'nine-line', T4: 'launch-decided', T5: 'wheels-up',
  T6: 'at-scene', T7: 'on-board', T8: 'at-facility', T9: 'advanced-care', T10: 'surgery', T11: 'disposed',
} as const satisfies { [event in EventCode]: string }
export const PLACE_SORTS = ['poi', 'asset', 'facility', 'other'] as const

/** In the order a request goes through; cancelled stands aside. */
export const REQUEST_STATES = ['ALERT', 'VALIDATED', 'LAUNCHED', 'PICKED_UP', 'HANDED_OVER', 'CLOSED', 'CANCELLED'] as const
export const CARDS = ['medical', 'air', 'operations'] as const
export const ANSWERS = ['go', 'no-go', 'wait'] as const
/** Security at the pick-up site: none, possible, enemy in the area, enemy: armed escort. */
export const THREATS = ['N', 'P', 'E', 'X'] as const
export const EQUIPMENT = ['none', 'hoist', 'extraction', 'ventilator'] as const
export const MARKINGS = ['panels', 'pyro', 'smoke', 'none', 'other'] as const
export const CBRN = ['N', 'B', 'C', 'R'] as const
export const DELAY_REASONS = ['alert-late', 'grid-wrong', 'decision', 'crew', 'weather', 'security', 'host-clearance', 'mtf-full'] as const
export const HEARD_BY = ['voice', 'sms', 'tak', 'screen', 'text'] as const

export const LEVELS = ['1', '1+', '2', '2+', '3', '4'] as const
export const BEDS = ['icu', 'ward', 'isolation'] as const
export const THEATRE_STATES = ['READY', 'IN_USE', 'REST', 'DOWN'] as const
export const BLOOD_TYPES = ['O-', 'O+', 'A-', 'A+', 'B-', 'B+', 'AB-', 'AB+'] as const
export const POWERS = ['grid', 'generator', 'battery', 'none'] as const
export const HELIPADS = ['none', 'day', 'day-night'] as const

export const ASSET_KINDS = ['helo', 'fixed', 'ground', 'boat'] as const
export const ASSET_STATES = ['ready', 'maintenance', 'down', 'resting'] as const
export const TEAMS = ['none', 'first-aid', 'paramedic', 'AMET', 'FST'] as const

export type Category = (typeof CATEGORIES)[number]
export type Triage = (typeof TRIAGES)[number]
export type Priority = (typeof PRIORITIES)[number]
export type Capability = (typeof CAPABILITIES)[number]
export type Status = (typeof STATUSES)[number]
export type EventCode = (typeof EVENTS)[number]
export type RequestState = (typeof REQUEST_STATES)[number]
export type Card = (typeof CARDS)[number]
export type Answer = (typeof ANSWERS)[number]
export type DelayReason = (typeof DELAY_REASONS)[number]
export type BloodType = (typeof BLOOD_TYPES)[number]
