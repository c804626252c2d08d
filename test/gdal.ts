import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'

/** Why files cannot be checked with GDAL here, or false when they can. */
export const WITHOUT_GDAL: string | false = spawnSync('ogrinfo', ['--version']).status === 0 ? false : 'ogrinfo is not installed (package gdal-bin), so no other program read these files'

/** What GDAL's ogrinfo says; throws what it complained of when it does not end well. Does not block: the node asked may be this process. */
export async function ogrinfo(args: readonly string[], env: Record<string, string> = {}): Promise<string> {
  const run = spawn('ogrinfo', args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
  let out = ''
  let complaints = ''
  run.stdout.on('data', (chunk: Buffer) => { out += chunk.toString('utf8') })
  run.stderr.on('data', (chunk: Buffer) => { complaints += chunk.toString('utf8') })
  const [code] = (await once(run, 'close')) as [number | null]
  if (code !== 0 || /ERROR/.test(complaints)) {
    throw new Error(`ogrinfo ${args.join(' ')} ended with ${code}: ${complaints || out}`)
  }
  return out + complaints
}
