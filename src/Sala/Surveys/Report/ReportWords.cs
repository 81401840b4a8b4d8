using Sala.Statistics.Disclosure;
using Sala.Surveys.Plans;

namespace Sala.Surveys.Report;

/// <summary>All that a report says of itself, in both languages. The Thai is a draft: no Thai speaker has reviewed it, and the report says so.</summary>
internal static class ReportWords
{
    public static readonly Words Contents = new("Contents", "สารบัญ");
    public static readonly Words OtherLanguage = new("ภาษาไทย (Thai)", "English (ภาษาอังกฤษ)");
    public static readonly Words Draft = new("", "ข้อความภาษาไทยเป็นฉบับร่าง ยังไม่มีผู้พูดภาษาไทยตรวจทาน (Thai text: draft, not reviewed)");
    public static readonly Words Interval = new("95 % interval", "ช่วงความเชื่อมั่น 95 %");
    public static readonly Words To = new("to", "ถึง");
    public static readonly Words Of = new("of", "ของ");
    public static readonly Words Group = new("Group", "กลุ่ม");
    public static readonly Words All = new("all", "ทั้งหมด");
    public static readonly Words Percent = new("Per cent", "ร้อยละ");
    public static readonly Words N = new("n", "n");
    public static readonly Words Psus = new("PSUs", "หน่วยตัวอย่าง (PSU)");
    public static readonly Words Effect = new("Design effect", "ผลของแผนการสุ่ม");
    public static readonly Words Warning = new("Note", "หมายเหตุ");
    public static readonly Words Kind = new("Kind", "ประเภท");
    public static readonly Words Place = new("Place", "ลำดับ");
    public static readonly Words PlaceInterval = new("Places within uncertainty", "ลำดับที่เป็นไปได้");
    public static readonly Words About = new("about", "ประมาณ");
    public static readonly Words Denominator = new("Denominator", "ฐานที่ใช้คิด");
    public static readonly Words Figure = new("Figure", "ตัวเลขที่");
    public static readonly Words Chart = new("Chart", "แผนภูมิ");
    public static readonly Words Table = new("Table", "ตาราง");
    public static readonly Words Method = new("How the numbers were made", "ตัวเลขเหล่านี้ได้มาอย่างไร");
    public static readonly Words PooledBeside = new("All kinds together", "รวมทุกประเภท");
    public static readonly Words Odds = new("Odds ratio", "อัตราส่วนออดส์");
    public static readonly Words Coefficient = new("Coefficient", "ค่าสัมประสิทธิ์");
    public static readonly Words Margins = new("Predictive margins", "ค่าคาดการณ์ของแบบจำลอง");
    public static readonly Words MeanOf = new("Mean", "ค่าเฉลี่ย");
    public static readonly Words Below = new("At or below", "ร้อยละของผู้ที่ได้ค่านี้หรือน้อยกว่า");
    public static readonly Words Value = new("Value", "ค่า");
    public static readonly Words Points = new("points", "จุด");
    public static readonly Words Factors = new("Factors of the weight", "ตัวประกอบของน้ำหนัก");
    public static readonly Words Lowest = new("lowest of the kinds", "ต่ำสุดในบรรดาประเภท");
    public static readonly Words Highest = new("highest of the kinds", "สูงสุดในบรรดาประเภท");
    public static readonly Words Whole = new("Only whole per cent are given and the number of answers as a band; no kind is named. Few children stand behind each of them.", "แสดงเฉพาะร้อยละจำนวนเต็มและจำนวนคำตอบเป็นช่วง ไม่ระบุชื่อประเภท เพราะแต่ละประเภทมีเด็กจำนวนน้อย");

    public static readonly Words SurveyLimits = new(
        "A survey sees only what children could say and wanted to say. What stands here is of the answers, not of what happened.",
        "การสำรวจเห็นเฉพาะสิ่งที่เด็กบอกได้และอยากบอก สิ่งที่อยู่ในรายงานนี้คือคำตอบ ไม่ใช่เหตุการณ์ทั้งหมดที่เกิดขึ้น");

    public static Words Withheld(Verdict verdict) => verdict switch
    {
        Verdict.FewAsked => new("withheld: too few were asked", "ไม่แสดง: มีผู้ถูกถามน้อยเกินไป"),
        Verdict.SmallCell => new("withheld: too few", "ไม่แสดง: จำนวนน้อยเกินไป"),
        Verdict.Everyone => new("withheld: it would be known of each person", "ไม่แสดง: จะทำให้รู้คำตอบของทุกคน"),
        _ => new("withheld: it would give away a small number", "ไม่แสดง: จะทำให้คำนวณจำนวนน้อยได้"),
    };

    public static IEnumerable<Words> Warnings(PresentationWarnings warnings)
    {
        if (warnings.HasFlag(PresentationWarnings.FewPersons)) yield return new("fewer than 30 persons (or effective persons)", "น้อยกว่า 30 คน (หรือจำนวนที่มีผล)");
        if (warnings.HasFlag(PresentationWarnings.WideInterval)) yield return new("wide interval: read with care", "ช่วงกว้าง: ควรอ่านด้วยความระมัดระวัง");
        if (warnings.HasFlag(PresentationWarnings.WideRelativeToEstimate)) yield return new("interval wide for so small a share: read with care", "ช่วงกว้างเมื่อเทียบกับสัดส่วนที่เล็ก: ควรอ่านด้วยความระมัดระวัง");
        if (warnings.HasFlag(PresentationWarnings.WideRelativeToComplement)) yield return new("interval wide for the share of the others", "ช่วงกว้างเมื่อเทียบกับสัดส่วนของส่วนที่เหลือ");
        if (warnings.HasFlag(PresentationWarnings.FewDegreesOfFreedom)) yield return new("few degrees of freedom", "องศาอิสระน้อย");
        if (warnings.HasFlag(PresentationWarnings.NoEvents)) yield return new("nobody or everybody", "ไม่มีใครหรือทุกคน");
    }

    public static Words Holds(double probability) => new(
        $"The probability that the first places stand in this order is {Rough(probability)}. Places within one another's uncertainty are about equal.",
        $"ความน่าจะเป็นที่ลำดับต้น ๆ เรียงตามนี้คือ {Rough(probability)} ลำดับที่อยู่ในช่วงความไม่แน่นอนของกันและกันถือว่าใกล้เคียงกัน");

    private static string Rough(double probability) => (Math.Round(100 * probability) is var p && p >= 99 ? "over 99" : $"{p:0}") + " %";

    public static Words Asked(int asked, int of, int notAsked, int declined, int dontKnow, int preferNot, int noAnswer, int minimum, Words persons) => new(
        $"Asked: {Share(asked, of, minimum, false)} of all {persons.En}. Not asked, by the form's routing: {Share(notAsked, of, minimum, false)}. Did not do the part, or would rather not: {Share(declined, of, minimum, false)}. Of those asked: don't know {Share(dontKnow, asked, minimum, false)}, prefer not to say {Share(preferNot, asked, minimum, false)}. Asked, and no answer in the data: {Share(noAnswer, of, minimum, false)}.",
        $"ถูกถาม {Share(asked, of, minimum, true)} ของ{persons.Th}ทั้งหมด ไม่ได้ถูกถามตามเส้นทางของแบบสอบถาม {Share(notAsked, of, minimum, true)} ไม่ได้ทำส่วนนั้นหรือไม่ต้องการตอบส่วนนั้น {Share(declined, of, minimum, true)} ในผู้ที่ถูกถาม: ไม่รู้ {Share(dontKnow, asked, minimum, true)} ไม่ต้องการตอบ {Share(preferNot, asked, minimum, true)} ถูกถามแต่ไม่มีคำตอบในข้อมูล {Share(noAnswer, of, minimum, true)}");

    // A small number must not be read off a share: it is said as few.
    private static string Share(int count, int of, int minimum, bool thai)
    {
        if (count == 0 || of == 0) return "0 %";
        var few = thai ? "น้อยมาก" : "very few";
        if (count < minimum || of - count > 0 && of - count < minimum && count < of) return count < minimum ? few : thai ? "เกือบทั้งหมด" : "nearly all";
        var percent = Math.Round(100.0 * count / of, MidpointRounding.AwayFromZero);
        return percent < 1 ? thai ? "น้อยกว่า 1 %" : "under 1 %" : $"{percent:0} %";
    }
}
