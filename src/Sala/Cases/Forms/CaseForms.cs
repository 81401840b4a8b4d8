using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Sala.Countries;
using Sala.Data;

namespace Sala.Cases.Forms;

/// <summary>The file of a form that something was filled in with, by its hash. It is the pack's own, and tells of no case.</summary>
public sealed class CaseFormFile
{
    public required byte[] Hash { get; init; }
    public required byte[] File { get; init; }
}

/// <summary>
/// The forms of the pack that are filled in on cases: each XLSForm of its folder that has the setting <c>sala_part</c>. Every version that was ever used is kept in the database, so that an old case shows
/// its old form, whatever the pack has today.
/// </summary>
public sealed class CaseForms
{
    private readonly Store store;
    private readonly ConcurrentDictionary<string, CaseForm> known = new(StringComparer.Ordinal);

    private CaseForms(Store store, IReadOnlyList<CaseForm> offered)
    {
        (this.store, Offered) = (store, offered);
        foreach (var form in offered) known[form.Hash] = form;
    }

    /// <summary>What can be begun today, in the order of the setting <c>sala_order</c>.</summary>
    public IReadOnlyList<CaseForm> Offered { get; }

    /// <exception cref="CountryException">A form cannot be read, or two have one id.</exception>
    public static CaseForms Load(Store store, Country country)
    {
        var (forms, problems) = (new List<CaseForm>(), new List<PackProblem>());
        foreach (var path in Directory.EnumerateFiles(Path.Combine(country.Folder, "forms"), "*.xlsx").Order(StringComparer.Ordinal))
        {
            try
            {
                if (CaseForm.Of(File.ReadAllBytes(path)) is not { } form) continue;
                if (forms.Exists(f => f.Form.Id == form.Form.Id)) problems.Add(new($"forms/{Path.GetFileName(path)}", 0, $"another form has the id {form.Form.Id} too."));
                forms.Add(form);
            }
            catch (Exception wrong) when (wrong is Sala.Forms.FormException or InvalidDataException)
            {
                problems.Add(new($"forms/{Path.GetFileName(path)}", 0, wrong.Message));
            }
        }
        return problems.Count == 0 ? new CaseForms(store, [.. forms.OrderBy(f => f.Form.Setting("sala_order"), StringComparer.Ordinal)]) : throw new CountryException(country.Folder, problems);
    }

    /// <summary>The pack's form of that id; null where it has none.</summary>
    public CaseForm? Find(string id) => Offered.FirstOrDefault(f => f.Form.Id == id);

    /// <summary>The form of that hash, of whatever day; null where it was never used here, or another hand changed it.</summary>
    public async Task<CaseForm?> Of(string hash)
    {
        if (known.TryGetValue(hash, out var form)) return form;
        if (hash.Length != 64 || !hash.All(char.IsAsciiHexDigitLower)) return null;
        var bytes = Convert.FromHexString(hash);
        await using var data = store.Read();
        var row = await data.CaseFormFiles.SingleOrDefaultAsync(f => f.Hash == bytes).ConfigureAwait(false);
        return row is null || CaseForm.HashOf(row.File) != hash || CaseForm.Of(row.File) is not { } read ? null : known.GetOrAdd(hash, read);
    }

    /// <summary>Keeps the file of a form, in the transaction in which something is filled in with it.</summary>
    internal static async Task Keep(SalaData data, CaseForm form)
    {
        var hash = Convert.FromHexString(form.Hash);
        if (!await data.CaseFormFiles.AnyAsync(f => f.Hash == hash).ConfigureAwait(false)) data.CaseFormFiles.Add(new CaseFormFile { Hash = hash, File = form.File.ToArray() });
    }
}
