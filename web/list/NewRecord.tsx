import { Dialog } from 'radix-ui'
import { useState } from 'react'
import type { JsonObject } from '../../core/json.ts'
import { queryClient } from '../api/client.ts'
import { uuid7 } from '../api/http.ts'
import type { KindInfo, RecordView } from '../api/types.ts'
import { draftOf, keepDraft } from '../drafts.ts'
import { useWords } from '../i18n/i18n.tsx'
import { FormShell } from '../record/EditForm.tsx'
import { fieldsOf } from '../form/model.ts'
import { writeOrKeep } from '../outbox/sender.ts'
import { navigate } from '../router.ts'
import { toast } from '../shell/toasts.tsx'

/** `handling`: of what it is made of, where another page began it; else that of its kind. */
type Kept = { id: string; data: JsonObject; handling?: JsonObject }

/** A new record of a kind, in the form its schema describes; the draft stays on the device until saved. */
export function NewRecord({ kind, open, onClose }: { kind: KindInfo; open: boolean; onClose(): void }) {
  const { label, t } = useWords()
  return (
    <Dialog.Root open={open} onOpenChange={(o) => { if (!o) { onClose() } }}>
      <Dialog.Portal>
        <Dialog.Overlay className="scrim" />
        <Dialog.Content className="dialog" aria-describedby={undefined}>
          <Dialog.Title asChild><h2>{t('list.new', { kind: label(`kind.${kind.name}`) })}</h2></Dialog.Title>
          <Content kind={kind} onClose={onClose} />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

/** A box nobody ticked says no; required ones say so from the start. */
function startOf(kind: KindInfo): JsonObject {
  return Object.fromEntries(fieldsOf(kind.schema, kind.fields).filter((f) => f.widget === 'boolean' && f.required).map((f) => [f.key, false]))
}

function Content({ kind, onClose }: { kind: KindInfo; onClose(): void }) {
  const name = `new.${kind.name}`
  const { label, t } = useWords()
  const [kept] = useState(() => draftOf<Kept>(name))
  const [id] = useState(() => kept?.id ?? uuid7())
  const [data, setData] = useState<JsonObject>(() => kept?.data ?? startOf(kind))
  return (
    <FormShell
      kind={kind} data={data} submit={t('action.save')} restored={kept !== null}
      onChange={(next) => { setData(next); keepDraft(name, { id, data: next, ...(kept?.handling ? { handling: kept.handling } : {}) }) }}
      onCancel={() => { keepDraft(name, null); onClose() }}
      onSubmit={async () => {
        const title = typeof data['title'] === 'string' ? data['title'] : typeof data['name'] === 'string' ? data['name'] : ''
        const made = await writeOrKeep<RecordView>({ key: id, path: '/api/records', label: `${label(`kind.${kind.name}`)} ${title}`, body: { id, kind: kind.name, data, ...(kept?.handling ? { handling: kept.handling } : {}), at: new Date().toISOString() } })
        keepDraft(name, null)
        void queryClient.invalidateQueries({ queryKey: ['records'] })
        void queryClient.invalidateQueries({ queryKey: ['areas'] })
        if (kind.name === 'own-kind') {
          void queryClient.invalidateQueries({ queryKey: ['kinds'] })
        }
        onClose()
        if (made === null) {
          toast(t('offline.kept'))
          return
        }
        navigate(`/records/${encodeURIComponent(made.ref)}`)
      }}
    />
  )
}
