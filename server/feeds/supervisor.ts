import path from 'node:path'
import type { FastifyBaseLogger } from 'fastify'
import type { FeedConfig } from '../../core/feed-config.ts'
import type { Codec, Transport } from '../../core/feed.ts'
import { Problem } from '../../core/problem.ts'
import type { VigieRecord } from '../../core/record.ts'
import { SYSTEM } from '../auth/reader.ts'
import type { Lead } from '../lead.ts'
import type { Store } from '../store/face.ts'
import { tlsOfFiles, type ServerTls } from '../tls-files.ts'
import type { TechnologyGate } from '../technology-gate.ts'
import type { Delivery, Feeds, FeedView } from './face.ts'
import { Replays } from './replays.ts'
import { FeedRun, type RunContext } from './run.ts'
import { Secrets } from './secrets.ts'
import type { OpenTransport } from './transport.ts'

/** How often silence, consent that returned with a new day, and counts to be written are looked at. */
const LOOK_MS = 5000

/** The feeds of a node, with what its own routes need beyond the face others have. */
export type FeedSupervisor = Feeds & {
  /** Open what is allowed. Before it everything is known and nothing is opened. */
  start(): void
  close(): Promise<void>
  run(feed: string): FeedRun | null
  /** Resolves when every feed committed so far is known: a new one first reads what is kept of it. */
  followed(): Promise<void>
  codec(name: string): Codec | null
  codecs(): readonly string[]
  readonly secrets: Secrets
  /** Its secret changed: open it anew. */
  reopen(feed: string): void
  readonly replays: Replays
}

/** Formats of servers that run elsewhere in the node and give what they understood. */
export function isElsewhere(codec: string): boolean {
  return codec === 'tak' || codec.startsWith('tak-')
}

/**
 * Makes the supervisor and reads the feeds there are. It follows their records from then on: a feed that is switched off,
 * edited or retracted, or whose technology loses consent, stops with the commit that says so.
 */
export async function createFeeds(options: {
  store: Store
  gate: TechnologyGate
  lead: Lead
  clock: () => number
  dataDir: string
  log: FastifyBaseLogger
  codecs: readonly Codec[]
  transports: { readonly [name in Transport]: OpenTransport }
  folders?: readonly string[]
  /** Files brokers over TLS show instead of the node's own certificate. */
  tlsFiles?: { cert: string; key: string } | null
}): Promise<FeedSupervisor> {
  const { store, gate, lead, clock, log } = options
  const codecs = new Map(options.codecs.map((codec) => [codec.name, codec]))
  const runs = new Map<string, FeedRun>()
  const listeners = new Set<(delivery: Delivery) => void>()
  const watchers = new Set<() => void>()
  const secrets = await Secrets.open(store)
  let started = false
  let closed = false
  let making: Promise<void> = Promise.resolve()

  const told = (work: () => void, what: string): void => {
    try {
      work()
    } catch (error) {
      log.error({ detail: String((error as Error).stack ?? error) }, what)
    }
  }
  const deliver = (delivery: Delivery): void => {
    for (const listener of listeners) {
      told(() => listener(delivery), 'what a feed heard could not be taken')
    }
  }
  let ownTls = (): Promise<ServerTls> => Promise.reject(new Error('the node has no certificate of its own; name files in VIGIE_MQTT_CERT and VIGIE_MQTT_KEY'))
  let met: (feed: string, subject: string) => boolean = () => true
  const context: RunContext = {
    folder: path.join(options.dataDir, 'feeds'), folders: [path.join(options.dataDir, 'feeds-in'), ...(options.folders ?? [])], now: clock, log,
    secret: (feed) => secrets.get(feed),
    met: (feed, subject) => met(feed, subject),
    tls: () => (options.tlsFiles ? tlsOfFiles(options.tlsFiles, ['VIGIE_MQTT_CERT', 'VIGIE_MQTT_KEY']) : ownTls()),
    heard: (feed, heard, receivedAt) => deliver({ feed, heard, receivedAt, replay: false }),
    changed: () => watchers.forEach((watcher) => told(watcher, 'a change of feeds could not be told')),
  }

  const replays = new Replays((feed, heard, receivedAt) => deliver({ feed, heard, receivedAt, replay: true }))
  const because = (technology: string): string | null => {
    try {
      gate.allow(technology)
      return null
    } catch (error) {
      return error instanceof Problem ? String(error.extra['because'] ?? error.message) : 'the register of technology cannot be read'
    }
  }
  const settle = (run: FeedRun, view = run.view): void => {
    const { config } = view
    const elsewhere = isElsewhere(config.codec)
    const codec = config.transport === 'simulator' ? SIMULATED : (codecs.get(config.codec) ?? null)
    const refusedBecause = because(config.technology)
    if (refusedBecause !== null) {
      replays.stop(view.id)
    }
    const away = lead.held ? null : `another process runs the feeds${lead.holder === null ? '' : ` (${lead.holder})`}`
    run.set(view, { codec: elsewhere ? null : codec, elsewhere, refusedBecause, away, open: started && !elsewhere ? options.transports[config.transport] : null })
  }
  const follow = async (record: VigieRecord): Promise<void> => {
    const gone = ['retracted', 'merged'].includes(record.workflow)
    const standing = runs.get(record.id)
    if (gone || closed) {
      runs.delete(record.id)
      replays.stop(record.id)
      await standing?.close()
      return
    }
    const view: FeedView = { id: record.id, ref: record.ref ?? record.id, config: record.data as unknown as FeedConfig, handling: record.handling, area: record.area }
    if (standing) {
      settle(standing, view)
      return
    }
    const run = await FeedRun.make(view, context)
    runs.set(record.id, run)
    settle(run)
  }
  /** One after the other, in the order of commits. */
  const queue = (record: VigieRecord): void => {
    making = making.then(() => follow(record)).catch((error: unknown) => log.error({ feed: record.ref, detail: String(error) }, 'a feed could not be followed'))
  }

  for await (const { record } of store.stream(SYSTEM, { kind: 'feed' })) {
    await follow(record)
  }
  const unfollow = store.onCommit((batch) => {
    let others = false
    for (const { record } of batch.changes) {
      if (record.kind === 'feed') {
        const standing = runs.get(record.id)
        // What stops, stops with the commit; what is new or starts may wait for its files.
        if (standing && !['retracted', 'merged'].includes(record.workflow)) {
          settle(standing, { ...standing.view, config: record.data as unknown as FeedConfig, handling: record.handling, area: record.area })
        } else {
          queue(record)
        }
      } else {
        others ||= record.kind === 'technology' || record.kind === 'mission'
      }
    }
    if (others) {
      // The gate follows the same commit; whoever was told first, both know it then.
      queueMicrotask(() => runs.forEach((run) => settle(run)))
    }
  })
  const unwatch = gate.onWithdrawn((code) => {
    for (const run of runs.values()) {
      if (run.view.config.technology === code) {
        settle(run)
      }
    }
  })
  lead.onGain(async () => {
    // What is kept of each is read anew: the process before has written on.
    making = making.then(async () => {
      for (const [id, run] of runs) {
        await run.close()
        runs.set(id, await FeedRun.make(run.view, context))
      }
    }).catch((error: unknown) => log.error({ detail: String(error) }, 'what is kept of the feeds could not be read anew'))
    await making
  })
  lead.onLose(async () => {
    runs.forEach((run) => settle(run))
    await Promise.all([...runs.values()].map((run) => run.halted()))
  })
  const unlead = lead.onChange(() => runs.forEach((run) => settle(run)))
  const timer = setInterval(() => {
    for (const run of runs.values()) {
      settle(run)
      void run.save()
    }
  }, LOOK_MS)
  timer.unref()

  return {
    onHeard(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    inject(feed, heard, receivedAt) {
      const run = runs.get(feed)
      return run ? run.inject(heard, receivedAt, 'its own server') : { refused: heard.length, because: 'there is no such feed' }
    },
    came(feed, line, bytes) {
      runs.get(feed)?.came(line, bytes)
    },
    offerTls(own) {
      ownTls = own
    },
    knows(by) {
      met = by
    },
    running: (codec) => [...runs.values()].filter((run) => run.active && run.view.config.codec === codec).map((run) => run.view),
    get: (feed) => runs.get(feed)?.view ?? null,
    onChange(listener) {
      watchers.add(listener)
      return () => watchers.delete(listener)
    },
    connections: (feed, count) => runs.get(feed)?.connections(count),
    stands: (feed, closedBecause, off) => runs.get(feed)?.stands(closedBecause, off),
    start() {
      started = true
      runs.forEach((run) => settle(run))
    },
    async close() {
      closed = true
      unfollow()
      unwatch()
      unlead()
      clearInterval(timer)
      await replays.close()
      await making
      await Promise.all([...runs.values()].map((run) => run.close()))
      listeners.clear()
      watchers.clear()
    },
    run: (feed) => runs.get(feed) ?? null,
    followed: () => making,
    codec: (name) => codecs.get(name) ?? null,
    codecs: () => [...codecs.keys()],
    secrets, replays,
    reopen(feed) {
      const run = runs.get(feed)
      if (run) {
        run.stale()
        settle(run)
      }
    },
  }
}

/** What a simulator makes is heard as it is. */
const SIMULATED: Codec = {
  name: 'simulator', maxFrameBytes: 0, datagrams: true,
  make: () => ({ push: (bytes) => [{ what: 'bad', bytes, reason: 'a simulator reads nothing' }], end: () => [] }),
}
