import { FOLLOW, readAsset } from '@tael-examples/common'

const FOLDER = new URL('../browser/', import.meta.url)

/** The shop's files. */
export const ASSETS = {
  style: readAsset(FOLDER, 'store.css', 'text/css'),
  drawings: readAsset(FOLDER, 'drawings.css', 'text/css'),
  script: FOLLOW,
  icon: readAsset(FOLDER, 'icon.svg', 'image/svg+xml'),
} as const
