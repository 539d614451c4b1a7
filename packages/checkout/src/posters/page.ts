/** A drawing of one page, in points from the top left: what a poster is made of. */
export type Page = {
  readonly width: number
  readonly height: number
  readonly shapes: readonly Shape[]
}

export type Shape = {
  readonly path: Path
  /** `#rrggbb`. */
  readonly fill: string
  /** The width of a round pen of the same color that goes along the path. */
  readonly pen?: number
}

/** Moves, lines, curves with two control points, and closings. */
export type Path = readonly Step[]
type Step =
  | { readonly to: 'M' | 'L'; readonly at: readonly [number, number] }
  | { readonly to: 'C'; readonly at: readonly [number, number, number, number, number, number] }
  | { readonly to: 'Z'; readonly at: readonly [] }

/** How far along its side a curve has its control point when it draws a quarter of a circle. */
const ROUND = 0.5523

export function rectangle(
  { x, y, width, height }: Readonly<Record<'x' | 'y' | 'width' | 'height', number>>,
  radius = 0,
): Path {
  const [r, k, right, bottom] = [radius, radius * (1 - ROUND), x + width, y + height]
  return [
    { to: 'M', at: [x + r, y] },
    { to: 'L', at: [right - r, y] },
    { to: 'C', at: [right - k, y, right, y + k, right, y + r] },
    { to: 'L', at: [right, bottom - r] },
    { to: 'C', at: [right, bottom - k, right - k, bottom, right - r, bottom] },
    { to: 'L', at: [x + r, bottom] },
    { to: 'C', at: [x + k, bottom, x, bottom - k, x, bottom - r] },
    { to: 'L', at: [x, y + r] },
    { to: 'C', at: [x, y + k, x + k, y, x + r, y] },
    { to: 'Z', at: [] },
  ]
}

export function moved(path: Path, dx: number, dy: number): Path {
  return path.map((step) => ({
    to: step.to,
    at: step.at.map((value, index) => value + (index % 2 === 0 ? dx : dy)),
  })) as unknown as Path
}
