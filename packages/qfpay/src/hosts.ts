/** Where QFPay keeps an account; an account works only in its own country. */
export type Region = keyof typeof QFPAY_HOSTS

const SINGAPORE = {
  production: 'https://openapi-sg.qfapi.com',
  test: 'https://test-openapi-sg.qfapi.com',
} as const

/**
 * QFPay's API hosts by region and environment. Source: QFPay, Environments (Hong Kong, 2026) and
 * its introduction of 2024 (the other regions).
 *
 * `test` is QFPay's live testing: real wallets and real debits, which QFPay never settles, so refund
 * them immediately. `cards` simulates card payments only and has no WeChat Pay.
 */
export const QFPAY_HOSTS = {
  CN: { production: 'https://openapi.qfpay.com', test: 'https://openapi-test.qfpay.com' },
  HK: {
    production: 'https://openapi-hk.qfapi.com',
    test: 'https://test-openapi-hk.qfapi.com',
    cards: 'https://openapi-int.qfapi.com',
  },
  JP: { production: 'https://openapi-jp.qfapi.com' },
  TH: { production: 'https://openapi-th.qfapi.com', test: 'https://test-openapi-th.qfapi.com' },
  AE: { production: 'https://openapi-db.qfapi.com', test: 'https://test-openapi-db.qfapi.com' },
  SG: SINGAPORE,
  MY: SINGAPORE,
  PH: SINGAPORE,
  CA: SINGAPORE,
  ID: { production: 'https://openapi-id.qfapi.com', test: 'https://test-openapi-id.qfapi.com' },
  EU: { production: 'https://openapi-eur.qfapi.com', test: 'https://test-openapi-eur.qfapi.com' },
} as const

/** Regions whose clock is not at `+08:00`. Europe has its winter offset all year. */
const OFFSETS: Partial<Record<Region, string>> = {
  JP: '+09:00',
  TH: '+07:00',
  ID: '+07:00',
  AE: '+04:00',
  EU: '+01:00',
}

/**
 * The time zone that a host most likely writes. QFPay documents `+08:00` for Hong Kong and the
 * mainland, and elsewhere "local time" without saying which.
 */
export function utcOffsetOf(host: string): string {
  const origin = URL.canParse(host) ? new URL(host).origin : host
  const regions = Object.keys(QFPAY_HOSTS) as Region[]
  const region = regions.find((each) => Object.values<string>(QFPAY_HOSTS[each]).includes(origin))
  return (region && OFFSETS[region]) ?? '+08:00'
}
