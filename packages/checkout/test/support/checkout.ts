import { randomBytes } from 'node:crypto'
import type { NewAccount } from '../../src/accounts/account-settings.ts'
import { COMMAND, type Acting } from '../../src/audit/actor.ts'
import {
  createCheckout,
  createDeps,
  type Checkout,
  type CheckoutOptions,
} from '../../src/checkout.ts'
import type { Database } from '../../src/database/database.ts'
import type { Deps } from '../../src/deps.ts'
import { silentLog } from '../../src/platform/log.ts'
import { systemClock } from '../../src/platform/system-clock.ts'

export const PUBLIC_URL = 'https://pay.example.com'
export const OPERATOR_KEY = 'operator-key-for-tests-only'

/** A checkout on a test's database, with a network that is not there unless the test brings one. */
export function openTestCheckout(
  database: Database,
  options: Partial<CheckoutOptions> = {},
): Checkout {
  return createCheckout(testOptions(database, options))
}

/** What actions are given, and the command as the one that acts. */
export type TestDeps = Deps & Acting

/** What the actions of such a checkout are given: for tests that call them one by one. */
export function openTestDeps(database: Database, options: Partial<CheckoutOptions> = {}): TestDeps {
  return { ...createDeps(testOptions(database, options)), actor: COMMAND }
}

export function testOptions(
  database: Database,
  options: Partial<CheckoutOptions>,
): CheckoutOptions {
  const { fetch = () => Promise.reject(new TypeError('This test has no network')) } = options
  return {
    database,
    publicUrl: PUBLIC_URL,
    secrets: ['a server secret that is used in tests only'],
    operatorKey: OPERATOR_KEY,
    clock: systemClock,
    fetch,
    webhooks: { fetch, allowPrivate: false },
    random: () => 0.5,
    randomBytes,
    log: silentLog,
    ...options,
  }
}

/** A merchant as QFPay's documents show one; nothing in it is real. */
export const TEST_ACCOUNT: NewAccount = {
  name: 'Harbour Tea House',
  flow: 'qfpay-account',
  host: 'https://gateway.example.com',
  app_code: 'A1B2C3D4E5F60718293A4B5C6D7E8F90',
  client_key: '7F3C9A5E1B2D4C6F8A0B1C2D3E4F5061',
  return_origins: ['https://shop.example.com'],
}

/** Calls the merchant's API as a merchant's server does. */
export async function callApi(
  checkout: Checkout,
  request: {
    readonly method?: string
    readonly path: string
    readonly key?: string
    readonly body?: unknown
    readonly headers?: Readonly<Record<string, string>>
  },
): Promise<{ readonly status: number; readonly headers: Headers; readonly body: Json }> {
  const { method = request.body === undefined ? 'GET' : 'POST', path, key, body } = request
  const response = await checkout.fetch(
    new Request(PUBLIC_URL + path, {
      method,
      headers: {
        ...(key !== undefined && { authorization: `Bearer ${key}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...request.headers,
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    }),
  )
  return {
    status: response.status,
    headers: response.headers,
    body: (response.status === 204 ? undefined : await response.json()) as Json,
  }
}

// A test looks into answers by name; that the name is there is what it tests.
// oxlint-disable-next-line typescript/no-explicit-any
export type Json = any
