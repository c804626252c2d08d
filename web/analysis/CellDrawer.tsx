import { useInfiniteQuery } from '@tanstack/react-query'
import { X } from 'lucide-react'
import { Dialog } from 'radix-ui'
import { useTexts, useWords } from '../i18n/i18n.tsx'
import { Link } from '../link.tsx'
import { ProblemNotice } from '../shell/ProblemNotice.tsx'
import { DayTime, Severity, Skeleton, Unverified } from '../shell/parts.tsx'
import { useShowing } from '../shell/shown-handling.ts'
import { cellPage } from './aggregate.ts'
import type { CellOf } from './aggregate.ts'
import { ROWS } from './analysis.texts.ts'

/** The records a figure is made of, asked for by the same count, so that their number is the figure. */
export function CellDrawer({ cell, onClose }: { cell: CellOf | null; onClose(): void }) {
  const tt = useTexts(ROWS)
  return (
    <Dialog.Root open={cell !== null} onOpenChange={(open) => { if (!open) { onClose() } }}>
      <Dialog.Portal>
        <Dialog.Overlay className="scrim" />
        <Dialog.Content className="drawer" aria-describedby={undefined}>
          <header className="row">
            <Dialog.Title asChild><h2 className="grow">{cell?.title}</h2></Dialog.Title>
            <Dialog.Close className="btn icon small plain" aria-label={tt('drawer.close')}><X size={16} aria-hidden="true" /></Dialog.Close>
          </header>
          {cell && <Records cell={cell} />}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

function Records({ cell }: { cell: CellOf }) {
  const tt = useTexts(ROWS)
  const { number, t } = useWords()
  const pages = useInfiniteQuery({
    queryKey: ['cell', cell.query, cell.by, cell.keys],
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) => cellPage(cell, pageParam, signal),
    getNextPageParam: (last) => last.next ?? undefined,
  })
  const items = pages.data?.pages.flatMap((page) => page.items) ?? []
  useShowing('analysis', items)
  return (
    <>
      <p className="quiet small" aria-live="polite">{pages.data ? t('room.shown', { n: number(items.length), of: number(pages.data.pages[0]?.total ?? 0) }) : ''}</p>
      {pages.isPending && <Skeleton lines={6} />}
      {pages.error && <ProblemNotice error={pages.error} retry={() => void pages.refetch()} />}
      <ul className="drawerlist">
        {items.map((record) => (
          <li key={record.id}>
            <Link to={`/records/${encodeURIComponent(record.ref)}`}>
              <span className="row"><Severity value={record.severity} /><span className="mono ltr small">{record.ref}</span><Unverified record={record} /><span className="grow" /><span className="small quiet">{record.happened ? <DayTime at={record.happened.from} /> : tt('drawer.no-time')}</span></span>
              <span dir="auto">{record.title}</span>
            </Link>
          </li>
        ))}
      </ul>
      {pages.hasNextPage && <button type="button" className="btn" disabled={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>{tt('drawer.more')}</button>}
    </>
  )
}
