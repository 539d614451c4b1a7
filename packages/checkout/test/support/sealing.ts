/** For tests outside of this package that write a sealed value themselves. */
export { sealContext } from '../../src/platform/seal-context.ts'
export { createSealing } from '../../src/platform/sealed.ts'
