import { text } from 'node:stream/consumers'
import type { NewAccount } from '@tael/checkout'
import { fail, say } from '../output.ts'
import { openCheckout, readConfig } from './serve.ts'

/** `tael account add`: reads an account as JSON from standard input, as arguments show in `ps`. */
export async function addAccount(): Promise<void> {
  const config = readConfig()
  const input = readInput(await text(process.stdin))
  const { checkout, database } = await openCheckout({ ...config, logLevel: 'error' })
  try {
    const { accountId, apiKey } = await checkout.addAccount(input)
    say(JSON.stringify({ account: accountId, api_key: apiKey }))
  } catch (error) {
    if (!(error instanceof Error) || !('issues' in error)) throw error
    const issues = error.issues as readonly { path: readonly PropertyKey[]; message: string }[]
    fail(
      'The account was not added:',
      issues.map(({ path, message }) => `${path.join('.') || 'account'}: ${message}`),
    )
  } finally {
    await database.close()
  }
}

function readInput(input: string): NewAccount {
  try {
    // Its members are checked when it is added.
    return JSON.parse(input) as NewAccount
  } catch {
    return fail('Give the account as JSON on standard input: tael account add < account.json')
  }
}
