import { ApiProblem } from '../../../web/face.ts'
import { NoWatch, ownWatch, UnknownRef, writeLine } from './write-line.ts'

/** A line typed into the room's quick log, written into the log of the watch that runs. */
export async function writeRoomLine(text: string, { user, zone, label }: { user: string; zone: string; label(key: string): string }): Promise<{ taken: boolean; said: string }> {
  try {
    const made = await writeLine(text, { ...(await ownWatch(user)), zone })
    return { taken: true, said: made ? label('ui.log.line.saved').replace('{n}', String(made.data['n'])) : label('ui.log.line.kept') }
  } catch (error) {
    const said = error instanceof UnknownRef ? label('ui.log.line.ref').replace('{ref}', error.ref) : error instanceof NoWatch ? label('ui.log.line.no-watch') : error instanceof ApiProblem ? error.message : label('ui.log.line.failed')
    return { taken: false, said }
  }
}
