/** What stands on every page and beside records; loaded when a reader of these kinds signs in. */
export { CallCard, CallStrip } from './CallList.tsx'
export { CrisisBanner } from './CrisisBanner.tsx'
