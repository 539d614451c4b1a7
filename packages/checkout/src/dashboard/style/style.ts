import { styleSheet } from '../../style/style-sheet.ts'
import { TOKENS } from '../../style/tokens.ts'
import { AUDIT_STYLE } from './audit.ts'
import { OVERVIEW_STYLE } from './overview.ts'
import { SETTING_UP_STYLE } from './setting-up.ts'

/** Dense and quiet: figures align, ids are monospaced, color means status and nothing else. */
export const dashboardStyle = styleSheet(
  TOKENS,
  SETTING_UP_STYLE,
  `
body{overflow-wrap:break-word;font-size:.9375rem;line-height:1.45;font-variant-numeric:tabular-nums}
h1{font-size:1.375rem;line-height:1.25;font-weight:600;letter-spacing:-.01em}
h2{font-size:.9375rem;font-weight:600}
code,pre,.id{font-family:var(--mono);font-size:.8125rem;font-variant-ligatures:none;overflow-wrap:anywhere}
.soft{color:var(--soft)}
.small{font-size:.8125rem}
.hide{position:absolute;width:1px;height:1px;margin:-1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.skip:not(:focus){position:absolute;left:-99rem}
.shell{display:grid;grid-template-columns:13.5rem minmax(0,1fr);min-height:100vh;min-height:100dvh}
.sheet{display:flex;flex-direction:column;min-width:0}
.page{width:100%;max-width:75rem;margin:0 auto;padding:0 2rem;flex:1}
.side-bar{position:sticky;top:0;display:flex;flex-direction:column;height:100vh;height:100dvh;overflow-y:auto;padding:.75rem;background:var(--sheet);border-right:1px solid var(--line)}
.bar{display:flex;flex-wrap:wrap;align-items:center;gap:0 .75rem;min-height:3rem;padding:0 .625rem;margin-bottom:.75rem}
.parts{flex:1}
.parts ul,.menu ul{margin:0;padding:0;list-style:none}
.parts a,.menu a{display:flex;align-items:center;min-height:2.5rem;padding:0 .625rem;border-radius:.5rem;color:var(--soft);text-decoration:none}
.parts a:hover,.menu a:hover{background:var(--well);color:var(--ink)}
.parts [aria-current],.menu [aria-current]{background:var(--green-tint);color:var(--green);font-weight:600}
.who{display:flex;align-items:center;min-height:2.5rem;padding:0 .625rem;border-radius:.5rem;color:var(--ink);font-weight:500;text-decoration:none;overflow-wrap:anywhere}
.who:hover{background:var(--well)}
.side-bar .sign-out button{margin:0;padding:0 .625rem}
.menu{display:none;position:relative;margin:0 0 0 auto;font-size:inherit}
.menu summary{min-height:2.75rem;padding:0 .25rem}
.menu[open]>summary{color:var(--ink)}
.foot .tongues{margin-left:-.5rem}
.foot{width:100%;max-width:75rem;margin:0 auto;padding:0 2rem 1.5rem}
.tongues{display:flex;flex-wrap:wrap;align-items:center;gap:0 .25rem;font-size:.8125rem;color:var(--soft)}
.tongues b,.tongues button{padding:0 .5rem;min-height:2.75rem;margin:0;font-weight:500}
.tongues b{display:inline-flex;align-items:center;color:var(--ink);font-weight:600}
.door .tongues{justify-content:center;margin-top:.75rem}
.door .tongues button{width:auto}
.brand{display:inline-flex;align-items:center;gap:.5rem;min-height:2.75rem;font-weight:650;letter-spacing:-.01em;text-decoration:none}
.brand svg{width:1.375rem;height:auto;color:var(--soft)}
.tag{padding:.0625rem .5rem;border-radius:.25rem;background:var(--amber-tint);color:var(--amber);font-size:.8125rem;font-weight:500}
.page{padding-top:1.75rem;padding-bottom:4rem}
button,.button{display:inline-flex;align-items:center;justify-content:center;min-height:2.75rem;padding:0 1rem;border:1px solid var(--edge);border-radius:.5rem;background:var(--sheet);font-weight:500;text-decoration:none;white-space:nowrap;cursor:pointer}
button:hover,.button:hover{background:var(--well)}
button.main{border-color:transparent;background:var(--green);color:var(--on-green);font-weight:600}
button.main:hover{background:var(--green-press)}
button.bare{border-color:transparent;background:none;padding:0 .5rem;margin-right:-.5rem;color:var(--soft)}
button.bare:hover{color:var(--ink)}
input,textarea,select{width:100%;min-width:0;min-height:2.75rem;padding:0 .75rem;border:1px solid var(--edge);border-radius:.5rem;background:var(--sheet)}
input::placeholder{color:var(--soft);opacity:1}
.card{background:var(--sheet);border:1px solid var(--line);border-radius:.75rem}
.tools{display:flex;flex-wrap:wrap;align-items:center;gap:.75rem 1.5rem;margin:1.25rem 0 1rem}
.search{display:flex;flex-wrap:wrap;flex:1 1 20rem;gap:.5rem;max-width:28rem}
.search input{flex:1 1 10rem;width:0}
.chips{display:flex;flex-wrap:wrap;gap:.25rem;list-style:none}
.chips a{display:inline-flex;white-space:nowrap;align-items:center;min-height:2.75rem;padding:0 .75rem;border-radius:.5rem;color:var(--soft);text-decoration:none}
.chips a:hover{background:var(--grey-tint);color:var(--ink)}
.chips [aria-current]{background:var(--ink);color:var(--sheet);font-weight:500}
.chips [aria-current]:hover{background:var(--ink);color:var(--sheet)}
table{width:100%;border-collapse:collapse;overflow-wrap:anywhere}
th{font-weight:500;text-align:left;color:var(--soft);font-size:.8125rem;overflow-wrap:break-word}
th,td{padding:.625rem 1rem;vertical-align:baseline}
thead th{padding-top:.75rem;padding-bottom:.75rem}
.day th{padding:.4375rem 1rem;background:var(--well);border-top:1px solid var(--line);border-bottom:1px solid var(--line);color:var(--ink);font-weight:600}
.row{position:relative}
.row+.row td{border-top:1px solid var(--line)}
.row:hover{background:var(--well)}
.row a{font-weight:500;text-decoration:none;overflow-wrap:anywhere}
.row a::after{content:"";position:absolute;inset:0}
.row a:focus{outline:0}
.row a:focus-visible::after{outline:3px solid var(--green);outline-offset:-3px;border-radius:.25rem}
.row:hover a{text-decoration:underline}
.row .id{color:var(--soft)}
.when{white-space:nowrap;width:1%}
.sum{text-align:right;white-space:nowrap}
td.sum{font-weight:600}
td.sum small{display:block;font-weight:400;font-size:.8125rem;color:var(--soft)}
.state{width:1%;white-space:nowrap}
.row p+p{margin-top:.0625rem}
.age,.sum .badge,td.sum .label{display:none}
.badge{display:inline-flex;align-items:center;gap:.375rem;padding:.125rem .5rem;border-radius:1rem;background:var(--grey-tint);color:var(--soft);font-size:.8125rem;font-weight:500;white-space:nowrap}
.badge::before{content:"";width:.4375rem;height:.4375rem;border-radius:50%;border:1.5px solid currentColor}
.badge.succeeded,.badge.delivered,.badge.completed,.badge.resolved,.badge.open{background:var(--green-tint);color:var(--green)}
.badge.succeeded::before,.badge.delivered::before,.badge.completed::before,.badge.resolved::before,.badge.failed::before,.badge.reported::before{background:currentColor}
.badge.awaiting_approval,.badge.requested,.badge.pending,.badge.launched,.badge.recorded,.badge.running,.badge.taken,.badge.not_started{background:var(--amber-tint);color:var(--amber)}
.badge.failed,.badge.reported{background:var(--red-tint);color:var(--red)}
.alarm{display:inline-block;color:var(--red);font-weight:500;font-size:.8125rem}
.row td>p:first-child{display:flex;flex-wrap:wrap;align-items:baseline;gap:0 .5rem}
.alarm::before{content:"▲";margin-right:.3em;font-size:.75em}
.title{display:flex;flex-wrap:wrap;align-items:center;justify-content:space-between;gap:.5rem 1rem}
.title .button{white-space:normal}
.title .buttons{margin:0}
.narrow{display:flex;flex-wrap:wrap;align-items:flex-start;gap:.5rem .75rem;margin:0 0 1rem}
.narrowed{display:flex;flex-wrap:wrap;gap:.5rem;margin:0;padding:0;list-style:none}
.narrowed li{display:flex}
.narrowed a{display:inline-flex;align-items:center;gap:.375rem;min-height:2.75rem;padding:0 .75rem;border-radius:.5rem;background:var(--blue-tint);color:var(--blue);text-decoration:none;font-size:.875rem}
.narrowed a:hover{text-decoration:underline}
.kept a{background:var(--grey-tint);color:var(--ink)}
.kept [aria-current]{background:var(--ink);color:var(--sheet)}
.kept button{margin:0}
.filters{position:relative;margin:0;font-size:inherit}
.filters>summary{min-height:2.75rem;color:inherit}
.filters>summary::before{margin-right:.5rem}
.filters>form{position:absolute;z-index:2;top:calc(100% + .375rem);left:0;display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:.875rem;width:34rem;max-width:calc(100vw - 2rem);padding:1.125rem;box-shadow:var(--shadow)}
.filters label{display:block;margin-bottom:.25rem;font-size:.8125rem;color:var(--soft)}
.filters button{grid-column:1/-1;justify-self:start}
.until{margin-top:.75rem}
.none{padding:3.5rem 1.5rem;text-align:center;color:var(--soft)}
.turn{display:flex;flex-wrap:wrap;justify-content:flex-end;gap:.5rem;margin-top:1rem}
.back{display:inline-flex;align-items:center;min-height:2.75rem;margin-top:-.75rem;color:var(--soft);text-decoration:none}
.back:hover{color:var(--ink);text-decoration:underline}
.head{display:flex;flex-wrap:wrap;align-items:center;gap:.25rem 1rem;margin-top:.25rem}
.head h1{font-size:2.25rem;letter-spacing:-.02em;line-height:1.2}
.head h1 small{font-size:.5em;font-weight:500;letter-spacing:0;margin-right:.15em;vertical-align:.42em}
.head p{flex-basis:100%;font-size:1rem}
.why{margin-top:1.25rem;padding:.875rem 1.125rem;border-left:4px solid var(--edge);border-radius:.25rem .75rem .75rem .25rem;background:var(--sheet);max-width:48rem;font-size:1rem}
.why p{overflow-wrap:anywhere}
.why ul{margin:.5rem 0 0;padding-left:1.125rem}
.why li{margin-top:.375rem}
.why h2{font-size:.8125rem;font-weight:500;color:var(--soft)}
.why.succeeded{border-left-color:var(--green)}
.why.pending{border-left-color:var(--amber)}
.why.in-review,.why.failed{border-left-color:var(--red)}
.approval{max-width:48rem;margin-top:1rem;padding:1rem 1.125rem;border-color:var(--amber)}
.approval h2{font-size:.8125rem;font-weight:500;color:var(--amber)}
.approval p+p{margin-top:.25rem}
.approval .actions{margin-top:.875rem}
.scroll{overflow-x:auto}
.scroll table{overflow-wrap:normal}
.actions{display:flex;flex-wrap:wrap;align-items:flex-start;gap:.5rem;margin-top:1.25rem}
.actions .filters>form{grid-template-columns:1fr;width:26rem}
.actions button,.actions .button,.note button,.buttons>*{white-space:normal}
.outcome{max-width:48rem}
button.danger{border-color:transparent;background:var(--red);color:var(--sheet);font-weight:600}
button.danger:hover{background:var(--red);text-decoration:underline}
.buttons{display:flex;flex-wrap:wrap;gap:.5rem;margin-top:1.25rem}
.large{font-size:1.75rem;font-weight:600}
.notices{padding-left:1.125rem}
.notices li{margin-top:.375rem}
.notices .bad{color:var(--red);font-weight:500}
.note{margin-bottom:.75rem;padding:.875rem 1.125rem}
.note label{display:block;margin-bottom:.375rem;font-weight:500}
.note textarea{display:block;padding:.625rem .75rem;resize:vertical;font:inherit;color:inherit}
.note .small{margin:.375rem 0 .625rem}
.text{margin-top:.25rem;white-space:pre-line;overflow-wrap:anywhere}
.review{max-width:48rem;margin-top:1.5rem}
.review h2{margin-bottom:.625rem}
.review form{padding:1rem 1.125rem 1.125rem}
.review label{display:block;margin:1rem 0 .375rem;font-weight:500}
.review textarea{display:block;padding:.625rem .75rem;resize:vertical;font:inherit;color:inherit}
.review .small{margin-top:.375rem}
.review .check{display:flex;align-items:baseline;gap:.625rem;min-height:1.5rem;font-weight:400}
.check input{flex:none;width:1.125rem;min-height:0;height:1.125rem;margin:0;accent-color:var(--green);transform:translateY(.1875rem)}
.review button{margin-top:1rem}
.columns{display:grid;grid-template-columns:minmax(0,1fr) 22rem;gap:1.5rem;align-items:start;margin-top:1.75rem}
.columns section+section{margin-top:1.5rem}
.columns h2{margin-bottom:.625rem}
.facts{padding:.5rem 1.125rem}
.facts div{padding:.5rem 0}
.facts div+div{border-top:1px solid var(--line)}
dt,dd,h1{overflow-wrap:anywhere}
dt{font-size:.8125rem;color:var(--soft)}
.attempt{padding:.875rem 1.125rem}
.attempt+.attempt{margin-top:.625rem}
.attempt p{margin-top:.375rem}
.attempt dl{margin-top:.625rem;display:grid;grid-template-columns:auto minmax(0,1fr);gap:.125rem .75rem;align-items:baseline}
.hooks{list-style:none;padding:.375rem 1.125rem;overflow-wrap:anywhere}
.hooks li{padding:.625rem 0}
.hooks li+li{border-top:1px solid var(--line)}
.hooks p+p{margin-top:.1875rem}
.hooks button{margin-top:.5rem;white-space:normal}
.ask{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:1rem 1.25rem;max-width:44rem;margin-top:1.25rem;padding:1.25rem}
.columns h2+.ask{margin-top:0}
.ask.single{grid-template-columns:minmax(0,1fr);max-width:36rem}
.ask .buttons{margin-top:0}
.ask fieldset{margin:0;padding:0;border:0}
.ask label{display:block;margin-bottom:.375rem;font-weight:500}
.ask .wide,.ask button,.ask .alert,.ask h2{grid-column:1/-1}
.ask .alert{margin:0}
.ask .check{display:flex;align-items:baseline;gap:.625rem;margin:0;min-height:2rem;font-weight:400}
[aria-invalid]{border-color:var(--red);box-shadow:0 0 0 1px var(--red)}
.ask button,.filters>form button{justify-self:start;white-space:normal}
.ask textarea{display:block;padding:.625rem .75rem;min-height:5.5rem;resize:vertical;font:inherit;color:inherit}
.ask p .small{margin-top:.25rem}
.tally{display:flex;flex-wrap:wrap;gap:1px;overflow:hidden;background:var(--line)}
.tally div{flex:1 1 max-content;padding:.875rem 1.125rem;background:var(--sheet)}
.tally dd{font-size:1.375rem;font-weight:600}
.tally .hint{font-size:.8125rem;font-weight:400}
.tally+.tally{margin-top:.75rem}
.sums{grid-template-columns:repeat(auto-fit,minmax(min(100%,12rem),1fr))}
.statement{margin-top:1rem}
.statement thead{border-bottom:1px solid var(--line)}
h2.span{margin:1.25rem 0 .75rem;font-size:1.25rem}
.scan{padding:1.25rem;text-align:center}
.scan svg{display:block;width:100%;max-width:15rem;height:auto;margin:0 auto .75rem;border-radius:.5rem}
.scan .files{display:flex;flex-wrap:wrap;justify-content:center;gap:.5rem;margin-top:.875rem}
.runs{margin-top:1.25rem}
.found{width:40%;font-size:.8125rem}
.finds{list-style:none}
.finds b,.todo{color:var(--red);font-weight:600}
.head .span{font-size:1.75rem}
.find{display:flex;flex-wrap:wrap;align-items:center;gap:.25rem .75rem}
.find .badge{margin-left:auto}
.counts{border-collapse:separate;border-spacing:0}
.counts th,.counts td{padding:.5rem .625rem}
.counts :is(th,td):first-child{padding-left:1.125rem}
.counts :is(th,td):last-child{padding-right:1.125rem}
.counts tbody th,.counts tbody td{border-top:1px solid var(--line)}
.counts tbody th{color:var(--ink);font-size:inherit;font-weight:400}
.counts .sum{white-space:normal}
.side{container-type:inline-size}
@container(max-width:15rem){.counts th{overflow-wrap:anywhere}}
.csv{width:100%;margin-top:.75rem;white-space:normal}
.columns .chips{margin-bottom:.5rem}
.line{list-style:none;padding:.5rem 1.25rem .75rem}
.line .date{padding:.75rem 0 .25rem;font-size:.8125rem;font-weight:600}
.line>li:not(.date){display:grid;grid-template-columns:5.75rem 1.75rem minmax(0,1fr);padding:.4375rem 0}
.at{text-align:right;font-size:.8125rem;line-height:1.3125rem;color:var(--soft)}
.at span{display:block;line-height:1.2}
.lanes{display:none}
.dot{position:relative}
.dot::before{content:"";position:absolute;left:50%;top:0;bottom:-.875rem;width:1px;background:var(--line)}
.line>li:last-child .dot::before{display:none}
.dot::after{content:"";position:absolute;left:50%;top:.375rem;width:.5625rem;height:.5625rem;margin-left:-.28rem;border-radius:50%;background:var(--sheet);border:2px solid var(--edge)}
.problem .dot::after{background:var(--red);border-color:var(--red)}
.good .dot::after{background:var(--green);border-color:var(--green)}
.title{font-weight:500;overflow-wrap:anywhere}
.wire .title{font-weight:400}
.wire:not(.problem) .dot::after{top:.4375rem;width:.4375rem;height:.4375rem;margin-left:-.22rem;border:0;background:var(--edge)}
.problem .title{color:var(--red)}
.by{margin-top:.0625rem;font-size:.8125rem;color:var(--soft)}
.pairs{display:grid;grid-template-columns:minmax(5rem,auto) minmax(0,1fr);gap:.0625rem .875rem;align-items:baseline;width:fit-content;max-width:100%;margin-top:.375rem}
details{margin-top:.25rem;font-size:.8125rem}
summary{display:inline-flex;overflow-wrap:anywhere;align-items:center;min-height:1.5rem;color:var(--soft);cursor:pointer;border-radius:.25rem}
summary::before{content:"▸";margin-right:.375rem}
details[open] summary::before{content:"▾"}
summary::-webkit-details-marker{display:none}
summary:hover{color:var(--ink)}
pre{margin:.25rem 0 .5rem;padding:.75rem;border-radius:.5rem;background:var(--well);border:1px solid var(--line);overflow:auto;max-height:24rem;white-space:pre-wrap}
.door{display:flex;flex-direction:column;justify-content:center;min-height:100vh;min-height:100dvh;max-width:24rem;margin:0 auto;padding:1.5rem}
.door .brand{align-self:center;margin-bottom:1.25rem;font-size:1.25rem}
.door .brand svg{width:1.875rem}
.door .card{padding:1.75rem}
.door label{display:block;margin:1.25rem 0 .375rem;font-weight:500}
.door .soft{margin-top:.375rem}
.door .main{width:100%;margin-top:1.5rem}
.door h1+p,.door .button{margin-top:1rem}
.door .card>.button{display:flex;justify-content:center;width:100%;margin-top:.75rem}
.door .button,.review button{white-space:normal}
.door .code{margin-top:1rem;text-align:center}
.door .code svg{max-width:100%;height:auto;border-radius:.5rem}
.door .codes{display:grid;grid-template-columns:repeat(auto-fit,minmax(11.5rem,1fr));gap:.25rem 1rem;margin:1rem 0 .5rem;padding:.75rem 1rem;list-style:none;border-radius:.5rem;background:var(--well);font-size:.9375rem}
.door a.main{display:flex;border-color:transparent;background:var(--green);color:var(--on-green);font-weight:600}
.people{margin-top:1.25rem}
.people ul{margin:0;padding:0;list-style:none}
.people li{display:flex;flex-wrap:wrap;align-items:center;justify-content:space-between;gap:.5rem 1.5rem;padding:.75rem 1.125rem}
.people li+li{border-top:1px solid var(--line)}
.people li>div:first-child{flex:1 1 14rem;min-width:0;overflow-wrap:anywhere}
.deeds,.deeds form{display:flex;flex-wrap:wrap;align-items:center;gap:.25rem .5rem}
.deeds select{width:auto}
.deeds .bare{margin:0}
.after{margin-top:1rem}
.apart{margin-top:2.5rem}
.apart h2{margin-bottom:.25rem}
.door .other{width:100%;margin-top:.75rem}
.invite{max-width:32rem;margin-top:2rem}
.invite h2{margin-bottom:.625rem}
.invite form,.invitation{padding:1rem 1.125rem 1.125rem}
.invite label{display:block;margin:1rem 0 .375rem;font-weight:500}
.invite form>label:first-child{margin-top:0}
.invite fieldset{margin:1rem 0 0;padding:0;border:0}
.invite legend{padding:0;font-weight:500}
.invite .check{display:flex;align-items:baseline;gap:.625rem;margin:.5rem 0;font-weight:400}
.invite button{margin-top:1rem}
.invite .ask :is(label,fieldset,button){margin-top:0}
.invitation{margin-top:1.25rem;border-color:var(--green)}
.invitation p{margin:.375rem 0 .625rem}
.alert.good{background:var(--green-tint);color:var(--green)}
.alert{margin-top:1rem;padding:.625rem .875rem;border-radius:.5rem;background:var(--red-tint);color:var(--red)}
.forged{margin:0 0 1rem}
.alert.mild{background:var(--amber-tint);color:var(--amber)}
@media(max-width:60rem){
.shell{display:block}
.side-bar{position:static;display:block;height:auto;padding:0 1rem;border-right:0;border-bottom:1px solid var(--line);overflow:visible}
.side-bar>.parts,.side-bar>.who,.side-bar>.sign-out{display:none}
.bar{padding:0;margin:0}
.menu{display:block}
.menu[open]::after{content:"";position:absolute;inset:100% 0 auto auto}
.menu>nav,.menu>form{position:relative}
.menu[open]{flex-basis:100%;margin:0}
.menu[open]>summary{display:flex;width:fit-content;margin-left:auto}
.menu>nav{border-top:1px solid var(--line);padding:.5rem 0}
}
@media(max-width:40rem){
.filters[open]{flex-basis:100%}
.filters>form,.actions .filters>form{position:static;width:100%;max-width:none;margin-top:.375rem;box-shadow:none}
}
@media(min-width:78rem){
.lanes{display:grid;grid-template-columns:repeat(4,2.75rem);margin-left:4.75rem;color:var(--soft);text-align:center}
.line .lanes{padding:.25rem 0 0;font-size:.6875rem;font-weight:500;white-space:nowrap}
.line>li:not(.date){grid-template-columns:4.75rem 11.5rem minmax(0,1fr)}
.dot::before{left:0;width:11rem;background:repeating-linear-gradient(to right,transparent 0 1.3438rem,var(--line) 1.3438rem 1.4063rem,transparent 1.4063rem 2.75rem)}
.line>li:last-child .dot::before{display:block;bottom:0}
.dot::after{left:1.375rem}
.tael::after{left:4.125rem}
.gateway::after{left:6.875rem}
.wechat::after{left:9.625rem}
.dot i{position:absolute;top:.5938rem;height:1.5px;background:var(--edge)}
.dot i::after{content:"";position:absolute;top:50%;width:.375rem;height:.375rem;border:solid var(--edge);border-width:1.5px 1.5px 0 0}
.with-payer i{left:1.375rem;width:2.75rem}
.with-gateway i{left:4.125rem;width:2.75rem}
.with-wechat i{left:4.125rem;width:5.5rem}
.outward i::after{right:0;transform:translateY(-50%) rotate(45deg)}
.inward i::after{left:0;transform:translateY(-50%) rotate(-135deg)}
.with-payer.inward i::after{left:auto;right:0;transform:translateY(-50%) rotate(45deg)}
}
@media(max-width:60rem){.columns{grid-template-columns:minmax(0,1fr)}}
@media(max-width:40rem){
.ask{grid-template-columns:minmax(0,1fr)}
.page,.foot{padding-left:1rem;padding-right:1rem}
.page{padding-top:1.25rem}
.chips{flex-wrap:nowrap;overflow-x:auto;margin:0 -1rem;padding:.25rem 1rem;max-width:100vw}
.list{margin:0 -1rem;border-left:0;border-right:0;border-radius:0}
.soft+.list{margin-top:.75rem}
.when,.state,thead,.row .id{display:none}
.row .sum{padding-left:0;white-space:normal;overflow-wrap:normal}
.age{display:inline}
.sum .badge{display:flex;width:fit-content;margin:.25rem 0 0 auto;white-space:normal;word-break:keep-all;text-align:left}
.runs,.people{margin-top:1rem}
.counts thead{display:table-header-group}
.list.statement{margin-top:1rem}
.statement .row{display:block;padding:.5rem 0;border-top:1px solid var(--line)}
.statement .row td{display:block;padding:.0625rem 1rem;border:0}
.statement .row td.sum{display:flex;flex-wrap:wrap;justify-content:space-between;gap:0 1rem;white-space:normal;overflow-wrap:anywhere}
.statement .row .label{display:inline;font-weight:400;color:var(--soft)}
.runs .row{display:grid;grid-template-columns:minmax(0,1fr) auto;padding:.625rem 0;border-top:1px solid var(--line)}
.runs .row:first-child{border-top:0}
.runs .row td{padding:.125rem 1rem;border:0}
.runs .state{display:block;order:1;grid-column:1/-1;width:auto}
.runs .found{order:2;grid-column:1/-1;width:auto}
.runs .found:empty{display:none}
.runs .row .sum{padding-right:1rem}
.runs td.sum .label{display:block;max-width:6rem}
.line{padding-left:.75rem;padding-right:.875rem}
.line>li:not(.date){grid-template-columns:min(4.25rem,28%) 1.75rem minmax(0,1fr)}
.pairs{grid-template-columns:auto minmax(0,1fr)}
}
@media(max-width:22rem){.filters>form{grid-template-columns:minmax(0,1fr)}}
@media(forced-colors:active){.badge,.card,.tag{border:1px solid}}
@media print{header,.tools,.tools-hint,.turn,.back,.foot,.title .button{display:none}.shell{display:block}.page{max-width:none;padding:0}.card{border-color:#999}}
`,
  OVERVIEW_STYLE,
  AUDIT_STYLE,
)
