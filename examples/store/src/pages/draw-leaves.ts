import { html } from 'hono/html'
import type { Html } from './document.ts'

/** Leaves standing in a tall glass. */
export function dragonWell(): Html {
  const leaves = [
    [84, 166, -7, 'leaf'],
    [94, 168, 3, 'leaf-2'],
    [104, 168, -3, 'leaf'],
    [115, 166, 8, 'leaf-2'],
    [100, 128, -14, 'leaf'],
    [110, 116, 12, 'leaf'],
    [88, 120, 16, 'leaf-2'],
  ] as const
  return html`<path class="glass" d="M62 34h76l-9 128a10 10 0 0 1-10 9H81a10 10 0 0 1-10-9z" />
    <path class="green-tea" d="M66 66h68l-7 94a8 8 0 0 1-8 7H81a8 8 0 0 1-8-7z" />
    <ellipse class="green-tea-top" cx="100" cy="66" rx="34" ry="5" />
    ${leaves.map(
      ([x, y, turn, tone]) =>
        html`<path
          class="${tone}"
          transform="translate(${x} ${y}) rotate(${turn})"
          d="M0 0c-6-14-6-30 0-46 6 16 6 32 0 46z"
        />`,
    )}
    <path class="gleam" d="M71 44l6 104" />`
}

/** A caddy with its label, and the rolled leaf that is in it. */
export function ironGoddess(): Html {
  const rolled = [
    [140, 164, 20],
    [154, 167, -30],
    [147, 155, 65],
    [164, 168, 10],
  ] as const
  return html`<path class="tin" d="M58 62h72v102a8 8 0 0 1-8 8H66a8 8 0 0 1-8-8z" />
    <path class="tin-dark" d="M112 62h18v102a8 8 0 0 1-8 8h-10z" />
    <path class="tin-lid" d="M54 46a8 8 0 0 1 8-8h64a8 8 0 0 1 8 8v18H54z" />
    <path class="brass-line" d="M54 64h80" />
    <rect class="label" x="74" y="80" width="34" height="74" rx="2" />
    <text class="label-text" x="91" y="101">鐵</text>
    <text class="label-text" x="91" y="123">觀</text>
    <text class="label-text" x="91" y="145">音</text>
    ${rolled.map(
      ([x, y, turn]) =>
        html`<g transform="translate(${x} ${y}) rotate(${turn})">
          <ellipse class="rolled" rx="8" ry="6" />
          <path class="rolled-line" d="M-6-1c4-3 9-2 11 1M-4 3c3-1 6-1 8 0" />
        </g>`,
    )}`
}

/** A bowl full of pearls with two fresh blossoms. */
export function jasminePearls(): Html {
  const pearls = [
    ...[62, 78, 94, 110, 126, 140].map((x) => [x, 104] as const),
    ...[70, 86, 102, 118, 132].map((x) => [x, 92] as const),
    ...[80, 96, 112].map((x) => [x, 80] as const),
  ]
  return html`${pearls.map(
      ([x, y]) =>
        html`<circle class="pearl" cx="${x}" cy="${y}" r="9.500" />
          <path class="pearl-line" d="M${x - 5} ${y + 2}c2-6 7-8 10-5" />`,
    )}
    <path class="celadon" d="M42 104h116c0 36-20 60-40 64H82c-20-4-40-28-40-64z" />
    <path class="celadon-dark" d="M130 104h28c0 36-20 60-40 64h-12c16-12 24-36 24-64z" />
    <path class="celadon-rim" d="M40 104h120" />
    ${blossom(66, 78, 1.1)} ${blossom(138, 76, 0.85)}`
}

function blossom(x: number, y: number, size: number): Html {
  return html`<g transform="translate(${x} ${y}) scale(${size})">
    ${[0, 72, 144, 216, 288].map(
      (turn) =>
        html`<path
          class="petal"
          transform="rotate(${turn})"
          d="M0 0c-9-6-9-18 0-24 9 6 9 18 0 24z"
        />`,
    )}
    <circle class="pollen" r="4" />
  </g>`
}

/** Three blossoms, each with two rings of petals. */
export function chrysanthemum(): Html {
  return html`<path
      class="stem"
      d="M104 100c2 30-2 52-10 70M128 128c-8 16-18 30-34 42M64 134c8 14 16 26 30 36"
    />
    <path class="leaf" d="M106 138c10-8 22-8 32-2-8 10-22 12-32 2z" />
    ${daisy(102, 78, 1)} ${daisy(142, 118, 0.6)} ${daisy(58, 124, 0.66)}`
}

function daisy(x: number, y: number, size: number): Html {
  const ring = (count: number, from: number): readonly number[] =>
    Array.from({ length: count }, (_, index) => from + (360 / count) * index)
  return html`<g transform="translate(${x} ${y}) scale(${size})">
    ${ring(16, 0).map(
      (turn) =>
        html`<path
          class="petal-back"
          transform="rotate(${turn})"
          d="M0 0c-8-16-7-38 0-48 7 10 8 32 0 48z"
        />`,
    )}
    ${ring(12, 11).map(
      (turn) =>
        html`<path
          class="petal"
          transform="rotate(${turn})"
          d="M0 0c-7-12-6-27 0-35 6 8 7 23 0 35z"
        />`,
    )}
    <circle class="pollen" r="12" />
    <circle class="pollen-dark" r="6" />
  </g>`
}
