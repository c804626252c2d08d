import type { Notice } from '../../shared/delivery/notice.ts'

/** After the first notice of a group, others wait so long and go together. A call for help never waits. */
export const GROUP_MS = 5 * 60_000

type Group = { sentAt: number; severity: number; /** Id of the notice that waits, which what comes joins. */ waiting: string | null }

/** What was told lately to the same people of the same thing, so that a storm is one notice more and not a hundred. */
export class Groups {
  readonly #groups = new Map<string, Group>()

  /** Until when one more of a group waits, epoch ms; null: it goes at once. */
  waitsUntil(group: string, severity: number, now: number): number | null {
    const told = this.#groups.get(group)
    return told && told.sentAt + GROUP_MS > now && severity <= told.severity ? told.sentAt + GROUP_MS : null
  }

  /** The notice of a group that has not gone out. */
  waiting(group: string): string | null {
    return this.#groups.get(group)?.waiting ?? null
  }

  /** A notice as its record says it is. */
  note(id: string, data: Pick<Notice, 'group' | 'state' | 'attempts' | 'sentAt' | 'severity'>): void {
    const group = this.#groups.get(data.group)
    const open = data.state === 'queued' || data.state === 'sending'
    if (data.state === 'queued' && data.attempts === 0) {
      this.#groups.set(data.group, { sentAt: group?.sentAt ?? 0, severity: group?.severity ?? 0, waiting: id })
    } else if (!open && data.sentAt !== undefined && (group?.sentAt ?? 0) < Date.parse(data.sentAt)) {
      this.#groups.set(data.group, { sentAt: Date.parse(data.sentAt), severity: data.severity, waiting: group?.waiting === id ? null : (group?.waiting ?? null) })
    } else if (group?.waiting === id) {
      group.waiting = null
    }
  }

  /** Forget what was told too long ago to hold anything back. */
  forget(now: number): void {
    for (const [name, { sentAt, waiting }] of this.#groups) {
      if (waiting === null && sentAt + GROUP_MS < now) {
        this.#groups.delete(name)
      }
    }
  }
}
