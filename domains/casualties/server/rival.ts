import { Problem } from '../../../core/problem.ts'
import { accountById, type App } from '../../../server/face.ts'

/** Whoever was faster, and with what. */
export type Rival = { name: string; at: string; asset: string | null }

type Told = { by?: unknown; at?: unknown; asset?: unknown; assets?: unknown; ref?: unknown }

/**
 * A race that was lost, told with the person who won it and the asset they chose: `extra.rival`, and in the words. Every other
 * error comes back as it is. Whoever decides on evacuations knows one another by name.
 */
export async function withRival(app: App, error: unknown): Promise<unknown> {
  if (!(error instanceof Problem) || error.id !== 'wrong-state') {
    return error
  }
  const told = (['launched', 'task', 'approved'] as const).map((one) => error.extra[one] as Told | undefined).find((one) => typeof one?.by === 'string')
  if (!told) {
    return error
  }
  const account = await accountById(app.store, told.by as string)
  const asset = typeof told.asset === 'string' ? told.asset : Array.isArray(told.assets) ? told.assets.join(', ') : null
  const rival: Rival = { name: account?.data.name ?? (told.by as string), at: String(told.at ?? ''), asset }
  return new Problem('wrong-state', `${error.message} (${[rival.name, asset].filter((one) => one !== null && one !== '').join(', ')})`, { extra: { ...error.extra, rival } })
}
