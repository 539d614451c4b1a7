/** Of the figures of the day and the week, and of what needs somebody now. */
export const OVERVIEW_STYLE = `
.now{display:flex;flex-wrap:wrap;gap:.5rem;margin:1rem 0 0;padding:0;list-style:none}
.now li{padding:.5rem .75rem;border-radius:.5rem;background:var(--sheet);border:1px solid var(--line);font-size:.875rem;overflow-wrap:anywhere}
.now .fine{color:var(--soft)}
.now .fine::before{content:"✓";margin-right:.4em;color:var(--green)}
.now .bad{background:var(--red-tint);border-color:transparent;color:var(--red);font-weight:500}
.now .bad::before{content:"▲";margin-right:.4em;font-size:.75em}
.since{margin-top:1.25rem}
.figures{margin-top:.75rem}
.figures+.figures{margin-top:2rem}
.tiles{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:1rem;margin-top:.625rem}
.tile{min-width:0;padding:1.125rem 1.25rem}
.tile.wide{grid-row:span 2}
.tile.whole{grid-column:1/-1}
.tile h3{margin:0;font-size:.875rem;font-weight:500;color:var(--soft)}
.tile .large{margin:.125rem 0 .375rem}
.plot{display:block;width:100%;height:auto;margin-top:.875rem}
.plot path{fill:none;stroke-width:2;vector-effect:non-scaling-stroke;stroke-linejoin:round}
.plot text{font-size:11px;fill:var(--soft)}
.plot .axis{stroke:var(--line);stroke-width:1}
.plot .area{fill:var(--green-tint)}
.plot .today{stroke:var(--green);stroke-width:2.5}
.plot .yesterday{stroke:var(--edge)}
.plot .last-week{stroke:var(--edge);stroke-dasharray:3 4}
.plot .now{fill:var(--green)}
.key{display:flex;flex-wrap:wrap;gap:.25rem 1rem;margin-top:.25rem;color:var(--soft)}
.key span::before{content:"";display:inline-block;width:1.25rem;margin-right:.375rem;border-top:2px solid var(--edge);vertical-align:.25em}
.key .today::before{border-color:var(--green)}
.key .last-week::before{border-top-style:dashed}
.tile details{margin-top:.5rem}
.tile table :is(th,td){padding:.375rem .25rem}
.tile .large{overflow-wrap:anywhere}
.funnel{margin:.5rem 0}
.funnel svg{width:min(24rem,40vw);height:.5rem;margin-right:.5rem}
.week svg{width:min(7rem,14vw)}
.week th{white-space:nowrap}
.week span{display:inline-block;min-width:3.5em}
.week td:nth-child(2) span{min-width:8em}
.funnel .all{fill:var(--grey-tint)}
.funnel :is(.created,.opened,.authorized,.ordered){fill:var(--edge)}
.funnel .paid{fill:var(--green)}
.funnel tbody th{color:var(--ink)}
@media(max-width:40rem){
.tiles{grid-template-columns:minmax(0,1fr)}
.tile thead{display:table-header-group}
.funnel svg{display:none}
.funnel :is(th,td):nth-child(2){text-align:right}
.week svg{display:block;width:min(3.5rem,11vw);margin:0 0 .25rem auto}
.week td:nth-child(n) span{min-width:0}
.tile .week :is(th,td){padding-inline:.125rem;font-size:.75rem}
.funnel thead th{white-space:normal;vertical-align:bottom}
.plot text{font-size:17px}
}
`
