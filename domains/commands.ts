import type { ServerDomain } from '../server/face.ts'
import { fatalityImporter } from './casualties/server/fatalities/importer.ts'
import { casualtySources } from './casualties/server/products.ts'
import { incidentImporter } from './incidents/server/importer.ts'
import { flashSources } from './incidents/server/products/flash.ts'
import { situationSources } from './incidents/server/products/situation.ts'
import { DOMAINS } from './index.ts'
import { movementSources } from './movements/server/products.ts'
import { productSources } from './products/server/sources.ts'
import { alertSources } from './watch/server/products.ts'
import { watchlogSources } from './watchlog/server/products.ts'

const PARTS: { readonly [domain: string]: Omit<ServerDomain, 'domain'> } = {
  casualties: { importers: [fatalityImporter], products: casualtySources }, incidents: { importers: [incidentImporter], products: [...flashSources, ...situationSources] },
  movements: { products: movementSources }, products: { products: productSources }, watch: { products: alertSources }, watchlog: { products: watchlogSources },
}

/**
 * Lines of work as the command line needs them: kinds, tables they read and sections of reports, and nothing that only a running node
 * does. What runs on a node takes longer to load than a report to write.
 */
export const COMMAND_DOMAINS: readonly ServerDomain[] = DOMAINS.map((domain) => ({ domain, ...PARTS[domain.name] }))
