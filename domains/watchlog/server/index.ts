import { serveDomain } from '../../../server/face.ts'
import { watchlog } from '../domain.ts'
import { startRequirements } from './cirs.ts'
import { watchlogSources } from './products.ts'
import { timelineRoutes } from './timeline.ts'
import { cirRoutes } from './try-cir.ts'
import { watchRoutes } from './watches.ts'

export default serveDomain(watchlog, { service: startRequirements, products: watchlogSources, routes: [...watchRoutes, ...cirRoutes, ...timelineRoutes] })
