using System.Net;
using System.Text;
using Sala.Statistics.Disclosure;
using Sala.Surveys.Estimates;

namespace Sala.Surveys.Report;

/// <summary>The last part of a report: how its numbers came about, what was withheld, and from which bytes.</summary>
internal static class ReportMethod
{
    public static void Write(Findings f, string language, StringBuilder html)
    {
        var d = f.Plan.Design;
        var r = f.Plan.Disclosure;
        var withheld = f.Rows.Count(x => x.Verdict != Verdict.Shown);
        string[] lines = language == "th"
            ?
            [
                $"แผนการสุ่ม: ชั้นภูมิ {d.Strata ?? "ไม่มี"} หน่วยตัวอย่าง {string.Join(" > ", d.Units)} น้ำหนัก {d.Weight} รุ่น {d.WeightVersion} ความแปรปรวนด้วยวิธี {DesignWords.Variance(d).Th}{(d.Second is { } t ? $" ระยะที่สอง: {DesignWords.Second(t)}" : "")}",
                "สัดส่วน: ช่วงความเชื่อมั่น 95 % แบบ Korn-Graubard (Clopper-Pearson ที่ขนาดตัวอย่างที่มีผล) กลุ่มย่อยคิดโดยคงแผนการสุ่มทั้งหมดไว้",
                "ฐานที่ใช้คิด: ผู้ที่ถูกถามทั้งหมด รวมผู้ที่ตอบว่าไม่รู้และไม่ต้องการตอบ",
                $"การป้องกันการเปิดเผย: ตัวเลขที่แสดงต้องมาจากอย่างน้อย {r.Persons} คน ในอย่างน้อย {r.Psus} หน่วยตัวอย่าง และจากผู้ถูกถามอย่างน้อย {r.Denominator} คน ตัวเลขอื่นที่ทำให้คำนวณย้อนได้ก็ไม่แสดงเช่นกัน ไม่แสดงทั้งหมด {withheld} จาก {f.Rows.Count} ตัวเลข",
                "หมายเหตุเกี่ยวกับความน่าเชื่อถือเป็นไปตาม National Center for Health Statistics data presentation standards for proportions (Vital and Health Statistics 2(175), 2017)",
                $"ข้อมูล: {f.DataFile} SHA-256 {f.DataHash} แผน: {f.Plan.Id} รุ่น {f.Plan.Version} SHA-256 {f.Plan.Hash} แบบสอบถาม: {f.FormId} รุ่น {f.FormVersion}",
                "ไฟล์ HTML นี้คือฉบับที่เข้าถึงได้สำหรับโปรแกรมอ่านหน้าจอ ไฟล์ PDF มีแท็กเช่นกัน",
            ]
            :
            [
                $"Design: strata {d.Strata ?? "none"}, units {string.Join(" > ", d.Units)}, weight {d.Weight} (version {d.WeightVersion}). Variance by {(d.Replicates is null && d.Second is null ? "Taylor linearization" : DesignWords.Variance(d).En)}.{(d.Second is { } s ? $" Second phase: {DesignWords.Second(s)}." : "")}",
                "Proportions: 95 % intervals of Korn and Graubard (Clopper-Pearson at the effective sample size). Groups are estimated with the whole design kept.",
                "Denominators: all who were asked, don't know and prefer not to say included.",
                $"Disclosure control: a number that is shown rests on at least {r.Persons} persons from at least {r.Psus} PSUs, of at least {r.Denominator} asked. What would let such a number be worked out is withheld too: {withheld} of {f.Rows.Count} numbers are.",
                "Notes on reliability follow the National Center for Health Statistics data presentation standards for proportions (Vital and Health Statistics 2(175), 2017).",
                $"Data: {f.DataFile}, SHA-256 of the rows {f.DataHash}. Plan: {f.Plan.Id}, version {f.Plan.Version}, SHA-256 {f.Plan.Hash}. Form: {f.FormId}, version {f.FormVersion}.",
                "This HTML file is the accessible one for screen readers; the PDF is tagged as well.",
            ];
        html.Append(System.Globalization.CultureInfo.InvariantCulture, $"<section id=\"{language}-method\" class=\"method\"><h2>{WebUtility.HtmlEncode(ReportWords.Method.In(language))}</h2><ul>\n");
        foreach (var line in lines.Concat(Weights(f, language)).Concat(f.EarlierSaid.Select(e => e.In(language))).Concat(f.DesignWarnings)) html.Append(System.Globalization.CultureInfo.InvariantCulture, $"<li>{WebUtility.HtmlEncode(line)}</li>\n");
        if (f.Anonymity is { } k)
        {
            var (seenBy, smallest) = (WebUtility.HtmlEncode(string.Join(", ", f.Plan.Identifying)), k.K < r.Persons ? language == "th" ? $"น้อยกว่า {r.Persons}" : $"under {r.Persons}" : $"{k.K}");
            html.Append(language == "th" ? $"<li>ข้อมูลรายแถวเมื่อดูจาก {seenBy}: กลุ่มที่เล็กที่สุดมี k {smallest} จึงไม่เผยแพร่ข้อมูลรายแถว</li>\n" : $"<li>The rows themselves, seen by {seenBy}: the smallest class has a k of {smallest}. Rows are not published.</li>\n");
        }
        html.Append("</ul></section>\n");
    }

    // The factors of single rows stay where they are; their spread tells what the weighting did.
    private static IEnumerable<string> Weights(Findings f, string language)
    {
        foreach (var w in f.Weights)
        {
            var sources = string.Concat(w.Sources.Select(s => language == "th" ? $" ยอดรวมจาก {s.File} ปี {s.Year + 543} ที่มา: {s.Source.Th}" : $" Totals from {s.File}, {s.Year}. Source: {s.Source.En}"));
            yield return FormattableString.Invariant($"{ReportWords.Factors.In(language)}: {w.Step}: {w.Least:0.###} – {w.Median:0.###} – {w.Most:0.###}; ") + (language == "th" ? $"รวม {w.People:N0} คน" : $"lowest, middle and highest; {w.People:N0} people after it.") + sources;
        }
        if (f.Weights.Count > 0)
            yield return language == "th" ? FormattableString.Invariant($"น้ำหนักที่ไม่เท่ากันทำให้ความแปรปรวนเพิ่มเป็น {f.WeightLoss:0.00} เท่า (Kish)") : FormattableString.Invariant($"Unequal weights alone multiply the variance by {f.WeightLoss:0.00} (Kish).");
    }
}
