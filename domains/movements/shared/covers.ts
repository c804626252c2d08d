import { ALL_MISSION, levelRank, type Handling } from '../../../core/handling.ts'

/** May positions under `source` be written into what stands under `shown`? Only where its readers are no wider circle than theirs. */
export function coversHandling(shown: Handling, source: Handling): boolean {
  const readers = new Set([source.owner, ...source.releasableTo])
  const wider = !readers.has(ALL_MISSION) && [shown.owner, ...shown.releasableTo].some((org) => !readers.has(org))
  return levelRank(shown.level) >= levelRank(source.level) && source.compartments.every((one) => shown.compartments.includes(one)) && source.caveats.every((one) => shown.caveats.includes(one)) && !wider
    && !(source.caveats.includes('EYES-NAMED') && (shown.named ?? []).some((user) => !(source.named ?? []).includes(user)))
}
