import type { Json } from '../../../core/json.ts'
import { serveDomain } from '../../../server/face.ts'
import { incidents, incidentWarnings } from '../domain.ts'
import type { Incident } from '../shared/model.ts'
import { incidentImporter } from './importer.ts'
import { lookupRoutes } from './lookup.ts'
import { flashSources } from './products/flash.ts'
import { situationSources } from './products/situation.ts'
import { mergeRoutes } from './merge.ts'
import { taxonomyRoutes } from './taxonomy.ts'

export default serveDomain(incidents, {
  routes: [...mergeRoutes, ...lookupRoutes, ...taxonomyRoutes],
  warnings: { incident: (data) => incidentWarnings(data as unknown as Incident) as unknown as { [key: string]: Json }[] },
  importers: [incidentImporter],
  products: [...flashSources, ...situationSources],
})
