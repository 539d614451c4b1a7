import { styleSheet } from '../../style/style-sheet.ts'
import { TOKENS } from '../../style/tokens.ts'

/** Plain CSS for the WebViews WeChat still has: no flex gaps, no nesting, no newer selectors. */
export const payPageStyle = styleSheet(
  TOKENS,
  `
body{display:flex;flex-direction:column;min-height:100vh;min-height:100dvh}
main{flex:1;display:flex;flex-direction:column;width:100%;max-width:30rem;margin:0 auto;padding:2.5rem 1.5rem;padding:2.5rem min(1.5rem,6vw) calc(1.25rem + env(safe-area-inset-bottom));background:var(--sheet);text-align:center;overflow-wrap:break-word}
h1{font-size:1.25rem;line-height:1.35;font-weight:600;letter-spacing:-.005em}
p+p{margin-top:.5rem}
.state h1,.state p,.phone>p,.act,.foot{text-wrap:balance}
.soft{color:var(--soft)}
:lang(zh) .name{display:inline-block;text-decoration:inherit}
.to{font-weight:600}
.what{margin-top:0!important;color:var(--soft);font-size:.9375rem}
.amount{margin:.5rem 0 0;font-size:2.75rem;font-size:min(2.75rem,15vw);line-height:1.2;font-weight:600;letter-spacing:-.025em;font-variant-numeric:tabular-nums;white-space:nowrap}
.amount.long{font-size:2.25rem;font-size:min(2.5rem,12vw)}
.amount.longest{font-size:1.75rem;font-size:min(2rem,9vw)}
.amount small{font-size:.5em;font-weight:500;letter-spacing:0;margin-right:.15em;vertical-align:.42em}
.with{margin-top:.375rem!important;font-size:.8125rem;color:var(--soft)}
.with:before{content:"";display:inline-block;width:.75em;height:.75em;margin-right:.4375em;border-radius:50% 50% 50% 12%;background:var(--green)}
.state{margin:2.25rem 0}
.first{margin-top:0}
.roomy{padding-top:14vh}

.state h1+p{margin-top:.375rem}
.mark{display:block;width:4rem;height:4rem;margin:0 auto 1rem;border-radius:50%;padding:1rem;background:var(--grey-tint);color:var(--soft)}
.mark svg{display:block;width:2rem;height:2rem;stroke-width:2.25;stroke-linecap:round;stroke-linejoin:round}
.mark.good{background:var(--green);color:var(--on-green)}
.mark.bad{background:var(--red-tint);color:var(--red)}
.mark.back{background:var(--blue-tint);color:var(--blue)}
.mark.wait{background:var(--amber-tint);color:var(--amber)}
.ring{display:block;width:3.5rem;height:3.5rem;margin:0 auto 1.25rem;border:4px solid var(--green-tint);border-top-color:var(--green);border-radius:50%;animation:turn 1s linear infinite}
.note{margin:1.25rem 0 0;padding:.75rem 1rem;border-radius:.75rem;background:var(--amber-tint);color:var(--amber);text-align:left}
.note small{display:block;font-size:.8125rem}
.slow{visibility:hidden;animation:appear 0s linear 8s forwards}
.acts{margin-top:auto}
.act{display:block;width:100%;min-height:3.25rem;padding:.75rem 1.25rem;border:1px solid transparent;border-radius:.875rem;font-size:1.0625rem;font-weight:600;line-height:1.6;text-align:center;text-decoration:none;cursor:pointer;overflow:hidden;position:relative}
.act+.act{margin-top:.75rem}
.act.main{background:var(--green);color:var(--on-green)}
.act.main:hover,.act.main:active{background:var(--green-press)}
.act.quiet{background:none;border-color:var(--edge)}
.act.plain{background:none;font-weight:500;color:var(--soft);text-decoration:underline}
.facts{margin:1.5rem 0 2rem;padding:1.125rem 0 0;border-top:1px dashed var(--edge);font-size:.9375rem;text-align:left}
.facts div{display:flex;flex-wrap:wrap;justify-content:space-between;padding:.25rem 0}
.facts dt{color:var(--soft);margin-right:1.5rem}
.facts dd{font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
.ask{margin:2rem 0 0;text-align:left}
.ask .foot{text-align:center}
.ask .act{margin-top:1.75rem}
.field{display:block;margin-top:1.25rem}
.field>span:first-child{display:block;margin-bottom:.375rem;font-size:.9375rem;font-weight:500}
.field small{float:right;font-size:.8125rem;line-height:1.75;font-weight:400;color:var(--soft)}
.field input{display:block;width:100%;min-height:3.25rem;padding:.5rem 1rem;border:1px solid var(--edge);border-radius:.875rem;background:var(--well);font-size:1.0625rem}
.field em{display:block;margin-top:.375rem;font-size:.875rem;font-style:normal;color:var(--red)}
.field.wrong input{border-color:var(--red)}
.money{display:block;position:relative}
.money b{position:absolute;left:1rem;top:0;line-height:3.5rem;font-size:1.25rem;font-weight:500;color:var(--soft)}
.money input{padding-left:3.75rem;font-size:1.5rem;font-weight:600;font-variant-numeric:tabular-nums}
.live+.soft{margin-top:1rem}
.foot{margin:1.25rem 0 0;font-size:.8125rem;word-break:keep-all;color:var(--soft)}
.foot+.foot{margin-top:.125rem}
.tongues{margin-top:1.25rem;font-size:.8125rem;color:var(--soft)}
.facts+.tongues{margin-top:auto}
.tongues>*{display:inline-block;margin:0 .125rem;padding:.375rem .5rem}
.tongues b{color:var(--ink);font-weight:600}
.link{display:block;margin-top:.25rem;overflow-wrap:anywhere;-webkit-user-select:all;user-select:all;color:var(--ink)}
.code{align-self:center;max-width:100%;margin:1.5rem auto 0;border-radius:1.25rem;overflow:hidden;background:#fff;box-shadow:0 0 0 1px var(--line)}
.code svg{display:block;max-width:100%;height:auto}
.live{display:inline-block;margin-top:1.25rem;padding:.375rem 1rem .375rem .875rem;border-radius:2rem;background:var(--green-tint);color:var(--green);font-size:.9375rem;font-weight:500}
.live i{display:inline-block;width:.5rem;height:.5rem;margin-right:.5rem;border-radius:50%;background:currentColor;vertical-align:.0625rem;animation:breathe 2s ease-in-out infinite}
.phone{margin-top:auto}.phone .quiet{margin-top:.75rem}
.phone>p:first-child{margin-bottom:.75rem;font-size:.9375rem;color:var(--soft)}
@keyframes turn{to{transform:rotate(1turn)}}
@keyframes breathe{50%{opacity:.25}}
@keyframes appear{to{visibility:visible}}
@media(min-width:40rem){
body{justify-content:center;padding:2rem 0}
main,.roomy{flex:none;max-width:26rem;padding:2.5rem 2.5rem 2rem;border-radius:1.5rem;box-shadow:var(--shadow)}
.acts{margin-top:0}
.phone{display:none}
}
@media(max-height:36rem){.roomy{padding-top:2rem}.state{margin:1.25rem 0}.mark{margin-bottom:.75rem}}
@media(prefers-reduced-motion:reduce){.ring,.live i{animation:none}}
@media(forced-colors:active){.act,.mark,.note{border:1px solid}}
`,
)
