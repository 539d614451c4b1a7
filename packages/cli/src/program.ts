import { readFileSync } from 'node:fs'
import { Command, InvalidArgumentError, Option } from 'commander'
import { addAccountCommands } from './commands/account.ts'
import { addAuditCommands } from './commands/audit.ts'
import type { DevCommand } from './commands/dev.ts'
import { addDifferenceCommands } from './commands/difference.ts'
import { addKeyCommands } from './commands/key.ts'
import { addOperatorCommands } from './commands/operator.ts'
import { addRefundCommands } from './commands/refund.ts'
import type { SandboxCommand } from './commands/sandbox.ts'
import { addSecretCommands } from './commands/secret.ts'
import { addSessionCommands } from './commands/session.ts'
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

const NEEDS = `
It works on the database of this server, with the variables of tael serve: TAEL_PUBLIC_URL, TAEL_SECRET, and
DATABASE_URL or TAEL_DATA. Or at any machine as you, with TAEL_PUBLIC_URL and TAEL_SESSION (tael session start).`

/** The command `tael`, with its subcommands and options. */
export function createProgram(): Command {
  // A command loads the checkout or the sandbox when it is called: the sandbox starts without the checkout's database.
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

  const onServer = (name: string, description: string): Command =>
    program.command(name).description(description).addHelpText('afterAll', NEEDS)
  addAccountCommands(onServer('account', 'merchant accounts'))
  addKeyCommands(onServer('key', 'API keys of merchant accounts'))
  addSecretCommands(onServer('secret', "replacing the server's own secret, TAEL_SECRET"))
  addOperatorCommands(onServer('operator', 'the people who run Tael'))
  addSessionCommands(program.command('session').description('signing in as an operator'))
  addRefundCommands(onServer('refund', 'refunds that need a second person'))
  addDifferenceCommands(onServer('difference', 'what reconciliations have left to people'))
  addAuditCommands(onServer('audit', 'who did what'))
  return program
}
