// Two rules for oxlint: the inside of a package takes its clock and its network as parameters.
const CLOCK = 'Take the clock as a parameter: the simulation moves it.'

const isDate = ({ type, name }) => type === 'Identifier' && name === 'Date'

export default {
  meta: { name: 'edges' },
  rules: {
    'no-current-date': {
      create: (context) => ({
        NewExpression(node) {
          if (isDate(node.callee) && node.arguments.length === 0) {
            context.report({ node, message: CLOCK })
          }
        },
        CallExpression(node) {
          if (isDate(node.callee)) context.report({ node, message: CLOCK })
        },
      }),
    },
    // Unlike oxlint's own rule for globals, it lets a type name one: `typeof fetch`.
    'no-globals': {
      meta: { schema: { type: 'array' } },
      create: (context) => ({
        Program(program) {
          const messages = new Map(context.options.map(({ name, message }) => [name, message]))
          const { through, variables } = context.sourceCode.getScope(program)
          const known = variables.filter(({ defs }) => defs.length === 0)
          for (const { identifier } of [...through, ...known.flatMap((one) => one.references)]) {
            const message = messages.get(identifier.name)
            if (message === undefined || identifier.parent.type === 'TSTypeQuery') continue
            context.report({ node: identifier, message })
          }
        },
      }),
    },
  },
}
