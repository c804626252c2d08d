import { api } from '../api/http.ts'
import type { Session } from '../api/types.ts'

/** Can this browser make and use passkeys at this address? */
export function passkeysHere(): boolean {
  return window.isSecureContext && typeof window.PublicKeyCredential === 'function' && typeof PublicKeyCredential.parseCreationOptionsFromJSON === 'function'
}

/** Make a passkey on this device or a key plugged in. @throws ApiProblem, or DOMException when the person stops it. */
export async function makePasskey(name: string, password: string): Promise<void> {
  const options = await api<PublicKeyCredentialCreationOptionsJSON>('/api/me/passkeys/options', { method: 'POST', body: { password } })
  const made = await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
  await api('/api/me/passkeys', { method: 'POST', body: { name, answer: (made as PublicKeyCredential).toJSON() } })
}

/** Sign in with a passkey the person chooses. @throws ApiProblem, or DOMException when the person stops it. */
export async function enterWithPasskey(): Promise<Session> {
  const options = await api<PublicKeyCredentialRequestOptionsJSON>('/api/session/passkey/options', { method: 'POST' })
  const found = await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) })
  return api<Session>('/api/session/passkey', { method: 'POST', body: (found as PublicKeyCredential).toJSON() })
}

/** Did the person stop, or wait too long? Then nothing failed. */
export function wasStopped(error: unknown): boolean {
  return error instanceof DOMException && (error.name === 'NotAllowedError' || error.name === 'AbortError')
}
