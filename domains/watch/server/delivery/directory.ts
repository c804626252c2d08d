import type { Locale } from '../../../../core/i18n.ts'
import type { VigieRecord } from '../../../../core/record.ts'
import { MISSION_ID, missionOf, SYSTEM, type App } from '../../../../server/face.ts'
import type { Contact, AlertGroup } from '../../shared/delivery/contact.ts'
import type { AlertChannel } from '../../shared/delivery/channel.ts'
import type { AlertPlan } from '../../shared/delivery/plan.ts'

type Of<D> = { record: VigieRecord; data: D }
export type Account = { login: string; name: string; grants: { role: string; area: string | null; from?: string; until?: string }[]; unit?: string; locale?: Locale; disabled?: boolean }
type Mission = { name: string; zone: string; exercise: boolean; languages: Locale[] }

/** Kinds a change of which makes everything be read again. */
const FOLLOWED = ['contact', 'alert-group', 'alert-plan', 'alert-channel', 'user', 'mission'] as const

/** Who there is, how they are reached and what is planned, as the records say now: read as the node, never shown to anybody. */
export class Directory {
  contacts = new Map<string, Of<Contact>>()
  lists = new Map<string, Of<AlertGroup>>()
  plans: Of<AlertPlan>[] = []
  channels: Of<AlertChannel>[] = []
  accounts = new Map<string, Of<Account>>()
  mission: Mission = { name: 'Vigie', zone: 'UTC', exercise: false, languages: ['en'] }
  /** Since when (epoch ms) the mission was an exercise and since when it was not, oldest first. */
  #exercise: { from: number; is: boolean }[] = []
  readonly #app: App
  #dirty = new Set<string>(FOLLOWED)
  #reading: Promise<void> | null = null
  readonly #stop: () => void

  constructor(app: App) {
    this.#app = app
    this.#stop = app.store.onCommit(({ changes }) => changes.forEach(({ record }) => (FOLLOWED as readonly string[]).includes(record.kind) && this.#dirty.add(record.kind)))
  }

  /** As it stands with everything that was committed before. */
  async fresh(): Promise<this> {
    // Also one that is being read is not yet as it stands: who went on with it would find nobody.
    while (this.#dirty.size > 0 || this.#reading !== null) {
      this.#reading ??= this.#read().finally(() => { this.#reading = null })
      await this.#reading
    }
    return this
  }

  close(): void {
    this.#stop()
  }

  /** The contact that holds an account's own addresses. */
  contactOf(account: string): Of<Contact> | undefined {
    return [...this.contacts.values()].find(({ data }) => data.account === account)
  }

  /** Was the mission an exercise at a moment (epoch ms)? */
  exerciseAt(at: number): boolean {
    return this.#exercise.findLast(({ from }) => from <= at)?.is === true
  }

  async #read(): Promise<void> {
    const dirty = this.#dirty
    this.#dirty = new Set()
    const all = async <D>(kind: string): Promise<Of<D>[]> => {
      const found: Of<D>[] = []
      for await (const { record } of this.#app.store.stream(SYSTEM, { kind, sort: { by: 'logged', dir: 'asc' } })) {
        found.push({ record, data: record.data as unknown as D })
      }
      return found
    }
    const byId = <D>(list: Of<D>[]): Map<string, Of<D>> => new Map(list.map((one) => [one.record.id, one]))
    try {
      for (const kind of dirty) {
        if (kind === 'contact') {
          this.contacts = byId(await all<Contact>(kind))
        } else if (kind === 'alert-group') {
          this.lists = byId(await all<AlertGroup>(kind))
        } else if (kind === 'alert-plan') {
          this.plans = await all<AlertPlan>(kind)
        } else if (kind === 'alert-channel') {
          this.channels = await all<AlertChannel>(kind)
        } else if (kind === 'user') {
          this.accounts = byId((await all<Account>(kind)).filter(({ data }) => data.disabled !== true))
        } else {
          this.mission = ((await missionOf(this.#app.store)) as Mission | null) ?? this.mission
          this.#exercise = (await this.#app.store.versions(SYSTEM, MISSION_ID, 0)).map(({ record }) => ({ from: Date.parse(record.updatedAt), is: record.data['exercise'] === true }))
        }
      }
    } catch (error) {
      dirty.forEach((kind) => this.#dirty.add(kind))
      throw error
    }
  }
}
