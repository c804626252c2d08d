/** Places as reports give them: positions, grids, phrases, and how far each can be trusted. Pure. */
export * from './place-geodesy.ts'
export * from './place-latlon.ts'
export * from './place-mgrs.ts'
export * from './place-phrase.ts'
export * from './place-polygon.ts'
export * from './place-precision.ts'
export * from './place-tile.ts'
