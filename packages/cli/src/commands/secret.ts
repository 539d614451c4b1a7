import type { Command } from 'commander'
import { show } from './operator-api.ts'

const PATH = '/v1/older_secrets'

export function addSecretCommands(secret: Command): void {
  secret
    .command('status')
    .description('show what still needs an older secret')
    .action(() => show(PATH))
  secret
    .command('reseal')
    .description('seal everything under the newest secret')
    .action(() => show(`${PATH}/reseal`, { method: 'POST' }))
}
