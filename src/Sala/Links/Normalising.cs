using System.Globalization;
using System.Text.RegularExpressions;
using PhoneNumbers;
using Sala.Agencies;

namespace Sala.Links;

/// <summary>
/// Brings what an officer wrote into the form in which it is compared. Nothing is guessed: a rule of a platform counts where the platform says it, a number where a numbering plan has it.
/// </summary>
/// <param name="region">The country whose numbers are written without its code: two letters of ISO 3166-1.</param>
public sealed partial class Normalising(string region)
{
    private const int FewestOfAccount = 4;
    private static readonly PhoneNumberUtil Phones = PhoneNumberUtil.GetInstance();
    private static readonly IdnMapping Idn = new() { AllowUnassigned = true };

    /// <summary>Reads one identifier.</summary>
    /// <param name="platform">Code of the platform; counts for handles alone.</param>
    /// <param name="written">As the officer wrote it.</param>
    /// <returns>What it is; and for the address of an account at a known platform, the handle too.</returns>
    /// <exception cref="RefusedException">It can't be of this kind; the message says what is missing and repeats nothing of it.</exception>
    public IReadOnlyList<Identifier> Read(IdentifierKind kind, string platform, string written)
    {
        ArgumentNullException.ThrowIfNull(written);
        if (Folding.Fold(written).Length == 0) throw new RefusedException("link.empty", "Write the name, number or address. Nothing was changed.");
        var unseen = Folding.HidesSomething(written) ? Doubts.Unseen : Doubts.None;
        return kind switch
        {
            IdentifierKind.Handle => [Handle(platform, written, unseen)],
            IdentifierKind.Phone => [Phone(written, unseen)],
            IdentifierKind.Mail => [Mail(written, unseen)],
            IdentifierKind.Address => Address(written, unseen),
            IdentifierKind.Account => [Account(written, unseen)],
            IdentifierKind.Pdq => [Hash(kind, written, 64, unseen)],
            IdentifierKind.Sha256 => [Hash(kind, written, 64, unseen)],
            IdentifierKind.Md5 => [Hash(kind, written, 32, unseen)],
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        };
    }

    private static Identifier Handle(string code, string written, Doubts doubts)
    {
        var platform = Platforms.Find(code) ?? throw new RefusedException("link.platform", "Choose the platform. Nothing was changed.");
        if (OfProfile(written) is { } found && found.Platform == platform) return Name(platform, found.Name, doubts);
        return Name(platform, written, doubts);
    }

    private static Identifier Name(Platform platform, string written, Doubts doubts)
    {
        var name = Folding.Fold(written);
        if (!platform.DotsCount) name = Folding.Fold(name.Replace(".", "", StringComparison.Ordinal));
        name = name.TrimStart('@', ' ');
        if (name.Length == 0) throw new RefusedException("link.empty", "Write the name, number or address. Nothing was changed.");
        if (platform.Looks is { } looks && !looks.IsMatch(name)) doubts |= Doubts.OutsideRule;
        if (Folding.LooksMixed(name)) doubts |= Doubts.LooksAlike;
        return new Identifier(IdentifierKind.Handle, platform.Code, name, doubts);
    }

    private Identifier Phone(string written, Doubts doubts)
    {
        try
        {
            var number = Phones.Parse(Folding.Fold(written), region);
            if (!Phones.IsValidNumber(number)) doubts |= Doubts.NoSuchNumber;
            var normal = Phones.Format(number, PhoneNumberFormat.E164);
            // What no numbering plan has may be read in two ways; then it is compared in none.
            if (Phones.Format(Phones.Parse(normal, region), PhoneNumberFormat.E164) == normal)
                return new Identifier(IdentifierKind.Phone, "", number.HasExtension ? $"{normal};ext={number.Extension}" : normal, doubts);
        }
        catch (NumberParseException)
        {
            // Said below, as for a number that is not read in one way.
        }
        throw new RefusedException("link.phone", "This is no telephone number. Nothing was changed. Write it with the country's code, as +66 …, or as it is dialled here.");
    }

    // Case of the part before the @ may count by RFC 5321, section 2.4, and at hardly any host does; dots and what stands after a + count.
    private static Identifier Mail(string written, Doubts doubts)
    {
        var text = Folding.Fold(written);
        if (text.StartsWith("mailto:", StringComparison.Ordinal)) text = text["mailto:".Length..];
        var at = text.LastIndexOf('@');
        if (at < 1 || text.Contains(' ', StringComparison.Ordinal) || Domain(text[(at + 1)..]) is not { } domain)
            throw new RefusedException("link.mail", "This is no mail address: it needs a name, an @ and a host. Nothing was changed.");
        if (Folding.LooksMixed(text)) doubts |= Doubts.LooksAlike;
        return new Identifier(IdentifierKind.Mail, "", $"{text[..at]}@{domain}", doubts);
    }

    private static string? Domain(string host)
    {
        try
        {
            var ascii = Idn.GetAscii(host.TrimEnd('.')).ToLowerInvariant();
            return ascii.Contains('.', StringComparison.Ordinal) ? ascii : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static IReadOnlyList<Identifier> Address(string written, Doubts doubts)
    {
        // A number for a host is read anew until it stands in one form (0x7f.1 is 127.0.0.1); what comes to no rest is compared in none.
        var normal = OfPage(written);
        for (var turn = 0; normal is not null && OfPage(normal) is var again && again != normal; turn++) normal = turn < 3 ? again : null;
        if (normal is null) throw new RefusedException("link.address", "This is no address of the web. Nothing was changed. Copy it from the browser's line.");
        if (Folding.LooksMixed(Uri(written)!.Host)) doubts |= Doubts.LooksAlike;
        var address = new Identifier(IdentifierKind.Address, "", normal, doubts);
        return OfProfile(written) is { } found ? [address, Name(found.Platform, found.Name, doubts)] : [address];
    }

    /// <summary>
    /// RFC 3986, section 6.2: host in small letters, no usual port, the path as it is. Whether a page was asked for with or without encryption, and with which mark in it, makes no other page.
    /// </summary>
    private static string? OfPage(string written)
    {
        if (Uri(written) is not { } uri || HostOf(uri) is not { } host) return null;
        var port = uri.Port is 80 or 443 or -1 ? "" : string.Create(CultureInfo.InvariantCulture, $":{uri.Port}");
        return host + port + uri.AbsolutePath.TrimEnd('/') + uri.Query;
    }

    private static (Platform Platform, string Name)? OfProfile(string written)
    {
        if (!written.Contains('/', StringComparison.Ordinal) || Uri(written) is not { } uri || HostOf(uri) is not { } host) return null;
        if (Platforms.All.FirstOrDefault(p => p.Hosts.Contains(host)) is not { Path: { } path } platform) return null;
        return path.Match(uri.PathAndQuery) is { Success: true } match && System.Uri.UnescapeDataString(match.Groups["name"].Value) is { Length: > 0 } name ? (platform, name) : null;
    }

    /// <summary>Read as people who investigate write it: also with hxxp and [.], so that nobody opens it by mistake.</summary>
    private static Uri? Uri(string written)
    {
        var text = Folding.Visible(written).Normalize(System.Text.NormalizationForm.FormKC).Trim().Replace("[.]", ".", StringComparison.Ordinal);
        text = Defused().Replace(text, "http");
        if (!Scheme().IsMatch(text)) text = "https://" + text;
        return System.Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" ? uri : null;
    }

    private static string? HostOf(Uri uri)
    {
        if (uri.HostNameType is UriHostNameType.IPv6 or UriHostNameType.IPv4) return uri.Host;
        if (Domain(uri.Host) is not { } host) return null;
        while (host.StartsWith("www.", StringComparison.Ordinal) && host.IndexOf('.', 4) > 0) host = host[4..];
        return host;
    }

    private static Identifier Account(string written, Doubts doubts)
    {
        var number = string.Concat(Folding.Fold(written).Where(char.IsLetterOrDigit));
        if (number.Length < FewestOfAccount) throw new RefusedException("link.account", "A number of an account has at least four signs. Nothing was changed.");
        return new Identifier(IdentifierKind.Account, "", number, doubts);
    }

    private static Identifier Hash(IdentifierKind kind, string written, int digits, Doubts doubts)
    {
        var hash = string.Concat(Folding.Fold(written).Where(c => c is not (' ' or ':' or '-')));
        if (hash.Length != digits || !hash.All(char.IsAsciiHexDigit))
            throw new RefusedException("link.hash", "This hash is not whole: PDQ and SHA-256 have 64 signs from 0 to 9 and a to f, MD5 has 32. Nothing was changed. The picture itself never belongs here.");
        return new Identifier(kind, "", hash, doubts);
    }

    [GeneratedRegex("^hxxp", RegexOptions.IgnoreCase)]
    private static partial Regex Defused();

    [GeneratedRegex(@"^[a-z][a-z0-9+.-]*://", RegexOptions.IgnoreCase)]
    private static partial Regex Scheme();
}
