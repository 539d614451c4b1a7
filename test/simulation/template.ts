import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeTemplate } from '../../packages/checkout/src/testing/database.ts'
import { testRun } from '../support/test-run.ts'

/** Makes the empty database that all workers copy, unless the test run has made it. */
export async function withTemplate(work: () => Promise<void>): Promise<void> {
  if (testRun.templatePath !== undefined) {
    await work()
    return
  }
  const folder = await mkdtemp(join(tmpdir(), 'tael-simulation-'))
  try {
    const path = join(folder, 'template.tar')
    await writeFile(path, (await makeTemplate()).stream())
    testRun.templatePath = path
    await work()
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
