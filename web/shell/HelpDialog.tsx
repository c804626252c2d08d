import { Dialog } from 'radix-ui'
import { useWords } from '../i18n/i18n.tsx'
import type { TextKey } from '../i18n/texts.ts'
import { roomSource } from '../registry.ts'
import { useSession } from '../session.tsx'

const MAP: [TextKey, [string[], TextKey][]][] = [
  ['help.room', [[['/'], 'help.quicklog'], [['f'], 'help.search'], [['↑', '↓'], 'help.rows'], [['Enter'], 'help.open'], [['Esc'], 'help.close'], [['['], 'help.log'], [[']'], 'help.side'], [['u'], 'help.undo']]],
  ['help.everywhere', [[['Ctrl', 'K'], 'help.palette'], [['?'], 'help.keys'], [['g', 'r'], 'help.go-room'], [['g', 'a'], 'help.go-actors'], [['g', 't'], 'help.go-tech'], [['g', 'i'], 'help.go-import'], [['g', 'm'], 'help.go-me']]],
  ['help.quicklog-title', [[['Enter'], 'help.save'], [['Alt', 'D'], 'help.attach'], [['Esc'], 'help.draft']]],
]

/** The map of keys. */
export function HelpDialog({ open, onOpenChange }: { open: boolean; onOpenChange(open: boolean): void }) {
  const { t } = useWords()
  const { kinds } = useSession()
  const source = roomSource()
  // Keys for logging are shown to those who may log.
  const mayLog = kinds.some((k) => k.name === source?.kind && k.canCreate)
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Overlay className="scrim" />
        <Dialog.Content className="dialog wide" aria-describedby={undefined}>
          <Dialog.Title asChild><h2>{t('help.title')}</h2></Dialog.Title>
          <div className="keymap">
            {MAP.filter(([title]) => mayLog || title !== 'help.quicklog-title').map(([title, keys]) => (
              <section key={title}>
                <h3>{t(title)}</h3>
                <dl>
                  {keys.filter(([, what]) => mayLog || what !== 'help.quicklog').map(([press, what]) => (
                    <div key={what}><dt className="ltr">{press.map((k) => <kbd key={k}>{k}</kbd>)}</dt><dd>{t(what)}</dd></div>
                  ))}
                </dl>
              </section>
            ))}
          </div>
          {mayLog && <p className="quiet small">{t('help.example')} <code className="mono ltr">contact 1345Z 30P VB 123456 amb 2 x PKM 1 inj</code></p>}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
