import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { test } from 'node:test'
import { brotliCompressSync, brotliDecompressSync, gunzipSync } from 'node:zlib'
import Fastify from 'fastify'
import { answerIs, secure } from './security.ts'
import { serveWeb } from './static-files.ts'

const SCRIPT = `export const words = '${'one line after another. '.repeat(200)}'\n`

async function running() {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'vigie-web-'))
  mkdirSync(path.join(folder, 'assets'))
  writeFileSync(path.join(folder, 'index.html'), '<!doctype html><title>first</title>')
  writeFileSync(path.join(folder, 'assets', 'page-AAAA.js'), SCRIPT)
  writeFileSync(path.join(folder, 'assets', 'page-AAAA.js.br'), brotliCompressSync(SCRIPT))
  writeFileSync(path.join(folder, 'assets', 'plain-BBBB.css'), `.a { color: red }${' '.repeat(2000)}`)
  writeFileSync(path.join(folder, 'assets', 'small-CCCC.js'), 'export {}')
  const fastify = Fastify()
  fastify.addHook('onSend', async (request, reply) => { secure(reply, answerIs(request.url, String(reply.getHeader('content-type') ?? '')), false) })
  serveWeb(fastify, folder)
  return { folder, ask: (url: string, headers: Record<string, string> = {}) => fastify.inject({ url, headers }), close: () => { rmSync(folder, { recursive: true, force: true }); return fastify.close() } }
}

test('a file is the same in every form a browser takes, and is not sent again where it is known', async () => {
  const web = await running()
  try {
    const [packed, gzip, plain] = [await web.ask('/assets/page-AAAA.js', { 'accept-encoding': 'gzip, br' }), await web.ask('/assets/page-AAAA.js', { 'accept-encoding': 'gzip' }), await web.ask('/assets/page-AAAA.js')]
    assert.deepEqual([packed, gzip, plain].map((answer) => answer.headers['content-encoding']), ['br', 'gzip', undefined])
    assert.equal(brotliDecompressSync(packed.rawPayload).toString(), SCRIPT)
    assert.equal(gunzipSync(gzip.rawPayload).toString(), SCRIPT)
    assert.equal(plain.body, SCRIPT)
    assert.match(String(packed.headers['cache-control']), /immutable/)
    assert.equal((await web.ask('/assets/page-AAAA.js', { 'if-none-match': String(packed.headers.etag) })).statusCode, 304)
    assert.equal((await web.ask('/assets/plain-BBBB.css', { 'accept-encoding': 'br' })).headers['content-encoding'], 'br')
    assert.equal((await web.ask('/assets/small-CCCC.js', { 'accept-encoding': 'br' })).headers['content-encoding'], undefined)
  } finally {
    await web.close()
  }
})

test('another build in the place of the one a node began with takes nothing from its pages', async () => {
  const web = await running()
  try {
    rmSync(web.folder, { recursive: true })
    mkdirSync(path.join(web.folder, 'assets'), { recursive: true })
    writeFileSync(path.join(web.folder, 'index.html'), '<!doctype html><title>second</title>')
    assert.match((await web.ask('/')).body, /first/)
    assert.match((await web.ask('/records/INC-1')).body, /first/)
    assert.equal((await web.ask('/assets/page-AAAA.js')).body, SCRIPT)
    assert.equal((await web.ask('/assets/page-AAAA.js', { 'accept-encoding': 'gzip' })).statusCode, 200)
    assert.equal((await web.ask('/assets/page-ZZZZ.js')).statusCode, 404)
  } finally {
    await web.close()
  }
})

test('each answer carries the headers that mean something for it: pages and workers the policy, parts of a page the least', async () => {
  const web = await running()
  try {
    const names = (headers: object): string[] => Object.keys(headers).filter((name) => /policy|nosniff|x-content|permissions/.test(name)).sort()
    const all = ['content-security-policy', 'cross-origin-opener-policy', 'cross-origin-resource-policy', 'permissions-policy', 'referrer-policy', 'x-content-type-options']
    assert.deepEqual(names((await web.ask('/')).headers), all)
    assert.match(String((await web.ask('/')).headers['content-security-policy']), /script-src 'self'/)
    assert.deepEqual(names((await web.ask('/assets/page-AAAA.js')).headers), ['cross-origin-resource-policy', 'x-content-type-options'])
    assert.deepEqual(['/sw.js', '/assets/map-worker-AAAA.js'].map((url) => answerIs(url, 'text/javascript; charset=utf-8')), ['worker', 'worker'])
    assert.deepEqual([answerIs('/api/records', 'application/json; charset=utf-8'), answerIs('/api/records/x/files/y', 'text/javascript'), answerIs('/api/records/x/files/y', 'image/svg+xml'), answerIs('/assets/icon.svg', 'image/svg+xml'), answerIs('/api/signed', 'text/html; charset=utf-8')], ['data', 'other', 'other', 'other', 'page'])
  } finally {
    await web.close()
  }
})
