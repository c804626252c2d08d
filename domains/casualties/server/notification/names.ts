import { SYSTEM, type App } from '../../../../server/face.ts'
import { offerNamesToKeep, type KeptName } from '../../../products/contract.ts'
import type { Person } from '../../shared/notification/person.ts'

/** Names that nobody outside personnel may be told yet stop the release of a product they stand in. */
export function keepNames(app: App): void {
  offerNamesToKeep(app, async () => {
    const names: KeptName[] = []
    for await (const { record } of app.store.stream(SYSTEM, { kind: 'notified-person', where: { informed: ['false'] } })) {
      const { familyName, givenNames, number } = record.data as unknown as Person
      names.push({ familyName, givenNames, number })
    }
    return names
  })
}
