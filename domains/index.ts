import type { Domain } from '../core/kind.ts'
import { casualties } from './casualties/domain.ts'
import { incidents } from './incidents/domain.ts'
import { missionDomain } from './mission/domain.ts'
import { movements } from './movements/domain.ts'
import { oversight } from './oversight/domain.ts'
import { products } from './products/domain.ts'
import { tracks } from './tracks/domain.ts'
import { watch } from './watch/domain.ts'
import { watchlog } from './watchlog/domain.ts'

/** The one list of lines of work, pure parts. */
export const DOMAINS: readonly Domain[] = [missionDomain, incidents, oversight, tracks, watch, watchlog, movements, products, casualties]
