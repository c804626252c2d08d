import { createPrivateKey, X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'

/** What a listener of the node shows: key and certificate (chain) as PEM. */
export type ServerTls = { key: string; cert: string }

/** Files of a certificate and its key, read anew each time so that renewed ones are taken. Throws Error naming what cannot be used. */
export async function tlsOfFiles(files: { cert: string; key: string }, variables: readonly [cert: string, key: string]): Promise<ServerTls> {
  const read = (file: string, variable: string): Promise<string> =>
    readFile(file, 'utf8').catch((error: unknown) => {
      throw new Error(`the file of ${variable} cannot be read (${(error as { code?: string }).code ?? 'unknown'})`)
    })
  const [cert, key] = await Promise.all([read(files.cert, variables[0]), read(files.key, variables[1])])
  let fits: boolean
  try {
    fits = new X509Certificate(cert).checkPrivateKey(createPrivateKey(key))
  } catch {
    throw new Error(`the files of ${variables[0]} and ${variables[1]} are not a certificate and a key as PEM`)
  }
  if (!fits) {
    throw new Error(`the key of ${variables[1]} is not that of the certificate of ${variables[0]}`)
  }
  return { cert, key }
}
