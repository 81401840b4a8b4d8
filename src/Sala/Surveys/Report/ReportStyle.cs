using Sala.Surveys.Plans;

namespace Sala.Surveys.Report;

/// <summary>The sheet of a report, for screen and paper. On paper the notice stands at the head of every page.</summary>
internal static class ReportStyle
{
    public static string Sheet(Words? notice) => $$"""

        :root{--ink:#18292c;--soft:#4b5c5e;--paper:#faf9f5;--card:#fff;--line:#d5d9d0;--leaf:#0b6455;--leaf-2:#e3f0ec;--clay:#9c2f17;--clay-2:#fbeae5}
        *{box-sizing:border-box}body{margin:0;background:var(--paper);color:var(--ink);font:400 1.0625rem/1.55 "Noto Sans","Noto Sans Thai",system-ui,sans-serif}
        article:lang(th){font-family:"Noto Sans Thai","Noto Sans",system-ui,sans-serif;line-height:1.75}
        article{max-width:50rem;margin:0 auto;padding:0 1rem 3rem}
        .notice{position:sticky;top:0;margin:0 -1rem;padding:.6rem 1rem;background:var(--clay);color:#fff;font-weight:700;z-index:1}
        .switch{text-align:right;margin:.6rem 0}.draft{color:var(--clay);font-weight:600}
        h1{font-size:1.9rem;line-height:1.3;margin:.5rem 0 1rem}h2{font-size:1.4rem;margin:2.5rem 0 .6rem;border-bottom:2px solid var(--leaf);padding-bottom:.2rem}
        h3{font-size:1.08rem;margin:.2rem 0 .4rem;line-height:1.5}p{margin:.4rem 0 .8rem}a{color:var(--leaf)}nav h2{border:0;font-size:1.1rem;margin:1rem 0 .3rem}
        .finding{background:var(--card);border:1px solid var(--line);border-left:.4rem solid var(--leaf);border-radius:.6rem;padding:1rem 1.1rem;margin:1rem 0}
        .big{font-size:2.3rem;font-weight:700;line-height:1.25;color:var(--leaf);margin:.2rem 0}.base{color:var(--soft);font-size:.93rem}.withheld{color:var(--clay);font-weight:600}
        .tag{display:inline-block;background:var(--leaf-2);color:var(--leaf);border-radius:1rem;padding:0 .6rem;font-size:.85rem;font-weight:700}
        figure{margin:.8rem 0;overflow-x:auto}.chart{display:block;width:100%;height:auto;max-width:46rem;font-family:inherit}.chart text{fill:currentColor}.chart text[fill]{fill:#9c2f17}
        table{border-collapse:collapse;width:100%;font-size:.93rem;margin:.6rem 0;display:block;overflow-x:auto}caption{text-align:left;color:var(--soft);font-size:.9rem;padding:.3rem 0}
        th,td{text-align:left;vertical-align:top;padding:.35rem .6rem;border-bottom:1px solid var(--line)}thead th{color:var(--soft);font-size:.85rem}tbody th{font-weight:600;min-width:7.5rem}
        .n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}.method{font-size:.93rem;overflow-wrap:anywhere}
        :focus-visible{outline:3px solid var(--ink);outline-offset:2px;background:#ffd166}
        @media print{
        body{background:#fff;font-size:9.5pt}.base,table,caption,.method{font-size:1em}.base{font-size:.95em}thead th,.tag{font-size:.9em}h3{font-size:1.08em}article{max-width:none;padding:0}article+article{break-before:page}.notice{position:static;margin:0}.switch{display:none}
        .finding{border-radius:0;border:0;border-top:1px solid var(--line);padding:.6rem 0}.big{font-size:1.7rem}h1{font-size:1.6rem}h2{font-size:1.25rem;margin-top:1.4rem}h2,h3{break-after:avoid}figure,tr{break-inside:avoid}table{display:table;overflow:visible}.chart{max-width:12.5cm}td,th{padding:.15rem .5rem}
        article:lang(en){page:en}article:lang(th){page:th}
        }
        @page{size:A4;margin:20mm 16mm 18mm}
        @page en{@top-center{ {{Margin(notice?.En, "\"Noto Sans\",sans-serif")}} }@bottom-center{content:counter(page);font:9pt "Noto Sans",sans-serif} }
        @page th{@top-center{ {{Margin(notice?.Th, "\"Noto Sans Thai\",\"Noto Sans\",sans-serif")}} }@bottom-center{content:counter(page);font:9pt "Noto Sans",sans-serif} }

        """;

    private static string Margin(string? text, string font) => $"content:\"{(text ?? "").Replace("\\", "", StringComparison.Ordinal).Replace("\"", "", StringComparison.Ordinal).Replace("<", "", StringComparison.Ordinal)}\";font:600 8.5pt {font};color:#9c2f17";
}
