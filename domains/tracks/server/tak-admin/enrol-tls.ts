import { tlsOfFiles, type App } from '../../../../server/face.ts'
import type { TakTls } from '../tak/face.ts'

/**
 * What the enrolment listener shows: the operator's certificate, which devices trust before they know this node, else the
 * node's own. Read anew each time, so that a renewed file is taken. Throws Error naming the file that cannot be used.
 */
export async function enrolTls(app: Pick<App, 'config'>, own: TakTls): Promise<TakTls> {
  const given = app.config.takEnrolTls
  return given === null ? own : { ...own, ...(await tlsOfFiles(given, ['VIGIE_TAK_ENROL_CERT', 'VIGIE_TAK_ENROL_KEY'])) }
}
