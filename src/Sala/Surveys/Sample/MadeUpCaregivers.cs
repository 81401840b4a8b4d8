using Sala.Forms;

namespace Sala.Surveys.Sample;

/// <summary>Made-up answers of caregivers to the caregiver questionnaire. The rows are in another order than the children's: no file joins the two.</summary>
internal static class MadeUpCaregivers
{
    /// <summary>Heading and rows of the data file.</summary>
    public static (IReadOnlyList<string> Heading, IReadOnlyList<string?[]> Rows) Rows(MadeUpSample sample, Form form, Random random)
    {
        var caregivers = sample.Children.ToArray();
        random.Shuffle(caregivers);
        caregivers = [.. caregivers.Skip(28).OrderBy(c => c.Psu)]; // some could not be asked
        var choice = new WeightedChoice(random, c => c.CaregiverWeight);
        foreach (var c in caregivers) c.Answers.Clear();
        foreach (var c in caregivers)
        {
            c.Answers["h_n_elig"] = $"{c.Eligible}";
            c.Answers["g_consent"] = "1";
            c.Answers["g_mult"] = $"{c.Multiple}";
            c.Answers["g_rel"] = random.Next(20) switch { < 10 => "1", < 14 => "2", < 18 => "4", < 19 => "5", _ => "6" };
            c.Answers["g_sex"] = random.Next(10) < 7 ? "1" : "2";
            c.Answers["g_age"] = $"{random.Next(28, 70)}";
        }
        var police = choice.Share(caregivers, 0.17, c => c.Area == 1 ? 0.2 : 0, 0.5);
        var lost = choice.Share(caregivers, 0.41, null, 0.5);
        foreach (var c in caregivers)
        {
            var others = ((int Code, double Share)[])[(1, 0.62), (2, 0.30), (4, 0.14), (5, 0.06), (6, 0.08), (8, 0.07), (9, 0.11), (10, 0.35), (11, 0.12), (12, 0.10)];
            var codes = others.Where(o => random.NextDouble() < o.Share).Select(o => o.Code).ToList();
            if (police.Contains(c)) codes.Add(3);
            c.Answers["g_do"] = codes.Count > 0 ? string.Join(' ', codes.Order()) : random.Next(3) switch { 0 => "98", 1 => "13", _ => "1" };
            if (codes.Count > 1) c.Answers["g_do_first"] = $"{codes.Order().First()}";
            c.Answers["g_know"] = lost.Contains(c) ? "2" : random.Next(40) switch { 0 => "99", 1 or 2 => "98", _ => "1" };
        }
        var filler = new FormFiller(form, Usual);
        string[] own = ["row", "h_stratum", "h_area", "h_psu", "w_child", "w_cg"];
        var rows = caregivers.Select((c, i) => (string?[])[$"{i + 1}", $"{c.Stratum}", $"{c.Area}", $"{c.Psu}", MadeUpChildren.Number(c.Weight), MadeUpChildren.Number(c.CaregiverWeight), .. filler.Fill(c.Answers, random)]).ToList();
        return ([.. own, .. filler.Columns], rows);
    }

    private static readonly Dictionary<string, string[]> Usual = new(StringComparer.Ordinal)
    {
        ["g_net"] = ["1", "1", "1", "2", "2", "3", "6"],
        ["g_iv_alone"] = ["1", "1", "1", "1", "1", "1", "1", "1", "2"],
        ["g_iv_distress"] = ["0", "0", "0", "0", "0", "0", "0", "0", "0", "1"],
        ["g_used"] = ["0", "0", "0", "0", "0", "0", "4", "5", "1"],
        ["g_line"] = ["0", "0", "0"],
    };
}
