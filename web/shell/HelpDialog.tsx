import { Dialog } from 'radix-ui'
import { Suspense, lazy } from 'react'
import { late } from '../late.ts'
import { useWords } from '../i18n/i18n.tsx'
import type { TextKey } from '../i18n/texts.ts'
import { roomSource } from '../registry.ts'
import { useSession } from '../session.tsx'
import { useBindings } from './bindings.ts'
import { keyCaps } from './keymap.ts'
import type { Place } from './keymap.ts'

const TipList = lazy(late(() => import('../help/TipList.tsx').then((m) => ({ default: m.TipList }))))

const TITLES: [Place, TextKey][] = [
  ['past', 'keys.place.past'], ['room', 'help.room'], ['log', 'keys.place.log'], ['record', 'keys.place.record'], ['time', 'keys.place.time'], ['map', 'keys.place.map'],
  ['quick-log', 'help.quicklog-title'], ['everywhere', 'help.everywhere'],
]

/** The map of keys: what the table of keys says and something on this screen answers, nothing else. */
export function HelpDialog({ open, onOpenChange }: { open: boolean; onOpenChange(open: boolean): void }) {
  const { t } = useWords()
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Overlay className="scrim" />
        <Dialog.Content className="dialog wide" tabIndex={0} aria-describedby={undefined}>
          <Dialog.Title asChild><h2>{t('help.title')}</h2></Dialog.Title>
          <Keys />
          <Suspense fallback={null}><TipList /></Suspense>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

function Keys() {
  const { t } = useWords()
  const { kinds } = useSession()
  const bindings = useBindings().filter((b) => b.shown())
  const source = roomSource()
  const mayLog = kinds.some((k) => k.name === source?.kind && k.canCreate)
  return (
    <>
      <p className="quiet small">{t('keys.here')}</p>
      <div className="keymap">
        {TITLES.map(([place, title]) => [title, bindings.filter((b) => b.place === place)] as const).filter(([, list]) => list.length > 0).map(([title, list]) => (
          <section key={title}>
            <h3>{t(title)}</h3>
            <dl>
              {list.map((b) => (
                <div key={b.id} data-command={b.id}><dt className="ltr">{b.keys.map((key) => <span key={key} className="keycaps" data-key={key}>{keyCaps(key).map((cap, i) => <kbd key={i}>{cap}</kbd>)}</span>)}</dt><dd>{b.words}</dd></div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      {mayLog && <p className="quiet small">{t('help.example')} <code className="mono ltr">contact 1345Z 30P VB 123456 amb 2 x PKM 1 inj</code></p>}
    </>
  )
}
