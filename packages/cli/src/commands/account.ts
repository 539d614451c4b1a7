import { text } from 'node:stream/consumers'
import { accountProblems, type NewAccount } from '@tael/checkout'
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
  } finally {
    await database.close()
  }
}

/** Checked before the database is opened, which takes longer than to mend a typo. */
function readInput(input: string): NewAccount {
  const account = parse(input)
  const problems = accountProblems(account)
  return problems.length === 0
    ? (account as NewAccount)
    : fail('The account was not added:', problems)
}

function parse(input: string): unknown {
  try {
    return JSON.parse(input)
  } catch {
    return fail('Give the account as JSON on standard input: tael account add < account.json')
  }
}
