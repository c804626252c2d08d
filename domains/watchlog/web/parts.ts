/** What stands on every page; loaded when a reader of these kinds signs in. */
export { CallWatch } from './CallWatch.tsx'
export { CrisisBanner } from './CrisisBanner.tsx'
