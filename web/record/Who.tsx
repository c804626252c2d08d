import type { HistoryItem } from '../api/types.ts'
import { useWords } from '../i18n/i18n.tsx'

/** The account that stands for the node. */
export const NODE = 'system'

/** Who did it, and in which role; what the node does by itself has neither an account nor a role. */
export function Who({ item, inRole = false }: { item: Pick<HistoryItem, 'actor' | 'actorName' | 'role'>; inRole?: boolean }) {
  const { t } = useWords()
  return item.actor === NODE ? <span>{t('record.node')}</span> : <><span dir="auto">{item.actorName ?? item.actor}</span>{inRole && <span className="quiet"> · {item.role}</span>}</>
}
