import type { Command } from 'commander'
import { askHidden } from '../ask-hidden.ts'
import { fail, say } from '../output.ts'
import { askOperatorApi, withOperatorApi } from './operator-api.ts'
import { publicServer } from './public-server.ts'

export function addSessionCommands(session: Command): void {
  session
    .command('start')
    .argument('<login>', 'of an operator')
    .description('sign in at TAEL_PUBLIC_URL; prints TAEL_SESSION, with which commands act as you')
    .addHelpText(
      'after',
      `
eval "$(tael session start ada@example.com)" asks for the password and a code, and needs no other variable.`,
    )
    .action(startSession)
  session.command('end').description('sign out: end the session of TAEL_SESSION').action(endSession)
}

/** Signs a person in, and prints what the shell has to remember. Nothing of it is kept on disk. */
async function startSession(login: string): Promise<void> {
  const server = publicServer(undefined)
  const { stdin: input, stderr: output } = process
  const answers = await askHidden(['Password: ', 'Code: '], { input, output })
  if (answers === undefined) fail('failure', 'Nobody has signed in.')
  const [password, code] = answers
  const body = { login, password, code }
  const session = await askOperatorApi('/v1/sessions', { method: 'POST', body }, server)
  const { token } = session
  // The shell runs what is printed, so nothing else of an answer may get there.
  if (typeof token !== 'string' || !/^[\w-]+$/.test(token)) {
    fail('failure', `${server.url} does not answer as Tael does: it gave no session.`)
  }
  say(`export TAEL_SESSION=${token}`)
  say(
    `You are ${login}, with the role ${String(session['role'])}, until ${String(session['ends_at'])} or tael session end.`,
    process.stderr,
  )
}

/** Its token opens nothing any more. */
async function endSession(): Promise<void> {
  const token = process.env['TAEL_SESSION']
  if (!token) fail('configuration', 'There is no session: TAEL_SESSION is not set.')
  await withOperatorApi(
    '/v1/sessions/current',
    async (response) => {
      if (response.status !== 204) fail('failure', await response.text())
    },
    { method: 'DELETE' },
    publicServer(token),
  )
  say('The session is over.')
}
