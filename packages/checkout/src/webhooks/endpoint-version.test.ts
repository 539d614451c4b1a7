import assert from 'node:assert/strict'
import { before, it } from 'node:test'
import { sql } from 'kysely'
import {
  callApi,
  openTestCheckout,
  openTestDeps,
  TEST_ACCOUNT,
  type TestDeps,
} from '../../test/support/checkout.ts'
import { describeOnDatabase } from '../../test/support/database.ts'
import { createHandClock, type HandClock } from '../../test/support/hand-clock.ts'
import { openTestPayment } from '../../test/support/payments.ts'
import type { Account } from '../accounts/account.ts'
import { NEWEST_VERSION, type ApiVersion } from '../accounts/api-version.ts'
import { readAccountOfKey } from '../accounts/read-accounts.ts'
import { readAudit } from '../audit/read-audit.ts'
import type { Checkout } from '../checkout.ts'
import type { EventDraft } from '../events/event-data.ts'
import { numberEvents } from '../events/event-store.ts'
import { queueWebhooks, type Subject } from './queue-webhooks.ts'
import { readDeliveries } from './read-webhooks.ts'

/** As a later change would begin it. */
const LATER: string = '2027-03-01'

describeOnDatabase('the version of an endpoint', (database) => {
  let clock: HandClock
  let checkout: Checkout
  let deps: TestDeps
  let account: Account
  let key: string

  before(async () => {
    clock = createHandClock()
    checkout = openTestCheckout(database(), { clock })
    deps = openTestDeps(database(), { clock })
    key = (await checkout.addAccount(TEST_ACCOUNT)).apiKey
    const found = await readAccountOfKey(deps, key)
    assert.ok(found)
    account = found.account
  })

  const call = (path: string, body?: object, method?: string) =>
    callApi(checkout, {
      path: `/v1/webhook_endpoints${path}`,
      key,
      ...(body && { body }),
      ...(method !== undefined && { method }),
    })
  const add = async (api_version?: string): Promise<string> => {
    const url = 'https://shop.example.com/hooks'
    const { body } = await call('', { url, event_types: ['payment.created'] })
    if (api_version !== undefined) {
      const row = database().db.updateTable('webhook_endpoint').set({ api_version })
      await row.where('id', '=', body.id).execute()
    }
    return body.id
  }
  const bodiesOf = async (endpointId: string) => {
    const { deliveries } = await readDeliveries(deps, { limit: 10, endpointId })
    return deliveries.map(({ payload }) => JSON.parse(payload))
  }

  it('is the one of the request that adds it, and is changed only by name', async () => {
    const url = 'https://shop.example.com/hooks'
    const { body: added } = await call('', { url })
    assert.equal(added.api_version, NEWEST_VERSION)
    const { body: named } = await call('', { url, api_version: NEWEST_VERSION })
    assert.equal(named.api_version, NEWEST_VERSION)
    const pinned = await add(LATER)
    assert.equal((await call(`/${pinned}`, { description: 'x' }, 'PATCH')).body.api_version, LATER)
    const changed = await call(`/${pinned}`, { api_version: NEWEST_VERSION }, 'PATCH')
    assert.equal(changed.body.api_version, NEWEST_VERSION)
    const { entries } = await readAudit(deps, { limit: 1, about: pinned })
    assert.partialDeepStrictEqual(entries, [
      { before: { apiVersion: LATER }, after: { apiVersion: NEWEST_VERSION } },
    ])
    for (const api_version of ['2020-01-01', 'newest', '']) {
      for (const answer of [
        await call('', { url, api_version }),
        await call(`/${pinned}`, { api_version }, 'PATCH'),
      ]) {
        assert.partialDeepStrictEqual(answer, {
          status: 400,
          body: { error: { param: 'api_version' } },
        })
      }
    }
  })

  it('decides which body it gets of the same event; an unknown one gets the newest', async () => {
    const [old, later, unknown] = [await add(), await add(LATER), await add('2030-01-01')]
    await openTestPayment(deps, account)
    assert.equal((await bodiesOf(later))[0].api_version, NEWEST_VERSION)
    const payment = await openTestPayment(deps, account, { reference: 'of-two-versions' })
    const subject: Subject = {
      of: 'payment',
      id: payment.id,
      accountId: account.id,
      sequence: payment.sequence + 1,
      describe: (_, version) => ({ shape: version === LATER ? 'new' : 'old' }),
    }
    const created: EventDraft = {
      type: 'payment.created',
      data: { reference: 'of-two-versions', amount: 1, currency: 'HKD' },
    }
    const events = numberEvents(deps, subject, [created])
    const { db } = database()
    await sql`
      with changed as (select), queued as (${queueWebhooks(deps, subject, events, [LATER as ApiVersion, NEWEST_VERSION])})
      select`.execute(db)
    for (const [endpoint, version, shape] of [
      [old, NEWEST_VERSION, 'old'],
      [later, LATER, 'new'],
      [unknown, LATER, 'new'],
    ] as const) {
      const bodies = await bodiesOf(endpoint)
      assert.equal(bodies.length, 3)
      assert.partialDeepStrictEqual(bodies[0], { api_version: version, data: { shape } })
    }
  })
})
