import { Problem } from '../../../../core/problem.ts'
import type { Reader } from '../../../../core/policy.ts'
import type { CotEvent } from '../../../../formats/cot/event.ts'
import { callsignOf, videoOf } from '../../../../formats/cot/facts.ts'
import type { App, FeedView } from '../../../../server/face.ts'
import { offerVideo } from './offers.ts'
import { saidVideo } from './said.ts'

/** Pictures whose last word is remembered, so that a position that names its camera again is not looked up again. */
const MOST_SAID = 5000

/** Moving pictures that events of the stream tell of (`<__video>`): each becomes a draft as one that was uploaded does. */
export class HeardVideos {
  readonly #app: App
  readonly #said = new Map<string, string>()
  #turn: Promise<void> = Promise.resolve()

  constructor(app: App) {
    this.#app = app
  }

  /** `refused` is told why a picture could not be kept; the event itself is kept and sent on whatever becomes of it. */
  take(event: CotEvent, feed: FeedView, who: { reader: Reader; callsign: string | null }, refused: (why: string) => void): void {
    const video = videoOf(event)
    if (!video) {
      return
    }
    const key = `${who.reader.user} ${video.uid || event.uid}`
    const word = `${video.url} ${video.name}`
    if (this.#said.get(key) === word) {
      return
    }
    if (this.#said.size >= MOST_SAID) {
      this.#said.clear()
    }
    this.#said.set(key, word)
    const said = saidVideo({ uid: video.uid || event.uid, url: video.url, name: video.name || callsignOf(event) || event.uid })
    if (typeof said === 'string') {
      refused(`a video of ${event.uid.slice(0, 80)} ${said}`)
      return
    }
    this.#turn = this.#turn.then(async () => {
      await offerVideo(this.#app, said, { ...who, handling: feed.handling })
    }).catch((error: unknown) => {
      this.#said.delete(key)
      refused(error instanceof Problem ? `a video of ${event.uid.slice(0, 80)}: ${error.message}` : 'a video could not be kept')
      if (!(error instanceof Problem)) {
        this.#app.log.error({ err: error }, 'a video a device told of could not be kept')
      }
    })
  }

  /** What was taken is written. */
  settled(): Promise<void> {
    return this.#turn
  }
}
