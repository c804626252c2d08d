import { setTimeout as delay } from 'node:timers/promises'
import type { App, PastHeard } from '../../../../server/face.ts'
import { pictureOf } from './of-app.ts'

/** Positions that may wait for the disk meanwhile. */
const MOST_WAITING = 5_000
const DELIVERIES_A_TURN = 50

/** Take what feeds heard in the past into history and the picture; resolves when history has it. */
export async function takePast(app: App, deliveries: Iterable<PastHeard>): Promise<void> {
  const picture = pictureOf(app)
  let count = 0
  for (const { feed, heard, receivedAt } of deliveries) {
    const view = picture.book.feeds.get(feed)
    if (view) {
      picture.take({ feed: view, heard, receivedAt, replay: false })
    }
    count += 1
    if (count % DELIVERIES_A_TURN === 0) {
      await delay(picture.waiting > MOST_WAITING ? 50 : 0)
    }
  }
  while (picture.waiting > 0) {
    await delay(20)
  }
}
