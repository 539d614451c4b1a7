import { createRoute, z } from '@hono/zod-openapi'
import type { Deps } from '../deps.ts'
import { acting, createApi, errorResponses, operatorNeeds, type Api } from '../http/api.ts'
import { streamBackup } from './stream-backup.ts'

const take = createRoute({
  method: 'get',
  path: '/v1/backup',
  operationId: 'downloadBackup',
  summary: 'All rows of the database as they are now',
  description:
    'One line of text for each row; a last line says how many each table has. Credentials stay sealed under TAEL_SECRET, and are useless without it.',
  ...operatorNeeds('administer'),
  responses: {
    200: {
      description: 'The backup',
      content: { 'application/octet-stream': { schema: z.string() } },
    },
    ...errorResponses(),
  },
})

export function backupApi(deps: Deps): Api {
  const api = createApi()
  api.openapi(take, async (c) => {
    const lines = await streamBackup(acting(deps, c))
    return new Response(lines, { headers: { 'content-type': 'application/octet-stream' } })
  })
  return api
}
