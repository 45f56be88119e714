/** How pages of reports look, in light and in dark, on a wide screen, a phone and paper. One text, so that pages cannot differ. */

const light = `--paper:#faf9f6;--card:#fff;--ink:#1d2124;--soft:#5c646b;--faint:#656d74;--line:#e4e2dc;--grid:#eeece6;--accent:#2b6a99;
--broken:#b0392e;--broken-soft:#fbe9e6;--open:#8a5c00;--open-soft:#fbf1db;--kept:#25704a;--kept-soft:#e4f3ea;--unjudged:#63559b;--unjudged-soft:#eeebf8;--unused:#656d74;--unused-soft:#f0efeb;
--customer:#eceae4;--agent:#e2edf6;--heat:179,54,43;--heat-ink:#7d1f16;--hottest:#b0392e;--hottest-ink:#fff;color-scheme:light;`
const dark = `--paper:#15181b;--card:#1c2024;--ink:#e6e8ea;--soft:#a7afb6;--faint:#8c959d;--line:#30363b;--grid:#262b30;--accent:#7db8e8;
--broken:#f08a7d;--broken-soft:#3a2220;--open:#e3b65c;--open-soft:#352b17;--kept:#7cc79b;--kept-soft:#1c3226;--unjudged:#b3a6ec;--unjudged-soft:#2a2640;--unused:#8c959d;--unused-soft:#272b2f;
--customer:#2a2f34;--agent:#1d3346;--heat:240,110,96;--heat-ink:#ffd9d3;--hottest:#ee8578;--hottest-ink:#2a0f0b;color-scheme:dark;`

export const css = `
:root{${light}}
@media (prefers-color-scheme:dark){:root{${dark}}}
:root[data-theme=light]{${light}}
:root[data-theme=dark]{${dark}}
*{box-sizing:border-box}
html{scroll-behavior:smooth;scroll-padding-top:1rem;-webkit-text-size-adjust:100%}
@media (prefers-reduced-motion:reduce){html{scroll-behavior:auto}}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;font-variant-numeric:tabular-nums}
main,header,footer{max-width:1120px;margin:0 auto;padding:0 1.5rem}
header{padding-top:3rem}
h1{font-size:clamp(1.6rem,1.1rem + 2vw,2.3rem);line-height:1.2;letter-spacing:-.015em;font-weight:650;margin:.3rem 0 .6rem;text-wrap:balance}
h2{font-size:1.2rem;letter-spacing:-.005em;font-weight:650;margin:0 0 .25rem}
h3{font-size:1.02rem;font-weight:650;margin:1.8rem 0 .4rem}
section{margin:3.2rem 0}
p{margin:.3rem 0}
a{color:var(--accent);text-underline-offset:.15em}
a:focus-visible,button:focus-visible,summary:focus-visible,select:focus-visible,[tabindex]:focus-visible{outline:2px solid var(--accent);outline-offset:2px;border-radius:4px}
code,pre,.mono{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace;font-size:.86em}
.skip{position:absolute;left:-99rem}.skip:focus{left:1rem;top:1rem;background:var(--card);padding:.5rem 1rem;z-index:2}
.kicker{display:flex;justify-content:space-between;align-items:center;gap:1rem;color:var(--soft);font-size:.95rem}
.lede{color:var(--soft);max-width:62ch;margin-bottom:1rem}
.meta{color:var(--soft);font-size:.9rem;display:flex;flex-wrap:wrap;gap:.2rem 1.4rem;margin:0}
.meta div{display:flex;gap:.4rem}.meta dt{color:var(--faint)}.meta dd{margin:0;overflow-wrap:anywhere}
.hint{color:var(--soft);font-size:.92rem;max-width:75ch;margin:0 0 1.1rem}
button{font:inherit;font-size:.85rem;color:var(--soft);background:transparent;border:1px solid var(--line);border-radius:6px;padding:.15rem .6rem;cursor:pointer}
button:hover{color:var(--ink);border-color:var(--faint)}
select{font:inherit;font-size:.92rem;color:var(--ink);background:var(--card);border:1px solid var(--line);border-radius:6px;padding:.3rem .5rem;max-width:100%}
html:not([data-js]) .needs-js{display:none}
.figures{display:flex;flex-wrap:wrap;gap:1px;background:var(--line);border:1px solid var(--line);border-radius:10px;overflow:hidden;margin:1.8rem 0 0}
.figure{flex:1 1 10.5rem;background:var(--card);padding:1rem 1.1rem 1.05rem}
.figure dt{color:var(--soft);font-size:.86rem}
.figure dd{margin:0}
.figure .big{font-size:1.75rem;font-weight:600;letter-spacing:-.02em;line-height:1.25}
.figure .small{color:var(--soft);font-size:.86rem}
.bar{display:block;width:100%;height:10px;border-radius:5px;margin:1.4rem 0 .5rem;overflow:hidden;opacity:.85}
.legend{display:flex;flex-wrap:wrap;gap:.3rem 1.4rem;font-size:.88rem;color:var(--soft);padding:0;margin:0;list-style:none}
.legend svg{width:.7rem;height:.7rem;margin-right:.4rem}
.f-broken{fill:var(--broken)}.f-open{fill:var(--open)}.f-kept{fill:var(--kept)}.f-unjudged{fill:var(--unjudged)}.f-unused{fill:var(--unused)}.f-accent{fill:var(--accent)}.f-grid{fill:var(--grid)}
.s-broken{stroke:var(--broken)}.s-open{stroke:var(--open)}.s-kept{stroke:var(--kept)}.s-unjudged{stroke:var(--unjudged)}.s-unused{stroke:var(--unused)}.s-accent{stroke:var(--accent)}
.pill{display:inline-block;font-size:.78rem;font-weight:600;border-radius:99px;padding:.08rem .6rem;white-space:nowrap;line-height:1.5}
.pill.broken{color:var(--broken);background:var(--broken-soft)}.pill.open{color:var(--open);background:var(--open-soft)}.pill.kept{color:var(--kept);background:var(--kept-soft)}.pill.unjudged{color:var(--unjudged);background:var(--unjudged-soft)}.pill.unused{color:var(--unused);background:var(--unused-soft)}
table{border-collapse:collapse;width:100%}
th{text-align:left;font-weight:600}
.promises thead th{font-size:.82rem;font-weight:500;color:var(--faint);padding:0 .8rem .3rem 0;vertical-align:bottom}
.promises tbody tr{border-top:1px solid var(--line)}
.promises tbody th,.promises td{padding:.75rem .8rem .75rem 0;vertical-align:top}
.promises tbody th{width:37%;font-weight:600;overflow-wrap:anywhere}
.promises tbody th .pill{margin-right:.5rem}
.promises .what{display:block;font-weight:400;color:var(--soft);font-size:.88rem;line-height:1.45;margin-top:.15rem}
.promises .plot{width:33%;padding-right:1.4rem}
.promises .numbers{font-size:.9rem}
.promises .numbers .soft,.promises .more{color:var(--soft);font-size:.86rem;display:block}
.plot svg{display:block;width:100%;overflow:visible}
.plot .target{stroke:var(--ink);stroke-width:1.5}
.plot .tick{stroke:var(--grid);stroke-width:1}
.plot .range{stroke-width:4;stroke-linecap:round;opacity:.42}
.plot .on{font-size:15px;font-weight:700}
.plot .ring{fill:var(--paper);stroke-width:2}
.plot text{font-size:11px;fill:var(--faint)}
.scroll{overflow-x:auto;width:fit-content;max-width:100%;border:1px solid var(--line);border-radius:10px;background:var(--card)}
.matrix{font-size:.84rem;width:auto}
.matrix thead th{vertical-align:bottom;font-weight:500;color:var(--soft);padding:.8rem .2rem .5rem;text-align:center}
.matrix thead th span{display:inline-block;vertical-align:bottom;writing-mode:vertical-rl;transform:rotate(180deg);max-height:13rem;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.matrix tbody th{position:sticky;left:0;background:var(--card);font-weight:500;padding:.18rem .9rem .18rem 1rem;white-space:nowrap;max-width:19rem;overflow:hidden;text-overflow:ellipsis;z-index:1;border-right:1px solid var(--line)}
.matrix thead th:first-child{position:sticky;left:0;background:var(--card);z-index:1;text-align:left;padding-left:1rem;border-right:1px solid var(--line)}
.matrix td{text-align:center;min-width:2.6rem;padding:0;height:1.75rem;border-top:1px solid var(--grid)}
.matrix tbody th{border-top:1px solid var(--grid)}
.matrix td a,.matrix td span{display:flex;align-items:center;justify-content:center;height:1.75rem;text-decoration:none;color:inherit}
.matrix td.held{color:var(--kept)}.matrix td.none{color:var(--line)}.matrix td.unjudged{color:var(--unjudged);background:var(--unjudged-soft)}
.matrix .v1{background:rgba(var(--heat),.16)}.matrix .v2{background:rgba(var(--heat),.28)}.matrix .v3{background:rgba(var(--heat),.42)}.matrix .v4{background:var(--hottest)}
.matrix .v1,.matrix .v2,.matrix .v3,.matrix .v4{color:var(--heat-ink);font-weight:600}
:root .matrix .v4{color:var(--hottest-ink)}
.matrix td a:hover{outline:2px solid var(--accent);outline-offset:-2px}
.matrix .total{padding:0 .9rem;font-weight:400;color:var(--soft);white-space:nowrap}
.endings{width:auto;min-width:min(100%,34rem);font-size:.92rem}
.endings th{font-weight:500;padding:.2rem 1rem .2rem 0;white-space:nowrap}.endings td{padding:.2rem .6rem .2rem 0}
.endings td.barcell{width:55%}.endings svg{display:block;width:100%;height:10px}.endings .n{text-align:right;color:var(--soft);white-space:nowrap}
.tools{display:flex;flex-wrap:wrap;gap:.6rem 1rem;align-items:center;margin:0 0 1rem}
.trial{border:1px solid var(--line);border-radius:10px;background:var(--card);margin:.6rem 0}
.trial>summary{list-style:none;cursor:pointer;padding:.75rem 1.1rem;display:flex;flex-wrap:wrap;gap:.25rem .8rem;align-items:baseline}
.trial>summary::-webkit-details-marker{display:none}
.trial>summary::before{content:"";width:.42rem;height:.42rem;border-right:2px solid var(--faint);border-bottom:2px solid var(--faint);transform:rotate(-45deg);align-self:center;transition:transform .12s}
.trial[open]>summary::before{transform:rotate(45deg)}
.trial>summary .name{font-weight:600;overflow-wrap:anywhere}.trial>summary .soft{color:var(--soft);font-size:.88rem}
.trial>summary .pills{margin-left:auto;display:flex;flex-wrap:wrap;gap:.25rem;justify-content:flex-end}
.trial .inside{padding:.2rem 1.1rem 1.2rem;border-top:1px solid var(--line)}
.findings{list-style:none;padding:0;margin:.9rem 0 1rem;display:grid;gap:.5rem}
.findings li{border-left:3px solid var(--broken);padding:.1rem 0 .1rem .8rem;font-size:.93rem;overflow-wrap:anywhere}
.findings li.unjudged{border-color:var(--unjudged)}
.findings .because{color:var(--soft)}
.replay{display:flex;flex-wrap:wrap;gap:.5rem .8rem;align-items:center;font-size:.9rem;color:var(--soft);margin:0 0 1.2rem}
.replay code{background:var(--unused-soft);border-radius:5px;padding:.15rem .5rem;color:var(--ink);overflow-wrap:anywhere}
.expected{font-size:.9rem;color:var(--soft);margin:0 0 1rem}.expected summary,.value summary{cursor:pointer}
.events{list-style:none;margin:0;padding:0;display:flex;flex-direction:column;gap:.45rem}
.event{max-width:100%;position:relative}
.event:target>.bubble,.event:target>.fact{outline:2px solid var(--accent);outline-offset:2px}
.message{max-width:min(80%,40rem)}
.message.customer{align-self:flex-start}.message.agent{align-self:flex-end}
.who{font-size:.76rem;color:var(--faint);margin:0 .7rem .1rem;display:flex;gap:.6rem}
.message.agent .who{justify-content:flex-end}
.bubble{border-radius:14px;padding:.5rem .85rem;white-space:pre-wrap;overflow-wrap:anywhere;unicode-bidi:isolate}
.customer .bubble{background:var(--customer);border-bottom-left-radius:4px}.agent .bubble{background:var(--agent);border-bottom-right-radius:4px}
.bubble.empty{color:var(--faint);font-style:italic}
.fact{font-size:.84rem;color:var(--soft);border:1px solid var(--line);border-radius:8px;padding:.35rem .75rem;overflow-wrap:anywhere;background:var(--paper)}
.fact .label{font-weight:600;color:var(--ink)}
.fact .at{color:var(--faint);float:right;margin-left:.8rem}
.fact.bad{border-color:var(--broken)}.fact.bad .label{color:var(--broken)}
.fact ul{margin:.25rem 0 .1rem;padding-left:1.1rem}
.fact pre,.expected pre{white-space:pre-wrap;overflow-wrap:anywhere;margin:.4rem 0;background:var(--unused-soft);padding:.6rem .8rem;border-radius:6px;max-height:26rem;overflow:auto}
.deed{align-self:stretch;margin-left:12%}
.call{align-self:stretch;margin-left:12%}
.quiet{margin-bottom:-.3rem}.quiet .fact{border-color:transparent;background:none;padding:.05rem .75rem}.quiet .label{font-weight:500;color:inherit}
.marked>.bubble,.marked>.fact{box-shadow:0 0 0 2px var(--broken)}
.struck{font-size:.84rem;color:var(--open);margin-top:.2rem;overflow-wrap:anywhere}
.faults td{vertical-align:top}.faults tr:has(+.breaks)>*{border-bottom:0}.faults .breaks td{padding-top:0}.faults .breaks ul{margin:0;padding-left:1.1rem;font-size:.9rem}.faults .breaks .because{display:block;color:var(--soft);overflow-wrap:anywhere}
#coverage .never{overflow-wrap:anywhere;font-size:.93rem;margin:0 0 .9rem}.coverage thead th:not(:first-child){padding:.8rem .7rem .5rem}.coverage td.struck-in{background:var(--unused-soft);font-weight:600}
.gap{font-size:1.02rem;max-width:75ch;margin:.3rem 0 .5rem}.gaps tbody th,.gaps td{padding:.45rem .8rem .45rem 0}.gaps .group th{padding-top:1.1rem;color:var(--faint);font-size:.82rem;font-weight:500}
.more-habits summary{cursor:pointer;color:var(--soft);font-size:.92rem;padding:.7rem 0}
.fixes{padding-left:1.3rem;margin:.4rem 0 .8rem;max-width:80ch}.fixes li{margin:0 0 .9rem;padding-left:.2rem}.fixes span{display:block;overflow-wrap:anywhere}.fixes .soft{color:var(--soft);font-size:.9rem}
.chart{display:block;width:100%;overflow:visible}.chart text{font-size:12px;fill:var(--faint)}.chart .tick{stroke:var(--line);stroke-width:1}.chart .range{stroke-width:6;stroke-linecap:round;opacity:.35}.chart .join{stroke-width:2}.chart .bound{stroke:var(--ink);stroke-width:1.5;stroke-dasharray:5 4}.chart .beyond{fill:var(--broken-soft)}.blame .n{text-align:left;white-space:normal}.blame td.barcell{width:45%}#levels .rows td,#levels .rows th{min-width:0;white-space:nowrap}
.rows{font-size:.92rem}.rows th,.rows td{padding:.5rem .9rem;vertical-align:top;min-width:6.5rem;overflow-wrap:break-word}.rows th:first-child{min-width:11rem}.rows td:last-child{min-width:14rem}.rows td.short{min-width:0;white-space:nowrap}.rows thead th{font-weight:500;color:var(--faint);font-size:.82rem}.rows tbody tr{border-top:1px solid var(--grid)}.rows tbody th{font-weight:500}.rows .what{display:block;font-weight:400;color:var(--soft);font-size:.86rem}
.changes{list-style:none;padding:0;margin:0 0 1rem;overflow-wrap:anywhere}.changes li{margin:.25rem 0}
.mark{font-size:.84rem;color:var(--broken);margin:.35rem .3rem 0;overflow-wrap:anywhere}
.mark::before{content:"\\2715\\00a0"}
.agent .mark{text-align:right}
.ending{text-align:center;color:var(--soft);font-size:.88rem;margin:1rem 0 0}
.empty-state{border:1px dashed var(--line);border-radius:10px;padding:1.4rem;color:var(--soft);text-align:center}
footer{color:var(--faint);font-size:.86rem;padding-bottom:3rem}
@media (max-width:760px){
main,header,footer{padding-left:1rem;padding-right:1rem}header{padding-top:1.6rem}section{margin:2.4rem 0}
.promises thead{display:none}.promises tbody tr{display:block;padding:.8rem 0}.promises tbody th,.promises td,.promises .plot{display:block;width:auto;padding:.15rem 0}
.promises .plot{padding:.35rem .3rem}
.trial>summary .pills{margin-left:0;justify-content:flex-start;width:100%}
.message{max-width:90%}.deed,.call{margin-left:0}.matrix tbody th{max-width:9.5rem}
.endings td.barcell{width:40%}
.blame tr,.blame th,.blame td,.blame td.barcell{display:block;width:auto;padding:.15rem 0}.blame tr{padding:.4rem 0}
.wide{width:auto}.rows thead{display:none}.rows tbody tr{display:block;padding:.6rem .9rem}.rows tbody tr:first-child{border-top:0}
.rows tbody th,.rows tbody td{display:block;position:relative;padding:.15rem 0 .15rem 9.2rem}.rows td.short{white-space:normal}.rows td:empty{display:none}
.rows [data-of]::before{content:attr(data-of);position:absolute;left:0;width:8.8rem;font-weight:400;color:var(--faint);font-size:.86rem}
}
@media print{
body{background:#fff;font-size:11pt}.needs-js,.skip{display:none!important}main,header,footer{max-width:none;padding:0}
section{margin:1.4rem 0}.trial,.promises tr,.figure{break-inside:avoid-page}.trial{break-inside:auto}.event{break-inside:avoid}.scroll{overflow:visible}
*{print-color-adjust:exact;-webkit-print-color-adjust:exact}
}
`
