import type { Codec } from '../core/feed.ts'
import { jsonMessages, jsonPositions } from './json-positions.ts'

/** Every format a feed can name. */
export const CODECS: readonly Codec[] = [jsonPositions, jsonMessages]
