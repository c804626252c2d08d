import { attr, part } from '../../../../formats/cot/detail.ts'
import type { CotElement } from '../../../../formats/cot/event.ts'
import { readXml } from '../../../../formats/cot/xml-tree.ts'
import { storable } from '../../../../core/text.ts'
import { checkVideoSource } from '../../shared/video-source.ts'

/** A moving picture as a client tells of it. `note` says what was left out of its address. */
export type SaidVideo = { uid: string; name: string; url: string; note?: string }
/** What an upload holds: what can be kept, and of the rest what it was and why not. */
export type SaidVideos = { videos: SaidVideo[]; refused: { name: string; why: string }[] }

/** Pictures of one upload. */
const MOST = 200
/** Protocols written before an address; `raw` and the like stand for one that is whole. */
const PLAIN = /^[a-z][a-z0-9+.-]{0,20}$/

type Parts = { uid: string; name: string; url: string; protocol: string; address: string; port: string; path: string }

/** The older upload (`vcm`): `<videoConnections>` of `<feed>` with the address in parts. Null for what is none. */
export function videosOfXml(bytes: Uint8Array): SaidVideos | null {
  const read = readXml(bytes)
  if (!read.ok || (read.value.name !== 'videoConnections' && read.value.name !== 'feed')) {
    return null
  }
  const feeds = read.value.name === 'feed' ? [read.value] : read.value.nodes.filter((node): node is CotElement => typeof node !== 'string' && node.name === 'feed')
  return gathered(feeds.map((feed) => {
    const text = (name: string): string => (part(feed.nodes, name)?.nodes.filter((node) => typeof node === 'string').join('') ?? attr(feed, name) ?? '').trim()
    return { uid: text('uid'), name: text('alias'), url: text('url'), protocol: text('protocol'), address: text('address'), port: text('port'), path: text('path') }
  }))
}

/** The newer one (`api/video`): `videoConnections` of `feeds` with whole addresses, or one connection alone. Null for what is none. */
export function videosOfJson(text: string): SaidVideos | null {
  let body: unknown
  try {
    body = JSON.parse(text)
  } catch {
    return null
  }
  const connections = listOf(isObject(body) && Array.isArray(body['videoConnections']) ? body['videoConnections'] : [body])
  const parts = connections.flatMap((one) => {
    const feeds = listOf(one['feeds'])
    return feeds.map((feed) => ({
      uid: textOf(feed['uuid']) || textOf(feed['uid']) || textOf(one['uuid']) || textOf(one['uid']), name: feeds.length > 1 ? [textOf(one['alias']), textOf(feed['alias'])].filter((word) => word !== '').join(' · ') : textOf(one['alias']) || textOf(feed['alias']),
      url: textOf(feed['url']), protocol: '', address: '', port: '', path: '',
    }))
  })
  return parts.length === 0 ? null : gathered(parts)
}

/** What a picture told of anywhere can be kept as; a text says why it cannot. */
export function saidVideo(parts: Pick<SaidVideo, 'uid' | 'name' | 'url'>): SaidVideo | string {
  const url = URL.parse(parts.url)
  if (!url || parts.url.length > 1000) {
    return 'has no address that can be opened'
  }
  const secret = url.username !== '' || url.password !== ''
  url.username = ''
  url.password = ''
  const address = secret ? url.href : parts.url
  const [problem] = checkVideoSource({ name: '-', url: address })
  const name = storable(parts.name.trim(), 120) || storable(address, 120)
  return problem ? `its address ${problem.problem}` : { uid: storable(parts.uid, 300) || address.slice(0, 300), name, url: address, ...(secret ? { note: 'The device sent a name and password in the address. They were not kept: give them to those who open it by another way.' } : {}) }
}

function gathered(all: readonly Parts[]): SaidVideos {
  const said: SaidVideos = { videos: [], refused: [] }
  for (const [i, parts] of all.entries()) {
    const one = i < MOST ? saidVideo({ uid: parts.uid, name: parts.name, url: parts.url || built(parts) }) : `comes after the first ${MOST} of one upload`
    if (typeof one === 'string') {
      said.refused.push({ name: storable(parts.name || parts.uid, 120) || `number ${i + 1}`, why: one })
    } else {
      said.videos.push(one)
    }
  }
  return said
}

function built({ protocol, address, port, path }: Parts): string {
  if (address.includes('://') || address === '') {
    return address
  }
  const scheme = protocol.toLowerCase()
  const host = address.includes(':') && !address.startsWith('[') ? `[${address}]` : address
  return `${PLAIN.test(scheme) ? scheme : 'rtsp'}://${host}${/^\d{1,5}$/.test(port) && port !== '0' ? `:${port}` : ''}${path === '' || path.startsWith('/') ? path : `/${path}`}`
}

function isObject(value: unknown): value is { [name: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function listOf(value: unknown): { [name: string]: unknown }[] {
  return Array.isArray(value) ? value.filter(isObject) : []
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value.trim() : ''
}
