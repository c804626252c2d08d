import assert from 'node:assert/strict'
import { spawn, type ChildProcess } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { test } from 'node:test'
import { dial, freePort, position } from '../../test/feeds.ts'
import { ground, until } from '../../test/store.ts'

const CHILD = path.join(import.meta.dirname, '../../test/feed-crash.ts')

test('a node that is killed keeps what could not be read and what was counted, and listens again', async () => {
  const place = await ground('sqlite')
  const port = await freePort()
  const start = async (): Promise<{ child: ChildProcess; line(): Promise<string> }> => {
    const child = spawn(process.execPath, [CHILD, place.dataDir, String(port)], { stdio: ['pipe', 'pipe', 'inherit'] })
    const lines = createInterface(child.stdout as NodeJS.ReadableStream)[Symbol.asyncIterator]()
    const line = async (): Promise<string> => String((await lines.next()).value)
    assert.equal(await line(), 'up')
    return { child, line }
  }
  const kept = (file: string): string => {
    try {
      return readFileSync(path.join(place.dataDir, 'feeds', 'the-feed', file), 'utf8')
    } catch {
      return ''
    }
  }
  const first = await start()
  const socket = await dial(port)
  const at = Date.now() - 1000
  socket.write(`noise\n${position('k', at)}${position('k', at - 5000)}`)
  await until(() => kept('quarantine.jsonl').includes('"reason"') && /"in":2/.test(kept('ledger.json')), 'on the disk')
  first.child.kill('SIGKILL')
  await new Promise((resolve) => first.child.once('exit', resolve))
  socket.destroy()
  const second = await start()
  second.child.stdin?.write('tell\n')
  const told = JSON.parse(await second.line()) as { health: { total: unknown; newest: number; state: string }; quarantine: string[] }
  assert.deepEqual(told.quarantine, ['noise'])
  assert.deepEqual(told.health.total, { in: 2, refused: 0, bad: 1 })
  assert.equal(told.health.newest, at)
  second.child.kill('SIGKILL')
  await new Promise((resolve) => second.child.once('exit', resolve))
  await place.remove()
})
