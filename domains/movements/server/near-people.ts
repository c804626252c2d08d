import { SYSTEM, type App } from '../../../server/face.ts'
import { offerRecipients, type Found } from '../../watch/contract.ts'
import { movementsNear } from '../contract.ts'

/** Whoever comes by within the hour is told of what lies on the way. */
const AHEAD_MS = 60 * 60_000

/** Units under way or about to leave are told of an alert their way leads past. */
export function offerPassing(app: App): void {
  offerRecipients(app, 'movementsKm', async ({ movementsKm = 0 }, near) => {
    const now = app.clock()
    const passing = await movementsNear(app.store, SYSTEM, near, movementsKm * 1000, now, now + AHEAD_MS, now)
    return passing.flatMap(({ movement, callsign, offM, expectedAt }): Found[] => (movement.unit === undefined ? [] : [{ unit: movement.unit, because: `${callsign} comes by in ${Math.max(0, Math.round((expectedAt - now) / 60_000))} min, ${(offM / 1000).toFixed(1)} km off` }]))
  })
}
