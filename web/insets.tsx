import { Suspense } from 'react'
import { slot } from './registry.ts'
import { useSession } from './session.tsx'

/** What other lines of work have to say at this place of a page, of what stands there. */
export function Insets({ at, value }: { at: string; value: unknown }) {
  const { kinds } = useSession()
  const parts = slot('insets').filter((one) => one.at === at && kinds.some((kind) => kind.name === one.kind)).sort((a, b) => a.order - b.order)
  return <Suspense fallback={null}>{parts.map(({ id, Part }) => <Part key={id} value={value} />)}</Suspense>
}
