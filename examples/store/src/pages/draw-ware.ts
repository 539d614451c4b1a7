import { html } from 'hono/html'
import type { Html } from './document.ts'

/** A pressed cake, half out of its paper. */
export function agedPuer(): Html {
  return html`<path class="wrapper" d="M30 118 44 56l40-26 62 8 26 44-10 60-44 28-62-6z" />
    <path
      class="wrapper-line"
      d="M44 56l28 22M84 30l6 30M146 38l-14 26M172 82l-28 8M56 164l14-26"
    />
    <circle class="cake" cx="102" cy="104" r="56" />
    <path class="cake-dark" d="M102 160a56 56 0 0 0 40-95c8 46-14 80-66 89 8 4 16 6 26 6z" />
    <circle class="cake-dimple" cx="100" cy="102" r="13" />
    <path
      class="cake-line"
      d="M64 84c8-4 12-2 18-8M72 124c8 2 12 8 20 6M118 70c6 4 12 2 18 8M122 128c6-6 12-4 18-10M92 66c6-3 10-2 14-5M60 104c6-2 10 1 15-2M124 100c6-3 12 0 17-4M96 146c6-4 12-2 17-6"
    />
    <path class="ticket" d="M110 84l26-7 7 25-26 7z" />
    <text class="ticket-text" transform="translate(127 98) rotate(-15)">普</text>`
}

/** A thick cup on its saucer, as a cha chaan teng sets it down. */
export function milkTea(): Html {
  return html`<path
      class="steam"
      d="M82 48c-8-10 6-14-2-26M102 44c-8-10 6-16-2-28M122 48c-8-10 6-14-2-26"
    />
    <ellipse class="porcelain-dark" cx="100" cy="156" rx="76" ry="15" />
    <ellipse class="porcelain" cx="100" cy="152" rx="76" ry="14" />
    <ellipse class="saucer-ring" cx="100" cy="151" rx="46" ry="7" />
    <path class="cup-handle" d="M144 84c30-4 30 40-8 40" />
    <path class="porcelain" d="M50 70h100c0 44-14 78-36 82H86c-22-4-36-38-36-82z" />
    <path class="porcelain-dark" d="M126 70h24c0 44-14 78-36 82h-10c14-14 22-44 22-82z" />
    <path class="band-red" d="M51 88h98l-1.500 8h-95z" />
    <path class="band-green" d="M53 100h94l-2 4H55z" />
    <ellipse class="porcelain" cx="100" cy="70" rx="50" ry="12" />
    <ellipse class="milk-tea-top" cx="100" cy="71" rx="43" ry="8.500" />
    <path class="milk-swirl" d="M74 72c10-6 22 4 34-1 8-3 14-1 18 1" />`
}

/** Lid, bowl and saucer, with a band of cobalt for the water. */
export function gaiwan(): Html {
  return html`<ellipse class="porcelain-dark" cx="100" cy="162" rx="62" ry="12" />
    <ellipse class="porcelain" cx="100" cy="158" rx="62" ry="11" />
    <path class="cobalt-line" d="M48 160c16 9 88 9 104 0" />
    <path class="porcelain" d="M40 82h120c-4 38-20 66-40 74H80c-20-8-36-36-40-74z" />
    <path class="porcelain-dark" d="M136 82h24c-4 38-20 66-40 74h-10c16-16 24-42 26-74z" />
    <path
      class="cobalt"
      d="M44 104c8-8 16-8 24 0s16 8 24 0 16-8 24 0 16 8 24 0 12-6 16-2c-2 6-3 10-6 16-8 2-12-6-20 0s-14 8-22 0-16-8-24 0-14 8-22 0-10-4-12-2c-3-4-4-8-6-12z"
    />
    <path class="cobalt-line" d="M60 132c8-6 14-6 20 0s14 6 20 0 14-6 20 0 14 6 20 0" />
    <path class="porcelain" d="M48 80c4-24 26-38 52-38s48 14 52 38z" />
    <path class="porcelain-dark" d="M118 44c20 6 32 18 34 36h-20c0-14-4-26-14-36z" />
    <path class="cobalt-line" d="M46 80h108M66 64c10-7 20-9 34-9s24 2 34 9" />
    <path class="porcelain" d="M84 42c0-4 6-6 6-10 0-6 20-6 20 0 0 4 6 6 6 10z" />
    <ellipse class="cobalt" cx="100" cy="29" rx="11" ry="3" />`
}

/** A small round pot; the lid knob is a bead. */
export function clayPot(): Html {
  return html`<path class="clay-handle" d="M54 92c-36-14-44 46 4 48" />
    <path class="clay" d="M138 116c14-2 16-26 36-34l8 6c-14 14-14 46-44 52z" />
    <path
      class="clay"
      d="M100 70c36 0 56 20 56 48 0 26-20 46-36 52H80c-16-6-36-26-36-52 0-28 20-48 56-48z"
    />
    <path
      class="clay-dark"
      d="M130 76c18 8 26 23 26 42 0 26-20 46-36 52h-16c24-14 36-34 36-58 0-14-3-26-10-36z"
    />
    <path class="clay-light" d="M64 92c8-8 16-11 26-12" />
    <path class="clay-dark" d="M66 76c2-18 16-26 34-26s32 8 34 26c-14 5-54 5-68 0z" />
    <path class="clay" d="M70 72c4-14 14-19 30-19s26 5 30 19c-14 4-46 4-60 0z" />
    <circle class="clay" cx="100" cy="44" r="10" />
    <path class="clay-light" d="M94 42c1-3 3-4 6-5" />
    <rect class="pot-seal" x="90" y="112" width="22" height="22" rx="3" />
    <text class="pot-text" x="101" y="129">海</text>`
}
