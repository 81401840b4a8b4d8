namespace Sala.Countries;

/// <summary>An age band: both ends belong to it. The last one ends below adulthood.</summary>
public sealed record AgeBand(string Code, int From, int To);

/// <summary>An area of the country, as its statistical office codes it.</summary>
public sealed record Area(string Code, IReadOnlyDictionary<string, string> Names);

/// <summary>How long things are kept.</summary>
/// <param name="ReportDaysAfterClosing">A report and its conversation, counted from the day the work on it was closed. The receipt opens it as long.</param>
/// <param name="UnfinishedMinutes">A report that was begun and not sent, counted from the last answer.</param>
/// <param name="AuditDays">Entries of the audit trail.</param>
/// <param name="ErasureWaitingDays">Between the unit's decision to erase a report and the erasure.</param>
/// <param name="SurveyDays">Data of a survey that were brought to be measured, and what was found in them, counted from the day they came.</param>
public sealed record Retention(int ReportDaysAfterClosing, int UnfinishedMinutes, int AuditDays, int ErasureWaitingDays, int SurveyDays, Standing Standing);

/// <summary>How much hard reading a worker meets.</summary>
/// <param name="LongReportsADay">After this many a break is proposed.</param>
/// <param name="CollapseAboveCharacters">A report with more opens collapsed.</param>
public sealed record Exposure(int LongReportsADay, int CollapseAboveCharacters, Standing Standing);

/// <summary>Opening a named case through two guardian groups.</summary>
/// <param name="Delay">Between the request and the opening.</param>
/// <param name="DelayInDanger">The same where life is in danger.</param>
/// <param name="OpenFor">How long the case then stays open to the one who asked.</param>
public sealed record BreakGlass(TimeSpan Delay, TimeSpan DelayInDanger, TimeSpan OpenFor, Standing Standing);

/// <summary>When a number may be shown to the public.</summary>
/// <param name="VerifiedWithinDays">A named person called it at most so many days ago.</param>
public sealed record HelpLimit(int VerifiedWithinDays, Standing Standing);

/// <summary>What the disclosure rules of a survey's plan may not fall below.</summary>
/// <param name="Persons">Behind a number that is shown.</param>
/// <param name="Units">Sampling units that those persons come from.</param>
/// <param name="Denominator">Persons that a percentage is of.</param>
public sealed record SurveyMinimum(int Persons, int Units, int Denominator, Standing Standing);

/// <summary>Looking up accounts of the accused, and letters that ask a platform to preserve what it has.</summary>
/// <param name="LookUpsADay">More are refused, for each person and day.</param>
/// <param name="UnusualADay">With so many, oversight is told.</param>
/// <param name="RemindAfterDays">So many days after a letter its writer is reminded to ask again.</param>
/// <param name="LetterEndsAfterDays">So many days after a letter the platform may delete what it kept.</param>
public sealed record LinkLimits(int LookUpsADay, int UnusualADay, int RemindAfterDays, int LetterEndsAfterDays, Standing Standing);

/// <summary>A law that a page names. While no lawyer has agreed, readers see that it is to be confirmed.</summary>
public sealed record Law(string Code, IReadOnlyDictionary<string, string> Names, Standing Standing);
