import type { WebDomain } from '../web/face.ts'
import casualties from './casualties/web/index.tsx'
import incidents from './incidents/web/index.tsx'
import mission from './mission/web/index.tsx'
import movements from './movements/web/index.tsx'
import oversight from './oversight/web/index.tsx'
import products from './products/web/index.tsx'
import tracks from './tracks/web/index.tsx'
import watch from './watch/web/index.tsx'
import watchlog from './watchlog/web/index.tsx'

/** The one list of lines of work, web halves. */
export const WEB_DOMAINS: readonly WebDomain[] = [incidents, mission, oversight, tracks, watch, watchlog, movements, products, casualties]
