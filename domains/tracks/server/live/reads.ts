import type { Reader } from '../../../../core/policy.ts'
import type { App, Seen } from '../../../../server/face.ts'
import type { Picture } from './picture.ts'

/** Write down that somebody reads where sensitive things are, under their tracks or under the feed that reports them. */
export async function noteReads(app: App, picture: Picture, reader: Reader, things: readonly number[]): Promise<void> {
  const { classes, things: all } = picture
  const read = new Map<string, Seen>()
  for (const thing of things) {
    const klass = all.klass[thing] as number
    const of = all.tracks.get(thing) ?? all.feeds.get(thing)
    if (of && classes.isSensitive(klass) && !read.has(of.id)) {
      // All that is noted of a record: which, in what version, and how it is handled.
      read.set(of.id, { record: { id: of.id, version: 'version' in of ? of.version : 0, handling: classes.protection(klass).handling }, withheld: {}, can: [] } as unknown as Seen)
    }
  }
  if (read.size > 0) {
    await app.readAudit.note(reader, [...read.values()])
  }
}
