import { readFileSync } from 'node:fs'
import { Command, InvalidArgumentError, Option } from 'commander'
import type { DevCommand } from './commands/dev.ts'
import type { SandboxCommand } from './commands/sandbox.ts'
import { EXIT } from './output.ts'

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

/** The command `tael`, with all that it takes. */
export function createProgram(): Command {
  // Each command is loaded when it is called: the sandbox starts without the checkout's database.
  const program = new Command('tael')
    .description("WeChat Pay inside WeChat, through QFPay's Open API")
    .version(version)
    .showHelpAfterError()
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : EXIT.usage))

  program
    .command('dev')
    .description('checkout and sandbox on this machine, on play money')
    .option('--port <port>', 'of the checkout', port, 4000)
    .option('--sandbox-port <port>', 'of the sandbox', port, 4010)
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
    .option('--port <port>', 'to listen on', port, 4010)
    .option('--host <host>', 'to listen on', '127.0.0.1')
    .option('--app-code <code>', 'of your merchant')
    .option('--client-key <key>', 'of your merchant: an invented one')
    .option('--mchid <mchid>', 'of your merchant, if QFPay issued one')
    .option('--notify-url <url>', 'registered for notifications', site)
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
    .action(async () => (await import('./commands/serve.ts')).serve())

  program
    .command('account')
    .description('merchant accounts')
    .command('add')
    .description('add one: JSON on standard input; prints its API key this once')
    .action(async () => (await import('./commands/account.ts')).addAccount())

  return program
}
