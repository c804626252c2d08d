import { SYSTEM, type App, type Service } from '../../../../server/face.ts'
import { raiseCalls } from './calls.ts'
import { followHandling } from './follow-handling.ts'
import { HeadsFile } from './heads-file.ts'
import { setPicture } from './of-app.ts'
import { Picture } from './picture.ts'
import { noteReads } from './reads.ts'
import { Registrar } from './registrar.ts'

/** Last known places are written at most so often; with very many of them, less often. */
const WRITE_MS = 60_000
const WRITE_MS_PER_THING = 1
const FORGET_EVERY_MS = 10 * 60_000
/** Without a file of last known places history answers for so long back. */
const BACK_S = 2 * 86_400
/** What came while the last file was written may be in history alone. */
const OVERLAP_S = 300

/** Starts the live picture of a node: records, last known places, then what feeds hear and what is committed. */
export async function startPicture(app: App): Promise<Service> {
  const picture = new Picture(app.store, app.clock)
  const missed: Parameters<Picture['commit']>[0][] = []
  let loaded = false
  const stopCommits = app.store.onCommit((batch) => (loaded ? picture.commit(batch) : missed.push(batch)))
  await picture.load(SYSTEM)
  loaded = true
  missed.forEach((batch) => picture.commit(batch))
  const registrar = new Registrar(app, picture, SYSTEM)
  const file = new HeadsFile(app.dataDir)
  await recall(app, picture, file)
  app.lead.onGain(() => recall(app, picture, file))
  picture.keepIn((fixes, retention) => app.positions.append(fixes, retention))
  app.feeds.knows((feed, subject) => picture.hasMet(feed, subject))
  const stopHeard = app.feeds.onHeard((delivery) => picture.take(delivery))
  picture.publisher.noteReads = (reader, things) => noteReads(app, picture, reader, things)
  const callsWritten = raiseCalls(app, picture, SYSTEM)
  const handlingFollowed = followHandling(app, SYSTEM)
  setPicture(app, picture)
  const keepWords = (): void => picture.keepWords(app.store.openly())
  const stopWords = app.store.onVeil(keepWords)
  keepWords()
  let closed = false
  let writing: Promise<void> | null = null
  let timer: NodeJS.Timeout | null = null
  const write = async (): Promise<void> => (!app.lead.held ? undefined : (writing ??= file.write(picture.lastKnown())
    .catch((error: unknown) => app.log.error({ err: error }, 'last known places could not be written; history has them'))
    .finally(() => { writing = null })))
  const plan = (): void => {
    if (!closed) {
      timer = setTimeout(() => void write().then(plan), Math.max(WRITE_MS, picture.subjects.size * WRITE_MS_PER_THING))
      timer.unref()
    }
  }
  plan()
  const forgetting = setInterval(() => picture.forget(app.clock()), FORGET_EVERY_MS)
  forgetting.unref()
  return {
    async close() {
      closed = true
      stopHeard()
      stopCommits()
      stopWords()
      clearInterval(forgetting)
      if (timer) {
        clearTimeout(timer)
      }
      await registrar.close()
      await callsWritten()
      await handlingFollowed()
      picture.close()
      await writing
      await write()
    },
  }
}

/** Last known places of the run before, then what history has beyond them. A history that cannot answer is no reason not to start. */
async function recall(app: App, picture: Picture, file: HeadsFile): Promise<void> {
  const writtenAt = await file.writtenAt()
  for await (const row of file.read()) {
    picture.restore(row)
  }
  const now = app.clock()
  const back = writtenAt === null ? BACK_S : Math.min(BACK_S, Math.max(0, (now - writtenAt) / 1000) + OVERLAP_S)
  try {
    for (const [subject, kept] of await app.positions.at(now, back)) {
      picture.restore({ ...kept, subject, feed: kept.feed ?? null })
    }
  } catch (error) {
    app.log.error({ err: error }, 'history could not be asked for last known places')
  }
}
