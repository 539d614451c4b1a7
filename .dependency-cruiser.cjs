/** The walls of the house. ARCHITECTURE.md draws them; test/walls.test.ts shows that each one holds. */
const slice = '^packages/checkout/src/([^/]+)/'
const WAY_OF_THE_PAYER = '^packages/checkout/src/attempts/'
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
      from: { path: '^packages/checkout/src', pathNot: '[.]test[.]ts$|/testing/' },
      to: { path: '^packages/(sandbox|cli)/' },
    },
    {
      name: 'no-deep-imports',
      comment: 'A package is its index.',
      severity: 'error',
      from: { path: '^(packages/[^/]+|examples/[^/]+|test)/' },
      to: {
        path: '^packages/[^/]+/src/.+',
        pathNot: ['^$1/', '^packages/[^/]+/src/(index|playwright|program)[.]ts$', '/testing/'],
      },
    },
    {
      name: 'models-are-pure',
      comment: 'A model has no clock, database or network, so that it can be tested as a table.',
      severity: 'error',
      from: {
        path: '^packages/checkout/src/[a-z]+/(payment|attempt|settlement|attention|refund|account|api-key|event|schedule|closing|verdict|question|allowance|webhook-endpoint|webhook-delivery|reconciliation|difference|exchange)[.]ts$',
      },
      to: {
        pathNot:
          '^packages/checkout/src/[a-z]+/(payment|attempt|settlement|attention|refund|account|api-key|event|schedule|closing|verdict|question|allowance|webhook-endpoint|webhook-delivery|reconciliation|difference|exchange)[.]ts$|^packages/checkout/src/language/display-amount[.]ts$|^packages/qfpay/src/',
      },
    },
    {
      name: 'edges-do-not-touch-sql',
      severity: 'error',
      from: { path: '-(api|pages)[.]ts$' },
      to: { path: '^node_modules/(kysely|pg)/|/database/' },
    },
    {
      name: 'stores-stay-in-their-slice',
      comment:
        'Another slice asks through an action. The record of payments has two: itself, and the way of the payer.',
      severity: 'error',
      from: { path: slice, pathNot: `${WAY_OF_THE_PAYER}|[.]test[.]ts$|/testing/` },
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
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)dist/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      conditionNames: ['@tael/source', 'import', 'node', 'default'],
      exportsFields: ['exports'],
    },
  },
}
