import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'

// A tool that looks at nothing reports nothing, in green. So each rule is broken here on purpose.
const ROOT = fileURLToPath(new URL('..', import.meta.url))
const CONFIG = join(ROOT, '.dependency-cruiser.cjs')
const WALLS = join(ROOT, 'scripts/walls.mjs')

type Files = Readonly<Record<string, string>>

const LINKED = {
  '@tael/qfpay': 'packages/qfpay',
  '@tael/sandbox': 'packages/sandbox',
  '@tael/checkout': 'packages/checkout',
  '@tael/cli': 'packages/cli',
} as const

/** What stands behind the imports: each package with its index, and three from npm. */
const HOUSE: Files = {
  'tsconfig.json':
    '{ "compilerOptions": { "module": "nodenext", "allowImportingTsExtensions": true } }',
  ...Object.assign({}, ...Object.entries(LINKED).map(packageOf)),
  ...installed('hono'),
  ...installed('kysely'),
  ...installed('fast-check'),
  'packages/cli/src/stable/hen.ts': `import { type Egg } from './egg.ts'\nexport type Hen = Egg`,
  'packages/cli/src/pasture/grass.ts': 'export const grass = 1',
  'packages/cli/src/stable/hay.ts': 'export const hay = 1',
  'packages/sandbox/src/playwright.ts': 'export const playwright = 1',
  'packages/checkout/src/database/database.ts': 'export const database = 1',
  'packages/checkout/src/http/error.ts': 'export const error = 1',
  'bench/measured.ts': 'export const measured = 1',
  'examples/store/src/pond/frog.ts': 'export const frog = 1',
  'examples/store/test/support/customer.ts': 'export const customer = 1',
  'packages/checkout/src/events/event-store.ts': 'export const eventStore = 1',
  'packages/checkout/src/payments/payment-store.ts': 'export type Stored = number',
  'packages/checkout/src/refunds/request-refund.ts': 'export const requestRefund = 1',
  'packages/checkout/src/attempts/open-attempt.ts': 'export const openAttempt = 1',
  'packages/checkout/src/links/turn.ts': 'export const turn = 1',
  'packages/checkout/src/links/count-unit.ts': 'export const countUnit = 1',
  'packages/checkout/src/runtime.ts': 'export const runtime = 1',
}

/** Every rule of the house, and the files that break it and no other. */
const PLANTED: Readonly<Record<string, Files>> = {
  'client-is-a-leaf': {
    'packages/qfpay/src/takes-npm.ts': `import 'hono'`,
    'packages/qfpay/src/takes-ours.ts': `import '@tael/sandbox'`,
  },
  'sandbox-shares-no-code': {
    'packages/sandbox/src/takes-client.ts': `import '@tael/qfpay'`,
    'packages/sandbox/src/takes-client.test.ts': `import { type Index } from '@tael/qfpay'`,
    'packages/sandbox/src/takes-checkout.ts': `import '../../checkout/src/index.ts'`,
  },
  'checkout-knows-the-client-only': {
    'packages/checkout/src/payments/send-to-sandbox.ts': `import '@tael/sandbox'`,
    'packages/checkout/src/payments/send-to-command.ts': `import '@tael/cli'`,
  },
  'no-deep-imports': {
    'packages/cli/src/digs.ts': `import '../../checkout/src/attempts/open-attempt.ts'`,
    'examples/store/src/digs.ts': `import '../../../packages/checkout/src/database/database.ts'`,
    'test/digs.test.ts': `import '../packages/checkout/src/attempts/open-attempt.ts'`,
    'bench/digs.ts': `import '../packages/checkout/src/attempts/open-attempt.ts'`,
  },
  'models-are-pure': {
    'packages/checkout/src/payments/payment.ts': `import 'node:fs'`,
    'packages/checkout/src/payments/attempt.ts': `import { type Stored } from './payment-store.ts'`,
    'packages/checkout/src/enquiries/verdict.ts': `import 'kysely'`,
    'packages/checkout/src/refunds/nobody-wrote-it-down.ts': `import '../database/database.ts'`,
  },
  'pages-show-what-they-are-given': {
    'packages/checkout/src/dashboard/payments/payment-page.ts': `import '../../database/database.ts'`,
    'packages/checkout/src/pay-page/pages/texts.ts': `import '../../runtime.ts'`,
    'packages/checkout/src/dashboard/payments/show-payment.ts': `import '../../attempts/open-attempt.ts'`,
    'packages/checkout/src/dashboard/nobody-wrote-it-down.ts': `import 'kysely'`,
    'packages/checkout/src/language/language.ts': `import '../http/error.ts'`,
    'packages/checkout/src/style/tokens.ts': `import 'node:fs'`,
  },
  'actions-know-no-http': {
    'packages/checkout/src/payments/cancel-payment.ts': `import '../http/error.ts'`,
    'packages/checkout/src/tasks/check-readiness.ts': `import 'hono'`,
  },
  'edges-do-not-touch-sql': {
    'packages/checkout/src/payments/payments-api.ts': `import 'kysely'`,
    'packages/checkout/src/pay-page/payer-pages.ts': `import '../database/database.ts'`,
    'packages/checkout/src/dashboard/shell/session.ts': `import 'kysely'`,
    'packages/checkout/src/payments/payment-guards.ts': `import '../database/database.ts'`,
    'packages/checkout/src/pay-page/read-payer-language.ts': `import 'kysely'`,
  },
  'stores-hold-sql-and-models': {
    'packages/checkout/src/links/link-store.ts': `import '../http/error.ts'`,
    'packages/checkout/src/refunds/refund-store.ts': `import './request-refund.ts'`,
  },
  'stores-stay-in-their-slice': {
    'packages/checkout/src/dashboard/payments/payments-routes.ts': `import '../../payments/payment-store.ts'`,
  },
  'the-way-of-the-payer-writes-the-record': {
    'packages/checkout/src/attempts/apply-verdict.ts': `import '../refunds/refund-store.ts'`,
  },
  'product-knows-no-tests': {
    'packages/checkout/src/payments/refunds-api.ts': `import '../../test/support/database.ts'`,
    'examples/store/src/wears-tests.ts': `import '../test/support/customer.ts'`,
    'packages/cli/src/measured.ts': `import '../../../bench/measured.ts'`,
    'packages/sandbox/src/patient.ts': `import '../../testing/src/patience.ts'`,
  },
  'testing-is-a-leaf': {
    'packages/testing/src/knows.ts': `import '@tael/sandbox'`,
    'packages/testing/src/measures.ts': `import '../../../bench/measured.ts'`,
  },
  'no-cycles': {
    'packages/cli/src/stable/egg.ts': `import { type Hen } from './hen.ts'\nexport type Egg = Hen`,
  },
  // No file imports itself on the way, only the folders do, and a file that is a room of its own.
  'folders-stand-on-floors': {
    'packages/cli/src/stable/cow.ts': `import '../pasture/grass.ts'`,
    'packages/cli/src/pasture/winter.ts': `import '../stable/hay.ts'`,
    'examples/store/src/farm.ts': `import './pond/frog.ts'`,
    'examples/store/src/pond/duck.ts': `import '../farm.ts'`,
  },
}

const ALLOWED: Files = {
  'packages/qfpay/src/allowed.ts': `import 'node:crypto'\nimport './index.ts'`,
  'packages/qfpay/src/allowed.test.ts': `import 'fast-check'`,
  'packages/sandbox/src/allowed.ts': `import 'hono'\nimport 'node:http'`,
  'packages/checkout/src/payments/read-allowed.ts': `import '@tael/qfpay'\nimport './payment-store.ts'\nimport '../events/event-store.ts'`,
  'packages/checkout/src/payments/allowed.test.ts': `import '@tael/sandbox'`,
  'packages/checkout/src/attempts/open-allowed.ts': `import '../payments/payment-store.ts'`,
  'packages/checkout/src/payments/schedule.ts': `import '@tael/qfpay'\nimport './event.ts'`,
  'packages/checkout/src/payments/event.ts': 'export const event = 1',
  'packages/checkout/src/payments/payment-write-store.ts': `import '../links/count-unit.ts'`,
  'packages/checkout/src/links/turn-store.ts': `import 'kysely'\nimport '../database/database.ts'\nimport './turn.ts'`,
  'packages/checkout/src/dashboard/payments/allowed.ts': `import '../../payments/event.ts'\nimport '../../language/formats.ts'`,
  'packages/checkout/src/dashboard/payments/typed.ts': `import { type openAttempt } from '../../attempts/open-attempt.ts'`,
  'packages/checkout/src/language/formats.ts': 'export const format = 1',
  'packages/checkout/src/payments/allowed-api.ts': `import 'hono'\nimport '../http/error.ts'\nimport './cancel-payment.ts'`,
  'packages/checkout/src/payments/note-allowed.ts': `import 'kysely'\nimport '../database/database.ts'`,
  'packages/checkout/src/pay-page/read-allowed.ts': `import 'hono'`,
  'packages/cli/src/allowed.ts': `import '@tael/checkout'\nimport '@tael/sandbox/playwright'`,
  'test/allowed.test.ts': `import '../packages/checkout/test/support/database.ts'`,
  'packages/checkout/test/support/database.ts': `import '@tael/sandbox'\nimport '../../../testing/src/patience.ts'`,
  'packages/testing/src/patience.ts': `import 'node:timers/promises'`,
}

describe('the walls between the packages', () => {
  let house: string
  let refused: readonly string[]
  before(async () => {
    house = await mkdtemp(join(tmpdir(), 'tael-walls-'))
    const planted = Object.assign({}, ...Object.values(PLANTED)) as Files
    for (const [path, text] of Object.entries({ ...HOUSE, ...planted, ...ALLOWED })) {
      await mkdir(dirname(join(house, path)), { recursive: true })
      await writeFile(join(house, path), text)
    }
    for (const [name, folder] of Object.entries(LINKED)) {
      await mkdir(dirname(join(house, 'node_modules', name)), { recursive: true })
      await symlink(join(house, folder), join(house, 'node_modules', name), 'junction')
    }
    refused = cruise(house)
  })
  after(() => rm(house, { recursive: true, force: true }))

  for (const [rule, files] of Object.entries(PLANTED)) {
    it(`hold where ${rule} is broken`, () => {
      const found = refused.filter((violation) => violation.startsWith(`${rule}: `))
      assert.deepEqual(
        found,
        Object.keys(files)
          .map((file) => `${rule}: ${file}`)
          .toSorted(),
      )
    })
  }

  it('let everything else through', () => {
    const expected = Object.values(PLANTED).flatMap((files) => Object.keys(files))
    assert.equal(refused.length, expected.length, refused.join('\n'))
  })

  it('have each been tried', () => {
    const { forbidden } = createRequire(import.meta.url)(CONFIG) as {
      readonly forbidden: readonly { readonly name: string }[]
    }
    assert.deepEqual(Object.keys(PLANTED), [
      ...forbidden.map(({ name }) => name),
      'folders-stand-on-floors',
    ])
  })
})

describe('the documents of the house', () => {
  const HUT: Files = {
    'package.json': '{}',
    'tsconfig.json': HOUSE['tsconfig.json'] ?? '',
    'packages/hut/src/roof.ts': `import './room/table.ts'\nimport './cellar.ts'`,
    'packages/hut/src/room/table.ts': `import '../cellar.ts'`,
    'packages/hut/src/cellar.ts': 'export const cellar = 1',
    'packages/hut/src/room/chair.ts': 'export const chair = 1',
    'examples/yard/src/tree.ts': 'export const tree = 1',
    'test/hut.test.ts': '',
    'bench/hut.ts': '',
  }
  const draw = (lines: string): string => `\`\`\`floors packages/hut/src\n${lines}\n\`\`\``
  const walk = (...steps: readonly string[]): string =>
    `\`\`\`walk packages/hut/src\n${steps.map((step) => `${step}  a step`).join('\n')}\n\`\`\``
  const TRUE = draw(' 3  roof.ts\n 2  room/\n 1  cellar.ts')

  const see = async (documents: Files): Promise<readonly string[]> => {
    const hut = await mkdtemp(join(tmpdir(), 'tael-hut-'))
    try {
      for (const [path, text] of Object.entries({ ...HUT, ...documents })) {
        await mkdir(dirname(join(hut, path)), { recursive: true })
        await writeFile(join(hut, path), text)
      }
      return seeWalls(hut).broken
    } finally {
      await rm(hut, { recursive: true, force: true })
    }
  }

  it('draw its floors as they are, and walk without a climb, only where a file leads to the next', async () => {
    const steps = ['roof.ts', 'room/table.ts', 'cellar.ts', 'examples/yard/src/tree.ts']
    assert.deepEqual(await see({ 'ARCHITECTURE.md': TRUE, 'docs/flow.md': walk(...steps) }), [''])
    assert.deepEqual(
      await see({
        'ARCHITECTURE.md': draw(' 2  roof.ts\n 1  cellar.ts  room/'),
        'docs/flow.md': walk('roof.ts', 'cellar.ts', 'room/table.ts'),
        'docs/refunds.md': [walk('roof.ts', 'room/chair.ts'), walk('roof.ts', 'attic.ts')].join(
          '\n',
        ),
      }),
      [
        'ARCHITECTURE.md draws other floors: npm run walls -- --write',
        'docs/flow.md climbs from packages/hut/src/cellar.ts up to packages/hut/src/room/table.ts',
        'docs/refunds.md walks to packages/hut/src/room/chair.ts, which nothing before it imports',
        'docs/refunds.md walks to attic.ts, and it is not there',
      ],
    )
  })
})

/** Each line breaks one restriction on what the inside of a package may reach for. */
const REACHES: readonly (readonly [rule: string, line: string])[] = [
  ['edges(no-globals)', 'export const network = fetch'],
  ['edges(no-globals)', 'export const sameNetwork = globalThis.fetch'],
  ['edges(no-globals)', 'export const { fetch: thirdNetwork } = global'],
  ['edges(no-globals)', 'export const later = setTimeout(Boolean, 1)'],
  ['edges(no-globals)', 'export const often = setInterval(Boolean, 1)'],
  ['edges(no-globals)', 'export const soon = setImmediate(Boolean)'],
  ['edges(no-globals)', 'export const elapsed = performance.now()'],
  ['edges(no-globals)', 'export const id = crypto.randomUUID()'],
  ['eslint(no-restricted-properties)', 'export const now = Date.now()'],
  ['eslint(no-restricted-properties)', 'export const ticks = process.hrtime.bigint()'],
  ['eslint(no-restricted-properties)', 'export const up = process.uptime()'],
  ['eslint(no-restricted-properties)', 'export const random = Math.random()'],
  ['eslint(no-restricted-properties)', 'export const key = process.env'],
  ['eslint(no-restricted-properties)', "export const sameKey = process['env']"],
  ['eslint(no-restricted-properties)', 'export const { env: thirdKey } = process'],
  ['eslint(no-restricted-imports)', "export { setTimeout as wait } from 'node:timers/promises'"],
  ['eslint(no-restricted-imports)', "export { setTimeout as sleep } from 'timers'"],
  ['eslint(no-restricted-imports)', "export { performance as stopwatch } from 'node:perf_hooks'"],
  ['eslint(no-restricted-imports)', "export { env } from 'node:process'"],
  ['eslint(no-restricted-imports)', "export { default as itself } from 'process'"],
  ['eslint(no-restricted-imports)', "export { randomBytes } from 'node:crypto'"],
  ['eslint(no-restricted-imports)', "export { randomUUID } from 'crypto'"],
  ['eslint(no-restricted-imports)', "export * as random2 from 'node:crypto'"],
  ['edges(no-current-date)', 'export const today = new Date()'],
  ['edges(no-current-date)', 'export const tonight = Date()'],
  ['import(no-default-export)', 'export default 1'],
]

/** What is a function of what it is given may be had from anywhere. */
const PURE = [
  "export { createHash, timingSafeEqual } from 'node:crypto'",
  'export const then = new Date(0)',
  "export { createServer } from 'node:http'",
]

const CLIENT = 'packages/qfpay/src/client.ts'
const INSIDE = [
  CLIENT,
  'packages/sandbox/src/sandbox.ts',
  'packages/checkout/src/payments/payment.ts',
  'packages/cli/src/config.ts',
]
/** Where a clock, randomness and the network come from, where a command begins, and tests. */
const OUTSIDE = [
  'packages/qfpay/src/system-clock.ts',
  'packages/cli/src/commands/serve.ts',
  'packages/checkout/src/payments/payment.test.ts',
]

/** Nobody waits for a promise; a type is left open, a key is printed, and a number is a text. */
const CARELESS = [
  'export async function write(): Promise<void> {',
  '  await Promise.resolve()',
  '}',
  'export function forget(): void {',
  '  write()',
  '}',
  'export const blind: any = 1',
  "console.log('A key')",
  "export const number: number = 'one'",
]

describe('the lint rules', () => {
  const reaching = REACHES.map(([, line]) => line)
  let found: { readonly reaching: Found; readonly pure: Found; readonly careless: Found }
  before(() => {
    found = {
      reaching: lint([...INSIDE, ...OUTSIDE], reaching),
      pure: lint(INSIDE, PURE),
      careless: lint([CLIENT], CARELESS),
    }
  })

  for (const file of INSIDE) {
    it(`keep clock, randomness, network and environment out of ${file}`, () => {
      const expected = REACHES.map(([rule], index) => `${index + 1}: ${rule}`)
      assert.deepEqual(found.reaching(file), expected)
    })
    it(`allow code without clock and randomness in ${file}`, () => {
      assert.deepEqual(found.pure(file), [])
    })
  }

  for (const file of OUTSIDE) {
    it(`allow them in ${file}`, () => assert.deepEqual(found.reaching(file), []))
  }

  it('use the types: they notice a promise that nothing awaits', () => {
    assert.deepEqual(found.careless(CLIENT), [
      '5: typescript(no-floating-promises)',
      '7: typescript(no-explicit-any)',
      '8: eslint(no-console)',
      '9: typescript(TS2322)',
    ])
  })
})

/** What was found in one of the files: `line: rule`, in order. */
type Found = (file: string) => readonly string[]

/** What the linter refuses where each of the files consists of these lines. */
function lint(files: readonly string[], lines: readonly string[]): Found {
  const house = mkdtempSync(join(tmpdir(), 'tael-lint-'))
  try {
    for (const path of ['package.json', 'tsconfig.json', 'oxlint.config.ts', 'scripts']) {
      cpSync(join(ROOT, path), join(house, path), { recursive: true })
    }
    symlinkSync(join(ROOT, 'node_modules'), join(house, 'node_modules'), 'junction')
    for (const file of files) {
      mkdirSync(dirname(join(house, file)), { recursive: true })
      writeFileSync(join(house, file), `${lines.join('\n')}\n`)
    }
    const tool = join(ROOT, 'node_modules/oxlint/bin/oxlint')
    const { stdout, stderr } = spawnSync(process.execPath, [tool, '--format', 'json', 'packages'], {
      cwd: house,
      encoding: 'utf8',
    })
    assert.ok(stdout.startsWith('{'), stdout + stderr)
    const { diagnostics, number_of_files } = JSON.parse(stdout) as LintReport
    assert.equal(number_of_files, files.length)
    return (file) =>
      diagnostics
        .filter(({ filename }) => filename === file)
        .map(({ code, labels }) => ({ code, line: labels[0]?.span.line ?? 0 }))
        .toSorted((one, other) => one.line - other.line)
        .map(({ code, line }) => `${line}: ${code}`)
  } finally {
    rmSync(house, { recursive: true, force: true })
  }
}

type LintReport = {
  readonly number_of_files: number
  readonly diagnostics: readonly {
    readonly code: string
    readonly filename: string
    readonly labels: readonly { readonly span: { readonly line: number } }[]
  }[]
}

/** What breaks our own rules in a tree: `rule: file`, in order. */
function cruise(folder: string): readonly string[] {
  const { told, broken } = seeWalls(folder)
  assert.match(told, /packages\/cli\/src: \d+ rooms .+ a circle of pasture\/ stable\/$/m)
  return broken.map((line) => line.replace(/ → .*/, '')).toSorted()
}

function seeWalls(folder: string): { readonly told: string; readonly broken: readonly string[] } {
  const { stdout, stderr } = spawnSync(process.execPath, [WALLS], {
    cwd: folder,
    encoding: 'utf8',
  })
  assert.ok(stdout.includes(' rooms on '), stderr)
  return { told: stdout, broken: stderr.trim().split('\n') }
}

function packageOf([name, folder]: readonly [string, string]): Files {
  const exports = {
    '.': { '@tael/source': './src/index.ts' },
    './playwright': { '@tael/source': './src/playwright.ts' },
  }
  return {
    [`${folder}/package.json`]: JSON.stringify({ name, type: 'module', exports }),
    [`${folder}/src/index.ts`]: 'export type Index = number',
  }
}

function installed(name: string): Files {
  return {
    [`node_modules/${name}/package.json`]: JSON.stringify({ name, main: 'dist/index.js' }),
    [`node_modules/${name}/dist/index.js`]: 'module.exports = 1',
  }
}
