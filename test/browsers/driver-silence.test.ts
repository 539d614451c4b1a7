import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createDriverSilence } from './driver-silence.ts'

const answered = () => Promise.resolve('answered')
const never = () => new Promise<string>(() => undefined)

test('a driver that answers is not silent, and its errors are its own', async () => {
  const { answer } = createDriverSilence()
  assert.equal(await answer('GET /status', answered), 'answered')
  const fails = () => Promise.reject(new Error('no such element'))
  await assert.rejects(answer('POST /url', fails), { message: 'no such element' })
})

test('a driver that leaves a command without an answer is asked nothing more', async () => {
  const { answer, heard } = createDriverSilence(1)
  const silent = { message: 'its driver does not answer POST /back' }
  await assert.rejects(answer('POST /back', never), silent)
  assert.equal(await heard, 'POST /back')
  await assert.rejects(answer('GET /title', answered), silent)
})
