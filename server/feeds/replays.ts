import type { Codec, Heard } from '../../core/feed.ts'
import { Problem } from '../../core/problem.ts'
import type { FeedView } from './face.ts'
import { replay, type ReplayProgress } from './replay.ts'

/** Transports whose pieces are whole messages. */
const WHOLE: readonly string[] = ['http-poll', 'http-push', 'mqtt', 'websocket']
/** Longest a trial of a format may take, ms. */
const TRIAL_MS = 20_000
const SAMPLE = 20

export type Playing = { recording: string; speed: number; startedAt: number; progress: ReplayProgress }
export type Trial = ReplayProgress & { whole: boolean; reasons: { reason: string; count: number }[]; sample: Heard[] }
type What = { feed: FeedView; file: string; codec: Codec; recording: string; speed: number }

/** Recordings that are being played, one for each feed. */
export class Replays {
  readonly #deliver: (feed: FeedView, heard: readonly Heard[], receivedAt: number) => void
  readonly #playing = new Map<string, Playing & { stop: AbortController; done: Promise<unknown> }>()

  constructor(deliver: (feed: FeedView, heard: readonly Heard[], receivedAt: number) => void) {
    this.#deliver = deliver
  }

  of(feed: string): Playing | null {
    const one = this.#playing.get(feed)
    return one ? { recording: one.recording, speed: one.speed, startedAt: one.startedAt, progress: one.progress } : null
  }

  /** Play into the picture, marked as replay. Throws Problem `wrong-state` while another plays. */
  start(what: What, now: number): void {
    if (this.#playing.has(what.feed.id)) {
      throw new Problem('wrong-state', 'a recording of this feed is being played; stop it first')
    }
    const stop = new AbortController()
    const progress: ReplayProgress = { pieces: 0, bytes: 0, heard: 0, bad: 0, at: null }
    const done = replay({
      file: what.file, codec: what.codec, options: what.feed.config.options ?? {}, speed: what.speed, whole: WHOLE.includes(what.feed.config.transport), signal: stop.signal,
      take: (heard, at) => {
        const good = heard.filter((one) => one.what !== 'bad' && one.what !== 'reply' && one.what !== 'nothing')
        if (good.length > 0) {
          this.#deliver(what.feed, good, at)
        }
      },
      progress: (so) => Object.assign(progress, so),
    })
      .catch(() => undefined)
      .finally(() => this.#playing.delete(what.feed.id))
    this.#playing.set(what.feed.id, { recording: what.recording, speed: what.speed, startedAt: now, progress, stop, done })
  }

  stop(feed: string): boolean {
    const one = this.#playing.get(feed)
    one?.stop.abort()
    return one !== undefined
  }

  /** Read a recording with a codec and say what it would understand; nothing is delivered. `whole` false: it was not read to its end. */
  async trial(what: What): Promise<Trial> {
    const reasons = new Map<string, number>()
    const sample: Heard[] = []
    const signal = AbortSignal.timeout(TRIAL_MS)
    const progress = await replay({
      file: what.file, codec: what.codec, options: what.feed.config.options ?? {}, speed: 0, whole: WHOLE.includes(what.feed.config.transport), signal,
      take(heard) {
        for (const one of heard) {
          if (one.what === 'bad') {
            reasons.set(one.reason, (reasons.get(one.reason) ?? 0) + 1)
          } else if (one.what !== 'reply' && one.what !== 'nothing' && sample.length < SAMPLE) {
            sample.push(one)
          }
        }
      },
    })
    const listed = [...reasons].map(([reason, count]) => ({ reason, count })).sort((a, b) => b.count - a.count)
    return { ...progress, whole: !signal.aborted, reasons: listed.slice(0, SAMPLE), sample }
  }

  async close(): Promise<void> {
    const all = [...this.#playing.values()]
    all.forEach((one) => one.stop.abort())
    await Promise.all(all.map((one) => one.done))
  }
}
