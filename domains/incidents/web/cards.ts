/** The parts of an incident's page; loaded together when the first record is opened. */
export { ActorsCard } from './ActorsCard.tsx'
export { DuplicatesCard } from './DuplicatesCard.tsx'
export { HarmCard } from './HarmCard.tsx'
export { LinksCard } from './LinksCard.tsx'
export { NarrativeCard } from './NarrativeCard.tsx'
export { PlaceCard } from './PlaceCard.tsx'
export { SourcesCard } from './SourcesCard.tsx'
