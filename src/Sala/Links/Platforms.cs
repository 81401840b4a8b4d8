using System.Text.RegularExpressions;

namespace Sala.Links;

/// <summary>How the names of accounts at a platform are compared, as the platform itself says.</summary>
/// <param name="Code">As in the report form and in the pack's channels.</param>
/// <param name="Name">As the platform calls itself; empty where it is a kind of platform.</param>
/// <param name="Looks">What a name looks like; null where no page of the platform that says it was found: then nothing is doubted.</param>
/// <param name="DotsCount">False where the platform says that a name with and without dots is the same.</param>
/// <param name="Hosts">Hosts of the addresses of accounts.</param>
/// <param name="Path">The name within the path of such an address, in the group "name".</param>
/// <param name="Source">Where the platform says so, and what day the page bears; empty where nothing was found.</param>
public sealed record Platform(string Code, string Name, Regex? Looks, bool DotsCount, IReadOnlyList<string> Hosts, Regex? Path, string Source);

/// <summary>
/// The platforms whose names are compared. Upper and lower case are one at all of them (docs/decisions/links-what-counts-as-the-same.md); anything further only where the
/// platform itself says so. Pages without a day were read on 24 November 2026 in a stored copy.
/// </summary>
public static partial class Platforms
{
    public static readonly IReadOnlyList<Platform> All =
    [
        new("line", "LINE", null, true, [], null, ""),
        new("facebook", "Facebook", FacebookName(), false, ["facebook.com", "m.facebook.com", "web.facebook.com"], FacebookPath(),
            "https://www.facebook.com/help/105399436216001 (no day on the page); forms of addresses: https://about.meta.com/actions/safety/audiences/law/guidelines/ (no day on the page)"),
        new("instagram", "Instagram", null, true, ["instagram.com"], FirstPart(), ""),
        new("tiktok", "TikTok", TikTokName(), true, ["tiktok.com", "m.tiktok.com"], AtPart(), "https://support.tiktok.com/en/getting-started/setting-up-your-profile/changing-your-username (no day on the page)"),
        new("telegram", "Telegram", TelegramName(), true, ["t.me", "telegram.me"], FirstPart(), "https://core.telegram.org/method/account.updateUsername (no day on the page)"),
        new("discord", "Discord", DiscordName(), true, [], null, "https://discord.com/safety/360044157931-working-with-law-enforcement (16 February 2024)"),
        new("x_twitter", "X", null, true, ["x.com", "twitter.com", "mobile.twitter.com"], FirstPart(), "https://help.x.com/en/rules-and-policies/x-law-enforcement-support (no day on the page)"),
        new("snapchat", "Snapchat", null, true, [], null, ""),
        new("youtube", "YouTube", null, true, ["youtube.com", "m.youtube.com"], AtPart(), ""),
        new("whatsapp", "WhatsApp", null, true, [], null, ""),
        new("live_stream", "", null, true, [], null, ""),
        new("dating_app", "", null, true, [], null, ""),
        new("game_chat", "", null, true, [], null, ""),
        new("other", "", null, true, [], null, ""),
    ];

    public static Platform? Find(string code) => All.FirstOrDefault(p => p.Code == code);

    // Letters and digits of ASCII and dots, at least five.
    [GeneratedRegex(@"^[a-z0-9.]{5,}$")]
    private static partial Regex FacebookName();

    // Letters, numbers, underscores, dots; no dot at the end. Which letters is not said.
    [GeneratedRegex(@"^[\p{L}\p{M}0-9_.]*[\p{L}\p{M}0-9_]$")]
    private static partial Regex TikTokName();

    // Length 5 to 32; names that are sold are shorter, so a short one is not doubted.
    [GeneratedRegex(@"^[a-z0-9_]{1,32}$")]
    private static partial Regex TelegramName();

    // Now in small letters without a number; an old one ends with # and four digits.
    [GeneratedRegex(@"^([a-z0-9._]+|.+#[0-9]{4})$")]
    private static partial Regex DiscordName();

    [GeneratedRegex(@"^/(?:profile\.php\?(?:.*&)?id=(?<name>[0-9]+)|(?!profile\.php|groups/|watch|share|story\.php|permalink\.php|photo|reel|events/|pages/|people/)(?<name>[A-Za-z0-9.]+)/?(?:$|\?))", RegexOptions.IgnoreCase)]
    private static partial Regex FacebookPath();

    [GeneratedRegex(@"^/@(?<name>[^/?]+)")]
    private static partial Regex AtPart();

    [GeneratedRegex(@"^/(?!p/|reel/|reels/|stories/|explore/|i/|home|search|joinchat/|s/|c/|\+)(?<name>[^/?]+)", RegexOptions.IgnoreCase)]
    private static partial Regex FirstPart();
}
