import type { KeptName } from './shared/names.ts'

export { hasAsWord, saysName, withoutName, type KeptName } from './shared/names.ts'

type Keeper = () => Promise<readonly KeptName[]>

const keepers = new WeakMap<object, Set<Keeper>>()

/**
 * A line of work that knows names nobody may be told yet offers them, read as the node, whatever the releaser may see: a product is
 * not released while one of them stands in it. `app` is the node it runs in. The names go nowhere but into that comparison.
 */
export function offerNamesToKeep(app: object, keeper: Keeper): void {
  const known = keepers.get(app) ?? new Set<Keeper>()
  known.add(keeper)
  keepers.set(app, known)
}

/** Every name that is to be kept now. Throws when one who keeps them cannot say. */
export async function namesToKeep(app: object): Promise<KeptName[]> {
  return (await Promise.all([...(keepers.get(app) ?? [])].map((keeper) => keeper()))).flat()
}
