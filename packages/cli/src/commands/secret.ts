import { askOperatorApi, show } from './operator-api.ts'

const PATH = '/v1/older_secrets'

export async function showOlderSecrets(): Promise<void> {
  show(await askOperatorApi(PATH))
}

/** `tael secret reseal`: reseals what an older secret has sealed, and says what still needs the old one. */
export async function reseal(): Promise<void> {
  show(await askOperatorApi(`${PATH}/reseal`, { method: 'POST' }))
}
