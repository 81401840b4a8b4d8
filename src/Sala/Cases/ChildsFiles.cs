using Sala.Data;
using Sala.Vault;

namespace Sala.Cases;

/// <summary>
/// All files of one child as far as they open for who asks: the one that a step is planned in and those that were merged with it. Rules that count or look for people ask
/// these, not one file.
/// </summary>
/// <param name="Ids">Every file, whether it opens or not.</param>
/// <param name="Open">The files that open, the one of the step first.</param>
internal sealed record ChildsFiles(IReadOnlyList<RecordId> Ids, IReadOnlyList<CaseView> Open)
{
    /// <summary>The file that the step is planned in.</summary>
    public CaseView Case => Open[0];

    public IReadOnlyList<OpenedEntry> Of(EntryKind kind) => [.. Open.SelectMany(v => v.Of(kind))];

    /// <summary>Whether every entry of a kind in every file is among them: of any other kind, a count would be a guess.</summary>
    public bool IsWhole(EntryKind kind) => Open.Count == Ids.Count && Open.All(v => v.Whole.Contains(kind));
}

/// <summary>The files that were merged with one, opened for as long as one deed.</summary>
internal sealed class OtherFiles(CaseDesk cases) : IDisposable
{
    private readonly List<OpenedCase> opened = [];

    public void Add(OpenedCase file) => opened.Add(file);

    /// <summary>All files of the child as they stand in this transaction. One that was merged with it a moment ago is counted and does not open.</summary>
    public async Task<ChildsFiles> With(SalaData data, CaseView view)
    {
        var ids = await Conflicts.FilesOfChild(data, view.Id).ConfigureAwait(false);
        var open = new List<CaseView> { view };
        foreach (var file in opened.Where(o => ids.Contains(o.Case.Id))) open.Add(await cases.View(data, file).ConfigureAwait(false));
        return new ChildsFiles(ids, open);
    }

    public void Dispose()
    {
        foreach (var file in opened) file.Dispose();
    }
}
