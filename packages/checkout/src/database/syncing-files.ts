import { fdatasyncSync, writeSync } from 'node:fs'
import type { PGlite } from '@electric-sql/pglite'
import { NodeFS } from '@electric-sql/pglite/nodefs'
import { syncDirectory } from './sync-to-disk.ts'

type EngineOptions = Parameters<NodeFS['init']>[1]
type EngineSetup = Awaited<ReturnType<NodeFS['init']>>

/** The part of the engine's file layer that we lean on; the check at each start proves it is still so. */
type FileLayer = {
  readonly stream_ops: { fsync?: (stream: Stream) => number }
  realPath(node: unknown): string
}
/** An open file, or a directory, which has no descriptor of its own. */
type Stream = { readonly nfd?: number; readonly node: unknown }

/** The engine's files on disk, with the sync that the engine asks for and its file layer lacks. */
export class SyncingFiles extends NodeFS {
  readonly directory: string
  /** How often a file reached the disk. */
  syncs = 0

  constructor(directory: string) {
    super(directory)
    this.directory = directory
  }

  override async init(engine: PGlite, options: EngineOptions): Promise<EngineSetup> {
    const setup = await super.init(engine, options)
    setup.emscriptenOpts.preRun?.push((module) => {
      const layer = (module as unknown as { readonly NODEFS: FileLayer }).NODEFS
      layer.stream_ops.fsync = (stream) => {
        try {
          this.#sync(layer, stream)
        } catch (error) {
          stopAtOnce(error)
        }
        return 0
      }
    })
    return setup
  }

  #sync(layer: FileLayer, stream: Stream): void {
    if (stream.nfd === undefined) syncDirectory(layer.realPath(stream.node))
    else fdatasyncSync(stream.nfd)
    this.syncs += 1
  }
}

/**
 * Ends the process. The engine swallows what is thrown here and acknowledges the commit all the
 * same; and after a failed sync only recovery from the log tells what is on the disk.
 */
function stopAtOnce(error: unknown): never {
  try {
    const reason = error instanceof Error ? error.message : String(error)
    writeSync(
      2,
      `The database could not be written to disk (${reason}). Stopping, so that nothing is acknowledged that may be lost.\n`,
    )
  } finally {
    process.abort()
  }
}
