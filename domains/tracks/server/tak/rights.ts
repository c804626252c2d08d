import { programReader, type App } from '../../../../server/face.ts'
import type { Identity, TakClient } from './client.ts'
import type { Connections } from './connections.ts'
import { personIdentity, unknownIdentity } from './eyes.ts'
import type { Gates } from './gates.ts'
import type { Router } from './router.ts'

/** Whether those who are connected still may, and as whom: what an account may and what proved it is followed. */
export class Rights {
  readonly #app: App
  readonly #gates: Gates
  readonly #router: Router
  readonly #connections: Connections
  /** How often each account was looked at. */
  readonly #looks = new Map<string, number>()

  constructor(app: App, gates: Gates, router: Router, connections: Connections) {
    this.#app = app
    this.#gates = gates
    this.#router = router
    this.#connections = connections
  }

  /** Areas or kinds changed: everybody's sight is asked anew. */
  forget(): void {
    this.#gates.forget()
    for (const client of this.#router.clients) {
      const { identity } = client
      if (identity) {
        // Fresh eyes: what the others saw is remembered until it is compared.
        client.identity = identity.account !== null && identity.reader ? personIdentity(this.#gates, identity.account, identity.login ?? '', identity.reader, identity.by) : unknownIdentity(this.#gates, client.feed)
        this.#router.resight(client, identity.saw)
      }
    }
  }

  /** A token or session ended: whoever came in by it is cut. */
  dropped(what: 'token' | 'session', id: string): void {
    this.#connections.cutWhere(({ identity }) => isProof(identity?.by, what, id))
  }

  /** Accounts changed: who they are now, and whether they still may; nothing is sent meanwhile that they may have lost. */
  async recheck(accounts: ReadonlySet<string>): Promise<void> {
    await Promise.all([...this.#byAccount()].map(async ([account, clients]) => {
      if (accounts.has(account)) {
        clients.forEach((client) => client.look())
        await this.#look(account, clients).finally(() => clients.forEach((client) => client.looked()))
      }
    }))
  }

  /** The same of everybody, one after the other: what ends with a day ends by nobody's doing. */
  async recheckAll(): Promise<void> {
    for (const [account, clients] of this.#byAccount()) {
      await this.#look(account, clients)
    }
  }

  #byAccount(): Map<string, TakClient[]> {
    return Map.groupBy([...this.#connections.all].filter((client) => client.identity?.account), (client) => client.identity!.account!)
  }

  async #look(account: string, clients: readonly TakClient[]): Promise<void> {
    const look = (this.#looks.get(account) ?? 0) + 1
    this.#looks.set(account, look)
    const { side } = this.#app.store
    const [who, tokens, sessions] = await Promise.all([programReader(this.#app, account).catch(() => null), side.tokensOf(account).catch(() => []), side.sessionsOf(account).catch(() => [])])
    if (this.#looks.get(account) !== look) {
      // It was looked at again meanwhile: what was read here is older.
      return
    }
    const now = this.#app.clock()
    for (const client of clients) {
      const { identity } = client
      if (client.closed || identity?.account !== account) {
        continue
      }
      const { by } = identity
      const proofs = typeof by !== 'object' ? null : 'token' in by ? tokens : sessions
      if (!who || (proofs && !proofs.some((proof) => isProof(by, proofs === tokens ? 'token' : 'session', proof.id) && (proof.expiresAt === null || proof.expiresAt > now)))) {
        client.close(true)
        continue
      }
      if (JSON.stringify(who.reader) !== JSON.stringify(identity.reader)) {
        client.identity = personIdentity(this.#gates, account, who.account.data.login, who.reader, by)
        this.#router.resight(client, identity.saw)
      }
    }
  }
}

/** Was it this token or session that proved who somebody is? */
function isProof(by: Identity['by'] | undefined, what: 'token' | 'session', id: string): boolean {
  return typeof by === 'object' && ('token' in by ? what === 'token' && by.token === id : what === 'session' && by.session === id)
}
