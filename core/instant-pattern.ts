const DAY = '\\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\\d|3[01])'
const MINUTE = '(?:[01]\\d|2[0-3]):[0-5]\\d'

/** Patterns of `core/instant.ts`, for what must not load the library of schemas. */
export const INSTANT_PATTERN = `^${DAY}T${MINUTE}(?::[0-5]\\d(?:\\.\\d{1,3})?)?Z$`
export const SENT_INSTANT_PATTERN = `^${DAY}T${MINUTE}:[0-5]\\d(?:\\.\\d{1,9})?(?:Z|[+-](?:0\\d|1[0-4]):[0-5]\\d)$`
