/** What became of one attempt. `final`: it would fail again however often it is tried. `because` never holds an address or a secret. */
export type Outcome = { ok: true; gateway?: string } | { ok: false; because: string; final: boolean }

/** A gateway that says nothing for so long is given up for this attempt. */
export const WAIT_MS = 15_000

/** What a failed connection is called, without the address it went to. */
export function failureOf(error: unknown): Outcome {
  const { code, name, cause } = (error ?? {}) as { code?: string; name?: string; cause?: { code?: string } }
  const what = name === 'TimeoutError' || name === 'AbortError' ? `no answer within ${WAIT_MS / 1000} s` : (cause?.code ?? code ?? 'the connection failed')
  return { ok: false, because: what.slice(0, 200), final: false }
}

/** An answer over HTTP that is no success: what is wrong with the request stays wrong, but for time-outs, limits and sign-in that can be mended. */
export function refusedWith(status: number, words = ''): Outcome {
  const again = status >= 500 || [401, 403, 404, 408, 409, 425, 429].includes(status)
  return { ok: false, because: `the gateway answered ${status}${words === '' ? '' : `: ${words.replace(/\s+/g, ' ').slice(0, 160)}`}`, final: !again }
}
