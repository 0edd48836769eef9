"""The style sheet of the pages: one, for both directions, for light and dark, for screen and paper."""

STYLE = """
:root{--paper:#fbfaf6;--card:#ffffff;--ink:#20272e;--soft:#5b6670;--line:#dedad0;--track:#ece9e0;--accent:#1d5c63;
--good:#2f6f4e;--good-soft:#e6f0e9;--bad:#a23b32;--bad-soft:#f8e8e5;--unsure:#8a6100;--unsure-soft:#f7efd9;--other:#6b5b95}
@media (prefers-color-scheme:dark){:root{--paper:#15191c;--card:#1c2226;--ink:#e4e3de;--soft:#a1abb2;--line:#333b40;
--track:#2a3237;--accent:#7cc0c6;--good:#7fc29b;--good-soft:#1d2f26;--bad:#ee9186;--bad-soft:#3a2220;--unsure:#dfb75e;
--unsure-soft:#352b15;--other:#b3a4dc}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);font:1rem/1.6 system-ui,-apple-system,"Segoe UI","Noto Sans",sans-serif;
overflow-wrap:break-word}
html[lang=fa] body{font-family:Vazirmatn,"Noto Sans Arabic","Noto Naskh Arabic","Geeza Pro",Tahoma,sans-serif;line-height:1.85}
header,main,footer{max-width:56rem;margin:0 auto;padding:0 1.5rem}
header{padding-top:2.5rem}
header::before{content:"";display:block;width:4rem;border-top:4px solid var(--accent);margin-bottom:1.1rem}
.house{margin:0;color:var(--soft);font-size:.95rem}
h1{margin:.1rem 0 .3rem;font:600 2.1rem/1.25 Georgia,"Noto Serif","Times New Roman",serif}
h2{margin:0 0 .6rem;font:600 1.35rem/1.35 Georgia,"Noto Serif","Times New Roman",serif}
h3{margin:2rem 0 .5rem;font-size:1.02rem;font-weight:650}
html[lang=fa] :is(h1,h2,h3){font-family:Vazirmatn,"Noto Sans Arabic","Noto Naskh Arabic",Tahoma,serif;font-weight:700;line-height:1.6}
html[lang=fa] h1{font-size:1.95rem}
.dateline{margin:0;color:var(--soft)}
.other-date{color:var(--soft);white-space:nowrap}
.other-date::before{content:"· "}
tbody .other-date{display:block;font-size:.86em;font-weight:400}
tbody .other-date::before{content:""}
section{margin:3rem 0 0;break-inside:auto}
p{margin:.5rem 0;max-width:44rem}
.soft{color:var(--soft);font-size:.94rem}
.verdict{display:flex;gap:1.1rem;align-items:flex-start;margin:1.8rem 0 0;padding:1.2rem 1.4rem;border-radius:.7rem;
background:var(--good-soft);border-inline-start:5px solid var(--good)}
.verdict.bad{background:var(--bad-soft);border-color:var(--bad)}
.verdict.unsure{background:var(--unsure-soft);border-color:var(--unsure)}
.verdict p{margin:.15rem 0 0}
.verdict .says{font:600 1.3rem/1.4 Georgia,"Noto Serif",serif;margin:0}
html[lang=fa] .verdict .says{font-family:Vazirmatn,"Noto Sans Arabic","Noto Naskh Arabic",Tahoma,serif;line-height:1.7}
.sign{fill:none;stroke-width:2.4;stroke-linecap:round;stroke-linejoin:round}
.sign.good{stroke:var(--good)}.sign.bad{stroke:var(--bad)}.sign.unsure{stroke:var(--unsure)}.sign .ring{stroke-width:1.4;opacity:.55}
.verdict svg{flex:none;width:2rem;height:2rem;margin-top:.15rem}
.notice{margin:1rem 0 0;padding:.7rem 1.1rem;border-radius:.6rem;border:1px solid var(--line);background:var(--card);max-width:none}
.figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(10.5rem,1fr));gap:.9rem;margin:1.2rem 0 0;padding:0;list-style:none}
.figures li{padding:.9rem 1.1rem;border-radius:.7rem;background:var(--card);border:1px solid var(--line)}
.figures .value{display:block;font:600 1.6rem/1.3 Georgia,"Noto Serif",serif;font-variant-numeric:lining-nums}
html[lang=fa] .figures .value{font-family:Vazirmatn,"Noto Sans Arabic","Noto Naskh Arabic",Tahoma,serif;line-height:1.6}
.figures .what{display:block;font-weight:600}
.figures .of{display:block;color:var(--soft);font-size:.88rem}
dl{display:grid;grid-template-columns:minmax(8rem,13rem) 1fr;margin:.6rem 0;border-top:1px solid var(--line)}
dt,dd{margin:0;padding:.5rem 0;border-bottom:1px solid var(--line)}
dt{color:var(--soft);padding-inline-end:1rem}
.wide{overflow-x:auto}
table{width:100%;border-collapse:collapse;margin:.6rem 0;font-variant-numeric:tabular-nums lining-nums}
html[lang=fa] table{font-variant-numeric:normal}
caption{text-align:start;color:var(--soft);font-size:.94rem;padding-bottom:.3rem}
th,td{padding:.5rem .8rem .5rem 0;text-align:start;vertical-align:top;border-bottom:1px solid var(--line)}
html[dir=rtl] :is(th,td){padding:.5rem 0 .5rem .8rem}
thead th{color:var(--soft);font-weight:500;font-size:.9rem;border-bottom:1px solid var(--soft);vertical-align:bottom}
th.number,td.number{text-align:end;white-space:nowrap}
tbody th{font-weight:550}
code,pre{font:.86em/1.5 ui-monospace,"SFMono-Regular",Menlo,Consolas,"DejaVu Sans Mono",monospace}
code{overflow-wrap:anywhere;unicode-bidi:isolate}
pre{overflow-x:auto;padding:.9rem 1.1rem;border-radius:.6rem;background:var(--card);border:1px solid var(--line);direction:ltr;text-align:left}
.digests{display:block;font-weight:400;font-size:.88em;color:var(--soft)}
.word{white-space:nowrap;font-weight:600}
.word::before{content:"";display:inline-block;width:.68em;height:.68em;border-radius:50%;margin-inline-end:.5em;background:currentColor}
.word.altered::before,.word.missing::before{border-radius:0;transform:rotate(45deg) scale(.88)}
.word.unreadable::before,.word.not-checked::before{border-radius:0;clip-path:polygon(50% 0,100% 100%,0 100%)}
.word.unexpected::before{border-radius:.1em}
.word.zero{color:var(--soft);font-weight:400}
.intact{color:var(--good);fill:var(--good)}
.altered,.missing{color:var(--bad);fill:var(--bad)}
.missing{opacity:1;color:var(--bad)}
.unreadable,.not-checked{color:var(--unsure);fill:var(--unsure)}
.unexpected{color:var(--other);fill:var(--other)}
svg.picture{display:block;width:100%;height:auto;margin:.9rem 0 .4rem;overflow:visible}
svg text{fill:var(--ink);font-size:14px;font-family:inherit}
svg .label{font-weight:500}
svg .says,svg .axis{fill:var(--soft)}
svg .axis{font-size:13px}
.track{fill:var(--track)}.bar{fill:var(--accent)}
.grid{stroke:var(--line);stroke-width:1}.tick{stroke:var(--soft);stroke-width:1}
.over{fill:none;stroke:var(--accent);stroke-width:2.5;stroke-linejoin:round;stroke-linecap:round}
.under{fill:var(--accent);opacity:.1}
.mark{stroke:var(--paper);stroke-width:1.5}
.mark.success{fill:var(--good)}.mark.failure{fill:var(--bad)}.mark.warning{fill:var(--unsure)}
svg.small{vertical-align:-.12em;margin-inline-end:.4em;overflow:visible}
.legend{display:flex;flex-wrap:wrap;gap:.3rem 1.6rem;margin:0;padding:0;list-style:none;color:var(--soft);font-size:.92rem}
.plain{margin:.6rem 0;padding:0;list-style:none}
.plain>li{padding:.8rem 0;border-bottom:1px solid var(--line)}
.plain p{margin:.15rem 0}
.tag{display:inline-block;padding:0 .6em;border-radius:1em;font-size:.84rem;border:1px solid currentColor;white-space:nowrap}
.tag.met{color:var(--good)}.tag.lacking{color:var(--bad)}
.matrix th,.matrix td{text-align:center;vertical-align:middle;padding:.65rem .4rem}
.matrix tbody th,.matrix thead th:first-child{text-align:start}
.matrix td.yes{background:var(--good-soft);color:var(--good);font-weight:600}
.matrix td.no{color:var(--soft)}
.matrix td.part{background:var(--unsure-soft);color:var(--unsure)}
.matrix small{display:block;font-weight:400;line-height:1.3}
a{color:var(--accent)}
.evidence{margin:.25rem 0 0;padding:0;list-style:none}
.evidence li{margin:.15rem 0}
.evidence .lack{color:var(--bad)}
footer{margin-top:3.5rem;padding-top:1.2rem;padding-bottom:3rem;color:var(--soft);font-size:.9rem}
footer::before{content:"";display:block;border-top:1px solid var(--line);margin-bottom:1rem}
@media (max-width:34rem){dl{grid-template-columns:1fr}dt{border:0;padding-bottom:0}dd{padding-top:0}
.wide table{min-width:34rem}.scroll svg.picture{min-width:34rem}.scroll{overflow-x:auto}}
@page{size:A4;margin:18mm 16mm}
@media print{:root{--paper:#fff;--card:#fff;--ink:#111;--soft:#555;--line:#ccc;--track:#eee;--accent:#1d5c63;--good:#2f6f4e;
--good-soft:#eef5f0;--bad:#a23b32;--bad-soft:#fbefed;--unsure:#8a6100;--unsure-soft:#faf5e6;--other:#6b5b95}
html{font-size:10pt}.figures{grid-template-columns:repeat(4,1fr)}header,main,footer{max-width:none;padding-left:0;padding-right:0}header{padding-top:0}
*{-webkit-print-color-adjust:exact;print-color-adjust:exact}
section{margin-top:1.6rem}h2,h3,h2+p,caption{break-after:avoid}tr,li,.verdict,svg.picture,dl>*{break-inside:avoid}thead{display:table-header-group}
pre{white-space:pre-wrap;overflow-wrap:anywhere}.wide{overflow:visible}footer{margin-top:1.6rem;padding-bottom:0}}
"""
