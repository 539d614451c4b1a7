/** Of the audit log. */
export const AUDIT_STYLE = `
.deeds-done{margin:0;padding:0;list-style:none}
.deeds-done li+li{border-top:1px solid var(--line)}
.sieve{align-items:end}
.sieve label{flex:1 1 9rem;max-width:20rem}
.sieve label span{display:block;margin-bottom:.25rem;font-size:.8125rem;color:var(--soft)}
.deeds-done li{display:grid;grid-template-columns:13rem minmax(0,1fr);gap:.25rem 1rem;padding:.75rem 1.125rem;overflow-wrap:anywhere}
.deeds-done .id{display:block}
.deeds-done div .id{display:inline}
.changes{display:grid;grid-template-columns:minmax(0,2fr) minmax(0,3fr);gap:.25rem 1rem;align-items:baseline;margin:.5rem 0 0}
.changes dt{font-size:.8125rem;color:var(--soft)}
.changes dd{margin:0}
.changes del{color:var(--soft);text-decoration:none}
.changes ins{text-decoration:none;font-weight:500}
@media(min-width:50rem){.changes{grid-template-columns:minmax(9rem,15rem) minmax(0,1fr)}}
.sieve+.alert{margin:0 0 1rem}
@media(max-width:40rem){
.sieve label:first-child:has(+label){flex-basis:100%;max-width:none}
.deeds-done li{grid-template-columns:minmax(0,1fr)}
.deeds-done .id{display:inline}
}
`
