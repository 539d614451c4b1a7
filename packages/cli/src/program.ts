import { readFileSync } from 'node:fs'
import { Argument, Command, InvalidArgumentError, Option } from 'commander'
import type { AuditList } from './commands/audit.ts'
import type { DevCommand } from './commands/dev.ts'
import type { DifferenceList } from './commands/difference.ts'
import type { KeyAdd } from './commands/key.ts'
import type { SandboxCommand } from './commands/sandbox.ts'
import { EXIT } from './output.ts'
import { VARIABLES } from './variables.ts'

const { version } = JSON.parse(
  readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
) as { version: string }

const port = (text: string): number => {
  const value = Number(text)
  if (Number.isInteger(value) && value >= 0 && value <= 65_535) return value
  throw new InvalidArgumentError('It must be a port, 0 to 65535.')
}
const site = (text: string): string => {
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return text
  throw new InvalidArgumentError('It must be an address such as http://127.0.0.1:3000')
}

/** The command `tael`, with its subcommands and options. */
export function createProgram(): Command {
  // Each command loads its code when it is called: the sandbox starts without the checkout's database.
  const program = new Command('tael')
    .description("WeChat Pay inside WeChat, through QFPay's Open API")
    .version(version)
    .showHelpAfterError()
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : EXIT.usage))

  program
    .command('dev')
    .description('checkout and sandbox on this machine, on play money')
    .option('--port <port>', 'port of the checkout', port, 4000)
    .option('--sandbox-port <port>', 'port of the sandbox', port, 4010)
    .option('--site <url>', 'the site that you develop (default: http://127.0.0.1:3000)', site)
    .addOption(
      new Option('--log <level>', 'what to log')
        .choices(['debug', 'info', 'warn', 'error', 'silent'])
        .default('warn'),
    )
    .action(async (options: DevCommand) => (await import('./commands/dev.ts')).dev(options))

  program
    .command('sandbox')
    .description("QFPay's gateway and WeChat, for a client in any language")
    .option('--port <port>', 'port to listen on', port, 4010)
    .option('--host <host>', 'host to listen on', '127.0.0.1')
    .option('--app-code <code>', 'app_code of your merchant')
    .option('--client-key <key>', 'client_key of your merchant: an invented one')
    .option('--mchid <mchid>', 'mchid of your merchant, if QFPay issued one')
    .option('--notify-url <url>', 'URL registered for notifications', site)
    .option('--allow-remote', 'let other machines in: the sandbox protects nothing')
    .action(async (options: SandboxCommand) =>
      (await import('./commands/sandbox.ts')).sandbox(options),
    )

  program
    .command('pay')
    .description('one whole payment without a browser, step by step')
    .requiredOption('--demo', 'on play money, in this process')
    .action(async () => (await import('./commands/pay.ts')).payDemo())

  program
    .command('serve')
    .description('the checkout for real money, configured by the environment')
    .addHelpText(
      'after',
      `
Variables: DATABASE_URL, HTTPS_PROXY, NO_PROXY, PORT, ${VARIABLES.join(', ')}.
packages/cli/README.md says what each does, docs/going-live.md how to begin.`,
    )
    .action(async () => (await import('./commands/serve.ts')).serve())

  program
    .command('migrate')
    .description('bring the database to this version and end, while the old version serves')
    .action(async () => (await import('./commands/migrate.ts')).migrate())

  program
    .command('backup')
    .argument('<file>', 'such as tael-2026-03-02.gz')
    .description('write the whole database into a file, also while a server runs')
    .action(async (file: string) => (await import('./commands/backup.ts')).backup(file))

  program
    .command('restore')
    .argument('<file>', 'of tael backup')
    .description('fill a new, empty database from a backup')
    .action(async (file: string) => (await import('./commands/backup.ts')).restore(file))

  addAccountCommands(program.command('account').description('merchant accounts'))
  addKeyCommands(program.command('key').description('API keys of merchant accounts'))
  addSecretCommands(
    program.command('secret').description("replacing the server's own secret, TAEL_SECRET"),
  )
  addOperatorCommands(program.command('operator').description('the people who run Tael'))
  addSessionCommands(program.command('session').description('signing in as an operator'))
  addRefundCommands(program.command('refund').description('refunds that need a second person'))
  addDifferenceCommands(
    program.command('difference').description('what reconciliations have left to people'),
  )
  addAuditCommands(program.command('audit').description('who did what'))
  return program
}

function addAccountCommands(account: Command): void {
  const commands = () => import('./commands/account.ts')
  account
    .command('add')
    .description('add one: JSON on standard input; prints its API key, only here')
    .addHelpText('after', '\nThe JSON: docs/going-live.md has one to copy.')
    .action(async () => (await commands()).addAccount())
  account
    .command('list')
    .description('list all, without their credentials')
    .action(async () => (await commands()).listAccounts())
  account
    .command('show')
    .argument('<account>', 'acc_…')
    .description('show one')
    .action(async (id: string) => (await commands()).showAccount(id))
  account
    .command('update')
    .argument('<account>', 'acc_…')
    .description(
      'change the fields that are given as JSON on standard input, such as {"client_key": "…"}',
    )
    .action(async (id: string) => (await commands()).updateAccount(id))
  account
    .command('check')
    .argument('<account>', 'acc_…')
    .description('check its credentials and hosts, without money; ends with 1 if one is wrong')
    .action(async (id: string) => (await commands()).checkAccount(id))
  account
    .command('disable')
    .argument('<account>', 'acc_…')
    .description('accept no new payments; open ones continue')
    .action(async (id: string) => (await commands()).disableAccount(id))
  account
    .command('enable')
    .argument('<account>', 'acc_…')
    .description('accept new payments again')
    .action(async (id: string) => (await commands()).enableAccount(id))
}

function addKeyCommands(key: Command): void {
  const commands = () => import('./commands/key.ts')
  key
    .command('list')
    .argument('<account>', 'acc_…')
    .description('list the keys of an account, and when each was last used')
    .action(async (account: string) => (await commands()).listKeys(account))
  key
    .command('add')
    .argument('<account>', 'acc_…')
    .requiredOption('--name <name>', 'where it is used, such as "shop server"')
    .option(
      '--permission <permission>',
      'only what is named: read, create_payments, refund, administer; may be repeated',
      (permission: string, others: readonly string[] | undefined) => [
        ...(others ?? []),
        permission,
      ],
    )
    .description('add one; prints its secret, only here')
    .action(async (account: string, options: KeyAdd) => (await commands()).addKey(account, options))
  key
    .command('roll')
    .argument('<key>', 'key_…')
    .description('add one in its place; the old one works for one more day')
    .action(async (id: string) => (await commands()).rollKey(id))
  key
    .command('revoke')
    .argument('<key>', 'key_…')
    .description('end one immediately, in every process')
    .action(async (id: string) => (await commands()).revokeKey(id))
}

function addSecretCommands(secret: Command): void {
  const commands = () => import('./commands/secret.ts')
  secret
    .command('status')
    .description('show what still needs an older secret')
    .action(async () => (await commands()).showOlderSecrets())
  secret
    .command('reseal')
    .description('seal everything under the newest secret')
    .action(async () => (await commands()).reseal())
}

function addAuditCommands(audit: Command): void {
  const commands = () => import('./commands/audit.ts')
  audit
    .command('list')
    .option('--about <id>', 'only what an operator or a key did, or what was done to an id')
    .option('--action <action>', 'only one kind, such as api_key.revoked')
    .option('--after <entry>', 'continue after this entry: aud_…')
    .option('--json', 'print them for a program, as the API gives them')
    .description('list the newest entries of the audit log')
    .action(async (options: AuditList) => (await commands()).listAudit(options))
  audit
    .command('verify')
    .option('--end <sequence:hash>', 'an end of the log that an earlier check has shown')
    .description('check that nobody has changed the audit log; exit code 1 if somebody has')
    .action(async ({ end }: { end?: string }) => (await commands()).verifyAudit(end))
}

function addOperatorCommands(operator: Command): void {
  const commands = () => import('./commands/operator.ts')
  operator
    .command('list')
    .description('list all, with their roles')
    .action(async () => (await commands()).listOperators())
  operator
    .command('invite')
    .argument('<login>', 'an e-mail address or a short name')
    .requiredOption('--name <name>', 'such as "Ada Lovelace"')
    .addOption(
      new Option('--role <role>', 'what they may do')
        .choices(['read', 'refund', 'administer'])
        .default('read'),
    )
    .description('invite one; prints the link, only here')
    .action(async (login: string, options: { name: string; role: string }) =>
      (await commands()).inviteOperator(login, options),
    )
  operator
    .command('reset')
    .argument('<operator>', 'opr_…')
    .description('invite one again, after they have lost their password or second factor')
    .action(async (id: string) => (await commands()).resetOperator(id))
  operator
    .command('disable')
    .argument('<operator>', 'opr_…')
    .description('end their sessions, and let them sign in no more')
    .action(async (id: string) => (await commands()).disableOperator(id))
  operator
    .command('enable')
    .argument('<operator>', 'opr_…')
    .description('admit them again')
    .action(async (id: string) => (await commands()).enableOperator(id))
}

function addSessionCommands(session: Command): void {
  const commands = () => import('./commands/session.ts')
  session
    .command('start')
    .argument('<login>', 'of an operator')
    .description('sign in at TAEL_PUBLIC_URL; prints TAEL_SESSION, with which commands act as you')
    .addHelpText(
      'after',
      `
eval "$(tael session start ada@example.com)" asks for the password and a code, and needs no other variable.`,
    )
    .action(async (login: string) => (await commands()).startSession(login))
  session
    .command('end')
    .description('sign out: end the session of TAEL_SESSION')
    .action(async () => (await commands()).endSession())
}

function addRefundCommands(refund: Command): void {
  const commands = () => import('./commands/refund.ts')
  refund
    .command('waiting')
    .option('--account <account>', 'only of this one: acc_…')
    .description('list the refunds that wait for a second person')
    .action(async (only: { account?: string }) => (await commands()).listWaiting(only))
  refund
    .command('approve')
    .argument('<refund>', 'ref_…')
    .description('approve one that somebody else has asked for; needs TAEL_SESSION')
    .action(async (id: string) => (await commands()).approveRefund(id))
  refund
    .command('decline')
    .argument('<refund>', 'ref_…')
    .option('--note <note>', 'why; the merchant reads it')
    .description('decline one: nothing was sent, and nothing will be')
    .action(async (id: string, options: { note?: string }) =>
      (await commands()).declineRefund(id, options),
    )
}

function addDifferenceCommands(difference: Command): void {
  const commands = () => import('./commands/difference.ts')
  difference
    .command('list')
    .option('--account <account>', 'only of this one: acc_…')
    .option('--kind <kind>', 'only one kind, such as unknown')
    .option('--assigned-to <operator>', 'only what this operator works on: opr_…')
    .option('--resolved', 'those that somebody has resolved')
    .description('list the open differences')
    .action(async (only: DifferenceList) => (await commands()).listDifferences(only))
  difference
    .command('show')
    .argument('<difference>', 'dif_…')
    .description('show one, and what people did about it')
    .action(async (id: string) => (await commands()).showDifference(id))
  difference
    .command('assign')
    .argument('<difference>', 'dif_…')
    .argument('<operator>', 'opr_…, or nobody')
    .description('say who works on one')
    .action(async (id: string, operator: string) =>
      (await commands()).assignDifference(id, operator),
    )
  difference
    .command('note')
    .argument('<difference>', 'dif_…')
    .argument('<text>', 'no personal data')
    .description('write a note about one')
    .action(async (id: string, text: string) => (await commands()).noteDifference(id, text))
  difference
    .command('resolve')
    .argument('<difference>', 'dif_…')
    .addArgument(
      new Argument('<resolution>', 'what became of it').choices([
        'booked',
        'corrected',
        'refunded',
        'other_system',
        'no_difference',
      ]),
    )
    .option('--note <note>', 'what you found and did; no personal data')
    .description('say what became of one; changes no payment')
    .action(async (id: string, resolution: string, options: { note?: string }) =>
      (await commands()).resolveDifference(id, resolution, options),
    )
  difference
    .command('reopen')
    .argument('<difference>', 'dif_…')
    .description('take its resolution back')
    .action(async (id: string) => (await commands()).reopenDifference(id))
}
