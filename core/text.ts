/** Text as search and the gazetteer see it: one folded form for index and query, and likeness of names across scripts. */
export * from './text-fold.ts'
export * from './text-names.ts'
