import { driveBrowsers } from '../browsers/drive-browsers.ts'
import type { Campaign } from './campaign.ts'
import { runBenches } from './campaigns/benches.ts'
import { buyAgainAndAgain } from './campaigns/browser-flow.ts'
import { stayCalm } from './campaigns/calm.ts'
import { askFourServers, mutateConcurrency } from './campaigns/concurrency.ts'
import { crash, mutateCrash } from './campaigns/crash.ts'
import { testOnEmbedded } from './campaigns/embedded.ts'
import { failOver } from './campaigns/failover.ts'
import { sendHostileInput } from './campaigns/hostile-input.ts'
import { startImage } from './campaigns/image.ts'
import { testOnEachNode } from './campaigns/nodes.ts'
import { raceRefunds } from './campaigns/refund-race.ts'
import { mutateSimulation, simulate } from './campaigns/simulation.ts'
import { upgrade } from './campaigns/upgrade.ts'
import { walkEverything } from './campaigns/whole-walks.ts'

export const CAMPAIGNS: readonly Campaign[] = [
  { name: 'simulation', leastSeconds: 15, share: 8, run: simulate },
  { name: 'mutations in the simulation', leastSeconds: 15, share: 4, run: mutateSimulation },
  { name: 'crash', leastSeconds: 150, share: 6, run: crash },
  { name: 'mutations under crashes', leastSeconds: 25, share: 2, run: mutateCrash },
  { name: 'concurrency', leastSeconds: 60, share: 3, run: askFourServers },
  { name: 'mutations of several servers', leastSeconds: 25, share: 2, run: mutateConcurrency },
  { name: 'upgrade', leastSeconds: 120, share: 2, run: upgrade },
  { name: 'failover', leastSeconds: 100, share: 2, run: failOver },
  { name: 'refund race', leastSeconds: 20, share: 1, run: raceRefunds },
  { name: 'embedded database', leastSeconds: 60, share: 4, run: testOnEmbedded },
  { name: 'hostile input', leastSeconds: 20, share: 2, run: sendHostileInput },
  { name: 'whole walks', leastSeconds: 60, share: 2, run: walkEverything },
  { name: 'browser flow', leastSeconds: 20, share: 3, run: buyAgainAndAgain },
  { name: 'WebKit and Firefox', leastSeconds: 60, share: 2, run: driveBrowsers },
  { name: 'benchmarks', leastSeconds: 100, share: 1, run: runBenches },
  { name: 'image', leastSeconds: 60, share: 1, run: startImage },
  { name: 'Node', leastSeconds: 60, share: 2, run: testOnEachNode },
  { name: 'calm', leastSeconds: 600, share: 0, run: stayCalm },
]
