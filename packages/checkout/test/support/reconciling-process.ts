// A process that reconciles until it is killed: on the database, and with the gateway, that it is given.
import { setTimeout } from 'node:timers/promises'
import { openDatabase } from '../../src/database/database.ts'
import { silentLog } from '../../src/platform/log.ts'
import { systemClock } from '../../src/platform/system-clock.ts'
import { runDueReconciliations } from '../../src/reconciliation/run-due-reconciliations.ts'
import { openTestDeps, TEST_ACCOUNT } from './checkout.ts'

const [url = '', gateway = ''] = process.argv.slice(2)
const database = await openDatabase(
  { url },
  { clock: systemClock, random: () => 0.5, log: silentLog },
)
const deps = openTestDeps(database, {
  fetch: (input, init) => {
    const asked = input instanceof Request ? input.url : input.toString()
    return fetch(asked.replace(TEST_ACCOUNT.host, gateway), init)
  },
})
for (;;) {
  await runDueReconciliations(deps)
  await setTimeout(20)
}
