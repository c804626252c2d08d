import { createPrivateKey, X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { App } from '../../../../server/face.ts'
import type { TakTls } from '../tak/face.ts'

/**
 * What the enrolment listener shows: the operator's certificate, which devices trust before they know this node, else the
 * node's own. Read anew each time, so that a renewed file is taken. Throws Error naming the file that cannot be used.
 */
export async function enrolTls(app: Pick<App, 'config'>, own: TakTls): Promise<TakTls> {
  const given = app.config.takEnrolTls
  if (given === null) {
    return own
  }
  const [cert, key] = await Promise.all([read(given.cert, 'VIGIE_TAK_ENROL_CERT'), read(given.key, 'VIGIE_TAK_ENROL_KEY')])
  let fits: boolean
  try {
    fits = new X509Certificate(cert).checkPrivateKey(createPrivateKey(key))
  } catch {
    throw new Error('the files of VIGIE_TAK_ENROL_CERT and VIGIE_TAK_ENROL_KEY are not a certificate and a key as PEM')
  }
  if (!fits) {
    throw new Error('the key of VIGIE_TAK_ENROL_KEY is not that of the certificate of VIGIE_TAK_ENROL_CERT')
  }
  return { ...own, cert, key }
}

async function read(file: string, variable: string): Promise<string> {
  return readFile(file, 'utf8').catch((error: unknown) => {
    throw new Error(`the file of ${variable} cannot be read (${(error as { code?: string }).code ?? 'unknown'})`)
  })
}
