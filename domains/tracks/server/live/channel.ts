import type { ChannelMaker } from '../../../../server/face.ts'
import { pictureOf } from './of-app.ts'
import { channelParams } from './params.ts'

/** The channel `tracks`: `TrackFrame` of domains/tracks/shared/wire.ts. */
export const tracksChannel: ChannelMaker = (app, reader, params, ready) => {
  const { box, most } = channelParams(params)
  return pictureOf(app).publisher.open(reader, box, most, ready)
}
