import { html } from 'hono/html'
import type { Html } from './document.ts'

/** The view from the shop: hills, a junk under sail, the water. */
export function harbour(): Html {
  return html`<svg
    class="harbour"
    viewBox="-300 0 1100 360"
    preserveAspectRatio="xMaxYMax slice"
    aria-hidden="true"
  >
    <circle class="sun" cx="560" cy="120" r="52" />
    <path
      class="hill-far"
      d="M-300 222c60-30 110-44 160-30 50 14 90 52 140 44 60-26 96-84 150-96 44-10 70 44 116 52 50 8 86-70 140-72 60-2 92 84 150 92 50 6 82-46 130-44 44 2 74 40 114 48v80H-300z"
    />
    <path
      class="hill-near"
      d="M-300 250c60-26 110-20 160-4 50 16 90 22 140 16 50-8 84-48 130-46 48 2 70 42 122 44 60 2 96-28 150-26 56 2 84 26 140 26 60 0 92-38 146-36 44 2 74 28 112 32v60H-300z"
    />
    <path class="sea" d="M-300 262h1100v98H-300z" />
    <g class="junk">
      <path class="mast" d="M372 76v190M446 126v140M312 150v110" />
      <path class="sail" d="M376 82c58 22 76 88 66 160l-68 6z" />
      <path class="sail-2" d="M368 92c-44 26-62 84-58 148l58 6z" />
      <path class="sail" d="M450 130c36 16 46 58 40 104l-40 6z" />
      <path
        class="batten"
        d="M376 112l38 2M376 142l58-2M375 172l67-6M375 202l69-8M368 120l-32 4M368 148l-46 0M368 178l-56-6M368 208l-58-10M450 156l27 0M450 182l38-4M450 208l41-6"
      />
      <path class="hull" d="M270 252c30 12 190 12 250-14-4 34-22 58-52 62H322c-26-6-44-22-52-48z" />
      <path class="hull-line" d="M284 270c50 10 160 10 222-8" />
    </g>
    <path
      class="wave"
      d="M-250 296h90M-120 330h120M-260 340h60M40 300h70M150 322h110M560 298h96M690 320h70M250 342h90M480 340h130M20 346h60M340 316h40M440 318h60"
    />
  </svg>`
}
