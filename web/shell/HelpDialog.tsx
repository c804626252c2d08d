import { Dialog } from 'radix-ui'
import { useWords } from '../i18n/i18n.tsx'
import type { TextKey } from '../i18n/texts.ts'

const MAP: [TextKey, [string[], TextKey][]][] = [
  ['help.room', [[['/'], 'help.quicklog'], [['f'], 'help.search'], [['↑', '↓'], 'help.rows'], [['Enter'], 'help.open'], [['Esc'], 'help.close'], [['['], 'help.log'], [[']'], 'help.side'], [['u'], 'help.undo']]],
  ['help.everywhere', [[['Ctrl', 'K'], 'help.palette'], [['?'], 'help.keys'], [['g', 'r'], 'help.go-room'], [['g', 'a'], 'help.go-actors'], [['g', 't'], 'help.go-tech'], [['g', 'i'], 'help.go-import'], [['g', 'm'], 'help.go-me']]],
  ['help.quicklog-title', [[['Enter'], 'help.save'], [['Alt', 'D'], 'help.attach'], [['Esc'], 'help.draft']]],
]

/** The map of keys. */
export function HelpDialog({ open, onOpenChange }: { open: boolean; onOpenChange(open: boolean): void }) {
  const { t } = useWords()
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Overlay className="scrim" />
        <Dialog.Content className="dialog wide" aria-describedby={undefined}>
          <Dialog.Title asChild><h2>{t('help.title')}</h2></Dialog.Title>
          <div className="keymap">
            {MAP.map(([title, keys]) => (
              <section key={title}>
                <h3>{t(title)}</h3>
                <dl>
                  {keys.map(([press, what]) => (
                    <div key={what}><dt className="ltr">{press.map((k) => <kbd key={k}>{k}</kbd>)}</dt><dd>{t(what)}</dd></div>
                  ))}
                </dl>
              </section>
            ))}
          </div>
          <p className="quiet small">{t('help.example')} <code className="mono ltr">contact 1345Z 30P VB 123456 amb 2 x PKM 1 inj</code></p>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
