import type { Reader } from '../../../../core/policy.ts'
import { xmlText } from '../../../../formats/xml-text.ts'
import type { App } from '../../../../server/face.ts'
import type { VideoSource } from '../../shared/video-source.ts'

/** A source as clients list it; `id` is the record's. */
export type Video = VideoSource & { id: string }

const TIMEOUT_MS = 5000

/** The video sources a reader may see, by name: those a person made or took over, and what they offered themselves. */
export async function videoSources(app: App, reader: Reader): Promise<Video[]> {
  const sources: Video[] = []
  for await (const { record } of app.store.stream(reader, { kind: 'video-source' })) {
    const data = record.data as unknown as VideoSource
    if (data.offered === undefined || data.offered.by === reader.user) {
      sources.push({ ...data, id: record.id })
    }
  }
  return sources.sort((a, b) => a.name.localeCompare(b.name))
}

/** As the older list has it (`vcm`): address in parts. */
export function videoXml(sources: readonly Video[]): string {
  const feeds = sources.map((one) => {
    const url = new URL(one.url)
    const parts: [string, string][] = [
      ['protocol', url.protocol.slice(0, -1)], ['alias', one.name], ['uid', uidOf(one)], ['address', url.hostname.replace(/^\[|\]$/g, '')], ['port', url.port === '' ? '-1' : url.port], ['roverPort', '-1'],
      ['ignoreEmbeddedKLV', 'false'], ['path', `${url.pathname}${url.search}`], ['buffer', '-1'], ['timeout', String(TIMEOUT_MS)], ['rtspReliable', '1'],
    ]
    return `<feed>${parts.map(([name, value]) => `<${name}>${xmlText(value)}</${name}>`).join('')}</feed>`
  })
  return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<videoConnections>${feeds.join('')}</videoConnections>\n`
}

/** As the newer list has it (`api/video`): connections with whole addresses. */
export function videoJson(sources: readonly Video[]): { videoConnections: unknown[] } {
  return { videoConnections: sources.map(connectionOf) }
}

/** One of them; a connection holds one picture. */
export function connectionOf(one: Video): { [name: string]: unknown } {
  const uuid = uidOf(one)
  return {
    uuid, active: true, alias: one.name, thumbnail: null, classification: null,
    feeds: [{
      uuid, active: true, alias: one.name, url: one.url, order: 0, macAddress: '', roverPort: '-1', ignoreEmbeddedKLV: 'false', source: null, networkTimeout: String(TIMEOUT_MS), bufferTime: '-1', rtspReliable: '1',
      thumbnail: null, classification: null, latitude: null, longitude: null, fov: null, heading: null, range: null, width: null, height: null, bitrate: null,
    }],
  }
}

/** What a client calls it: a draft is called as its device calls it, so that it finds its own again. */
export function uidOf(one: Video): string {
  return one.offered?.uid ?? one.id
}
