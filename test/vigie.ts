import { main } from '../cli/main.ts'

export type Ran = { code: number; out: string; err: string }
export type RunOptions = { stdin?: string; input?: Uint8Array; onBytes?: (bytes: Uint8Array) => void; env?: Record<string, string>; stop?: Promise<void>; onOut?: (text: string) => void }

/** Run one command line inside this process: exit code and what it printed. Without `stop` a started node ends at once. */
export async function vigie(words: string[], options: RunOptions = {}): Promise<Ran> {
  const ran: Ran = { code: -1, out: '', err: '' }
  ran.code = await main(words, {
    out: (text) => {
      ran.out += text
      options.onOut?.(text)
    },
    err: (text) => { ran.err += text },
    outBytes: (bytes) => options.onBytes?.(bytes.slice()),
    stdin: async () => options.stdin ?? '',
    input: async () => options.input ?? Buffer.from(options.stdin ?? ''),
    env: { VIGIE_LOG: 'silent', ...options.env },
    stopAsked: () => options.stop ?? Promise.resolve(),
  })
  return ran
}

/** Run `start`, wait until it says where it is; `stop` ends it and answers all it printed. */
export async function startedNode(words: string[], env: Record<string, string> = {}): Promise<{ url: string; stop(): Promise<Ran> }> {
  const asked = Promise.withResolvers<void>()
  const ready = Promise.withResolvers<string>()
  const running = vigie(['start', ...words], {
    env,
    stop: asked.promise,
    onOut: (text) => {
      const url = /^Vigie is ready at (http:\S+)/.exec(text)?.[1]
      if (url !== undefined) {
        ready.resolve(url)
      }
    },
  })
  running.then((ran) => ready.reject(new Error(`it ended before it was ready: ${ran.err}`)), ready.reject)
  return {
    url: await ready.promise,
    stop() {
      asked.resolve()
      return running
    },
  }
}
