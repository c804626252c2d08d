import type { AreaTree } from '../../core/area.ts'
import { compartmentMask, levelRank, PURPOSE_COMPARTMENTS } from '../../core/handling.ts'
import { canonical } from '../../core/json.ts'
import type { Kind } from '../../core/kind.ts'
import { scopeOf, type Reader } from '../../core/policy.ts'

/**
 * The reader as the second wall sees it (PostgreSQL row-level security, setting `vigie.reader`): canonical
 * JSON with the compartments that stay closed as a mask, and per kind where its roles open it.
 */
export function readerSettings(reader: Reader, kinds: readonly Kind[], areas: AreaTree): string {
  if (reader.system) {
    return canonical({ system: true })
  }
  const purposeless = reader.purpose === null ? compartmentMask(PURPOSE_COMPARTMENTS) : 0
  const scopes: { [kind: string]: { everywhere: boolean; outside: boolean; areas: string[] } } = {}
  for (const kind of kinds) {
    const scope = scopeOf(reader.grants, kind.read)
    if (scope.everywhere || scope.areas.length > 0) {
      scopes[kind.name] = { everywhere: scope.everywhere, outside: scope.outside, areas: scope.everywhere ? [] : [...new Set(scope.areas.flatMap((a) => [...areas.below(a)]))] }
    }
  }
  return canonical({ user: reader.user, org: reader.org, side: reader.side, level: levelRank(reader.clearance), closed: (0x7fffffff & ~compartmentMask(reader.compartments)) | purposeless, kinds: scopes })
}
