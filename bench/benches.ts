import { backup } from './backup/backup.ts'
import type { Bench } from './bench.ts'
import { client } from './client/client.ts'
import { csv } from './csv/csv.ts'
import { disk } from './disk/disk.ts'
import { embedded } from './embedded/embedded.ts'
import { floor } from './floor/floor.ts'
import { growth } from './growth/growth.ts'
import { notification } from './notification/notification.ts'
import { pages } from './pages/pages.ts'
import { payment } from './payment/payment.ts'
import { processes } from './processes/processes.ts'
import { profile } from './profile/profile.ts'
import { sandbox } from './sandbox/sandbox.ts'
import { soak } from './soak/soak.ts'
import { start } from './start/start.ts'
import { steps } from './steps/steps.ts'
import { wal } from './wal/wal.ts'

export const BENCHES: readonly Bench[] = [
  payment,
  steps,
  floor,
  profile,
  processes,
  notification,
  wal,
  disk,
  growth,
  csv,
  embedded,
  backup,
  client,
  sandbox,
  start,
  pages,
  soak,
]
