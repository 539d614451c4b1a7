import { hash } from 'node:crypto'
import {
  createQfpayClient,
  createWechatOauth,
  isQfpayError,
  verifyNotification,
  type QfpayClient,
} from '@tael/qfpay'
import fc from 'fast-check'
import {
  createSealing,
  isPublicAddress,
  parseId,
  parseStrictJson,
  payerBrowser,
  payerLanguage,
  readState,
  SealError,
  targetProblem,
} from '../../packages/checkout/test/support/readers.ts'
import { readPayParams, readPhoneHost } from '../../packages/sandbox/test/support/readers.ts'
import { hostileBytes, hostileJson, hostileMembers, hostileText } from './hostile.ts'

/** Something that reads what comes from outside, and what it may answer with. */
export type Reader<Input = unknown> = {
  readonly name: string
  readonly input: fc.Arbitrary<Input>
  /** Reads it; what it throws must be one of its own errors. */
  readonly read: (input: Input) => unknown
  readonly mayThrow?: (error: unknown) => boolean
}

const CLIENT_KEY = '7F3C9A5E1B2D4C6F8A0B1C2D3E4F5061'
const ROW = {
  syssn: '20260302000300020093661188',
  out_trade_no: 'att_01m8t5w2f4e8ta3x0c9v7k6hqz',
  pay_type: '800207',
  order_type: 'payment',
  txdtm: '2026-03-02 12:00:00',
  txamt: '1099',
  sysdtm: '2026-03-02 12:00:01',
  cancel: '0',
  respcd: '0000',
  errmsg: 'success',
  txcurrcd: 'HKD',
  chnlsn: '4200000000202603020000000001',
}
const PAY_PARAMS = {
  appId: 'wx3c6896fa9b4bc2a4',
  timeStamp: '1772424000',
  nonceStr: 'f1e2d3c4b5a6',
  package: 'prepay_id=wx02120000000000a1b2c3d4e5f6',
  signType: 'MD5',
  paySign: '0'.repeat(32),
}
const REPLY = { resperr: 'success', respmsg: '', pay_params: PAY_PARAMS, ...ROW }

const sealing = createSealing(
  ['a server secret that is used in tests only'],
  (size) => new Uint8Array(size),
)

export const READERS: readonly Reader[] = [
  reader({
    name: "the API's JSON",
    input: fc.oneof(hostileBytes, hostileJson({ reference: 'order-1', amount: 1099 }).map(utf8)),
    read: parseStrictJson,
    mayThrow: (error) => error instanceof SyntaxError,
  }),
  reader({
    name: 'an id',
    input: hostileText,
    read: (text) => parseId('pay', text),
  }),
  reader({
    name: 'a state that comes back from WeChat',
    input: hostileText,
    read: (text) =>
      readState({ sealing }, text, {
        paymentId: 'pay_01m8t5w2f4e8ta3x0c9v7k6hqz',
        browser: text,
        now: new Date(0),
      }),
  }),
  reader({
    name: 'a sealed value',
    input: fc.oneof(
      hostileText,
      hostileText.map((text) => `${sealing.mark}${text}`),
    ),
    read: (text) => sealing.open(text, 'acc client_key'),
    mayThrow: (error) => error instanceof SealError,
  }),
  reader({
    name: "a browser's own words",
    input: hostileText,
    read: (text) => [
      payerBrowser(text),
      payerBrowser(`MicroMessenger/${text}`),
      payerLanguage({ userAgent: `MicroMessenger/8 Language/${text}`, acceptLanguage: text }),
      payerLanguage({ acceptLanguage: text }),
    ],
  }),
  reader({
    name: 'an address for webhooks',
    input: fc.oneof(
      hostileText,
      hostileText.map((text) => `https://${text}/`),
    ),
    read: (text) => [targetProblem(text, { allowPrivate: false }), isPublicAddress(text)],
  }),
  reader({
    name: 'a notification that QFPay signed',
    input: fc.oneof(
      hostileJson({ ...ROW, notify_type: 'payment', status: '1' }).map(utf8),
      hostileBytes,
    ),
    read: (body) =>
      verifyNotification({
        body,
        signature: hash('md5', Buffer.concat([body, Buffer.from(CLIENT_KEY)]), 'hex'),
        clientKey: CLIENT_KEY,
      }),
    mayThrow: isQfpayError,
  }),
  reader({
    name: 'a notification that somebody else signed',
    input: fc.tuple(hostileBytes, hostileText),
    read: ([body, signature]) => verifyNotification({ body, signature, clientKey: CLIENT_KEY }),
    mayThrow: isQfpayError,
  }),
  ...ofClient('a payment', (client) =>
    client.createPayment({
      outTradeNo: ROW.out_trade_no,
      amount: 1099,
      currency: 'HKD',
      createdAt: 0,
      openid: 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o',
    }),
  ),
  ...ofClient('an enquiry', (client) => client.enquire({ syssn: ROW.syssn })),
  ...ofClient('a refund', (client) =>
    client.refund({ syssn: ROW.syssn, outTradeNo: 'ref_1', amount: 1099, requestedAt: 0 }),
  ),
  ...ofClient('an openid', (client) => client.exchangeCode({ code: '061aBcDe' })),
  reader({
    name: "WeChat's answer to a code",
    input: hostileAnswer({ openid: 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o', access_token: 'x', scope: 'y' }),
    read: (answer) =>
      createWechatOauth({
        appid: PAY_PARAMS.appId,
        secret: '5EC2E700000000000000000000000000',
        fetch: answering(answer),
        clock: impatient,
      }).exchangeCode({ code: '061aBcDe' }),
    mayThrow: isQfpayError,
  }),
  reader({
    name: 'pay_params, at the sandbox',
    input: fc.oneof(hostileMembers(PAY_PARAMS), hostileText),
    read: readPayParams,
  }),
  reader({
    name: "a host of the phone's",
    input: fc.oneof(
      hostileText,
      hostileText.map((text) => `${text}.wechat.localhost`),
    ),
    read: readPhoneHost,
  }),
]

type Answer = {
  readonly status: number
  readonly body: Uint8Array<ArrayBuffer>
  readonly sign: string
}

function hostileAnswer(sound: Readonly<Record<string, unknown>>): fc.Arbitrary<Answer> {
  return fc.record({
    status: fc.constantFrom(200, 200, 200, 201, 204, 301, 400, 404, 429, 500, 502),
    body: fc.oneof({ weight: 4, arbitrary: hostileJson(sound).map(utf8) }, hostileBytes),
    sign: fc.constantFrom('', '', '0'.repeat(32), '不是'),
  })
}

/** The client gives a value or one of its own errors, whatever QFPay answers. */
function ofClient(what: string, ask: (client: QfpayClient) => Promise<unknown>): readonly Reader[] {
  return [
    reader({
      name: `QFPay's answer to ${what}`,
      input: hostileAnswer({ ...REPLY, data: [ROW] }),
      read: (answer) =>
        ask(
          createQfpayClient({
            host: 'https://gateway.example.com',
            appCode: 'A1B2C3D4E5F60718293A4B5C6D7E8F90',
            clientKey: CLIENT_KEY,
            fetch: answering(answer),
            clock: impatient,
          }),
        ),
      mayThrow: isQfpayError,
    }),
  ]
}

/** It waits for nothing: what is tried is the reading, not the pauses between tries. */
const impatient = {
  now: () => Date.now(),
  sleep: (_ms: number, signal?: AbortSignal) =>
    signal === undefined ? Promise.resolve() : new Promise<void>(() => undefined),
}

function answering({ status, body, sign }: Answer): typeof fetch {
  return () => {
    const headers = new Headers(/^[ -~]+$/.test(sign) ? { 'x-qf-sign': sign } : {})
    return Promise.resolve(new Response(status === 204 ? null : body, { status, headers }))
  }
}

function utf8(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text)
}

/** Forgets which input a reader takes: they are run alike. */
function reader<Input>(typed: Reader<Input>): Reader {
  return typed as Reader
}
