import assert from 'node:assert/strict'
import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createInterface } from 'node:readline'
import { after, before, describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'
import { endWithUs } from '@tael/testing/end-with-us'
import { createWechatVisitor } from '../../packages/cli/src/index.ts'

const TAEL = fileURLToPath(new URL('../../packages/cli/bin/tael.mjs', import.meta.url))
const PROGRAM = fileURLToPath(new URL('../../examples/python-client/qfpay.py', import.meta.url))
const APP_CODE = 'PYTHONAPPCODE000000000000000DE30'
const CLIENT_KEY = 'PYTHONCLIENTKEY0000000000000DE30'

const hasPython = spawnSync('python3', ['--version']).status === 0
const skip = hasPython ? false : 'python3 is not installed here'

type Answer = Readonly<Record<string, unknown>>

describe('a client in Python against the command tael sandbox', { skip }, () => {
  for (const [account, mchid] of [
    ['without a mchid', undefined],
    ['with a mchid', 'ZaMVg12345'],
  ] as const) {
    describe(account, () => {
      const shop = createShop()
      let sandbox: ChildProcess
      let host: string
      before(async () => {
        await shop.listen()
        const args = ['--port', '0', '--app-code', APP_CODE, '--client-key', CLIENT_KEY]
        if (mchid !== undefined) args.push('--mchid', mchid)
        sandbox = endWithUs(
          spawn(process.execPath, [TAEL, 'sandbox', ...args], {
            stdio: ['ignore', 'pipe', 'inherit'],
          }),
        )
        host = await addressIn(sandbox)
        // Real time runs here: QFPay refuses refunds around midnight, and finds orders of the current month only.
        const settings = { refundNightWindow: false, monthBindsOrderNumbers: false }
        await control('PATCH', '/settings', settings)
      })
      after(async () => {
        if (sandbox.exitCode === null) {
          sandbox.kill('SIGTERM')
          await once(sandbox, 'exit')
        }
        await shop.close()
      })

      async function control(method: string, path: string, body: object): Promise<void> {
        const response = await fetch(`${host}/_sandbox${path}`, {
          method,
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
        })
        assert.ok(response.ok, await response.text())
      }

      /** Runs one command of the program and reads what it printed. */
      async function run(
        args: readonly string[],
        { input = '', key = CLIENT_KEY }: { readonly input?: string; readonly key?: string } = {},
      ): Promise<{ readonly status: number; readonly printed: string }> {
        const program = spawn('python3', [PROGRAM, ...args], {
          env: {
            ...process.env,
            no_proxy: '127.0.0.1',
            PYTHONUTF8: '1',
            QFPAY_HOST: host,
            QFPAY_CASHIER_HOST: host,
            QFPAY_APP_CODE: APP_CODE,
            QFPAY_CLIENT_KEY: key,
            QFPAY_MCHID: mchid ?? '',
          },
        })
        program.stdin.end(input)
        let printed = ''
        for (const stream of [program.stdout, program.stderr]) {
          stream.setEncoding('utf8').on('data', (text: string) => (printed += text))
        }
        const [status] = (await once(program, 'close')) as [number]
        return { status, printed: printed.trim() }
      }

      async function answered(args: readonly string[], input?: string): Promise<Answer> {
        const { status, printed } = await run(args, input === undefined ? {} : { input })
        assert.equal(status, 0, printed)
        const answer = JSON.parse(printed) as Answer
        assert.equal(answer['respcd'], '0000')
        return answer
      }

      async function rowOf(outTradeNo: string): Promise<Answer> {
        const { data } = await answered(['query', `out_trade_no=${outTradeNo}`])
        const [row] = data as readonly [Answer]
        return row
      }

      it('takes a payment, proves it, is notified of it and refunds a part', async () => {
        const redirectUri = `${shop.url()}/back?order=A1001&from=茶`
        const phone = createWechatVisitor({ fetch, now: () => Date.now() })
        const oauth = await run(['oauth', `redirect_uri=${redirectUri}`])
        const back = new URL((await phone.open(oauth.printed)).url)
        assert.equal(back.searchParams.get('from'), '茶')
        const code = back.searchParams.get('code') ?? ''
        const { openid } = await answered(['openid', `code=${code}`])
        assert.match(String(openid), /^o[\w-]{27}$/)

        const payment = await answered([
          'payment',
          ...['out_trade_no=A1001', 'txamt=1099', 'txcurrcd=HKD', `sub_openid=${String(openid)}`],
          ...['goods_name=測試商品A', `notify_url=${shop.url()}/notify?a=1&b=%2F+x`],
        ])
        assert.equal((await rowOf('A1001'))['respcd'], '1143')

        const cashier = await run(
          [
            'cashier',
            ...['mchntnm=茶莊 & 朋友', 'txamt=1099', 'currency=HKD'],
            `redirect_url=${shop.url()}/done?order=A1001`,
          ],
          { input: JSON.stringify(payment) },
        )
        const page = await phone.open(cashier.printed)
        assert.equal(page.status, 200)
        assert.match(page.text, /茶莊 &amp; 朋友[\s\S]*HKD 10\.99/)

        await control('POST', '/orders/A1001/pay', {})
        const { body, signature } = await shop.notified(1)
        const notification = await answered(['notification', signature], body)
        assert.partialDeepStrictEqual(notification, {
          notify_type: 'payment',
          out_trade_no: 'A1001',
          goods_name: '測試商品A',
        })
        const paid = await rowOf('A1001')
        assert.partialDeepStrictEqual(paid, { respcd: '0000', txamt: '1099', cancel: '0' })

        const syssn = `syssn=${String(payment['syssn'])}`
        await answered(['refund', syssn, 'out_trade_no=R1001', 'txamt=500'])
        assert.equal((await rowOf('A1001'))['cancel'], '5')
        const refunded = await shop.notified(2)
        const notice = await answered(['notification', refunded.signature], refunded.body)
        assert.partialDeepStrictEqual(notice, { notify_type: 'refund', txamt: '500' })

        const forged = body.replace('"1099"', '"9999"')
        const dropped = await run(['notification', signature], { input: forged })
        assert.deepEqual(dropped, {
          status: 1,
          printed: 'This does not come from QFPay: drop it.',
        })
      })

      it('learns from QFPay’s own code what was wrong', async () => {
        const refusals: readonly (readonly [readonly string[], string])[] = [
          [['openid', 'code=021invented'], '1104'],
          [['refund', 'syssn=20260302', 'out_trade_no=R1', 'txamt=1'], '1268'],
        ]
        for (const [args, respcd] of refusals) {
          const { status, printed } = await run(args)
          assert.equal(status, 1)
          assert.equal((JSON.parse(printed) as Answer)['respcd'], respcd)
        }
        const { status, printed } = await run(['query', 'out_trade_no=A1'], { key: 'WRONGKEY' })
        assert.equal(status, 1)
        assert.equal((JSON.parse(printed) as Answer)['respcd'], '1108')
      })
    })
  }
})

/** Where the command says that it listens. */
async function addressIn({ stdout }: ChildProcess): Promise<string> {
  assert.ok(stdout)
  for await (const line of createInterface({ input: stdout })) {
    const [address] = /http:\/\/127\.0\.0\.1:\d+/.exec(line) ?? []
    if (address !== undefined) {
      stdout.resume()
      return address
    }
  }
  throw new Error('the command ended without saying where it listens')
}

type Notified = { readonly body: string; readonly signature: string }

/** The merchant's site: it greets every visitor and keeps the notifications. */
function createShop(): {
  readonly url: () => string
  readonly listen: () => Promise<void>
  readonly close: () => Promise<void>
  /** The nth notification, from 1, as soon as it is there. */
  readonly notified: (nth: number) => Promise<Notified>
} {
  const came: PromiseWithResolvers<Notified>[] = []
  let heard = 0
  const nth = (number: number): PromiseWithResolvers<Notified> =>
    (came[number] ??= Promise.withResolvers<Notified>())
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      response.end('SUCCESS')
      if (request.method !== 'POST') return
      const signature = String(request.headers['x-qf-sign'])
      nth(++heard).resolve({ body: Buffer.concat(chunks).toString(), signature })
    })
  })
  return {
    url: () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    listen: async () => {
      await once(server.listen(0, '127.0.0.1'), 'listening')
    },
    close: async () => {
      server.closeAllConnections()
      await once(server.close(), 'close')
    },
    notified: (number) => nth(number).promise,
  }
}
