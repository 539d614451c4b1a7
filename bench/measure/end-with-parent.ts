/** Loaded in front of a server that is measured: so it does not outlive the bench, and costs nothing else. */
export const END_WITH_PARENT = new URL(
  '../../test/support/server/child/end-with-parent.ts',
  import.meta.url,
).href
