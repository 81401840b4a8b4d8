using Sala.Countries;

namespace Sala.Help;

public enum ServiceKind
{
    ChildHelpline,
    SocialAssistance,
    MentalHealth,
    Police,
    Ambulance,

    /// <summary>Helps to have an image removed, by its hash; never takes the image.</summary>
    ImageRemoval,

    /// <summary>Takes reports of unlawful content, by address.</summary>
    Hotline,
}

/// <summary>Opening hours as a source states them; `Always` where it says day and night.</summary>
public sealed record StatedHours(string AsStated, string Source)
{
    public bool Always => AsStated == "24/7";
}

/// <summary>A place to get help: a row of the pack's services.</summary>
/// <param name="Code">The name by which a template asks for it: {childline}.</param>
/// <param name="InDanger">Whether it is one to call in danger.</param>
/// <param name="Labels">What it is, in few words, by language: "helpline for children".</param>
/// <param name="MinimumAge">As its source states it; null where none does.</param>
/// <param name="Hours">Null where no source states them.</param>
public sealed record Service(
    string Code,
    ServiceKind Kind,
    string Name,
    bool InDanger,
    IReadOnlyDictionary<string, string> Labels,
    int? MinimumAge,
    int? MaximumAge,
    StatedHours? Hours)
{
    /// <summary>Whether someone of this band may be served; a band that is not known shuts nobody out.</summary>
    public bool Serves(AgeBand? ages) => ages is null || (ages.To >= (MinimumAge ?? 0) && ages.From <= (MaximumAge ?? int.MaxValue));
}

/// <summary>A number to call.</summary>
/// <param name="Languages">Spoken there, as its source states it.</param>
/// <param name="FreeSource">Who says that the call costs nothing; null: nothing may be said of the cost.</param>
/// <param name="LastCalled">The person who last called it, and the day; null where nobody has.</param>
public sealed record HelpNumber(Service Service, string Number, IReadOnlyList<string> Languages, string Source, string? FreeSource, Review? LastCalled)
{
    public bool IsFree => FreeSource is not null;

    /// <summary>For a link that calls.</summary>
    public string Tel => $"tel:{Number}";
}

/// <summary>A page to open.</summary>
/// <param name="LastOpened">The person who last opened it and found it right, and the day; null where nobody has.</param>
public sealed record HelpPage(Service Service, Uri Address, string Source, Review? LastOpened);
