// Loaded into each process of `npm test -- --times`: writes down what the process cost when it ends.
import { appendFileSync } from 'node:fs'
import { join, relative } from 'node:path'

process.on('exit', () => {
  const { user, system } = process.cpuUsage()
  const row = {
    name: relative(process.cwd(), process.argv[1] ?? 'node'),
    wall: Math.round(performance.now()),
    cpu: Math.round((user + system) / 1000),
  }
  appendFileSync(join(process.env['MEASURED_INTO'], 'times'), `${JSON.stringify(row)}\n`)
})
