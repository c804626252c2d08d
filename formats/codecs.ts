import type { Codec } from '../core/feed.ts'
import { jsonPositions } from './json-positions.ts'

/** Every format a feed can name. */
export const CODECS: readonly Codec[] = [jsonPositions]
