import { createHash, generateKeyPairSync } from 'node:crypto'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { CREDENTIALS } from './gateway-stub.ts'

const PLACE = new URL('peers/', import.meta.url)
export const INSTALL = 'npm ci --prefix bench/client/peers'

const ORDER = {
  out_trade_no: 'att_01JD8Q2ZK5T7M3N9V4X6B8C0DF',
  body: 'Jasmine tea',
  total_fee: '1099',
  openid: 'oSBX0123456789abcdefghijklmn',
}
const ACCOUNT = {
  appid: 'wxdec0de0000000001',
  mchid: '1900000001',
  notify_url: 'https://pay.example.com/notifications/acc_1',
}

/** What is used of two packages that bring no types of their own to this repository. */
type Tenpay = new (options: object) => {
  readonly unifiedOrder: (order: object) => Promise<unknown>
}
type AxiosPlugin = {
  readonly Formatter: { readonly nonce: () => string }
  readonly Wechatpay: new (options: object) => {
    readonly v2: {
      readonly pay: {
        readonly unifiedorder: { readonly post: (order: object) => Promise<unknown> }
      }
    }
  }
}

/**
 * Clients of WeChat Pay itself, which sign, send and read an order in the same way, in XML. Their
 * network is a stub that answers immediately, as ours. Empty where they are not installed.
 */
export function openPeers(): Readonly<Record<string, () => Promise<unknown>>> {
  if (!existsSync(new URL('node_modules', PLACE))) return {}
  const load = createRequire(fileURLToPath(new URL('package.json', PLACE)))
  return { tenpay: openTenpay(load), 'wechatpay-axios-plugin': openAxiosPlugin(load) }
}

function openTenpay(load: NodeJS.Require): () => Promise<unknown> {
  const { appid, mchid, notify_url } = ACCOUNT
  const urllib = load('urllib') as { request: () => Promise<object> }
  urllib.request = () => Promise.resolve({ status: 200, data: REPLY_XML })
  const Payment = load('tenpay') as Tenpay
  const client = new Payment({ appid, mchid, notify_url, partnerKey: CREDENTIALS.clientKey })
  return () => client.unifiedOrder({ ...ORDER })
}

/** Its way of signing with a shared key; the newer one signs with RSA, which takes far longer. */
function openAxiosPlugin(load: NodeJS.Require): () => Promise<unknown> {
  const { appid, mchid, notify_url } = ACCOUNT
  const { Formatter, Wechatpay } = load('wechatpay-axios-plugin') as AxiosPlugin
  const { publicKey, privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })
  const client = new Wechatpay({
    mchid,
    secret: CREDENTIALS.clientKey,
    // It wants those of the newer way as well.
    serial: 'A1',
    privateKey,
    certs: { B2: publicKey },
    adapter: (config: object) =>
      Promise.resolve({
        ...{ status: 200, statusText: 'OK', headers: {}, data: REPLY_XML, config, request: {} },
      }),
  })
  return () =>
    client.v2.pay.unifiedorder.post({
      ...ORDER,
      appid,
      mch_id: mchid,
      notify_url,
      nonce_str: Formatter.nonce(),
      sign_type: 'MD5',
      spbill_create_ip: '127.0.0.1',
      trade_type: 'JSAPI',
    })
}

const REPLY_XML = replyXml({
  appid: ACCOUNT.appid,
  mch_id: ACCOUNT.mchid,
  nonce_str: 'a8f3c1d5e7b94f60',
  prepay_id: 'wx2218300112345678901234567890123456',
  result_code: 'SUCCESS',
  return_code: 'SUCCESS',
  return_msg: 'OK',
  trade_type: 'JSAPI',
})

/** As WeChat signs: the members in the order of their names, and the key. */
function replyXml(members: Readonly<Record<string, string>>): string {
  const signed = Object.entries(members).map(([name, value]) => `${name}=${value}`)
  const sign = createHash('md5')
    .update(`${signed.join('&')}&key=${CREDENTIALS.clientKey}`)
    .digest('hex')
    .toUpperCase()
  const elements = Object.entries({ ...members, sign }).map(
    ([name, value]) => `<${name}><![CDATA[${value}]]></${name}>`,
  )
  return `<xml>${elements.join('')}</xml>`
}
