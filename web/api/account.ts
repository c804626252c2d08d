import { useSyncExternalStore } from 'react'
import { seen, showing } from './account-rule.ts'
import type { AccountState } from './account-rule.ts'

/** Header by which the node says whose session a request had. */
export const ACCOUNT_HEADER = 'x-vigie-account'

const watchers = new Set<() => void>()
const pages = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('vigie.account')
let state: AccountState = { mine: '', left: false }

function become(next: AccountState): void {
  if (next !== state) {
    state = next
    watchers.forEach((tell) => tell())
  }
}

pages?.addEventListener('message', (message: MessageEvent<unknown>) => {
  if (typeof message.data === 'string') {
    become(seen(state, message.data))
  }
})

/** Say whose session this page shows. `sure`: the node said so now; only then other pages are told. */
export function showAccount(user: string, sure: boolean): void {
  if (state.mine !== user) {
    become(showing(state, user))
    if (sure && user !== '' && !state.left) {
      pages?.postMessage(user)
    }
  }
}

/** Whose answer is this? Answers whether the page may still use it. */
export function mayUse(answerOf: string | null): boolean {
  become(seen(state, answerOf))
  return !state.left
}

/** Did another account take over this browser? Then this page asks, keeps and shows nothing more. */
export function accountLeft(): boolean {
  return state.left
}

/** As `accountLeft`; re-renders on change. */
export function useAccountLeft(): boolean {
  return useSyncExternalStore((tell) => { watchers.add(tell); return () => watchers.delete(tell) }, () => state.left)
}
