import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { QFPAY_HOSTS } from '@tael/qfpay'
import { findUnknownCommands } from './documents/commands.ts'
import { findBareFigures, findStaleLimits } from './documents/figures.ts'
import { LIMITS, type Limit } from './documents/limits.ts'
import { findMissingPaths } from './documents/paths.ts'
import { readDocument, type Document } from './documents/read-document.ts'
import { documentsOf, openRepository } from './documents/repository.ts'
import { findBareTables } from './documents/tables.ts'
import { findMissingTests, proofsIn } from './documents/test-names.ts'
import { findUnreadVariables, variablesOf } from './documents/variables.ts'

const repository = openRepository()
const documents = new Map(
  documentsOf(repository).map((path) => [path, readDocument(path, repository.read(path))]),
)
const variables = variablesOf(repository)
// Not written out: this file, too, is searched for what is read.
const ENV = 'process.env'

type Rule = (document: Document) => readonly string[]
const missingPaths: Rule = (document) => findMissingPaths(document, repository, documents)
const unknownCommands: Rule = (document) => findUnknownCommands(document, repository)
const unreadVariables: Rule = (document) => findUnreadVariables(document, variables)
const missingTests: Rule = (document) => findMissingTests(document, repository)
const bareFigures: Rule = (document) => findBareFigures(document, repository, LIMITS)

const inAllDocuments = (rule: Rule): readonly string[] => [...documents.values()].flatMap(rule)

/** What a rule says of a page in `docs/` with this text. */
const planted = (rule: Rule, text: string): readonly string[] =>
  rule(readDocument('docs/page.md', text))

/** Each text breaks the rule once, on its last line. */
function finds(rule: Rule, texts: Readonly<Record<string, string>>): void {
  for (const [text, message] of Object.entries(texts)) {
    const line = text.trimEnd().split('\n').length
    const [found = '', ...more] = planted(rule, text)
    assert.deepEqual(more, [], text)
    assert.ok(found.startsWith(`docs/page.md:${line}`), `${text}\n${found}`)
    assert.ok(found.includes(message), found)
  }
}

function allows(rule: Rule, texts: readonly string[]): void {
  for (const text of texts) assert.deepEqual(planted(rule, text), [], text)
}

describe('the documents', () => {
  it('are all read', () => {
    for (const path of ['README.md', 'docs/flow.md', 'packages/cli/README.md']) {
      assert.ok(documents.has(path), path)
    }
    assert.ok([...documents.values()].flatMap(proofsIn).length > 40)
  })

  it('name and link files, folders and headings that are there', () => {
    assert.deepEqual(inAllDocuments(missingPaths), [])
  })

  it('name commands and flags that are there', () => {
    assert.deepEqual(inAllDocuments(unknownCommands), [])
  })

  it('name variables of the environment that something reads', () => {
    assert.deepEqual(inAllDocuments(unreadVariables), [])
  })

  it('give each table a head', () => {
    assert.deepEqual(inAllDocuments(findBareTables), [])
  })

  it('name each host of QFPay that settles money', () => {
    const text = repository.read('docs/going-live.md')
    for (const { production } of Object.values(QFPAY_HOSTS)) {
      assert.ok(text.includes(`\`${production}\``), production)
    }
  })

  it('name tests that are there', () => {
    assert.deepEqual(inAllDocuments(missingTests), [])
  })

  it('say of each figure which command measured it and when, or give a limit of the source', () => {
    assert.deepEqual(inAllDocuments(bareFigures), [])
    assert.deepEqual(findStaleLimits(LIMITS, documents, repository), [])
  })
})

describe('a document', () => {
  it('cannot name or link what is not there', () => {
    finds(missingPaths, {
      'First.\n\nThen `payments/paymemt.ts`.': 'payments/paymemt.ts, and it is not there',
      'A folder: `packages/chekout/`': 'packages/chekout/',
      '| file |\n| --- |\n| `test/flow/flows` |': 'test/flow/flows',
      'See `src/pages/paint-*.ts`.': 'src/pages/paint-*.ts',
      '`packages/checkout/migrations/…_more.sql`': 'packages/checkout/migrations/',
      '[The flow](flows.md)': 'docs/flows.md, and it is not there',
      'One\n![Pay](pictures/pay.png)': 'docs/pictures/pay.png',
      '- [refunds](refunds.md#closing-accounts)':
        '#closing-accounts, and docs/refunds.md has no such',
    })
    allows(missingPaths, [
      '`payments/payment.ts`, `payment.ts`, `database/`, `docs/flow.md`, `test/flow`, `dist/`',
      '`src/pages/draw-*.ts`, `packages/checkout/src/database/migrations/…_what_it_adds.sql`',
      '`/v1/payments`, `payment.succeeded`, `open.weixin.qq.com`, `@tael/qfpay`',
      '[back](../README.md#find-your-way) [orders](refunds.md#closing-orders) [QFPay](https://qfpay.com)',
    ])
  })

  it('cannot name a command or a flag that is not there', () => {
    finds(unknownCommands, {
      'Run `npm run crush`.': 'package.json has no script crush',
      'Some\n\n    npm run crash -- --evrywhere': 'it takes no --evrywhere',
      '`npm run crash --points`': '-- is missing before --points',
      '`npm run concurrency -- budget`': 'it takes no budget',
      '`npm tset`': 'npm has no tset',
      '    npx tael account add < account.json': 'write npx --no tael',
      '```sh\neval "$(npx tael session start ada@example.com)"': 'write npx --no tael',
      '`npx -y tael serve`': 'write npx --no tael',
      '```sh\nnpx --no tael demo': 'tael has no demo',
      '```sh\nnpx --no tael sandbox --port 4010 --app-key …': 'it takes no --app-key',
      '| a |\n| --- |\n| `tael account remove` |': 'account has no remove',
      '`tael serve --port 4000`': 'it takes no --port',
      '`npx --no tael pay --demo`, and with `--slowly`': 'names --slowly',
      'A flag of nothing: `--seed 7`': 'names --seed',
      '`node --conditions=@tael/source test/measure/paying-waiters.ts`': 'there is no test/measure',
      '`node --contitions=@tael/source test/measure/waiting-payers.ts`':
        'Node takes no --contitions',
      '`python3 qfpay.py oauth`': 'there is no qfpay.py',
    })
    allows(unknownCommands, [
      '`npm run crash -- --only power`, `--seed 7`; `npm test`; `npm ci`; `npm run refund-race -- 1000`',
      '```sh\nUPDATE_DOCS=1 node --conditions=@tael/source --test "packages/*/src/*.test.ts"\n```',
      '    npx --no tael sandbox --app-code … --client-key …   # prints where it listens\n    npx --no tael account add < account.json',
      '```ts\nnpm.run("crush")\n```',
      '`node --import=@tael/sandbox/hosts …`',
    ])
  })

  it('cannot name a variable that nothing reads', () => {
    finds(unreadVariables, {
      'Set TAEL_PUBLIC_ADDRESS.': 'TAEL_PUBLIC_ADDRESS, and nothing reads it',
      '    export QFPAY_APPCODE=1': 'QFPAY_APPCODE',
      [`\`\`\`js\nopen(${ENV}.TAEL_KEYS)`]: 'TAEL_KEYS',
    })
    allows(unreadVariables, [
      '`TAEL_SECRET`, DATABASE_URL, `QFPAY_HOST`',
      `\`\`\`js\nopen(${ENV}.SHOP_SECRET)\n\`\`\`\n\nSHOP_SECRET is yours.`,
    ])
  })

  it('cannot hold a table without a head', () => {
    finds(findBareTables, { 'Costs:\n\n| CPU | 2 |': 'no head' })
    allows(findBareTables, ['| what | ms |\n| --- | --- |\n| CPU | 2 |', '`a | b` or |'])
  })

  it('cannot name a test that is gone', () => {
    finds(missingTests, {
      '- `test/walls.test.ts`: hold by themselves':
        "test/walls.test.ts has no test 'hold by themselves'",
      'Proof:\n\n- `test/wall.test.ts`: hold': 'test/wall.test.ts has no test',
    })
  })

  it('cannot give a figure without the command that measured it', () => {
    finds(bareFigures, {
      '# Speed\n\nA payer waits for 0.7 s.': '0.7 s; "Measured by"',
      'It\ntakes **1,200** or 900 requests a second.': '900 requests a second',
      '- in 99% of all': '99%',
      '95 in 100': '95 in 100',
      'the 95th percentile': '95th percentile',
      'It bore 312 random kills': '312 random kills',
      '| seeds |\n| --- |\n| 1125 |': '1125',
      '# One\n\nMeasured by `npm run crash`, 2026-11-28.\n\n# Two\n\n18 minutes': '18 minutes',
      'Measured by `npm run crush`, 2026-11-28: 9 kills': 'by a command that is not there',
      'Measured by hand, 2026-11-28: 9 kills': 'by a command that is not there',
      'Measured by `npm run crash`: 9 kills': 'on which day',
    })
    allows(bareFigures, [
      '# Speed\n\nMeasured by `npm run crash -- --only power`, on two cores, 2026-11-28.\n\n| kills |\n| --- |\n| 9 |',
      'Node 24, method 2, 401, port 4000, SHA-256 for requests, `12 ms`, ten minutes',
    ])
  })

  it('cannot give a limit otherwise than the source', () => {
    const limit: Limit = {
      document: 'docs/page.md',
      figure: '3 KB',
      source: 'packages/checkout/src/http/read-body.ts',
      text: 'JSON_BYTES = 3 * 1024',
    }
    const page = (text: string) => new Map([['docs/page.md', readDocument('docs/page.md', text)]])
    assert.deepEqual(findStaleLimits([limit], page('Bodies of 3 KB'), repository), [
      `docs/page.md says 3 KB, and ${limit.source} does not say ${limit.text}`,
    ])
    const held = { ...limit, text: 'JSON_BYTES = 64 * 1024' }
    assert.deepEqual(findStaleLimits([held], page('Bodies of 3 KB'), repository), [])
    assert.deepEqual(findStaleLimits([held], page('Bodies of any size'), repository), [
      'docs/page.md says 3 KB no more: it is not a limit to be listed',
    ])
  })
})
