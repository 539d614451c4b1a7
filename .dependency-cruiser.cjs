/** The walls of the house. ARCHITECTURE.md draws them; test/walls.test.ts shows that each one holds. */
const slice = '^packages/checkout/src/([^/]+)/'
const WAY_OF_THE_PAYER = '^packages/checkout/src/attempts/'

// In a folder of checkout a file's name says its role. A file with any other name is a model: a new one
// needs no entry here, and is refused as soon as it imports what a model may not. The ground has no roles.
const GROUND = 'database|http|language|network|platform|posters|style'
/** Every file of these answers a request or is a page. The one action of link-page knows no HTTP. */
const FACES = 'dashboard|pay-page'
/** In the dashboard, a subject's pages stand beside the routes that answer with them: a file is a page unless it is one of these. */
const NO_PAGES = '-routes|-csv|/ask-for-passkey|/read-typed|/scripts|/session|/shell'
const EDGE = '(api|routes|resource|guards|csv|pages)[.]ts'
const VERBS = oneOf(`
  accept add answer apply ask authorize call cancel chain change check claim close conclude count create deliver disable draw end
  enquire expire follow give hear launch note open plan process prune queue read receive record replay request
  reseal restore resume run send share show sign start stream take verify watch
`)
/** Files with the name of a thing that live longer than a call, or speak to the world. */
const PARTS = oneOf(`
  accounts/api-keys accounts/key-uses accounts/known-accounts budget/budget enquiries/enquirer
  exchanges/exchange-recorder gateways/gateways links/link-opens links/turn-followers notifications/order-notifications tasks/background-work
  operators/one-time-code operators/password payments/page-opens tasks/tasks webhooks/webhook-network pay-page/authorization-state
  pay-page/browser-cookie pay-page/money-back
  pay-page/pay-page-assets
`)
const ACTION = `^packages/checkout/src/(?!(${GROUND}|${FACES})/|[a-z/-]+/pages/)[a-z/-]+/(?![a-z-]*${EDGE})((${VERBS})-[a-z.-]*|reseal[.]ts)$`
const MODEL = `^packages/checkout/src/(?!(${GROUND}|dashboard)/|[a-z/-]+/pages/|(${PARTS})[.]ts)[a-z/-]+/(?!(${VERBS})-|reseal[.]|[a-z-]*(store[.]ts|${EDGE}))[a-z-]+[.]ts$`
/** Texts, views, and what makes a view of a thing. */
const PAGE = `^packages/checkout/src/([a-z/-]+/pages/|language/|style/|dashboard/(?![a-z/-]*(${NO_PAGES})[.]ts$))[a-z/-]+[.]ts$`
/** What a model may use besides models: functions of what they are given. */
const PURE =
  '^packages/checkout/src/(language/|platform/(durations|gateway-day|seal-context)[.]ts$)|^packages/qfpay/src/|^node_modules/(ipaddr[.]js|@hono/zod-openapi)/'

module.exports = {
  forbidden: [
    {
      name: 'client-is-a-leaf',
      comment: '@tael/qfpay is published alone: it imports nothing of ours and nothing from npm.',
      severity: 'error',
      from: { path: '^packages/qfpay/src', pathNot: '[.]test[.]ts$' },
      to: { pathNot: '^packages/qfpay/src', dependencyTypesNot: ['core'] },
    },
    {
      name: 'sandbox-shares-no-code',
      comment:
        'The sandbox is a second reading of the protocol; sharing code would hide the same mistake in both.',
      severity: 'error',
      from: { path: '^packages/sandbox/src' },
      to: { path: '^packages/(qfpay|checkout|cli)/|^node_modules/@tael/' },
    },
    {
      name: 'checkout-knows-the-client-only',
      severity: 'error',
      from: { path: '^packages/checkout/src', pathNot: '[.]test[.]ts$' },
      to: { path: '^packages/(sandbox|cli)/' },
    },
    {
      name: 'no-deep-imports',
      comment: 'A package is its index.',
      severity: 'error',
      from: { path: '^(packages/[^/]+|examples/[^/]+|test|bench)/' },
      to: {
        path: '^packages/[^/]+/src/.+',
        pathNot: [
          '^$1/',
          '^packages/[^/]+/src/(index|playwright|program)[.]ts$',
          '^packages/testing/src/',
        ],
      },
    },
    {
      name: 'models-are-pure',
      comment: 'A model has no clock, database or network, so that it can be tested as a table.',
      severity: 'error',
      from: { path: MODEL },
      to: { pathNot: [MODEL, PURE] },
    },
    {
      name: 'pages-show-what-they-are-given',
      comment:
        'A page reads no database, no clock and no request. Of an action it may name the type of its answer.',
      severity: 'error',
      from: { path: PAGE },
      to: {
        pathNot: [
          PAGE,
          MODEL,
          PURE,
          '-resource[.]ts$',
          '^node_modules/(hono/dist/.*html|uqr/)',
          '^(node:)?crypto$',
        ],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'actions-know-no-http',
      comment:
        'An action is called by an API, by a page and by a task; only the first two answer a request.',
      severity: 'error',
      from: { path: ACTION, pathNot: '[.]test[.]ts$' },
      to: { path: '^packages/checkout/src/http/|^node_modules/hono/' },
    },
    {
      name: 'edges-do-not-touch-sql',
      severity: 'error',
      from: {
        path: [`-${EDGE}$`, `^packages/checkout/src/(${FACES})/[a-z/-]+[.]ts$`],
        pathNot: [PAGE, '[.]test[.]ts$'],
      },
      to: { path: '^node_modules/(kysely|pg)/|/database/' },
    },
    {
      name: 'stores-hold-sql-and-models',
      comment:
        'The one exception writes a payment: with it, in its transaction, its events and the unit of its link.',
      severity: 'error',
      from: { path: '-store[.]ts$', pathNot: '/payments/payment-write-store[.]ts$' },
      to: {
        pathNot: [
          MODEL,
          PURE,
          '-store[.]ts$',
          '^packages/checkout/src/(database|platform)/',
          '^node_modules/kysely/',
        ],
      },
    },
    {
      name: 'stores-stay-in-their-slice',
      comment:
        'Another slice asks through an action. The record of payments has two: itself, and the way of the payer.',
      severity: 'error',
      from: { path: slice, pathNot: `${WAY_OF_THE_PAYER}|[.]test[.]ts$` },
      to: { path: '-store[.]ts$', pathNot: '^packages/checkout/src/$1/|/events/event-store[.]ts$' },
    },
    {
      name: 'the-way-of-the-payer-writes-the-record',
      comment: 'And no other store.',
      severity: 'error',
      from: { path: WAY_OF_THE_PAYER, pathNot: '[.]test[.]ts$' },
      to: {
        path: '-store[.]ts$',
        pathNot: '^packages/checkout/src/payments/|/events/event-store[.]ts$',
      },
    },
    {
      name: 'product-knows-no-tests',
      severity: 'error',
      from: {
        path: '^(packages|examples)/[^/]+/src/',
        pathNot: '^packages/testing/|[.]test[.]ts$',
      },
      to: { path: '^(test|bench)/|^(packages|examples)/[^/]+/test/|^packages/testing/' },
    },
    {
      name: 'testing-is-a-leaf',
      comment: 'What knows a package of ours is test support of that package.',
      severity: 'error',
      from: { path: '^packages/testing/' },
      to: { path: '^(packages|examples|test|bench)/', pathNot: '^packages/testing/' },
    },
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(packages|examples)/[^/]+/dist/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      conditionNames: ['@tael/source', 'import', 'node', 'default'],
      exportsFields: ['exports'],
    },
  },
}

function oneOf(words) {
  return words.trim().split(/\s+/).join('|')
}
