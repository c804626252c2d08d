import type { Codec } from '../core/feed.ts'
import { adsbJson } from './adsb-json.ts'
import { ais } from './ais/codec.ts'
import { cotCodec, cotDatagramCodec } from './cot/codec.ts'
import { jsonPositions } from './json-positions.ts'
import { mavlink } from './mavlink/codec.ts'
import { meshtastic } from './meshtastic.ts'
import { nmea } from './nmea/codec.ts'
import { osmand } from './osmand.ts'
import { owntracks } from './owntracks.ts'
import { sbs1 } from './sbs1.ts'
import { sensorPlots } from './sensor-plots.ts'
import { geojson, gpx, kml } from './track-files.ts'
import { gt06 } from './trackers/gt06.ts'
import { h02 } from './trackers/h02.ts'
import { teltonika } from './trackers/teltonika.ts'

/** Every format a feed can name. */
export const CODECS: readonly Codec[] = [
  jsonPositions, osmand, owntracks, nmea, ais, teltonika, gt06, h02, sbs1, adsbJson, mavlink, meshtastic, sensorPlots, gpx, kml, geojson, cotCodec, cotDatagramCodec,
]
