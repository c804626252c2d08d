/** Attributes of the elements the TAK protocol has a message of texts for, in the order of its fields (1, 2…). */
export const CONTACT: readonly string[] = ['endpoint', 'callsign']
export const GROUP: readonly string[] = ['name', 'role']
export const PRECISION: readonly string[] = ['geopointsrc', 'altsrc']
export const TAKV: readonly string[] = ['device', 'platform', 'os', 'version']
