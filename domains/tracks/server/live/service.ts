import { SYSTEM, type App, type Service } from '../../../../server/face.ts'
import { setPicture } from './of-app.ts'
import { Picture } from './picture.ts'

/** Starts the live picture of a node: records, then what feeds hear and what is committed. */
export async function startPicture(app: App): Promise<Service & { picture: Picture }> {
  const picture = new Picture(app.store, app.clock)
  const missed: Parameters<Picture['commit']>[0][] = []
  let loaded = false
  const stopCommits = app.store.onCommit((batch) => (loaded ? picture.commit(batch) : missed.push(batch)))
  await picture.load(SYSTEM)
  loaded = true
  missed.forEach((batch) => picture.commit(batch))
  const stopHeard = app.feeds.onHeard((delivery) => picture.take(delivery))
  setPicture(app, picture)
  return {
    picture,
    async close() {
      stopHeard()
      stopCommits()
      picture.close()
    },
  }
}
