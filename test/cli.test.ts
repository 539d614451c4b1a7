import assert from 'node:assert/strict'
import type { ChildProcess } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { freePort } from '@tael/testing/free-port'
import { openSilentProxy } from '@tael/testing/silent-proxy'
import { readOptions } from '../examples/common/src/read-options.ts'
import { createServerDatabase } from '../packages/checkout/test/support/database.ts'
import { ended, LAUNCHER, printed, run, runSeveral, tael } from './support/tael.ts'

describe('the tael command', () => {
  it('ends with 2 when it is used wrongly, and says how it is used', async () => {
    const { code, error } = await run(['dev', '--port', 'http'], { program: LAUNCHER })
    assert.equal(code, 2)
    assert.match(error, /It must be a port/)
    assert.match(error, /Usage: tael dev/)
  })

  it('ends with 3 when it is configured wrongly, and repeats no secret', async () => {
    const { code, error } = await run(['serve'], { env: { TAEL_SECRET: 'too-short-to-use' } })
    assert.equal(code, 3)
    assert.match(error, /TAEL_PUBLIC_URL/)
    assert.match(error, /TAEL_SECRET/)
    assert.match(error, /going-live\.md says how to write tael\.env/)
    assert.doesNotMatch(error, /too-short-to-use/)
  })

  it('names in its help the variables and the JSON that it reads', async () => {
    const { out } = await run(['serve', '--help'])
    assert.match(out, /DATABASE_URL[^]*TAEL_PUBLIC_URL[^]*TAEL_SECRET/)
    assert.match((await run(['account', 'add', '--help'])).out, /going-live\.md/)
  })

  it('opens the sandbox to this machine only by default', async () => {
    const { code, error } = await run(['sandbox', '--host', '0.0.0.0'])
    assert.equal(code, 1)
    assert.match(error, /--allow-remote/)
  })
})

describe('tael dev', () => {
  it('prints a first request whose payer comes back to the site', async () => {
    const site = "http://127.0.0.1:3000/it's/done?order=1"
    const args = ['dev', '--port', '0', '--sandbox-port', '0', '--site', site]
    const child = tael(args, {}, LAUNCHER)
    after(() => child.kill())
    const request = /curl (\S+) -H 'Authorization: (.+?)' [^]*? -d '([^']+)'\n/
    const [, url = '', authorization = '', body = ''] = await printed(child, request)
    const response = await fetch(url, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json' },
      body,
    })
    assert.equal(response.status, 201)
    const payment = (await response.json()) as { url: string; return_url: string }
    assert.equal(decodeURI(payment.return_url), site)
    child.kill('SIGTERM')
    assert.equal(await ended(child), 0)
  })
})

describe('tael serve, on the embedded database', () => {
  const account = {
    name: 'Harbour Tea House',
    flow: 'qfpay-account',
    host: 'https://gateway.example.com',
    app_code: '5A4D000000000000000000000000DE30',
    client_key: '5EC2E700000000000000000000000000',
  }
  let folder: string
  let env: Record<string, string>
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tael-serve-'))
    env = {
      TAEL_PUBLIC_URL: 'https://pay.example.com',
      TAEL_SECRET: 'a server secret that is used in tests only',
      TAEL_DATA: join(folder, 'data'),
      TAEL_PORT: String(await freePort()),
    }
  })
  after(() => rm(folder, { recursive: true }))

  it('says what is wrong with an account, and adds nothing', async () => {
    const { code, error } = await run(['account', 'add'], { env, input: '{"name":"x"}' })
    assert.equal(code, 1)
    assert.match(error, /app_code/)
    const untyped = await run(['account', 'add'], { env, input: '{"name":', program: LAUNCHER })
    assert.equal(untyped.code, 2)
    assert.match(untyped.error, /tael account add < account\.json/)
  })

  it('keeps an account and its payments over a restart, and stops on request', async () => {
    const added = await run(['account', 'add'], { env, input: JSON.stringify(account) })
    assert.equal(added.code, 0, added.error)
    const { account: id, api_key, notification_url } = JSON.parse(added.out)
    assert.equal(notification_url, `https://pay.example.com/notifications/${id}`)
    const ids: string[] = []
    for (let round = 0; round < 2; round++) {
      const child = await serve(env)
      const url = await started(child)
      const response = await fetch(`${url}/v1/payments`, {
        method: 'POST',
        headers: { authorization: `Bearer ${api_key}`, 'content-type': 'application/json' },
        body: '{"reference":"order-1","amount":1099,"currency":"HKD"}',
      })
      ids.push(((await response.json()) as { id: string }).id)
      child.kill('SIGTERM')
      assert.equal(await ended(child), 0)
    }
    assert.equal(ids.length, 2)
    assert.equal(ids[0], ids[1])
  })

  it('adds accounts and ends keys through the server that runs, without a restart', async () => {
    const operatorKey = 'an operator key of tests only'
    const child = await serve({ ...env, TAEL_OPERATOR_KEY: operatorKey })
    after(() => child.kill())
    const url = await started(child)
    const beside = { ...env, TAEL_OPERATOR_KEY: operatorKey, TAEL_PORT: new URL(url).port }
    const input = JSON.stringify({ ...account, name: 'Second Tea House' })
    const added = await run(['account', 'add'], { env: beside, input })
    const { account: id, api_key } = JSON.parse(added.out) as Record<string, string>
    assert.ok(id !== undefined && api_key !== undefined)
    const status = async () =>
      (await fetch(`${url}/v1/payments`, { headers: { authorization: `Bearer ${api_key}` } }))
        .status
    assert.equal(await status(), 200)
    const [shown = '', keys = ''] = await runSeveral(
      [
        ['account', 'show', id],
        ['key', 'list', id],
      ],
      beside,
    )
    assert.partialDeepStrictEqual(JSON.parse(shown), { name: 'Second Tea House' })
    const [key] = JSON.parse(keys) as [{ id: string }]
    const [, log = '', asJson = ''] = await runSeveral(
      [
        ['key', 'revoke', key.id],
        ['audit', 'list', '--about', key.id],
        ['audit', 'list', '--action', 'api_key.revoked', '--json'],
      ],
      beside,
    )
    assert.equal(await status(), 401)
    assert.match(
      log,
      new RegExp(
        `  Command or operator key revoked an API key\n  API key ${key.id} · ${id} · from 127.0.0.1 · api_key.revoked\n    Name: first\n`,
      ),
    )
    const [entry] = JSON.parse(asJson) as [{ subject: { id: string } }]
    assert.equal(entry.subject.id, key.id)

    const file = join(folder, 'backup.gz')
    const taken = await run(['backup', file], { env: beside })
    assert.equal(taken.code, 0, taken.error)
    const elsewhere = { ...env, TAEL_DATA: join(folder, 'restored') }
    const mistyped = await run(['restore', `${file}.gz`], { env: elsewhere })
    assert.equal(mistyped.code, 1)
    assert.match(mistyped.error, /Nothing was restored\. .*backup\.gz\.gz cannot be read: ENOENT/)
    assert.equal(existsSync(elsewhere.TAEL_DATA), false, 'no database is made')
    const [, restored] = await runSeveral(
      [
        ['restore', file],
        ['account', 'list'],
      ],
      elsewhere,
    )
    assert.match(restored ?? '', /Second Tea House/)

    const keyless = await run(['account', 'list'], { env: { ...env, TAEL_PORT: beside.TAEL_PORT } })
    assert.equal(keyless.code, 3)
    assert.match(keyless.error, /TAEL_OPERATOR_KEY/)
    child.kill('SIGTERM')
    assert.equal(await ended(child), 0)
  })

  it('does not start with another secret than the one that sealed its accounts', async () => {
    const wrong = { ...env, TAEL_SECRET: 'another server secret that is used in tests only' }
    const { code, error, out } = await run(['serve'], { env: wrong })
    assert.equal(code, 3, error)
    assert.match(error, /TAEL_SECRET does not open/)
    assert.doesNotMatch(out + error, /used in tests only|5EC2E700/)
  })
})

/** A process that stands still for a moment after each line that it writes, as on a busy machine. */
const STOPPED_AT_EACH_LINE = `data:text/javascript,${encodeURIComponent(`
  const write = process.stdout.write
  process.stdout.write = function (...line) {
    const written = write.apply(this, line)
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300)
    return written
  }`)}`

describe('tael migrate', () => {
  it('brings a database to this version and ends, beside a server that serves', async () => {
    const { url, drop } = await createServerDatabase()
    const env = {
      TAEL_PUBLIC_URL: 'https://pay.example.com',
      TAEL_SECRET: 'a server secret that is used in tests only',
      DATABASE_URL: url,
    }
    const first = await run(['migrate'], { env })
    assert.equal(first.code, 0, first.error)
    assert.match(first.out, /Applied: 0001_payments, .*0051_\w+/)
    const child = await serve(env)
    after(async () => {
      child.kill()
      await ended(child)
      await drop()
    })
    await started(child)
    const again = await run(['migrate'], { env })
    assert.equal(again.code, 0, again.error)
    assert.match(again.out, /Nothing to do/)
  })
})

describe('tael serve, on a server that falls silent', () => {
  it('stops on request, even if nothing reads its log', async () => {
    const { url, drop } = await createServerDatabase()
    const proxy = await openSilentProxy(url)
    after(async () => {
      await proxy.close()
      await drop()
    })
    const child = await serve({
      TAEL_PUBLIC_URL: 'https://pay.example.com',
      TAEL_SECRET: 'a server secret that is used in tests only',
      DATABASE_URL: proxy.url,
      NODE_OPTIONS: `--import=${STOPPED_AT_EACH_LINE}`,
    })
    await started(child)
    proxy.silence('swallows')
    proxy.answersNew(false)
    child.kill('SIGTERM')
    assert.equal(await ended(child), 0)
  })
})

describe('npm start', () => {
  const STORE = new URL('../examples/store/src/main.ts', import.meta.url).pathname

  it('says in one line what is wrong with its arguments', async () => {
    const program = ['--conditions=@tael/source', STORE]
    const { error, code } = await run(['--flow', 'method-1'], { program })
    assert.equal(code, 1)
    assert.match(error, /^--flow is qfpay-account \(method 2\) or own-account/)
    assert.equal(error.trim().split('\n').length, 1, error)
    assert.throws(() => readOptions(['--port', 'http']), /--port is a port/)
    assert.throws(() => readOptions(['--sport', '4000']), /Unknown option '--sport'/)
  })
})

/** On a port that was free a moment ago: one that was looked for earlier may be taken by now. */
async function serve(env: Record<string, string>): Promise<ChildProcess> {
  return tael(['serve'], { ...env, TAEL_PORT: String(await freePort()) })
}

async function started(child: ChildProcess): Promise<string> {
  const [, url = ''] = await printed(child, /"event":"checkout.started","url":"([^"]+)"/)
  return url
}
