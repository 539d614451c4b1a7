import assert from 'node:assert/strict'
import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { describe, it } from 'node:test'
import { askHidden } from './ask-hidden.ts'

const QUESTIONS = ['Password: ', 'Code: ']

describe('what is asked for without showing it', () => {
  const asked = async (typed: string, isTTY: boolean) => {
    const [input, output] = [Object.assign(new PassThrough(), { isTTY }), new PassThrough()]
    input.end(typed)
    const answers = await askHidden(QUESTIONS, { input, output })
    output.end()
    return { answers, shown: await text(output) }
  }

  it('is read line by line from a pipe, and from a terminal, which shows the questions only', async () => {
    for (const isTTY of [false, true]) {
      const { answers, shown } = await asked('correct horse\n123456\n', isTTY)
      assert.deepEqual(answers, ['correct horse', '123456'])
      assert.equal(shown, 'Password: \nCode: \n')
    }
  })

  it('may be corrected on a terminal', async () => {
    const { answers } = await asked('correct horsf\u007Fe\r123456\r', true)
    assert.deepEqual(answers, ['correct horse', '123456'])
  })

  it('is nothing if the person leaves: by Ctrl-C, or at the end of the pipe', async () => {
    assert.equal((await asked('correct horse\n\u0003', true)).answers, undefined)
    assert.equal((await asked('correct horse\n', false)).answers, undefined)
  })
})
