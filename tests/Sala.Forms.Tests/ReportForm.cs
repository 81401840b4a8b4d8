namespace Sala.Forms.Tests;

internal static class ReportForm
{
    private static readonly Lazy<Form> Read = new(() => Form.Read(Path.Combine(Folder!, "report.xlsx")));

    public static string Folder { get; } = Path.Combine(Repository.Root, "countries", "th", "forms");

    public static Form Form => Read.Value;

    public static string[] Ways { get; } = ["self", "friend", "caregiver", "professional"];

    public static FormSession Start(string way) => Form.Start(StandingClock.Morning, 1, new Dictionary<string, string> { ["who_for"] = way });
}
