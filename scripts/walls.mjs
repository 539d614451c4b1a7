// The walls of the house, as .dependency-cruiser.cjs draws them, and its floors: each folder imports
// only folders below it. A file directly in src is a room of its own.
// The documents that walk through it climb no stairs: each file stands on a floor at or below the one
// before it, and is imported by one before it.
// `--draw` prints the floors with all arrows; `--write` draws those in ARCHITECTURE.md anew.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

const CRUISER = fileURLToPath(
  new URL('../node_modules/dependency-cruiser/bin/dependency-cruiser.mjs', import.meta.url),
)
const CONFIG = fileURLToPath(new URL('../.dependency-cruiser.cjs', import.meta.url))
const SOURCE = /^((?:packages|examples)\/[^/]+\/src)\/(.+)\.ts$/
const DRAWING = 'ARCHITECTURE.md'
const WALKS = ['docs/flow.md', 'docs/refunds.md']
/** How many imports of a circle are named: the shortest way out is rarely longer. */
const NAMED = 40

const { values } = parseArgs({
  options: {
    draw: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
})

const { modules, summary } = cruise()
const houses = [...Map.groupBy(modules.flatMap(importsOf), ({ house }) => house)].map(drawHouse)
const broken = [
  ...summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`),
  ...houses.flatMap(({ circular }) => circular),
  ...drawInDocument(),
  ...WALKS.filter((path) => existsSync(path)).flatMap(walkThrough),
]
if (broken.length > 0) {
  console.error(broken.join('\n'))
  process.exitCode = 1
}
for (const house of houses) console.log(values.draw ? drawn(house) : summed(house))

function cruise() {
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [CRUISER, '--config', CONFIG, '--output-type', 'json', 'packages', 'examples', 'test', 'bench'],
    { encoding: 'utf8', maxBuffer: 2 ** 30 },
  )
  if (!stdout.startsWith('{')) throw new Error(stderr)
  return JSON.parse(stdout)
}

/** What a source file imports of its own package; tests and what serves them stand outside the house. */
function importsOf({ source, dependencies }) {
  const [, house, path] = SOURCE.exec(source) ?? []
  if (house === undefined || /\.(test|d)$/.test(path)) return []
  const imported = dependencies
    .map(({ resolved }) => SOURCE.exec(resolved))
    .filter((match) => match?.[1] === house)
    .map((match) => ({ to: match[0], room: roomOf(match[2]) }))
  return [{ house, from: source, room: roomOf(path), imported }]
}

function roomOf(path) {
  return path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : `${path}.ts`
}

function drawHouse([house, files]) {
  const arrows = new Map(files.map(({ room }) => [room, new Set()]))
  for (const { room, imported } of files) {
    for (const { room: to } of imported) if (to !== room) arrows.get(room).add(to)
  }
  const { floors, rest } = stack(arrows)
  const circle = withoutRoofs(rest)
  const circular = files.flatMap(({ from, room, imported }) =>
    imported
      .filter((to) => to.room !== room && circle.has(room) && circle.has(to.room))
      .map(({ to }) => `folders-stand-on-floors: ${from} → ${to}`),
  )
  const isLong = circular.length > NAMED
  return {
    house,
    files,
    arrows,
    floors,
    circle: [...circle.keys()],
    circular: isLong ? [...circular.slice(0, NAMED), `… ${circular.length} in all`] : circular,
  }
}

/** The lowest floor first; what is left stands on a circle, or is part of one. */
function stack(arrows) {
  const floors = []
  let rest = new Map(arrows)
  for (;;) {
    const floor = [...rest].filter(([, below]) => ![...below].some((room) => rest.has(room)))
    if (floor.length === 0) return { floors, rest }
    floors.push(floor.map(([room]) => room).toSorted())
    rest = new Map([...rest].filter(([room]) => !floor.some(([other]) => other === room)))
  }
}

/** What only stands on a circle is not part of it. */
function withoutRoofs(rooms) {
  const isStoodOn = (room) => [...rooms.values()].some((below) => below.has(room))
  const stoodOn = new Map([...rooms].filter(([room]) => isStoodOn(room)))
  return stoodOn.size === rooms.size ? rooms : withoutRoofs(stoodOn)
}

function drawInDocument() {
  if (!existsSync(DRAWING)) return []
  const before = readFileSync(DRAWING, 'utf8')
  const after = before.replace(/```floors (\S+)\n[^`]*```/g, (old, name) => {
    const house = houses.find((one) => one.house === name)
    return house === undefined ? old : `\`\`\`floors ${name}\n${floorsOf(house)}\n\`\`\``
  })
  if (after === before) return []
  if (!values.write) return [`${DRAWING} draws other floors: npm run walls -- --write`]
  writeFileSync(DRAWING, after)
  return []
}

/** A line of a walk begins with a file: below the folder that the block names, or elsewhere below the root. */
function walkThrough(document) {
  const walks = readFileSync(document, 'utf8').matchAll(/```walk (\S+)\n([^`]*)```/g)
  return [...walks].flatMap(([, name, lines]) => {
    const paths = lines
      .trim()
      .split('\n')
      .map((line) => line.split(' ')[0])
    const isThere = (path) => existsSync(path) || existsSync(`${name}/${path}`)
    const missing = paths.find((path) => !isThere(path))
    if (missing !== undefined) return [`${document} walks to ${missing}, and it is not there`]
    const { files, floors } = houses.find(({ house }) => house === name)
    const steps = paths.flatMap(
      (path) => files.find(({ from }) => from === `${name}/${path}`) ?? [],
    )
    const floorOf = ({ room }) => floors.findIndex((rooms) => rooms.includes(room))
    return steps.slice(1).flatMap((step, index) => {
      const before = steps.slice(0, index + 1)
      if (floorOf(step) > floorOf(before.at(-1))) {
        return [`${document} climbs from ${before.at(-1).from} up to ${step.from}`]
      }
      const isImported = before.some(({ imported }) => imported.some(({ to }) => to === step.from))
      return isImported
        ? []
        : [`${document} walks to ${step.from}, which nothing before it imports`]
    })
  })
}

function floorsOf({ floors }) {
  return floors
    .map((rooms, index) => `${String(index + 1).padStart(2)}  ${rooms.map(named).join('  ')}`)
    .toReversed()
    .join('\n')
}

function named(room) {
  return room.endsWith('.ts') ? room : `${room}/`
}

function summed({ house, arrows, floors, circle }) {
  const count = [...arrows.values()].reduce((sum, below) => sum + below.size, 0)
  const walls = circle.length > 0 ? `a circle of ${circle.map(named).join(' ')}` : 'no circle'
  return `${house}: ${arrows.size} rooms on ${floors.length} floors, ${count} arrows, ${walls}`
}

function drawn(house) {
  const arrows = house.floors.flatMap((rooms, index) =>
    rooms.map((room) => {
      const below = [...house.arrows.get(room)].toSorted().map(named).join(' ')
      return `${String(index + 1).padStart(4)}  ${named(room)} → ${below || 'nothing'}`
    }),
  )
  return [summed(house), ...arrows.toReversed(), ''].join('\n')
}
