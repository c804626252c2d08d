/** `mine`: the account this page shows, '' for none yet. `left`: another one signed in to this browser meanwhile. */
export type AccountState = { mine: string; left: boolean }

/** This page shows an account from now on; '' on the sign-in page. A page that was left stays so until it is loaded anew. */
export function showing(state: AccountState, user: string): AccountState {
  return state.left ? state : { mine: user, left: false }
}

/** Somebody's session was seen in this browser: by another page, or in an answer of the node. */
export function seen(state: AccountState, user: string | null): AccountState {
  return state.left || state.mine === '' || user === null || user === '' || user === state.mine ? state : { ...state, left: true }
}
