import { distanceM } from '../../../../core/place-geodesy.ts'
import type { App, Service } from '../../../../server/face.ts'
import { offerRecipients, type Found } from '../../../watch/contract.ts'
import { pictureOf } from '../live/of-app.ts'

/** A position older than this says nothing of where somebody is now. */
const OLD_MS = 60 * 60_000

/** Units whose own tracks stand near an alert are told of it: who is near is asked of the picture as it is then. */
export async function offerNearPeople(app: App): Promise<Service> {
  offerRecipients(app, 'nearKm', async ({ nearKm = 0, capabilities = [] }, near) => {
    const { things } = pictureOf(app)
    const found = new Map<string, Found & { metres: number }>()
    for (let thing = 0; thing < things.numbers; thing += 1) {
      const track = things.exists(thing) ? things.tracks.get(thing) : null
      const unit = track?.data.unit
      if (!track || unit === undefined || !['friend', 'assumed-friend'].includes(track.data.affiliation) || !capabilities.every((one) => track.data.capabilities?.some((has) => has === one))) {
        continue
      }
      const view = things.view(thing)
      const metres = distanceM(view, near)
      if (metres <= nearKm * 1000 && app.clock() - view.at <= OLD_MS && metres < (found.get(unit)?.metres ?? Number.POSITIVE_INFINITY)) {
        found.set(unit, { unit, because: `${track.data.callsign ?? track.data.name}, ${(metres / 1000).toFixed(1)} km`, metres })
      }
    }
    return [...found.values()].sort((a, b) => a.metres - b.metres)
  })
  return { close: async () => {} }
}
