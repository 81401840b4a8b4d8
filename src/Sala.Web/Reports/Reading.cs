using Sala.Agencies;
using Sala.Countries;
using Sala.Operation;

namespace Sala.Web.Reports;

/// <summary>When a person reads, in words: from the duty rota, never from a constant.</summary>
/// <param name="OnDuty">Somebody is on duty at this moment.</param>
/// <param name="Consent">As it stands before the first box.</param>
/// <param name="Received">As the headline over a receipt.</param>
public sealed record Reading(bool OnDuty, string Consent, string Received)
{
    public static Reading Of(Installation sala, Language language, NextReading next)
    {
        var texts = sala.Country.Texts(language.Code);
        if (next.By is not { } by) return new(next.OnDutyNow, texts["consent.read_unknown"], texts["receipt.headline_nobody"]);
        var now = TimeZoneInfo.ConvertTime(sala.Clock.GetUtcNow(), sala.Country.TimeZone).DateTime;
        // A shift that ends at midnight belongs to the day that it ends.
        var local = TimeZoneInfo.ConvertTime(by, sala.Country.TimeZone).DateTime;
        var last = local.AddMinutes(-1);
        var time = language.Write(TimeOnly.FromDateTime(local.TimeOfDay == TimeSpan.Zero ? last : local));
        if (last.Date > now.Date)
        {
            var day = language.Write(DateOnly.FromDateTime(last));
            return new(next.OnDutyNow, texts.Say("consent.read_on", ("day", day), ("time", time)), texts.Say("receipt.headline_on", ("day", day), ("time", time)));
        }
        return next.OnDutyNow
            ? new(true, texts["consent.read_today"], texts["receipt.headline_today"])
            : new(false, texts.Say("consent.read_by", ("time", time)), texts.Say("receipt.headline_by", ("time", time)));
    }
}
