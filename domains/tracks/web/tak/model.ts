/** What `GET /api/tak` answers. Times ISO 8601 UTC. */
export type TakState = {
  on: boolean
  feeds: { id: string; ref: string; codec: string; technology: string; enabled: boolean; running: boolean; port: number | null }[]
  host: string | null
  names: string[]
  services: { name: 'marti' | 'enrolment' | 'marti-clear'; host: string; port: number; open: boolean; problem: string | null }[]
  authority: { fingerprint: string; expiresAt: string } | null
  server: { names: string[]; expiresAt: string } | null
  certificates: Certificate[]
  codes: { id: string; user: string; login: string; createdAt: string; expiresAt: string; usedAt: string | null; byName: string | null; state: 'open' | 'used' | 'ended' }[]
  clients: Client[]
}

export type Certificate = {
  serial: string; user: string; login: string; device: string | null; issuedAt: string; expiresAt: string; byName: string | null; fingerprint: string
  state: 'good' | 'revoked' | 'expired' | 'disabled'
  revoked: { at: string; byName: string | null; reason: string } | null
}

export type Client = {
  id: string; login: string | null; uid: string | null; callsign: string | null; device: string | null; transport: string; protocol: string
  since: string; heardAt: string; received: number; sent: number; dropped: number; certificate: string | null
}

/** A code as it is answered once. */
export type MadeCode = { id: string; code: string; login: string; expiresAt: string; atak: string; itak: string }
