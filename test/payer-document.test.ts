import assert from 'node:assert/strict'
import { readFile, writeFile } from 'node:fs/promises'
import { it } from 'node:test'
import { drawTable } from '@tael/testing/markdown-table'
import { sampleLinkPages } from '../packages/checkout/test/support/sample-link-pages.ts'
import { samplePayerPages } from '../packages/checkout/test/support/sample-payer-pages.ts'
import { LINK_STATES, PAYER_STATES } from './documents/payer-states.ts'

const FILE = new URL('../docs/payer.md', import.meta.url)
const HEADING = '\n## Every page\n'

/** What a button does, by what the page's own markup says of it. */
const EFFECTS: readonly [marked: RegExp, does: string][] = [
  [/ data-pay=/, 'opens WeChat Pay with the same order'],
  [/ data-copy=/, 'copies the address'],
  [/ type="submit"/, 'takes a turn, and begins the payment when it has come'],
  [/ data-stay/, 'keeps the receipt on the screen'],
  [/ data-onward/, 'continues; the page does so automatically'],
  [/ data-continue/, 'leads to the shop; the page does so after three seconds'],
  [/href="https:\/\/shop\.example\.com/, 'leads to the shop'],
  [/href="weixin:/, 'opens WeChat'],
  [
    /href="[^"]*authorize=1"/,
    'pays: with the same order while it can be paid, else with a new one',
  ],
  [/href="[^"]*\/return"/, 'asks QFPay again'],
  [/href="\/pay\/[^"/?]+"/, 'opens the payment again'],
]

it('docs/payer.md shows every page as the payer reads it (UPDATE_DOCS=1 writes it)', async () => {
  const written = await readFile(FILE, 'utf8')
  const [head = ''] = written.split(HEADING)
  const said = [
    head + HEADING,
    await tableOf(samplePayerPages, PAYER_STATES, sentencesOf),
    '## The test of each\n',
    proofsOf(PAYER_STATES),
    '## Every page of a payment link\n',
    await tableOf(sampleLinkPages, LINK_STATES, linkSentencesOf),
    '## The test of each page of a link\n',
    proofsOf(LINK_STATES),
  ].join('\n')
  if (process.env['UPDATE_DOCS'] === '1') await writeFile(FILE, said)
  else assert.equal(unaligned(written), unaligned(said))
})

/** Each page with what it says in three languages, and its buttons. */
async function tableOf(
  sample: typeof sampleLinkPages,
  states: typeof LINK_STATES,
  say: (page: string) => string,
): Promise<string> {
  const pages = await Promise.all(
    (['en', 'zh-Hant', 'zh-Hans'] as const).map(async (language) => {
      const all = Object.entries(sample(language))
      return Object.fromEntries(
        await Promise.all(all.map(async ([name, page]) => [name, String(await page)] as const)),
      )
    }),
  )
  const [english = {}] = pages
  assert.deepEqual(Object.keys(states), Object.keys(english), 'a state for each page')
  const sections = Object.entries(states).map(([name, { when }]) => [
    `\`${name}\`: ${when}`,
    ...pages.map((each) => say(each[name] ?? '')),
    buttonsOf(english[name] ?? ''),
  ])
  return `${drawTable(['state', 'English', '繁體', '简体', 'buttons'], sections)}\n`
}

function proofsOf(states: typeof LINK_STATES): string {
  const proofs = Object.entries(states).map(
    ([name, { file, test }]) => `- \`${name}\`\n  - \`${file}\`: ${test}`,
  )
  return `${proofs.join('\n')}\n`
}

/** A link's page says what there is to say around its form and its code. */
function linkSentencesOf(page: string): string {
  const [, main = ''] = /<main[^>]*>([\s\S]*?)<\/main>/.exec(page) ?? []
  const [, title = ''] = /<h1>([\s\S]*?)<\/h1>/.exec(main) ?? []
  const shown = main.replaceAll(/<p [^>]*hidden[^>]*>[\s\S]*?<\/p>/g, '')
  const said = [
    ...shown.matchAll(/<(p|em)(?: class="(?:soft|note|foot)")?(?: role="\w+")?>([\s\S]*?)<\/\1>/g),
  ]
  return [`**${plain(title)}**`, ...said.map(([, , text = '']) => plain(text))].join('<br>')
}

/** The heading in bold, then the sentences that are there from the start. */
function sentencesOf(page: string): string {
  const [, title = '', rest = ''] = /<h1>([\s\S]*?)<\/h1>([\s\S]*?)<\/main>/.exec(page) ?? []
  const shown = rest.replaceAll(/<p class="note[\s\S]*?<\/p>/g, '')
  const [, state = ''] = /^([\s\S]*?)<\/div>/.exec(shown) ?? []
  const said = [...state.matchAll(/<p(?: class="soft")?>([\s\S]*?)<\/p>/g)]
  return [`**${plain(title)}**`, ...said.map(([, text = '']) => plain(text))].join('<br>')
}

function buttonsOf(page: string): string {
  const buttons = [...page.matchAll(/<(a|button)\s+class="act[^>]*>([\s\S]*?)<\/\1\s*>/g)]
  return buttons
    .map(([whole, , label = '']) => {
      const effect = EFFECTS.find(([marked]) => marked.test(whole))
      assert.ok(effect, `what does this do? ${whole}`)
      return `${plain(label)}: ${effect[1]}`
    })
    .join('<br>')
}

/** Without the room that aligns a table, which the formatter decides. */
function unaligned(document: string): string {
  return document.replaceAll(/ +/g, ' ').replaceAll(/-{3,}/g, '---')
}

function plain(html: string): string {
  return html
    .replaceAll(/<[^>]+>/g, '')
    .replaceAll(/\s+/g, ' ')
    .replaceAll('&#39;', "'")
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
    .trim()
}
