import type { ServerDomain } from '../server/face.ts'
import casualties from './casualties/server/index.ts'
import incidents from './incidents/server/index.ts'
import mission from './mission/server/index.ts'
import movements from './movements/server/index.ts'
import oversight from './oversight/server/index.ts'
import products from './products/server/index.ts'
import tracks from './tracks/server/index.ts'
import watch from './watch/server/index.ts'
import watchlog from './watchlog/server/index.ts'

/** The one list of lines of work, as a running node sees them. */
export const SERVER_DOMAINS: readonly ServerDomain[] = [mission, incidents, oversight, tracks, watch, watchlog, movements, products, casualties]
