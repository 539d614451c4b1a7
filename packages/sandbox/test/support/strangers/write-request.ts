import { createHash } from 'node:crypto'
import { DEMO } from '../../../src/index.ts'

export const MERCHANT = DEMO.merchant
/** One to whom QFPay has issued a store id. */
export const BRANCH = {
  name: 'Harbour Tea House, Stanley',
  appCode: '5A4D000000000000000000000000DE31',
  clientKey: '5EC2E700000000000000000000000001',
  mchids: ['STANLEY01'],
}
export const PHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 MicroMessenger/8.0.60(0x18003c2f) NetType/WIFI Language/zh_CN'

export type Pairs = readonly (readonly [string, string])[]
export type Order = {
  readonly code: string
  readonly openid: string
  readonly outTradeNo: string
  readonly syssn: string
  readonly payParams: Readonly<Record<string, string>>
}
export type Client = {
  readonly of: string
  /** The bytes of one request. */
  readonly sends: (order: Order) => string
  /** What it looks for in the answer. */
  readonly reads: RegExp
  readonly from?: typeof BRANCH
}

export const hash = (algorithm: string, value: string): string =>
  createHash(algorithm).update(value).digest('hex')

/** As QFPay's samples do it: sorted by name, and as they are, not as they are written on the wire. */
export function signed(pairs: Pairs, key: string = MERCHANT.clientKey, algorithm = 'md5'): string {
  const sorted = pairs.map(([name, value]) => `${name}=${value}`).sort()
  return hash(algorithm, sorted.join('&') + key)
}

export function encoded(pairs: Pairs, blank: '+' | '%20' = '+'): string {
  return pairs
    .map(([name, value]) => `${name}=${encodeURIComponent(value).replaceAll('%20', blank)}`)
    .join('&')
}

export const raw = (pairs: Pairs): string => pairs.map((pair) => pair.join('=')).join('&')
export const bytes = (body: string): number => Buffer.byteLength(body)

export function message(line: string, headers: readonly string[], body = ''): string {
  return [`${line} HTTP/1.1`, 'Host: 127.0.0.1', ...headers, 'Connection: close', '', body].join(
    '\r\n',
  )
}

export const FORM = 'Content-Type: application/x-www-form-urlencoded'
export const CODE = `X-QF-APPCODE: ${MERCHANT.appCode}`
export const upper = (value: string): string => value.toUpperCase()
const BOUNDARY = '------------------------d74496d66958873e'

/** As curl writes an array: multipart. */
export function curled(path: string, pairs: Pairs, headers: readonly string[]): string {
  const parts = pairs.map(
    ([name, value]) =>
      `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  )
  const body = `${parts.join('')}--${BOUNDARY}--\r\n`
  const own = [
    'Accept: */*',
    ...headers,
    `Content-Length: ${bytes(body)}`,
    `Content-Type: multipart/form-data; boundary=${BOUNDARY}`,
    'Expect: 100-continue',
  ]
  return message(`POST ${path}`, own, body)
}
