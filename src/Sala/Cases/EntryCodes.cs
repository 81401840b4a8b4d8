using Sala.Agencies;
using Sala.Reports;
using Sala.Vault;

namespace Sala.Cases;

/// <summary>The answers of an entry that rules read by their code: a suspect who was written down as "Suspect" would be one to nobody, so it is refused, from whichever way it comes.</summary>
public static class EntryCodes
{
    /// <summary>What a person may be in a case.</summary>
    public static readonly IReadOnlyList<string> PersonRoles = ["child", "family", "supporter", "suspect", "witness"];

    /// <exception cref="RefusedException">A code that no rule knows, or no name or words where some are needed.</exception>
    internal static void Require(EntryKind kind, EntryBody body)
    {
        var known = kind switch
        {
            EntryKind.Person => body["name"].Trim().Length > 0 && PersonRoles.Contains(body["role"]) && (body["lives_with"] is "" or "none" || body["lives_with"].Split(' ', StringSplitOptions.RemoveEmptyEntries).All(p => RecordId.TryParse(p, out _))),
            EntryKind.Task => body["task"].Trim().Length > 0 && body["safety"] is ("" or "yes" or "no") && body["done"] is ("" or "yes" or "no" or "not") && (body["done"] != "not" || body["why_not"].Trim().Length > 0),
            _ => true,
        };
        if (!known) throw new RefusedException("case.codes", "A name or a code is missing, or is none that the rules know: a person's name, role and whom they live with, a task's words, safety and done, and why where it was not done. Nothing was changed.");
    }

    /// <summary>Whether a task is for the child's safety and not done: also one that was ended without being done stands against closing (rule D2).</summary>
    public static bool IsOpenSafetyTask(EntryBody body) => body["safety"] == "yes" && body["done"] != "yes";

    /// <summary>A task for the child's safety stays one, whoever changes it: else rule D2 could be walked around unseen.</summary>
    /// <exception cref="RefusedException">It would be none any more.</exception>
    internal static void RequireStillSafety(EntryBody before, EntryBody after)
    {
        if (before["safety"] == "yes" && after["safety"] != "yes") throw new RefusedException("case.safety-task", "A task for the child's safety stays one. Nothing was changed. Do it, or ask the head of the unit to set the rule aside.");
    }

    /// <summary>No picture, video or archive is kept, whoever writes (promise 6).</summary>
    /// <exception cref="RefusedException">A text holds a file.</exception>
    internal static void RequireNoFile(EntryBody body)
    {
        if (EmbeddedFile.IsIn(body.Words) || body.Answers.Any(a => EmbeddedFile.IsIn(a.Value) || EmbeddedFile.IsIn(a.Key)))
            throw new RefusedException("words.file", "A file written as text stands in this. Files are never kept here. Nothing was changed. Write down its number and where it is kept.");
    }
}
