import type { Transport } from './model.ts'

/** A source as people know it, with what a feed for it needs; a person fills in the rest. `sort` and `source` as in core/feed-config.ts. */
export type Preset = {
  id: PresetId
  codec: string
  transport: Transport
  port?: number
  address?: string
  options?: Record<string, string | number | boolean>
  sort?: string
  source?: string
  affiliation?: string
}
export const PRESET_IDS = ['phones', 'owntracks', 'tak', 'ais', 'ais-radio', 'nmea-serial', 'teltonika', 'gt06', 'h02', 'mqtt', 'meshtastic', 'adsb', 'adsb-json', 'mavlink', 'json-poll', 'json-tcp', 'cot', 'simulator'] as const
export type PresetId = (typeof PRESET_IDS)[number]

export const PRESETS: readonly Preset[] = [
  { id: 'phones', codec: 'osmand', transport: 'http-push', sort: 'person', source: 'gps', affiliation: 'friend' },
  { id: 'owntracks', codec: 'owntracks', transport: 'http-push', sort: 'person', source: 'gps', affiliation: 'friend' },
  { id: 'tak', codec: 'tak', transport: 'tcp-server', port: 8087, source: 'gps', affiliation: 'friend' },
  { id: 'teltonika', codec: 'teltonika', transport: 'tcp-server', port: 5027, sort: 'vehicle', source: 'gps', affiliation: 'friend' },
  { id: 'gt06', codec: 'gt06', transport: 'tcp-server', port: 5023, sort: 'vehicle', source: 'gps', affiliation: 'friend' },
  { id: 'h02', codec: 'h02', transport: 'tcp-server', port: 5013, sort: 'vehicle', source: 'gps', affiliation: 'friend' },
  { id: 'mqtt', codec: 'json', transport: 'mqtt', port: 1883, source: 'gps' },
  { id: 'meshtastic', codec: 'meshtastic', transport: 'mqtt', port: 1883, address: 'msh/#', sort: 'person', source: 'gps', affiliation: 'friend' },
  { id: 'ais-radio', codec: 'ais', transport: 'tcp-client', port: 10110, sort: 'vessel', source: 'ais' },
  { id: 'ais', codec: 'ais', transport: 'udp', port: 10110, sort: 'vessel', source: 'ais' },
  { id: 'adsb', codec: 'sbs1', transport: 'tcp-client', port: 30003, sort: 'aircraft', source: 'adsb' },
  { id: 'adsb-json', codec: 'adsb-json', transport: 'http-poll', address: 'http://receiver.local/data/aircraft.json', options: { everyS: 2, private: true }, sort: 'aircraft', source: 'adsb' },
  { id: 'mavlink', codec: 'mavlink', transport: 'udp', port: 14550, sort: 'uas', source: 'gps', affiliation: 'friend' },
  { id: 'nmea-serial', codec: 'nmea', transport: 'serial', address: '/dev/ttyUSB0', options: { baud: 4800 }, source: 'gps', affiliation: 'friend' },
  { id: 'cot', codec: 'cot-datagram', transport: 'multicast', address: '239.2.3.1', port: 6969, source: 'gps' },
  { id: 'json-poll', codec: 'json', transport: 'http-poll', address: 'https://', options: { everyS: 10 }, source: 'unknown' },
  { id: 'json-tcp', codec: 'json', transport: 'tcp-server', port: 5500, source: 'unknown' },
  { id: 'simulator', codec: 'simulator', transport: 'simulator', options: { seed: 1, count: 6, radiusKm: 20 }, source: 'computed', affiliation: 'friend' },
]

/** What a transport asks for beside the format. */
export const ASKS: Record<Transport, { port: boolean; address: 'none' | 'listen' | 'host' | 'group' | 'device' | 'file' | 'url' | 'ws' | 'topics' }> = {
  'tcp-server': { port: true, address: 'listen' }, 'tcp-client': { port: true, address: 'host' }, 'udp': { port: true, address: 'listen' }, 'multicast': { port: true, address: 'group' },
  'serial': { port: false, address: 'device' }, 'file': { port: false, address: 'file' }, 'http-poll': { port: false, address: 'url' }, 'http-push': { port: false, address: 'none' },
  'websocket': { port: false, address: 'ws' }, 'mqtt': { port: true, address: 'topics' }, 'simulator': { port: false, address: 'none' },
}

/** Formats that need no decoder of the feeds: their server is the node's own, or there is nothing to read. */
export function isKnown(codec: string, codecs: readonly string[]): boolean {
  return codec === 'simulator' || codec === 'tak' || codec.startsWith('tak-') || codecs.includes(codec)
}
