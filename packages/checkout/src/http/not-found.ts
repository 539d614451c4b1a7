import { HTTPException } from 'hono/http-exception'

/** For pages: each page says it in the reader’s language. */
export function notFound(): never {
  throw new HTTPException(404)
}
