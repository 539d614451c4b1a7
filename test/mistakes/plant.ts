// Loaded before a test file: from here on the product has the mistake in it.
import { mutateSource } from '@tael/testing/mutate-source'
import { MISTAKES } from './mistakes.ts'

const mistake = MISTAKES.find(({ name }) => name === process.env['TAEL_MISTAKE'])
if (mistake !== undefined) mutateSource(mistake)
