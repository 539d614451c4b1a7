import type { AsyncLocalStorage } from 'node:async_hooks'

/** Called at a named point of the flow. The name says what happens and for whom, never when. */
export type Cross = (point: string) => void

/** What a step is done for: a request, or nobody in particular. */
export type Occasion = AsyncLocalStorage<string>
