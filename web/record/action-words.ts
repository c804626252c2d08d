import type { Words } from '../i18n/i18n.tsx'

const KNOWN = new Set(['submit', 'approve', 'return', 'start-verification', 'corroborate', 'verify', 'mark-unverifiable', 'refute', 'retract', 'reinstate', 'erase', 'edit', 'create', 'resolve', 'handle', 'absorb', 'merge-into', 'split', 'unmerge', 'read', 'export', 'attach', 'caption', 'detach', 'comment', 'withdraw-comment'])

/** What an action type is called in a history. */
export function actionWord(type: string, t: Words['t']): string {
  return KNOWN.has(type) ? t(`action.${type}` as 'action.edit') : type
}
