/** Positions of a page, at most. */
export const PAGE_ROWS = 1024

/** Columns of a page, in the units of a row. */
export const COLUMN = { identity: 0, lon: 1, lat: 2, at: 3, meta: 4, delay: 5, alt: 6, speed: 7, course: 8, accuracy: 9 } as const
