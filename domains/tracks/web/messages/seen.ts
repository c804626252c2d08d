import { useSyncExternalStore } from 'react'
import { draftOf, keepDraft } from '../../../../web/face.ts'

const NAME = 'messages-seen'
const watchers = new Set<() => void>()
let seen: { [thread: string]: number } | null = null

/** When each thread was last looked at on this device, epoch ms; kept as drafts are, so it goes with them. */
export function useSeen(user: string): { [thread: string]: number } {
  return useSyncExternalStore((tell) => {
    watchers.add(tell)
    return () => watchers.delete(tell)
  }, () => (seen ??= draftOf<{ [thread: string]: number }>(`${NAME} ${user}`) ?? {}))
}

/** A thread has been looked at up to a message. */
export function noteSeen(user: string, thread: string, at: number): void {
  if ((seen?.[thread] ?? 0) >= at) {
    return
  }
  seen = { ...seen, [thread]: at }
  keepDraft(`${NAME} ${user}`, seen)
  watchers.forEach((tell) => tell())
}
