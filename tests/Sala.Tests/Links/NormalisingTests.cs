using CsCheck;
using Sala.Agencies;
using Sala.Links;

namespace Sala.Tests.Links;

/// <summary>Two officers who write the same account in two ways write the same account; two accounts stay two.</summary>
public sealed class NormalisingTests
{
    private static readonly Normalising Thai = new("TH");

    private static string One(IdentifierKind kind, string platform, string written) => Thai.Read(kind, platform, written)[0].Normal;

    [Theory]
    [InlineData("tiktok", "@Somchai_99", "somchai_99")]
    [InlineData("tiktok", "  somchai_99 ", "somchai_99")]
    [InlineData("tiktok", "＠ｓｏｍｃｈａｉ＿９９", "somchai_99")]
    [InlineData("tiktok", "somchai_๙๙", "somchai_99")]
    [InlineData("tiktok", "som\u200bchai_\u202e99\u2066", "somchai_99")]
    [InlineData("tiktok", "https://www.tiktok.com/@Somchai_99?lang=th", "somchai_99")]
    [InlineData("facebook", "Som.Chai.99", "somchai99")]
    [InlineData("facebook", "https://m.facebook.com/som.chai99/", "somchai99")]
    [InlineData("facebook", "https://www.facebook.com/profile.php?id=1000000123", "1000000123")]
    [InlineData("instagram", "som.chai", "som.chai")]
    [InlineData("telegram", "https://t.me/SomChai", "somchai")]
    [InlineData("x_twitter", "https://twitter.com/SomChai", "somchai")]
    [InlineData("line", "ID ไลน์ สมชาย", "id ไลน์ สมชาย")]
    public void A_handle_is_the_same_however_it_was_typed(string platform, string written, string normal)
    {
        var found = Assert.Single(Thai.Read(IdentifierKind.Handle, platform, written));
        Assert.Equal((platform, normal), (found.Place, found.Normal));
    }

    [Fact]
    public void Dots_count_where_the_platform_does_not_say_that_they_do_not()
    {
        Assert.NotEqual(One(IdentifierKind.Handle, "instagram", "som.chai"), One(IdentifierKind.Handle, "instagram", "somchai"));
        Assert.Equal(One(IdentifierKind.Handle, "facebook", "som.chai"), One(IdentifierKind.Handle, "facebook", "somchai"));
    }

    [Theory]
    [InlineData("081-234-5678", "+66812345678")]
    [InlineData("+66 81 234 5678", "+66812345678")]
    [InlineData("(๐๘๑) ๒๓๔ ๕๖๗๘", "+66812345678")]
    [InlineData("００１ ６６ ８１ ２３４ ５６７８", "+66812345678")]
    [InlineData("+855 12 345 678", "+85512345678")]
    public void A_number_is_the_same_at_home_and_from_abroad(string written, string normal) => Assert.Equal(normal, One(IdentifierKind.Phone, "", written));

    [Theory]
    [InlineData("Som.Chai+1@Example.COM", "som.chai+1@example.com")]
    [InlineData("mailto:somchai@ตัวอย่าง.ไทย", "somchai@xn--72c1a1bt4awk9o.xn--o3cw4h")]
    [InlineData("somchai@xn--72c1a1bt4awk9o.xn--o3cw4h", "somchai@xn--72c1a1bt4awk9o.xn--o3cw4h")]
    public void A_mail_address_is_the_same_in_letters_and_in_its_ascii_form(string written, string normal) => Assert.Equal(normal, One(IdentifierKind.Mail, "", written));

    [Theory]
    [InlineData("https://www.Example.com:443/A/b/?q=1#top", "example.com/A/b?q=1")]
    [InlineData("hxxp://example[.]com/A/", "example.com/A")]
    [InlineData("example.com/A", "example.com/A")]
    [InlineData("http://ตัวอย่าง.ไทย/", "xn--72c1a1bt4awk9o.xn--o3cw4h")]
    [InlineData("http://example.com:8080/", "example.com:8080")]
    public void An_address_is_the_same_with_and_without_what_makes_no_other_page(string written, string normal) => Assert.Equal(normal, One(IdentifierKind.Address, "", written));

    [Fact]
    public void The_address_of_an_account_is_found_by_its_handle_too()
    {
        var found = Thai.Read(IdentifierKind.Address, "", "https://www.tiktok.com/@somchai_99");
        Assert.Equal(["tiktok.com/@somchai_99", "somchai_99"], found.Select(i => i.Normal));
        Assert.Contains(Thai.Read(IdentifierKind.Handle, "tiktok", "Somchai_99")[0].Purpose, found.Select(i => i.Purpose));
        Assert.Single(Thai.Read(IdentifierKind.Address, "", "https://www.instagram.com/p/Cabc/"));
        Assert.Single(Thai.Read(IdentifierKind.Address, "", "https://www.facebook.com/groups/123"));
    }

    [Theory]
    [InlineData(IdentifierKind.Account, "123-4-56789-0", "1234567890")]
    [InlineData(IdentifierKind.Account, "๑๒๓-๔-๕๖๗๘๙-๐", "1234567890")]
    [InlineData(IdentifierKind.Md5, "D41D8CD98F00B204E9800998ECF8427E", "d41d8cd98f00b204e9800998ecf8427e")]
    [InlineData(IdentifierKind.Sha256, "E3B0C442 98FC1C14 9AFBF4C8 996FB924 27AE41E4 649B934C A495991B 7852B855", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    public void Numbers_and_hashes_are_the_same_whatever_stands_between_their_signs(IdentifierKind kind, string written, string normal) => Assert.Equal(normal, One(kind, "", written));

    [Theory]
    [InlineData(IdentifierKind.Phone, "", "somchai", "link.phone")]
    [InlineData(IdentifierKind.Mail, "", "somchai", "link.mail")]
    [InlineData(IdentifierKind.Mail, "", "som chai@example.com", "link.mail")]
    [InlineData(IdentifierKind.Mail, "", "somchai@localhost", "link.mail")]
    [InlineData(IdentifierKind.Address, "", "javascript:alert(1)", "link.address")]
    [InlineData(IdentifierKind.Address, "", "ftp://example.com/", "link.address")]
    [InlineData(IdentifierKind.Address, "", "not an address", "link.address")]
    [InlineData(IdentifierKind.Pdq, "", "abc", "link.hash")]
    [InlineData(IdentifierKind.Md5, "", "z41d8cd98f00b204e9800998ecf8427e", "link.hash")]
    [InlineData(IdentifierKind.Account, "", "12", "link.account")]
    [InlineData(IdentifierKind.Handle, "tiktok", "\u200b\u200d", "link.empty")]
    [InlineData(IdentifierKind.Handle, "tiktok", "@", "link.empty")]
    [InlineData(IdentifierKind.Handle, "nowhere", "somchai", "link.platform")]
    public void What_cannot_be_of_its_kind_is_refused_and_not_repeated(IdentifierKind kind, string platform, string written, string code)
    {
        var refused = Assert.Throws<RefusedException>(() => Thai.Read(kind, platform, written));
        Assert.Equal(code, refused.Code);
        if (written.Length > 3) Assert.DoesNotContain(written, refused.Message);
    }

    [Fact]
    public void Letters_that_only_look_alike_are_noted_and_stay_two_accounts()
    {
        var (latin, mixed) = (Thai.Read(IdentifierKind.Handle, "instagram", "paypal_th")[0], Thai.Read(IdentifierKind.Handle, "instagram", "p\u0430ypal_th")[0]);
        Assert.NotEqual(latin.Normal, mixed.Normal);
        Assert.Equal((Doubts.None, Doubts.LooksAlike), (latin.Doubts, mixed.Doubts));
        Assert.Equal(Doubts.None, Thai.Read(IdentifierKind.Handle, "line", "สมชาย somchai")[0].Doubts);
        Assert.True(Thai.Read(IdentifierKind.Mail, "", "somchai@ex\u0430mple.com")[0].Doubts.HasFlag(Doubts.LooksAlike));
    }

    [Fact]
    public void What_a_platform_says_its_names_never_hold_is_noted_and_taken()
    {
        Assert.Equal(Doubts.OutsideRule, Thai.Read(IdentifierKind.Handle, "tiktok", "som chai!")[0].Doubts);
        Assert.Equal(Doubts.OutsideRule, Thai.Read(IdentifierKind.Handle, "telegram", "สมชาย")[0].Doubts);
        Assert.Equal(Doubts.None, Thai.Read(IdentifierKind.Handle, "discord", "Somchai#1234")[0].Doubts);
        Assert.Equal(Doubts.Unseen, Thai.Read(IdentifierKind.Handle, "tiktok", "som\u200dchai")[0].Doubts);
        Assert.Equal(Doubts.NoSuchNumber, Thai.Read(IdentifierKind.Phone, "", "+66 1 23")[0].Doubts);
    }

    [Fact]
    public void A_rule_of_a_platform_names_the_page_that_says_it() =>
        Assert.All(Platforms.All, p => Assert.True(p.Source.StartsWith("https://", StringComparison.Ordinal) || (p.Looks is null && p.DotsCount), p.Code));

    // Letters of several scripts, digits of several scripts, marks, what nobody sees, halves of pairs, and what addresses are made of.
    private static readonly Gen<string> Written = Gen.OneOf(
        Gen.String[Gen.Char, 0, 12],
        Gen.String[Gen.Char["abcXYZ0189._-@#/ ?&=%:+กขคงจ๐๙๕ำ้ืａＢ３＠．\u200b\u200d\u202e\ufe0f\u00ad\u0430\u0391ςßİıﬁ\ud83d\ude00\u2126K"], 1, 24],
        Gen.Select(Of("https://", "http://", "hxxps://", "", "HTTP://WWW."), Of("tiktok.com", "www.facebook.com", "example.com:8080", "ตัวอย่าง.ไทย", "t.me", "a[.]com", "www.www.com"),
            Gen.String[Gen.Char["/@abC.%zฟ2F?=&#\\ ～"], 0, 16], (scheme, host, path) => scheme + host + "/" + path),
        Gen.Select(Of("+66", "0", "０", "๐", "+1 "), Gen.String[Gen.Char["0123456789๐๑๒ -()ext.#"], 5, 14], (code, rest) => code + rest));

    private static Gen<T> Of<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static readonly Gen<IdentifierKind> Kinds = Gen.Enum<IdentifierKind>();
    private static readonly Gen<string> Codes = Of([.. Platforms.All.Select(p => p.Code)]);

    private static IReadOnlyList<Identifier>? Read(IdentifierKind kind, string platform, string written)
    {
        try
        {
            return Thai.Read(kind, platform, written);
        }
        catch (RefusedException)
        {
            return null;
        }
    }

    [Fact]
    public void Normalising_twice_is_normalising_once_whatever_was_typed() =>
        Gen.Select(Kinds, Codes, Written).Sample((kind, platform, written) =>
        {
            foreach (var found in Read(kind, platform, written) ?? [])
            {
                var again = Read(found.Kind, found.Kind == IdentifierKind.Handle ? found.Place : platform, found.Normal);
                if (again is null || again[0].Normal != found.Normal || again[0].Place != found.Place) return false;
            }
            return true;
        }, iter: 100_000);

    [Fact]
    public void Case_width_digits_of_another_script_and_what_nobody_sees_make_no_other_account() =>
        Gen.Select(Of(IdentifierKind.Handle, IdentifierKind.Mail, IdentifierKind.Phone, IdentifierKind.Account), Codes, Gen.String[Gen.Char["abcdefg0123456789._"], 6, 14], Gen.Int[0, 5]).Sample((kind, platform, plain, at) =>
        {
            plain = kind switch { IdentifierKind.Mail => plain + "@example.com", IdentifierKind.Phone => "0812" + string.Concat(plain.Where(char.IsAsciiDigit)), _ => plain };
            string[] ways =
            [
                plain.ToUpperInvariant(),
                string.Concat(plain.Select(c => c is > ' ' and < '\x7f' ? (char)(c + 0xFEE0) : c)),
                string.Concat(plain.Select(c => char.IsAsciiDigit(c) ? (char)('๐' + (c - '0')) : c)),
                plain.Insert(Math.Min(at, plain.Length), "\u200b\u2066"),
                "  " + plain + "\u00a0",
            ];
            var normal = Read(kind, platform, plain)?[0].Normal;
            return ways.All(way => Read(kind, platform, way)?[0].Normal == normal);
        }, iter: 20_000);

    [Fact]
    public void Different_plain_names_stay_different_at_each_platform() =>
        Gen.Select(Codes, Gen.String[Gen.Char["abcdefg012_"], 5, 10], Gen.String[Gen.Char["abcdefg012_"], 5, 10]).Sample((platform, one, other) =>
            (one == other) == (Thai.Read(IdentifierKind.Handle, platform, one)[0].Normal == Thai.Read(IdentifierKind.Handle, platform, other)[0].Normal), iter: 20_000);
}
