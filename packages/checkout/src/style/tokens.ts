/**
 * The one palette, type scale and spacing of the payer's and the operator's pages. Rice paper, ink
 * and one green by day; the same ink inverted by night. Every pair of text and ground keeps 4.5 : 1.
 */
export const TOKENS = `
:root{
  color-scheme:light dark;
  --paper:#f3f4f0;--sheet:#fff;--well:#f7f8f5;--line:#dfe3dc;--edge:#868e86;
  --ink:#16201b;--soft:#56615a;
  --green:#07693f;--green-press:#04502f;--on-green:#fff;--green-tint:#e2f2e8;
  --amber:#7d4e00;--amber-tint:#fbefd6;
  --red:#a3261c;--red-tint:#fbe6e3;
  --blue:#1f4f8f;--blue-tint:#e5edf8;
  --grey-tint:#eceeea;
  --shadow:0 1px 2px rgba(22,32,27,.06),0 12px 40px rgba(22,32,27,.08);
  --sans:-apple-system,BlinkMacSystemFont,"Segoe UI",Roboto,"PingFang SC","Microsoft YaHei","Noto Sans SC","Noto Sans CJK SC",sans-serif;
  --mono:ui-monospace,SFMono-Regular,Menlo,Consolas,"Noto Sans Mono CJK SC",monospace;
}
:root:lang(zh-Hant){
  --sans:-apple-system,BlinkMacSystemFont,"Segoe UI",Roboto,"PingFang HK","Microsoft JhengHei","Noto Sans HK","Noto Sans CJK HK",sans-serif;
}
@media(prefers-color-scheme:dark){:root{
  --paper:#0e1210;--sheet:#171c19;--well:#1d2320;--line:#2d3530;--edge:#727d76;
  --ink:#eef2ef;--soft:#a5b0a9;
  --green:#4cc98b;--green-press:#7bdcab;--on-green:#04170d;--green-tint:#143325;
  --amber:#ecbd6a;--amber-tint:#382a10;
  --red:#f59a90;--red-tint:#3d1c19;
  --blue:#9cc3f5;--blue-tint:#1a2c44;
  --grey-tint:#262d29;
  --shadow:0 0 0 1px #2d3530;
}}
*{box-sizing:border-box}
[hidden]{display:none!important}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);font:1rem/1.5 var(--sans);-webkit-font-smoothing:antialiased}
h1,h2,p,dl,dd,ol,ul,table{margin:0;padding:0}
a{color:inherit;text-underline-offset:.2em}
button,input,select{font:inherit;color:inherit}
:focus{outline:3px solid var(--green);outline-offset:3px}
:focus:not(:focus-visible){outline:0}
`
