/** By code: what of the mission uses it, as far as the reader may read it. */
export type CodeUse = { records: Record<string, number>; searches: Record<string, number>; templates: Record<string, number> }
