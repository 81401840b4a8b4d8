using System.Globalization;
using System.Text;
using CsCheck;
using Sala.Agencies;
using Sala.Cases;
using Sala.Cases.Exports;
using Sala.Data;
using Sala.Tests.Countries;
using Sala.Tests.Fixtures;

namespace Sala.Tests.Cases.Exports;

/// <summary>A name of the case leaves in no export, whatever its letters are written with; and what is no name leaves (rule C3).</summary>
public sealed class PlantedNameTests
{
    private static readonly string[] People =
    [
        "Kanya Srisuk", "Somchai Jaidee", "José Ångström", "Nok", "น้ำฝน ใจดี", "กัญญา ศรีสุข", "เด็กหญิงมะลิวัลย์ ทองคำ", "ดวงพร", "Nguyễn Thị Minh Khai", "ΝΊΚΟΣ Παπαδόπουλος",
        "Phra Chao Worawong Thoe Phra Ong Chao Sirivannavari Nariratana Rajakanya",
    ];

    private static readonly string[] Between =
    [
        "", " ", "  ", ".", ". ", "-", "_", "*", "/", "·", "\n", "\t", "\u00A0", "\u200B", "\u200C", "\u200D", "\u00AD", "\u2060", "\uFEFF", "\u202E", "\u034F", "\uFE0F", "\u3164", "\u115F", " \u200B",
    ];

    private static readonly string[] Over = ["", "", "\u0301", "\u0308", "\u0336", "\u20DD", "\uFE00"];

    /// <summary>The same name or number as a person might write it to get it past a check.</summary>
    private static string Disguised(string name, int seed)
    {
        var random = new Random(seed);
        var (between, every, shape, shapes) = (Between[random.Next(Between.Length)], random.Next(1, 4), random.Next(5), new StringBuilder());
        var mixed = random.Next(3) == 0;
        var signs = (random.Next(2) == 0 ? name.Normalize(NormalizationForm.FormD) : name).EnumerateRunes().Select(r => r.ToString()).ToList();
        for (var i = 0; i < signs.Count; i++)
        {
            if (i > 0 && i % every == 0) shapes.Append(mixed ? Between[random.Next(Between.Length)] : between);
            var sign = signs[i];
            if (char.IsDigit(sign[0])) sign = shape switch { 1 => ((char)('๐' + sign[0] - '0')).ToString(), 2 => ((char)('０' + sign[0] - '0')).ToString(), _ => sign };
            else if (sign[0] is > ' ' and < '\u007F')
                sign = shape switch { 1 => ((char)(sign[0] + 0xFEE0)).ToString(), 2 when char.IsAsciiLetterUpper(sign[0]) => char.ConvertFromUtf32(0x1D400 + sign[0] - 'A'), 3 => random.Next(2) == 0 ? sign.ToUpperInvariant() : sign.ToLowerInvariant(), 4 => sign + Over[random.Next(Over.Length)], _ => sign };
            else if (shape == 3) sign = sign.ToUpperInvariant();
            shapes.Append(sign);
        }
        return shapes.ToString();
    }

    private static readonly Gen<(string Name, string Text)> Planted = Gen.Select(Gen.Int[0, People.Length], Gen.Int, Gen.Int[0, 3]).Select((which, seed, around) =>
    {
        var name = which == People.Length ? "0899999999" : People[which];
        var said = Disguised(which == People.Length && seed % 2 == 0 ? "+66 89-999-9999" : name, seed);
        return (name, around switch { 0 => said, 1 => $"Then {said}, came.", 2 => $"เมื่อวาน {said} มาหา", _ => Names.PartsNoWords(name[0]) ? $"น้อง{said}เล่าให้ฟัง" : char.IsDigit(name[0]) || Names.Plain(name).Length < 8 ? $"[{said}]" : seed % 2 == 0 ? $"nong{said}came" : $"NONG{said}" });
    });

    private static async Task<(FilledCase Filled, Conflicts Conflicts, HashSet<string> Tokens)> Named(IEnumerable<string> people)
    {
        var filled = await FilledCase.On(StoreKind.Sqlite);
        foreach (var (name, number) in people.Select((n, i) => (n, i))) await filled.Person(name, number % 2 == 0 ? "child" : "family", number == 0 ? "0899999999" : "");
        await using var data = filled.Team.Filled.Sala.Store.Read();
        return (filled, filled.Cases.Conflicts, await Conflicts.Of(data, filled.Case));
    }

    [Fact]
    public async Task A_name_is_found_and_veiled_whatever_its_letters_are_set_apart_or_written_over_with()
    {
        var (filled, conflicts, tokens) = await Named(People);
        await using var _ = filled;
        var veil = new Veil(await filled.Cases.Read(filled.Team.Opener, filled.Case), Pack.Thailand.Texts("en"));
        Planted.Sample(planted =>
        {
            Assert.True(ExportCheck.HasName(planted.Text, conflicts, tokens), "not found");
            Assert.False(ExportCheck.HasName(veil.Over(planted.Text), conflicts, tokens), "not veiled");
        }, iter: 3_000);
    }

    [Fact]
    public async Task In_all_that_the_pack_says_no_name_of_five_letters_or_more_is_found()
    {
        var (filled, conflicts, tokens) = await Named(People.Where(p => p != "Nok"));
        await using var _ = filled;
        foreach (var language in Pack.Thailand.Languages)
            foreach (var key in Pack.Thailand.Texts(language.Code).Keys.Order(StringComparer.Ordinal).Where((_, i) => i % 3 == 0))
                Assert.False(ExportCheck.HasName(Pack.Thailand.Texts(language.Code).AsWritten(key), conflicts, tokens), key);
        foreach (var harmless in (string[])["a k i n d man came", "K. Y. A. and S. R.", "ก ข ค ง", "She was kan yadong", "1 2 3 4 5 6 7 8 9"]) Assert.False(ExportCheck.HasName(harmless, conflicts, tokens), harmless);
    }

    /// <summary>The officer reads no intake here and knows no name: the first name of the child alone is found too, and makes no officer who bears it a person whom the case concerns.</summary>
    [Fact]
    public async Task The_childs_first_name_alone_refuses_an_export_and_keeps_no_namesake_from_the_case()
    {
        await using var filled = await FilledCase.On(StoreKind.Sqlite);
        await filled.Person("เด็กหญิงมะลิวัลย์ ทองคำแท้", "child");
        await filled.Person("Kanya Srisuk", "child");
        await filled.Person("Kanchanaporn Dee", "child");
        await filled.Person("Unknown Uncle", "suspect");
        await filled.Cases.Revoke(filled.Team.Lead, filled.Case, Compartment.Intake, filled.Officer.PersonId);
        var by = await filled.SteppedUp();
        var harmless = await filled.Note("An uncle came, unknown to her. He wrote of jasmine.");
        await filled.Exporting.Case(by, filled.Case, ExportForm.Graph, "request 12", FilledCase.English);
        foreach (var planted in (string[])["k a n y a came", "MsKanya", "kánÿa", "nongkanchanaporn came", "NONGKANCHANAPORN", "น้องมะลิวัลย์มา", "ม ะ ลิ วั ล ย์"])
        {
            var entry = await filled.Note(planted);
            Assert.Equal(entry, Assert.Single((await Assert.ThrowsAsync<ExportBlockedException>(() => filled.Exporting.Case(by, filled.Case, ExportForm.Graph, "request 12", FilledCase.English))).Places).EntryId);
            await filled.Cases.Change(by, filled.Case, entry, 1, EntryBody.Of("She came."));
        }
        var namesake = await filled.Team.Someone("Kanya", Roles.Investigator);
        await filled.Cases.Give(filled.Team.Lead, filled.Case, Compartment.Investigation, namesake.PersonId, "investigates");
        Assert.Contains((await filled.Cases.Read(namesake, filled.Case)).Of(EntryKind.Note), n => n.Id == harmless);
    }

    /// <summary>Of one case the purpose is held against short names too; the list would leave with no Thai purpose, since somebody in many cases is called by a piece of any word.</summary>
    [Fact]
    public async Task A_purpose_of_a_list_that_names_nobody_leaves_though_a_short_name_stands_within_its_words_and_a_name_in_it_is_refused_without_saying_of_which_case()
    {
        var (filled, _, _) = await Named(["นา", "น้ำ", "กัญญา ศรีสุข", "Malee"]);
        await using var __ = filled;
        var by = await filled.SteppedUp();
        await filled.Exporting.List(by, ExportForm.Csv, "รายงานการพัฒนาแม่น้ำ", FilledCase.English);
        foreach (var named in (string[])["รายงานกัญญาศรีสุข", "for malee", "call 089-999 9999", "M a l e e"])
            Assert.Null(Assert.Single((await Assert.ThrowsAsync<ExportBlockedException>(() => filled.Exporting.List(by, ExportForm.Csv, named, FilledCase.English))).Places).CaseId);
        await filled.Cases.Revoke(filled.Team.Lead, filled.Case, Compartment.Intake, filled.Officer.PersonId);
        Assert.Null(Assert.Single((await Assert.ThrowsAsync<ExportBlockedException>(() => filled.Exporting.Case(by, filled.Case, ExportForm.Graph, "รายงานการพัฒนา", FilledCase.English))).Places).EntryId);
    }

    [Fact]
    public async Task No_disguise_of_a_name_leaves_on_paper_in_a_graph_or_on_a_list()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/pdftotext"), "Debian: apt-get install poppler-utils");
        var (filled, conflicts, tokens) = await Named(People.Take(7));
        await using var _ = filled;
        var (random, by) = (new Random(6), await filled.SteppedUp());
        var said = Enumerable.Range(0, 40).Select(_ => Disguised(People[random.Next(7)], random.Next())).Append("K a n y a  S r i s u k").ToList();
        foreach (var one in said.Chunk(10)) await filled.Note(string.Join('\n', one.Select(o => $"Then {o} came.")));

        foreach (var form in (ExportForm[])[ExportForm.Pdf, ExportForm.Graph])
        {
            var left = (await filled.Exporting.Case(by, filled.Case, form, "request 12", FilledCase.English)).Bytes;
            Assert.False(ExportCheck.HasName(form == ExportForm.Pdf ? FilledCase.TextOf(left) : Encoding.UTF8.GetString(left).Replace("\\n", "\n", StringComparison.Ordinal), conflicts, tokens), form.ToString());
        }

        // Who reads no name is told where one stands.
        await filled.Cases.Revoke(filled.Team.Lead, filled.Case, Compartment.Intake, filled.Officer.PersonId);
        foreach (var form in (ExportForm[])[ExportForm.Pdf, ExportForm.Graph])
            Assert.Equal(5, (await Assert.ThrowsAsync<ExportBlockedException>(() => filled.Exporting.Case(by, filled.Case, form, "request 12", FilledCase.English))).Places.Count);
        foreach (var form in (ExportForm[])[ExportForm.Csv, ExportForm.Excel])
            await Assert.ThrowsAsync<ExportBlockedException>(() => filled.Exporting.List(by, form, "for K\uFE0Fa\u034Fn-y-á S r i s u k", FilledCase.English));
    }
}
