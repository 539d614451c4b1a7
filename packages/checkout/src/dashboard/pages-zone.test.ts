import assert from 'node:assert/strict'
import { it } from 'node:test'
import { TEST_ACCOUNT } from '../../test/support/checkout.ts'
import { openTestDashboard } from '../../test/support/dashboard.ts'
import { describeOnDatabase } from '../../test/support/database.ts'
import { createHandClock } from '../../test/support/hand-clock.ts'
import { openTestPayment } from '../../test/support/payments.ts'
import { addAccount } from '../accounts/add-account.ts'

for (const zone of [{ utc_offset: '-05:00' }, { time_zone: 'America/Toronto' }]) {
  const name = `pages about all accounts, of which there is one: ${JSON.stringify(zone)}`
  describeOnDatabase(name, (database) => {
    it('show its time, and count days by it', async () => {
      const clock = createHandClock()
      const { deps, browser } = await openTestDashboard(database(), { role: 'administer', clock })
      const { account } = await addAccount(deps, { ...TEST_ACCOUNT, ...zone })
      await openTestPayment(deps, account)
      const read = async (path: string) => (await browser.open(`/dashboard${path}`)).text()
      for (const path of [
        '/payments',
        '/audit',
        '/accounts',
        '/operators',
        '/sessions',
        '/settings',
      ]) {
        const text = await read(path)
        if (text.includes('<time')) assert.match(text, /GMT-5/, path)
        assert.doesNotMatch(text, /GMT\+8/, path)
      }
      // Noon in Hong Kong is still the day before in New York.
      assert.match(await read('/audit?from=2026-03-01&to=2026-03-01'), /account/)
      assert.doesNotMatch(await read('/audit?from=2026-03-02'), /<time/)
    })
  })
}
