import tseslint from 'typescript-eslint'

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
      'hash',
      'hkdfSync',
      'KeyObject',
      'sign',
      'timingSafeEqual',
    ],
    message: RANDOMNESS,
  },
].flatMap((one) => [one, { ...one, name: `node:${one.name}` }])

export default tseslint.config(
  { ignores: ['**/dist/**', '**/node_modules/**', 'docs/**'] },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: { defaultProject: 'tsconfig.json' } } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      // An inline `type` alone still loads the module at run time.
      '@typescript-eslint/no-import-type-side-effects': 'error',
      'no-duplicate-imports': 'error',
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      // There are no enums here, and looking for them takes its time.
      '@typescript-eslint/no-unsafe-enum-assignment': 'off',
      '@typescript-eslint/no-unsafe-enum-comparison': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-floating-promises': [
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
      'no-console': 'error',
      'max-lines': ['error', { max: 400, skipBlankLines: true }],
      'max-params': ['error', 4],
    },
  },
  {
    files: ['packages/*/src/**/*.ts'],
    ignores: [
      '**/*.test.ts',
      '**/testing/*.ts',
      '**/system-clock.ts',
      '**/start-dev.ts',
      '**/commands/*.ts',
    ],
    rules: {
      'no-restricted-globals': ['error', ...GLOBALS],
      'no-restricted-properties': ['error', ...PROPERTIES],
      'no-restricted-imports': ['error', { paths: IMPORTS }],
      'no-restricted-syntax': [
        'error',
        {
          selector: "NewExpression[callee.name='Date'][arguments.length=0]",
          message: CLOCK,
        },
        { selector: "CallExpression[callee.name='Date']", message: CLOCK },
        { selector: 'ExportDefaultDeclaration', message: 'Named exports only.' },
      ],
    },
  },
  {
    // A test looks into JSON answers by name; that the name is there is what it tests.
    files: ['**/*.test.ts', 'test/**/*.ts', '**/testing/*.ts'],
    rules: {
      'max-lines': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
)
