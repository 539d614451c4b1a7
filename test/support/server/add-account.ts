import { text } from 'node:stream/consumers'
import type { NewAccount } from '@tael/checkout'
import { runTael, type ServerOptions } from './server-process.ts'

/** Adds an account as an operator does, by `tael account add`. Returns its API key. */
export async function addAccount(options: ServerOptions, account: NewAccount): Promise<string> {
  const child = runTael(['account', 'add'], options)
  child.stdin?.end(JSON.stringify(account))
  const { stdout, stderr } = child
  if (stdout === null || stderr === null) throw new Error('A child has its outputs')
  const [out, errors] = await Promise.all([text(stdout), text(stderr)])
  if (!out.includes('api_key')) throw new Error(`The account was not added: ${errors}`)
  return (JSON.parse(out) as { readonly api_key: string }).api_key
}
