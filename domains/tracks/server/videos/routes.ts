import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Reader } from '../../../../core/policy.ts'
import { Problem } from '../../../../core/problem.ts'
import { utf8Bytes } from '../../../../formats/text-encoding.ts'
import type { App, FeedView } from '../../../../server/face.ts'
import { connectionOf, uidOf, videoJson, videoSources, videoXml, type Video } from './list.ts'
import { offerVideo, withdrawVideo } from './offers.ts'
import { videosOfJson, videosOfXml, type SaidVideos } from './said.ts'

/** Bytes of an upload shown in the quarantine. */
const SHOWN = 4096

/** What the routes need of the listener they belong to; `feed` is the one that switched it on. */
export type VideoDesk = { app: App; feed: FeedView; reader(request: FastifyRequest): Reader }

/** Moving pictures as TAK clients list, send and delete them (`vcm`, `api/video`). What is sent is a draft until a person takes it over. */
export function videoRoutes(server: FastifyInstance, desk: VideoDesk): void {
  const { app } = desk
  const list = (request: FastifyRequest): Promise<Video[]> => videoSources(app, desk.reader(request))
  const one = async (request: FastifyRequest): Promise<Video> => {
    const { uid } = request.params as { uid: string }
    const sources = await list(request)
    const found = sources.find((video) => video.id === uid) ?? sources.find((video) => uidOf(video) === uid)
    if (!found) {
      throw new Problem('not-found', 'there is no such video that you may see')
    }
    return found
  }
  const remove = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const reader = desk.reader(request)
    const seen = await app.store.get(reader, (await one(request)).id)
    if (seen) {
      await withdrawVideo(app, reader, seen.record)
    }
    return reply.code(200).send('')
  }
  server.get('/Marti/vcm', async (request, reply) => reply.type('application/xml; charset=utf-8').send(videoXml(await list(request))))
  server.post('/Marti/vcm', async (request, reply) => take(desk, request, reply, videosOfXml(utf8Bytes(bodyOf(request))), 'a list of <feed> in <videoConnections>'))
  server.delete('/Marti/vcm/:uid', remove)
  server.get('/Marti/api/video', async (request, reply) => json(reply, videoJson(await list(request))))
  server.post('/Marti/api/video', async (request, reply) => take(desk, request, reply, videosOfJson(bodyOf(request)), 'an object with videoConnections, each with feeds'))
  server.get('/Marti/api/video/:uid', async (request, reply) => json(reply, connectionOf(await one(request))))
  server.put('/Marti/api/video/:uid', async (request, reply) => take(desk, request, reply, videosOfJson(bodyOf(request)), 'one connection with its feeds'))
  server.delete('/Marti/api/video/:uid', remove)
}

/** Keep what can be kept; of what cannot, the feed's quarantine holds the bytes and the sender is told why. */
async function take({ app, feed, reader }: VideoDesk, request: FastifyRequest, reply: FastifyReply, said: SaidVideos | null, wanted: string): Promise<FastifyReply> {
  const who = reader(request)
  const set = (why: string): void => {
    const text = bodyOf(request)
    const bytes = /:\/\/[^/\s"<]*@|password/i.test(text) ? utf8Bytes('(left out: it may hold a password)') : utf8Bytes(text).slice(0, SHOWN)
    app.feeds.inject(feed.id, [{ what: 'bad', bytes, reason: `video from ${who.name.slice(0, 80)}: ${why}` }], app.clock())
  }
  if (!said) {
    set(`is not ${wanted}`)
    throw new Problem('malformed-body', `this is not ${wanted}`)
  }
  said.refused.forEach(({ name, why }) => set(`${name} ${why}`))
  let kept = 0
  for (const video of said.videos) {
    await offerVideo(app, video, { reader: who, callsign: null, handling: feed.handling })
    kept += 1
  }
  if (kept === 0) {
    const [first] = said.refused
    throw new Problem('invalid-input', first ? `${first.name} ${first.why}` : 'there is no video in it')
  }
  return json(reply, { kept, ...(said.refused.length > 0 ? { refused: said.refused } : {}) })
}

function bodyOf(request: FastifyRequest): string {
  return typeof request.body === 'string' ? request.body : ''
}

function json(reply: FastifyReply, body: unknown): FastifyReply {
  return reply.type('application/json; charset=utf-8').send(JSON.stringify(body))
}
