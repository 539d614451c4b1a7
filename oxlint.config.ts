import { defineConfig } from 'oxlint'

const CLOCK = 'Take the clock as a parameter: the simulation moves it.'
const RANDOMNESS = 'Take randomness as a parameter: the simulation replays it.'
const ENVIRONMENT = 'Only a command reads the environment.'
const GLOBALS = [
  {
    name: 'fetch',
    message: 'Take fetch as a parameter: the simulation joins the servers without a socket.',
  },
  ...['setTimeout', 'setInterval', 'setImmediate', 'performance'].map((name) => ({
    name,
    message: CLOCK,
  })),
  { name: 'crypto', message: RANDOMNESS },
  // Everything above has a second name there.
  ...['globalThis', 'global', 'self', 'window'].map((name) => ({
    name,
    message: 'Call what you need by its own name, so that it is seen what it is.',
  })),
]
const PROPERTIES = [
  { object: 'Date', property: 'now', message: CLOCK },
  { object: 'process', property: 'hrtime', message: CLOCK },
  { object: 'process', property: 'uptime', message: CLOCK },
  { object: 'Math', property: 'random', message: RANDOMNESS },
  { object: 'process', property: 'env', message: ENVIRONMENT },
]
const IMPORTS = [
  ...['timers', 'timers/promises', 'perf_hooks'].map((name) => ({ name, message: CLOCK })),
  { name: 'process', message: ENVIRONMENT },
  {
    name: 'crypto',
    allowImportNames: [
      'createCipheriv',
      'createDecipheriv',
      'createHash',
      'createHmac',
      'createSecretKey',
      'hash',
      'hkdfSync',
      'KeyObject',
      'sign',
      'timingSafeEqual',
    ],
    message: RANDOMNESS,
  },
].flatMap((one) => [one, { ...one, name: `node:${one.name}` }])

/** What typescript-eslint calls strict and type-checked; there are no enums here. */
const STRICT = [
  'no-array-constructor',
  'no-unused-expressions',
  'no-unused-vars',
  'no-useless-constructor',
  'no-var',
  'prefer-const',
  'prefer-rest-params',
  'prefer-spread',
  'typescript/await-thenable',
  'typescript/ban-ts-comment',
  'typescript/no-array-delete',
  'typescript/no-base-to-string',
  'typescript/no-deprecated',
  'typescript/no-duplicate-enum-values',
  'typescript/no-duplicate-type-constituents',
  'typescript/no-dynamic-delete',
  'typescript/no-empty-object-type',
  'typescript/no-explicit-any',
  'typescript/no-extra-non-null-assertion',
  'typescript/no-extraneous-class',
  'typescript/no-for-in-array',
  'typescript/no-generated-empty-object-type',
  'typescript/no-implied-eval',
  'typescript/no-invalid-void-type',
  'typescript/no-meaningless-void-operator',
  'typescript/no-misused-new',
  'typescript/no-misused-promises',
  'typescript/no-misused-spread',
  'typescript/no-mixed-enums',
  'typescript/no-namespace',
  'typescript/no-non-null-asserted-nullish-coalescing',
  'typescript/no-non-null-asserted-optional-chain',
  'typescript/no-non-null-assertion',
  'typescript/no-redundant-type-constituents',
  'typescript/no-require-imports',
  'typescript/no-this-alias',
  'typescript/no-unnecessary-boolean-literal-compare',
  'typescript/no-unnecessary-condition',
  'typescript/no-unnecessary-template-expression',
  'typescript/no-unnecessary-type-arguments',
  'typescript/no-unnecessary-type-assertion',
  'typescript/no-unnecessary-type-constraint',
  'typescript/no-unnecessary-type-conversion',
  'typescript/no-unnecessary-type-parameters',
  'typescript/no-unsafe-argument',
  'typescript/no-unsafe-assignment',
  'typescript/no-unsafe-call',
  'typescript/no-unsafe-declaration-merging',
  'typescript/no-unsafe-function-type',
  'typescript/no-unsafe-member-access',
  'typescript/no-unsafe-return',
  'typescript/no-unsafe-unary-minus',
  'typescript/no-useless-default-assignment',
  'typescript/no-wrapper-object-types',
  'typescript/only-throw-error',
  'typescript/prefer-as-const',
  'typescript/prefer-literal-enum-member',
  'typescript/prefer-namespace-keyword',
  'typescript/prefer-promise-reject-errors',
  'typescript/prefer-reduce-type-parameter',
  'typescript/prefer-return-this-type',
  'typescript/related-getter-setter-pairs',
  'typescript/require-await',
  'typescript/restrict-plus-operands',
  'typescript/triple-slash-reference',
  'typescript/unbound-method',
  'typescript/unified-signatures',
  'typescript/use-unknown-in-catch-callback-variable',
]

export default defineConfig({
  ignorePatterns: ['**/dist/**', 'docs/**'],
  plugins: ['typescript', 'import'],
  jsPlugins: ['./scripts/lint-edges.mjs'],
  categories: { correctness: 'off' },
  options: { typeAware: true, typeCheck: true, reportUnusedDisableDirectives: 'error' },
  overrides: [
    {
      files: ['**/*.ts'],
      rules: {
        ...Object.fromEntries(STRICT.map((rule) => [rule, 'error' as const])),
        'typescript/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
        // An inline `type` alone still loads the module at run time.
        'typescript/no-import-type-side-effects': 'error',
        'no-duplicate-imports': 'error',
        'typescript/explicit-module-boundary-types': 'error',
        'typescript/switch-exhaustiveness-check': 'error',
        'typescript/restrict-template-expressions': ['error', { allowNumber: true }],
        'typescript/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
        'typescript/no-floating-promises': [
          'error',
          {
            allowForKnownSafeCalls: [
              {
                from: 'package',
                package: 'node:test',
                name: [
                  'test',
                  'it',
                  'describe',
                  'suite',
                  'before',
                  'after',
                  'beforeEach',
                  'afterEach',
                ],
              },
            ],
          },
        ],
        'typescript/return-await': ['error', 'error-handling-correctness-only'],
        'no-console': 'error',
        'max-lines': ['error', { max: 400, skipBlankLines: true }],
        'max-params': ['error', 4],
      },
    },
    {
      files: ['packages/*/src/**/*.ts'],
      excludeFiles: [
        '**/*.test.ts',
        'packages/testing/**',
        '**/system-clock.ts',
        '**/start-dev.ts',
        '**/commands/*.ts',
        'packages/sandbox/src/hosts.ts',
      ],
      rules: {
        'edges/no-globals': ['error', ...GLOBALS],
        'no-restricted-properties': ['error', ...PROPERTIES],
        'no-restricted-imports': ['error', { paths: IMPORTS }],
        'edges/no-current-date': 'error',
        'import/no-default-export': 'error',
      },
    },
    {
      // A test looks into JSON answers by name; that the name is there is what it tests.
      files: ['**/*.test.ts', '**/test/**/*.ts', 'packages/testing/**/*.ts'],
      rules: {
        'max-lines': 'off',
        'typescript/no-unsafe-argument': 'off',
        'typescript/no-unsafe-assignment': 'off',
        'typescript/no-unsafe-call': 'off',
        'typescript/no-unsafe-member-access': 'off',
        'typescript/no-unsafe-return': 'off',
      },
    },
  ],
})
