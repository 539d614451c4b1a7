import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { parse } from 'yaml'
import { commandOf, healthCheck, lastOf, readDockerfile, ROOT } from './image/read-dockerfile.ts'

const read = (path: string) => readFileSync(ROOT + path, 'utf8')
const MAX_EXPOSURE = 2

type Service = {
  readonly image?: string
  readonly ports?: readonly string[]
  readonly volumes?: readonly string[]
  readonly depends_on?: readonly string[] | Readonly<Record<string, unknown>>
  readonly build?: { readonly context: string; readonly dockerfile: string }
  readonly read_only?: boolean
  readonly environment?: Readonly<Record<string, string>>
  readonly logging?: { readonly options: Readonly<Record<string, string>> }
  readonly ulimits?: Readonly<Record<string, number>>
}
type Compose = {
  readonly services: Readonly<Record<string, Service>>
  readonly volumes: Readonly<Record<string, unknown>>
  readonly networks: Readonly<Record<string, { readonly enable_ipv6?: boolean }>>
}

describe('the Dockerfile', () => {
  it('packs packages that are there, and starts the command that they bring', () => {
    const text = readDockerfile()
      .map((one) => one.text)
      .join('\n')
    const packed = [...text.matchAll(/-w (\S+)/g)].map(([, path = '']) => path)
    assert.equal(packed.length, 4)
    for (const path of packed) assert.ok(existsSync(`${ROOT}${path}/package.json`), path)
    const { bin } = JSON.parse(read('packages/cli/package.json')) as { bin: { tael: string } }
    assert.deepEqual(
      [...commandOf('ENTRYPOINT'), ...commandOf('CMD')],
      [join('node_modules/@tael/cli', bin.tael), 'serve'],
    )
  })

  it('runs as somebody who is not root, at the port that it opens, or that a platform names', () => {
    assert.equal(lastOf('USER'), 'node')
    const set = Object.fromEntries(
      lastOf('ENV')
        .split(' ')
        .map((one) => one.split('=') as [string, string]),
    )
    assert.equal(set['PORT'], lastOf('EXPOSE'))
    assert.equal(set['TAEL_PORT'], undefined, 'it would win over the PORT of a platform')
    for (const env of [set, { ...set, PORT: '8080' }, { ...set, TAEL_PORT: '' }]) {
      const asked = `fetch = async (url) => console.log(url);${healthCheck()[1]}`
      const { stdout } = spawnSync(process.execPath, ['-e', asked], { env, encoding: 'utf8' })
      assert.equal(stdout.trim(), `http://127.0.0.1:${env['PORT']}/health`)
    }
  })

  it('takes no secret of the clone into the image', () => {
    const ignored = read('operations/Dockerfile.dockerignore').split('\n')
    const uncommitted = read('.gitignore').split('\n')
    for (const secret of ['tael.env', '.env', 'account.json', '.tael', 'tael-*.gz*']) {
      assert.ok(ignored.includes(`**/${secret}`), secret)
      assert.ok(uncommitted.includes(secret) || uncommitted.includes(`${secret}/`), secret)
    }
  })
})

describe('the compose file', () => {
  const { services, volumes } = parse(read('operations/compose.yml')) as Compose

  it('names services, volumes and files that are there', () => {
    for (const [name, { depends_on = [], volumes: mounted = [] }] of Object.entries(services)) {
      const needed = Array.isArray(depends_on) ? depends_on : Object.keys(depends_on)
      for (const other of needed as readonly string[]) assert.ok(other in services, other)
      for (const mount of mounted) {
        const [source = ''] = mount.split(':')
        const isThere = source.startsWith('.')
          ? existsSync(join(ROOT, 'operations', source))
          : source in volumes
        assert.ok(isThere, `${name}: ${source}`)
      }
    }
    const build = services['tael']?.build
    assert.ok(existsSync(join(ROOT, 'operations', build?.context ?? '', build?.dockerfile ?? '')))
  })

  it('lets the world reach the proxy alone, which leads to the port of Tael', () => {
    const open = Object.keys(services).filter((name) => services[name]?.ports !== undefined)
    assert.deepEqual(open, ['proxy'])
    assert.match(
      read('operations/Caddyfile'),
      new RegExp(`reverse_proxy tael:${lastOf('EXPOSE')} `),
    )
    assert.equal(services['tael']?.read_only, true)
  })
})

describe('the network of the containers', () => {
  it('has IPv6, so that Tael sees the address of each visitor who comes over it', () => {
    const { networks } = parse(read('operations/compose.yml')) as Compose
    assert.equal(networks['default']?.enable_ipv6, true)
  })
})

describe('the logs', () => {
  it('of no service fill the disk', () => {
    const { services } = parse(read('operations/compose.yml')) as Compose
    for (const [name, { logging }] of Object.entries(services)) {
      assert.ok(logging?.options['max-size'] && logging.options['max-file'], name)
    }
  })
})

describe('the alarm about a server that is down', () => {
  it('looks at the job that the documents give Prometheus, and also when there is none', () => {
    assert.match(read('docs/operating.md'), /job_name: tael,/)
    assert.match(
      read('operations/prometheus-alerts.yml'),
      /up\{job="tael"\} == 0 or absent\(up\{job="tael"\}\)/,
    )
  })
})

describe('a server that crashes', () => {
  it('writes its memory, and so its secrets, to no disk', () => {
    const { services } = parse(read('operations/compose.yml')) as Compose
    assert.equal(services['tael']?.ulimits?.['core'], 0)
    assert.match(read('operations/tael.service'), /^LimitCORE=0$/m)
  })
})

describe('the systemd unit', () => {
  const has = spawnSync('systemd-analyze', ['--version']).status === 0

  it('is one that systemd accepts, and exposes little', { skip: !has && 'no systemd' }, () => {
    const folder = mkdtempSync(join(tmpdir(), 'tael-unit-'))
    const file = join(folder, 'tael.service')
    // The program has to be there for this check.
    writeFileSync(file, read('operations/tael.service').replace('/usr/bin/node', '/bin/true'))
    const { status, stderr } = spawnSync('systemd-analyze', ['verify', '--man=no', file], {
      encoding: 'utf8',
    })
    assert.equal(status, 0, stderr)
    assert.equal(stderr, '')
    const security = ['security', '--offline=true', `--threshold=${MAX_EXPOSURE * 10}`, file]
    assert.equal(spawnSync('systemd-analyze', security).status, 0)
    rmSync(folder, { recursive: true })
  })
})
