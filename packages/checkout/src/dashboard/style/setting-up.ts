/** Of the pages that set Tael up: the first steps, accounts and webhook endpoints. */
export const SETTING_UP_STYLE = `
.types{min-width:0;margin:0;padding:0;border:0}
.types legend{margin-bottom:.25rem;padding:0;font-weight:500}
.types:has([value=all]:checked) .kinds{display:none}
.kinds>div{margin-top:.625rem;padding-top:.625rem;border-top:1px solid var(--line);display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,13rem),1fr));gap:0 1rem}
.kinds .check:first-child{grid-column:1/-1}
.wires{padding:1rem 1.125rem}
.wires+.wires{margin-top:.75rem}
.wires h2{margin:0 0 .5rem;font-size:.8125rem;font-weight:500;color:var(--soft)}
.wires pre{margin-bottom:0}
.tested{margin-top:1.25rem}
.tested h2{margin-bottom:.625rem}
.after button{white-space:normal}
.lead{max-width:44rem;margin-top:.5rem;color:var(--soft)}
.ask h2.wide{margin:.75rem 0 0}
.ask .buttons{margin-top:.25rem}
.more>.ask{margin-top:.75rem;padding:0;max-width:none;font-size:.9375rem}
.checks{margin:0;padding:0;list-style:none}
.checks li{display:grid;grid-template-columns:1.5rem minmax(0,1fr);padding:.5rem 0}
.checks li+li{border-top:1px solid var(--line)}
.checks li::before{content:"?";grid-row:span 2;color:var(--amber);font-weight:700}
.checks .passed::before{content:"✓";color:var(--green)}
.checks .failed::before{content:"▲";color:var(--red)}
.checks .failed span{color:var(--red)}
.checks span{grid-column:2;overflow-wrap:anywhere}
.checked{max-width:44rem;margin-top:1.25rem}
.checked h2{margin-bottom:.625rem}
.checked .card,.alert+.checks{padding:.5rem 1.125rem}
.steps{max-width:44rem;margin-top:1.25rem;list-style:none;counter-reset:step}
.steps>li{position:relative;counter-increment:step;padding:1.125rem 1.25rem 1.25rem 4rem}
.steps>li+li{margin-top:.75rem}
.steps>li::before{content:counter(step);position:absolute;left:1.125rem;top:1rem;width:2rem;height:2rem;border-radius:50%;background:var(--grey-tint);color:var(--soft);font-weight:600;line-height:2rem;text-align:center}
.steps>.done::before{content:"✓";background:var(--green-tint);color:var(--green)}
.steps>.next{border-color:var(--green)}
.steps>.next::before{background:var(--green);color:var(--on-green)}
.steps h2{font-size:1.0625rem;line-height:1.75rem}
.steps p,.steps ul,.steps pre{margin-top:.5rem}
.steps ul:not(.checks){padding-left:1.125rem}
.steps li li{margin-top:.25rem}
.steps .invitation{margin-top:.625rem}
a.main{border-color:transparent;background:var(--green);color:var(--on-green);font-weight:600;white-space:normal}
a.main:hover{background:var(--green-press)}
.people .filters>form{left:auto;right:0;grid-template-columns:1fr;width:22rem}
`
