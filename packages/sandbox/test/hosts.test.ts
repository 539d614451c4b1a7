import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { it } from 'node:test'
import { promisify } from 'node:util'
import { createSandbox, serveSandbox } from '../src/index.ts'

// As a library has it in its code: no option leads it elsewhere.
const CLIENT = `
  import https from 'node:https'
  import { text } from 'node:stream/consumers'
  import { get } from 'node:https'
  const TOKEN = 'https://api.weixin.qq.com/cgi-bin/token?grant_type=client_credential&appid=wx0&secret=none'
  const through = (how, url, agent) => new Promise((resolve, reject) => {
    how(url, { agent }, (answer) => resolve(text(answer))).on('error', reject)
  })
  const keepAlive = new https.Agent({ keepAlive: true })
  const said = {
    fetched: await (await fetch(TOKEN)).text(),
    got: await through(https.get, TOKEN),
    imported: await through(get, TOKEN),
    first: await through(https.get, TOKEN, keepAlive),
    second: await through(https.get, TOKEN, keepAlive),
    qfpay: await (await fetch('https://openapi-hk.qfapi.com/trade/v1/query', {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'mchid=none',
    })).text(),
    control: (await fetch('https://api.weixin.qq.com/_sandbox/ledger')).status,
    elsewhere: await fetch(process.env.SANDBOX_URL.replace('http:', 'https:')).then(
      () => 'led to the sandbox',
      () => 'encrypted',
    ),
  }
  keepAlive.destroy()
  console.log(JSON.stringify(said))
`

it('a process that preloads @tael/sandbox/hosts meets the sandbox at WeChat’s and QFPay’s hosts, and says so', async (t) => {
  const server = await serveSandbox({ sandbox: createSandbox(), port: 0 })
  t.after(() => server.close())
  const { stdout, stderr } = await promisify(execFile)(
    process.execPath,
    [
      '--conditions=@tael/source',
      '--import',
      '@tael/sandbox/hosts',
      '--input-type=module',
      '--eval',
      CLIENT,
    ],
    { env: { ...process.env, SANDBOX_URL: server.url } },
  )
  const said = JSON.parse(stdout)
  for (const way of ['fetched', 'got', 'imported', 'first', 'second']) {
    assert.match(said[way], /"errcode": ?40013/, way)
  }
  assert.match(said.qfpay, /"respcd": ?"\d{4}"/)
  assert.equal(said.control, 421)
  assert.equal(said.elsewhere, 'encrypted')
  assert.ok(stderr.startsWith('Play money: '), stderr)
  assert.ok(stderr.includes(` go to the sandbox at ${server.url}\n`), stderr)
})
