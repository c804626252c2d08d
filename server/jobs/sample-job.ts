import { accountByLogin, createAccount } from '../auth/accounts.ts'
import { SYSTEM, type AccountRecord } from '../auth/reader.ts'
import type { App } from '../http/app-context.ts'
import { missionOf } from '../http/mission.ts'
import { loadSample } from './load-sample.ts'

/** Setting that names the mission's made-up geography, and when it was loaded. */
export const SAMPLE_SETTING = 'sample'
/** Setting that stands while loading: the present it was made for, so that an interrupted load goes on alike. */
const LOADING_SETTING = 'sample-loading'

/**
 * Begin loading the sample mission into an empty store: the visitor's account is made first, the records
 * follow while the node already answers. Awaiting `loaded` is for whoever must not go on before.
 */
export async function beginSample(app: App, password: string): Promise<{ account: AccountRecord; loaded: Promise<number> }> {
  const now = app.clock()
  const source = await app.sample(now)
  await app.store.side.setSetting(LOADING_SETTING, String(now))
  await app.store.side.setSetting(SAMPLE_SETTING, String(now))
  const account = (await accountByLogin(app.store, source.visitor.login)) ?? (await createAccount(app.store, SYSTEM, source.visitor, password))
  const loaded = run(app, now)
  loaded.catch((error: unknown) => app.log.error({ err: error }, 'the sample mission could not be loaded to its end'))
  return { account, loaded }
}

/** Go on with a load that was interrupted. Answers whether there was one. */
export async function resumeSample(app: App): Promise<boolean> {
  const since = Number((await app.store.side.setting(LOADING_SETTING)) || '0')
  if (since === 0) {
    return false
  }
  run(app, since).catch((error: unknown) => app.log.error({ err: error }, 'the sample mission could not be loaded to its end'))
  return true
}

function run(app: App, now: number): Promise<number> {
  app.loading = { done: 0, total: 1 }
  let count = 0
  const job = app.jobs.start(`sample-${now}`, 'system', 'sample', async (control) => {
    const source = await app.sample(now)
    count = await loadSample(app.store, source, (done, total) => {
      app.loading = { done, total }
      control.progress(done, total)
    }, control.signal)
    const reports = source.reports?.((await missionOf(app.store))?.zone ?? 'UTC') ?? []
    for (const domain of app.domains) {
      await domain.past?.(app, source.heard?.() ?? [], reports)
    }
    await app.store.side.setSetting(LOADING_SETTING, '')
    return { actions: count }
  })
  return app.jobs.ended(job.id).then(() => {
    app.loading = null
    app.gazetteer.forget()
    if (job.problem) {
      throw job.problem
    }
    return count
  })
}
