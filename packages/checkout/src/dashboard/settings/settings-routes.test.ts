import assert from 'node:assert/strict'
import { it } from 'node:test'
import { openTestDashboard } from '../../../test/support/dashboard.ts'
import { describeOnEachDatabase } from '../../../test/support/database.ts'
import { streamBackup } from '../../backups/stream-backup.ts'

describeOnEachDatabase("the operators' page about the server", (database) => {
  it('tells its version, and its database with its size, connections and last backup', async () => {
    const { deps, browser } = await openTestDashboard(database(), { role: 'read' })
    const read = async () => {
      const text = await (await browser.open('/dashboard/settings')).text()
      return text.replaceAll(/<[^>]*>|\s+/g, ' ').replaceAll(/ +/g, ' ')
    }
    const engine =
      deps.database.engine === 'pglite' ? /Embedded PostgreSQL \d/ : /PostgreSQL \d[\d.]*, a server/
    const before = await read()
    assert.match(before, /Version of Tael \d+\.\d+\.\d+/)
    assert.match(before, engine)
    assert.match(before, /Size \d+\.\d [MG]B Connections of this process \d+/)
    assert.equal(/ \d+ of at most \d+ /.test(before), deps.database.engine === 'postgres')
    assert.match(before, /Last backup by Tael None so far/)
    for await (const _ of await streamBackup(deps)) void _
    assert.match(await read(), /Last backup by Tael (?!None)/)
  })
})
