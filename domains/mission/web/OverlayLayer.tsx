import { useEffect } from 'react'
import { queryClient, useLive, useRecords } from '../../../web/face.ts'
import type { LayerProps } from '../../../web/face.ts'
import type { Overlay } from '../shared/overlay.ts'
import { drawnColours, overlayShapes } from './overlay-shapes.ts'

/** Sheets drawn at once; what is beyond is said in the legend. */
const MOST = 200

/** Every overlay the reader may see, drawn on the map and kept true while others change them. */
export function OverlayLayer({ colours, draw }: LayerProps) {
  const records = useRecords({ kind: 'overlay', sort: { by: 'updated', dir: 'desc' } }, MOST)
  useLive({ kind: 'overlay', limit: 0 }, (frame) => {
    if (frame.op === 'delta') {
      void queryClient.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] === 'records' && String(queryKey[1]).startsWith('kind=overlay') })
    }
  })
  const page = records.data?.pages[0]
  useEffect(() => {
    if (!page) {
      return
    }
    const palette = drawnColours(colours)
    draw(page.items.flatMap((record) => (record.data as unknown as Overlay).features.flatMap((f) => overlayShapes(f, record.id, palette))), { shown: page.items.length, total: page.total })
  }, [page, colours, draw])
  return null
}
