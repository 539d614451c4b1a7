import type { TestEvent } from 'node:test/reporters'

/** A test that has ended, as one line of JSON. */
export type Told = { readonly name: string; readonly error?: string }

/** A reporter of node:test: each test, without the files and groups that only hold them. */
export default async function* report(source: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  for await (const { type, data } of source) {
    if (type !== 'test:pass' && type !== 'test:fail') continue
    if (data.details.type === 'suite') continue
    const told: Told = {
      name: data.name,
      ...(type === 'test:fail' && { error: String(data.details.error.cause) }),
    }
    yield `told ${JSON.stringify(told)}\n`
  }
}
