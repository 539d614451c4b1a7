import { fdatasyncSync, writeSync } from 'node:fs'
import { relative, sep } from 'node:path'
import type { PGlite } from '@electric-sql/pglite'
import { NodeFS } from '@electric-sql/pglite/nodefs'
import { syncDirectory } from './sync-to-disk.ts'

type EngineOptions = Parameters<NodeFS['init']>[1]
type EngineSetup = Awaited<ReturnType<NodeFS['init']>>

/** The part of the engine's file layer that we depend on; the check at each start proves that it still holds. */
type FileLayer = {
  readonly stream_ops: {
    fsync?: (stream: Stream) => number
    write: (stream: Stream, ...piece: Piece) => number
  }
  realPath(node: unknown): string
}
type Piece = [bytes: Uint8Array, offset: number, length: number, position: number]
/** An open file, or a directory, which has no descriptor of its own. */
type Stream = { readonly nfd?: number; readonly node: unknown }

/**
 * The engine's files on disk, with the sync that the engine asks for and its file layer lacks.
 * | A server that cannot write its log panics and recovers from it. This engine panics too, and then spins
 * for ever, so the process ends before the engine learns of the failure.
 */
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
          stopAtOnce(layer.realPath(stream.node), error)
        }
        return 0
      }
      const write = layer.stream_ops.write
      layer.stream_ops.write = (stream, ...piece) =>
        this.#isTable(layer.realPath(stream.node))
          ? write(stream, ...piece)
          : writeAll(layer, write, stream, piece)
    })
    return setup
  }

  /** If a table cannot grow, its statement fails and nothing else. */
  #isTable(path: string): boolean {
    return relative(this.directory, path).startsWith(`base${sep}`)
  }

  #sync(layer: FileLayer, stream: Stream): void {
    if (stream.nfd === undefined) syncDirectory(layer.realPath(stream.node))
    else fdatasyncSync(stream.nfd)
    this.syncs += 1
  }
}

/** Whole or not at all: the engine reads a shortened piece as a full disk as well. */
function writeAll(
  layer: FileLayer,
  write: FileLayer['stream_ops']['write'],
  stream: Stream,
  [bytes, offset, length, position]: Piece,
): number {
  try {
    let written = 0
    do written += write(stream, bytes, offset + written, length - written, position + written)
    while (written < length)
    return written
  } catch (error) {
    return stopAtOnce(layer.realPath(stream.node), error)
  }
}

/**
 * Ends the process. The engine would swallow an exception here and acknowledge the commit anyway;
 * and after a failed sync only recovery from the log tells what is on the disk.
 */
function stopAtOnce(path: string, error: unknown): never {
  try {
    writeSync(
      2,
      `The database could not be written to disk (${path}: ${reasonOf(error)}). Stopping, so that nothing is acknowledged that may be lost. Is the disk full? Make room and start again: every acknowledged commit is there.\n`,
    )
  } finally {
    process.abort()
  }
}

/** The engine's own errors of its file layer have a number, and no words. */
function reasonOf(error: unknown): string {
  if (typeof error === 'object' && error !== null && 'errno' in error && !('code' in error)) {
    return `error ${String(error.errno)}`
  }
  return error instanceof Error ? error.message : String(error)
}
