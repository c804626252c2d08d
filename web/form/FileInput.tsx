import { FileUp } from 'lucide-react'
import { useState } from 'react'
import { useWords } from '../i18n/i18n.tsx'

/**
 * A file to choose or to drop, with its words in the language of the reader and not of the browser. The same file can be
 * chosen again. `chosen`: the name of the one in work; what was chosen last when left out.
 */
export function FileInput({ onChoose, chosen, ...rest }: { id: string; accept: string; disabled?: boolean; chosen?: string; 'aria-describedby'?: string; onChoose(file: File | undefined): void }) {
  const { t } = useWords()
  const [name, setName] = useState('')
  return (
    <span className="input filepick">
      <span className="btn small" aria-hidden="true"><FileUp size={14} />{t('form.file.choose')}</span>
      <span className="quiet cut" dir="auto" aria-hidden="true">{(chosen ?? name) || t('form.file.none')}</span>
      <input {...rest} type="file" onChange={(event) => {
        const file = event.target.files?.[0]
        event.target.value = ''
        setName(file?.name ?? '')
        onChoose(file)
      }} />
    </span>
  )
}
