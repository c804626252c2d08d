import type { Codec, Heard } from '../../core/feed.ts'
import type { Quarantine } from './quarantine.ts'

/** What becomes of entries that are read again: `still` cannot be read, `cut` were kept in part and cannot be either. */
export type Reread = { read: number; still: number; cut: number }

/**
 * Read again what could not be read, oldest first, all of it or the entries named: what is understood now is taken as what came
 * then and leaves the quarantine. Without a codec (the feed does not run) nothing is understood.
 */
export function reread(quarantine: Quarantine, ids: readonly number[] | null, how: { codec: Codec | null; options: { [name: string]: unknown } | undefined }, take: (heard: readonly Heard[], from: string, at: number) => void): Reread {
  const result: Reread = { read: 0, still: 0, cut: 0 }
  const done: number[] = []
  for (const entry of quarantine.list().toReversed()) {
    if (ids !== null && !ids.includes(entry.id)) {
      continue
    }
    const whole = entry.size <= entry.bytes.length
    const heard = whole ? understood(how, entry.bytes, entry.at, entry.topic) : null
    if (heard === null) {
      result[whole ? 'still' : 'cut'] += 1
      continue
    }
    done.push(entry.id)
    result.read += 1
    if (heard.length > 0) {
      take(heard, entry.from, entry.at)
    }
  }
  quarantine.drop(done)
  return result
}

function understood({ codec, options }: { codec: Codec | null; options: { [name: string]: unknown } | undefined }, bytes: Uint8Array, at: number, topic: string | undefined): Heard[] | null {
  if (!codec) {
    return null
  }
  try {
    const decoder = codec.make({ ...options, whole: true })
    const heard = [...decoder.push(bytes, at, topic), ...decoder.end(at)].filter((one) => one.what !== 'reply')
    return heard.some((one) => one.what === 'bad') ? null : heard
  } catch {
    return null
  }
}
