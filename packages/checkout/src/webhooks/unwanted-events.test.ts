import assert from 'node:assert/strict'
import { it } from 'node:test'
import { openTestDeps } from '../../test/support/checkout.ts'
import { describeOnEachDatabase } from '../../test/support/database.ts'
import { openTestAccount, openTestPayment } from '../../test/support/payments.ts'
import { createNewPayment } from '../payments/create-payment.ts'
import { addEndpoint, changeEndpoint } from './change-endpoints.ts'
import { readDeliveries } from './read-webhooks.ts'

const RECEIVED = { url: 'https://shop.example.com/hooks', description: undefined }
const CREATED = 'payment.created'
const REQUEST = { amount: 1099, currency: 'HKD', expiresIn: 3600, metadata: {} }

describeOnEachDatabase('an event that no endpoint wanted before', (database) => {
  it('is queued when another process has added an endpoint that wants it, or changed one', async () => {
    const [here, there] = [openTestDeps(database()), openTestDeps(database())]
    const account = await openTestAccount(here)
    await openTestPayment(here, account)
    assert.ok(here.unwantedEvents.has(account.id, CREATED))

    const added = { ...RECEIVED, accountId: account.id, eventTypes: [CREATED] }
    const endpoint = await addEndpoint(there, added)
    assert.ok(endpoint)
    const first = await openTestPayment(here, account)
    assert.ok(!here.unwantedEvents.has(account.id, CREATED))

    await changeEndpoint(there, endpoint.id, { eventTypes: ['payment.succeeded'] })
    await openTestPayment(here, account)
    assert.ok(here.unwantedEvents.has(account.id, CREATED))

    await changeEndpoint(there, endpoint.id, { eventTypes: [CREATED] })
    const request = { ...REQUEST, reference: 'in one statement' }
    const second = await createNewPayment(here, account, request, () => undefined)

    const { deliveries } = await readDeliveries(here, { limit: 10, endpointId: endpoint.id })
    const told = deliveries.map(({ payload }) => JSON.parse(payload).data.payment.id)
    assert.deepEqual(told.toSorted(), [first.id, second?.id].toSorted())
  })
})
