import type { Profiler } from 'node:inspector'

/** How much of the busy time a module had, in percent. */
export type Share = {
  readonly module: string
  /** In its own lines. */
  readonly self: number
  /** In them, or in what they have called. */
  readonly onStack: number
}

type Node = Profiler.ProfileNode

/** Without them, what is left is the busy time. */
const NOT_BUSY = ['(idle)', '(root)']
const BENCH = 'bench'

/** Sums the samples of a profile by module; the dearest first. */
export function sumProfile({
  nodes,
  samples = [],
  timeDeltas = [],
}: Profiler.Profile): readonly Share[] {
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const stacks = stacksOf(nodes, byId)
  const self = new Map<string, number>()
  const onStack = new Map<string, number>()
  let busy = 0
  samples.forEach((id, index) => {
    const node = byId.get(id)
    const spent = timeDeltas[index] ?? 0
    const stack = stacks.get(id) ?? new Set()
    // What it takes to take the profile is no part of it.
    if (node === undefined || NOT_BUSY.includes(node.callFrame.functionName) || stack.has(BENCH))
      return
    busy += spent
    add(self, moduleOf(node), spent)
    for (const module of stack) add(onStack, module, spent)
  })
  return [...onStack]
    .map(([module, spent]) => ({
      module,
      self: ((self.get(module) ?? 0) / busy) * 100,
      onStack: (spent / busy) * 100,
    }))
    .toSorted((one, other) => other.self - one.self || other.onStack - one.onStack)
}

/** The modules on the stack of each node. */
function stacksOf(
  nodes: readonly Node[],
  byId: ReadonlyMap<number, Node>,
): ReadonlyMap<number, ReadonlySet<string>> {
  const stacks = new Map<number, ReadonlySet<string>>()
  const visit = (node: Node, above: ReadonlySet<string>): void => {
    const stack = new Set([...above, moduleOf(node)])
    stacks.set(node.id, stack)
    for (const child of node.children ?? []) {
      const next = byId.get(child)
      if (next !== undefined) visit(next, stack)
    }
  }
  const [root] = nodes
  if (root !== undefined) visit(root, new Set())
  return stacks
}

/** A package from npm, a folder of ours, a part of Node, or what V8 did on its own. */
export function moduleOf({ callFrame: { url, functionName } }: Pick<Node, 'callFrame'>): string {
  const [, fromNpm] = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(url) ?? []
  if (fromNpm !== undefined) return fromNpm
  const [, ours, folder] = /\/packages\/([^/]+)\/src\/([^/]+)/.exec(url) ?? []
  if (ours !== undefined) return `${ours}: ${folder ?? ''}`
  const [, ofNode] = /^node:(?:internal\/)?([^/]+)/.exec(url) ?? []
  if (ofNode !== undefined) return `node:${ofNode}`
  return url === '' ? `native ${functionName}` : BENCH
}

function add(sums: Map<string, number>, module: string, spent: number): void {
  sums.set(module, (sums.get(module) ?? 0) + spent)
}
