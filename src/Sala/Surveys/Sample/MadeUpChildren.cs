using Sala.Forms;

namespace Sala.Surveys.Sample;

/// <summary>Made-up answers of children to the child questionnaire, arranged so that the published figures of the study in Thailand come out. Which kind of
/// experience has which value is arbitrary and no finding.</summary>
internal static class MadeUpChildren
{
    private static readonly string[] Kinds = ["tlk", "rqi", "omi", "omm", "shr", "thr"];

    /// <summary>Heading and rows of the data file.</summary>
    public static (IReadOnlyList<string> Heading, IReadOnlyList<string?[]> Rows) Rows(MadeUpSample sample, Form form, Random random)
    {
        Decide(sample, random);
        var filler = new FormFiller(form, Usual);
        string[] own = ["row", "h_stratum", "h_area", "h_psu", "h_n_elig", "w_hh", "w_nr", "w_child"];
        var rows = sample.Children.Select(c => (string?[])
        [
            $"{c.Number}", $"{c.Stratum}", $"{c.Area}", $"{c.Psu}", $"{c.Eligible}", Number(c.Household), Number(c.Response), Number(c.Weight), .. filler.Fill(c.Answers, random),
        ]).ToList();
        return ([.. own, .. filler.Columns], rows);
    }

    internal static string Number(double value) => value.ToString("R", System.Globalization.CultureInfo.InvariantCulture);

    private static void Decide(MadeUpSample sample, Random random)
    {
        var choice = new WeightedChoice(random, c => c.Weight);
        var children = sample.Children;
        foreach (var child in children) Begin(child, random);
        // Not all come to the part that is answered alone: no private place, cannot use the tablet, somebody watches, stops.
        var shuffled = children.ToArray();
        random.Shuffle(shuffled);
        foreach (var child in shuffled[..6]) child.Answers["c_private"] = "2";
        foreach (var child in shuffled[6..14]) child.Answers["sc_mode"] = "3";
        foreach (var child in shuffled[14..21]) (child.Answers["sc_alone"], child.Answers["sc_alone2"]) = ("2", "2");
        foreach (var child in shuffled[21..27]) child.Answers["c_stop"] = "8";
        var asked = shuffled[27..].OrderBy(c => c.Number).ToList();

        var kinds = Experiences(choice, asked, random);
        foreach (var child in choice.Few([.. asked.Where(c => !kinds.Values.Any(k => k.Contains(c)))], 22, 0.023)) child.Answers["c_sex"] = "99";
        foreach (var kind in Kinds)
        {
            foreach (var child in asked)
            {
                var has = kinds[kind].Contains(child);
                child.Answers[$"{kind}_yr"] = has ? random.Next(10) switch { < 5 => "1", < 8 => "2", < 9 => "3", _ => "4" } : random.Next(100) switch { 0 => "98", 1 => "99", _ => "0" };
            }
        }
        // A few with one kind would rather not say more. They are taken where one answer hangs on no other.
        foreach (var kind in Kinds)
            foreach (var child in choice.Few([.. kinds[kind].Where(c => !c.Answers.ContainsKey($"{kind}_ok"))], kind is "tlk" or "rqi" ? 6 : 5, kind is "tlk" or "rqi" ? 0.06 : 0.075)) child.Answers[$"{kind}_ok"] = "2";
        var followed = Kinds.ToDictionary(k => k, k => kinds[k].Where(c => c.Answers.TryAdd($"{k}_ok", "1") || c.Answers[$"{k}_ok"] == "1").ToList());
        FollowUps(choice, followed, random);
        Help(choice, asked, random);
    }

    private static void Begin(MadeUpChild child, Random random)
    {
        foreach (var (name, value) in new (string, string)[]
        {
            ("k_consent", "1"), ("h_roster_age", $"{child.Age}"), ("c_assent", "1"), ("c_teachback", random.Next(12) == 0 ? "2" : "1"), ("c_ivsex", "1"), ("c_private", "1"),
            ("c_age", $"{child.Age}"), ("c_sex", child.Girl ? "1" : "2"), ("c_net3m", "1"), ("c_firstage", $"{random.Next(5, 12)}"),
            ("sc_mode", random.Next(20) == 0 ? "2" : "1"), ("sc_try1", random.Next(60) == 0 ? "2" : "1"), ("sc_try2", random.Next(25) == 0 ? "1" : "99"), ("sc_alone", "1"), ("cl_talk", "3"),
        }) child.Answers[name] = value;
    }

    // Who has which kind: 9 % grave, nearly all of them with offers, so that both offers can be 7 %.
    private static Dictionary<string, HashSet<MadeUpChild>> Experiences(WeightedChoice choice, List<MadeUpChild> asked, Random random)
    {
        static double Older(MadeUpChild c) => 0.15 * (c.Age - 14.5) + (c.Girl ? 0.25 : 0);
        // Lighter weights a little likelier: each kind then stands on enough children for a range that gives none of them away.
        var mean = asked.Average(c => c.Weight);
        var grave = choice.Share(asked, 0.09, c => Older(c) - 0.7 * (c.Weight / mean - 1), 0.7);
        var kinds = new Dictionary<string, HashSet<MadeUpChild>> { ["omi"] = choice.Share(grave, 0.07 / 0.09, Older, 0.2) };
        var rest = grave.Except(kinds["omi"]).ToList();
        // Some offers in person never touched a device; they lie outside the grave ones.
        var offline = choice.Few([.. asked.Except(grave)], 6, 0.0062);
        foreach (var child in offline)
        {
            child.Answers["omm_dig"] = "2";
            child.Answers["omm_ok"] = "1";
            child.Answers["omm_chan"] = "1";
            child.Answers["omm_link"] = "4";
        }
        var thr = choice.Share(grave, 0.83, c => rest.Contains(c) ? 0.8 : 0, 0.1);
        var omm = choice.Share(grave, (0.07 - Share(offline, asked)) / 0.09, c => rest.Contains(c) && !thr.Contains(c) ? 9 : 0, 0.1);
        var shr = choice.Share(grave, 0.83, c => rest.Contains(c) && !thr.Contains(c) && !omm.Contains(c) ? 9 : 0, 0.1);
        // Nobody grave without a grave kind.
        foreach (var child in rest.Where(c => !thr.Contains(c) && !omm.Contains(c) && !shr.Contains(c))) shr.Add(child);
        kinds["thr"] = thr;
        kinds["shr"] = shr;
        kinds["omm"] = [.. omm, .. offline];
        kinds["tlk"] = choice.Share(asked, 0.10, c => grave.Contains(c) ? 2.2 : Older(c), 0.5);
        kinds["rqi"] = choice.Share(asked, 0.09, c => grave.Contains(c) ? 2.0 : kinds["tlk"].Contains(c) ? 0.8 : Older(c), 0.5);
        foreach (var kind in Kinds)
            foreach (var child in kinds[kind]) child.Answers.TryAdd($"{kind}_dig", "1");
        foreach (var light in (string[])["cmt", "snt"])
            foreach (var child in asked) child.Answers[$"{light}_yr"] = random.NextDouble() < (grave.Contains(child) ? 0.6 : 0.13) ? random.Next(1, 4).ToString(System.Globalization.CultureInfo.InvariantCulture) : random.Next(80) switch { 0 => "98", 1 => "99", _ => "0" };
        foreach (var child in asked)
        {
            foreach (var light in (string[])["cmt", "snt"]) child.Answers[$"{light}_ok"] = "1";
            foreach (var kind in (string[])["snt", .. Kinds]) child.Answers[$"{kind}_go"] = "1";
        }
        return kinds;
    }

    private static double Share(IEnumerable<MadeUpChild> part, IEnumerable<MadeUpChild> all) => part.Sum(c => c.Weight) / all.Sum(c => c.Weight);

    private static void FollowUps(WeightedChoice choice, Dictionary<string, List<MadeUpChild>> followed, Random random)
    {
        var nobody = new Dictionary<string, double> { ["tlk"] = 0.31, ["rqi"] = 0.24, ["omi"] = 0.20, ["omm"] = 0.18, ["shr"] = 0.15, ["thr"] = 0.10 };
        var police = new Dictionary<string, (int Number, double Share)> { ["tlk"] = (3, 0.030), ["rqi"] = (1, 0.011), ["omi"] = (2, 0.028), ["omm"] = (1, 0.015), ["shr"] = (1, 0.018), ["thr"] = (1, 0.018) };
        var toldPolice = new HashSet<MadeUpChild>();
        foreach (var kind in Kinds)
        {
            var digital = followed[kind].Where(c => c.Answers[$"{kind}_dig"] == "1").ToList();
            var silent = choice.Share(digital, nobody[kind], null, 0.4);
            var reported = choice.Few([.. digital.Except(silent).Except(toldPolice)], police[kind].Number, police[kind].Share * digital.Sum(c => c.Weight) / digital.Except(silent).Except(toldPolice).Sum(c => c.Weight));
            toldPolice.UnionWith(reported);
            foreach (var child in followed[kind])
            {
                child.Answers[$"{kind}_told"] = silent.Contains(child) ? "0" : Told(random, reported.Contains(child));
                child.Answers.TryAdd($"{kind}_chan", random.Next(10) < 7 ? "3" : random.Next(2) == 0 ? "4" : "2 3");
            }
            var unknown = choice.Share(digital, 0.20, null, 0.4);
            var known = choice.Share([.. digital.Except(unknown)], 0.55 / 0.80, null, 0.4);
            foreach (var child in followed[kind])
                child.Answers[$"{kind}_who"] = unknown.Contains(child) ? random.Next(3) == 0 ? "8" : "7" : known.Contains(child) ? Codes(random, 1, 2, 2, 2, 3, 4, 5) : random.Next(8) switch { 0 => "98", 1 => "99", _ => "6" };
        }
        var told = Kinds.SelectMany(k => followed[k].Where(c => c.Answers[$"{k}_dig"] == "1" && c.Answers[$"{k}_told"] == "0").Select(c => (Kind: k, Child: c))).ToList();
        foreach (var (kind, child) in told) child.Answers[$"{kind}_whynot"] = Chosen(random, (1, 0.52), (2, 0.22), (3, 0.33), (4, 0.26), (5, 0.15), (6, 0.12), (10, 0.18), (11, 0.20));
        Platforms(choice, followed, random);
        Feelings(choice, followed["tlk"], random);
    }

    private static void Platforms(WeightedChoice choice, Dictionary<string, List<MadeUpChild>> followed, Random random)
    {
        var inPerson = followed["omm"];
        var social = choice.Share([.. inPerson.Where(c => c.Answers["omm_dig"] == "1")], 0.76 * inPerson.Sum(c => c.Weight) / inPerson.Where(c => c.Answers["omm_dig"] == "1").Sum(c => c.Weight), null, 0.3);
        foreach (var child in inPerson.Where(c => c.Answers["omm_dig"] == "1")) child.Answers["omm_chan"] = social.Contains(child) ? random.Next(4) == 0 ? "3 4" : "3" : random.Next(2) == 0 ? "2" : "4";
        var (twitter, facebook, tiktok) = (choice.Share(social, 0.62, null, 0.2), choice.Share(social, 0.44, null, 0.2), choice.Share(social, 0.29, null, 0.2));
        var (instagram, line) = (choice.Share(social, 0.13, null, 0.2), choice.Share(social, 0.16, null, 0.2));
        foreach (var child in social)
            child.Answers["omm_plat"] = Join(twitter.Contains(child) ? "3" : null, facebook.Contains(child) ? random.Next(2) == 0 ? "1" : "2" : null, tiktok.Contains(child) ? "4" : null, instagram.Contains(child) ? "5" : null, line.Contains(child) ? "6" : null) is { Length: > 0 } plats ? plats : "7";
        var images = choice.Share(followed["omi"], 0.84, null, 0.3);
        foreach (var child in followed["omi"]) child.Answers["omi_chan"] = images.Contains(child) ? random.Next(4) == 0 ? "3 4" : "3" : random.Next(2) == 0 ? "2" : "4";
        var book = choice.Share(images, 0.84, null, 0.3);
        foreach (var child in images) child.Answers["omi_plat"] = book.Contains(child) ? Join(random.Next(2) == 0 ? "1" : "2", random.Next(5) == 0 ? "3" : null) : Join("3", random.Next(3) == 0 ? "4" : null);
    }

    private static void Feelings(WeightedChoice choice, List<MadeUpChild> asked, Random random)
    {
        var negative = choice.Share(asked, 0.70, null, 0.3);
        var of = ((int Code, double Share)[])[(1, 0.36), (2, 0.33), (3, 0.30), (4, 0.27), (5, 0.17), (6, 0.15), (7, 0.14), (8, 0.16)];
        var felt = of.ToDictionary(f => f.Code, f => choice.Share(negative, f.Share / 0.70, null, 0.1));
        // Whoever got no feeling takes one from somebody with two, of the same feeling's size.
        foreach (var child in negative.Where(c => felt.Values.All(f => !f.Contains(c))).OrderBy(c => c.Number)) felt[random.Next(1, 3)].Add(child);
        foreach (var child in asked)
            child.Answers["tlk_feel"] = negative.Contains(child) ? string.Join(' ', felt.Where(f => f.Value.Contains(child)).Select(f => f.Key).Order()) : random.Next(20) switch { 0 => "98", < 3 => "99", < 14 => "20", < 18 => "21", _ => "22" };
    }

    private static void Help(WeightedChoice choice, List<MadeUpChild> asked, Random random)
    {
        var lost = choice.Share(asked, 0.47, c => 0.06 * (14.5 - c.Age), 0.4);
        foreach (var child in asked)
        {
            child.Answers["hk_know"] = lost.Contains(child) ? "2" : random.Next(100) switch { < 78 => "1", < 96 => "98", _ => "99" };
            child.Answers["hk_barrier"] = Chosen(random, (1, 0.50), (2, 0.20), (3, 0.38), (4, 0.30), (5, 0.20), (6, 0.15), (11, 0.22), (12, 0.08));
            child.Answers["hk_tell"] = Told(random, random.Next(7) == 0);
        }
    }

    private static string Told(Random random, bool police)
    {
        var codes = Chosen(random, (1, 0.45), (2, 0.20), (3, 0.38), (4, 0.06), (5, 0.08), (6, 0.05), (7, 0.02)).Split(' ');
        return police ? string.Join(' ', codes.Append("9").Select(int.Parse).Order()) : string.Join(' ', codes);
    }

    private static string Chosen(Random random, params (int Code, double Share)[] of)
    {
        var codes = of.Where(o => random.NextDouble() < o.Share).Select(o => o.Code).ToList();
        if (codes.Count == 0) codes.Add(of[random.Next(of.Length)].Code);
        return string.Join(' ', codes.Order());
    }

    private static string Codes(Random random, params int[] of) => of[random.Next(of.Length)].ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static string Join(params string?[] codes) => string.Join(' ', codes.Where(c => c is not null).Select(c => int.Parse(c!, System.Globalization.CultureInfo.InvariantCulture)).Order());

    // What most children say where nothing is decided.
    private static readonly Dictionary<string, string[]> Usual = new(StringComparer.Ordinal)
    {
        ["c_lang"] = ["1", "1", "1", "1", "1", "1", "1", "3", "2", "4"],
        ["c_school"] = ["1", "1", "1", "1", "1", "1", "1", "1", "1", "2", "3", "4"],
        ["c_diff"] = ["1", "1", "1", "1", "1", "1", "1", "1", "2", "2", "3"],
        ["cl_feel"] = ["1", "1", "1", "1", "1", "1", "1", "2", "2", "3"],
        ["iv_distress"] = ["0", "0", "0", "0", "0", "0", "0", "0", "0", "0", "0", "1"],
        ["iv_intr"] = ["0", "0", "0", "0", "0", "0", "0", "1", "2"],
        ["iv_who"] = ["0", "0", "0", "0", "0", "0", "0", "1", "2", "4"],
        ["cmt_go"] = ["1"],
        ["ex_any"] = ["0", "0", "0", "0", "1", "2", "99"],
        ["vi_sex"] = ["0", "0", "0", "0", "0", "0", "0", "0", "0", "0", "0", "0", "0", "0", "1", "99"],
    };
}
