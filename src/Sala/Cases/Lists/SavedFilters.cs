using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Sala.Agencies;
using Sala.Data;
using Sala.Vault;

namespace Sala.Cases.Lists;

/// <summary>A filter that somebody kept for themself, its name and choices sealed to their own key.</summary>
public sealed class SavedFilter
{
    public required RecordId Id { get; init; }
    public required RecordId PersonId { get; init; }
    public required byte[] Body { get; init; }
}

/// <param name="Choices">As they stand in the address of the list.</param>
public sealed record OpenedFilter(RecordId Id, string Name, string Choices);

/// <summary>What somebody often looks for. Nobody else reads it, the host neither; who gets a new key begins anew.</summary>
public sealed class SavedFilters(Store store)
{
    /// <summary>So many one person keeps.</summary>
    public const int Most = 20;

    public const int LongestName = 60;

    private sealed record FilterBody(string Name, string Choices);

    public async Task<IReadOnlyList<OpenedFilter>> Of(SignedIn by)
    {
        await using var data = store.Read();
        var opened = new List<OpenedFilter>();
        foreach (var row in await data.SavedFilters.Where(f => f.PersonId == by.PersonId).ToListAsync().ConfigureAwait(false))
        {
            try
            {
                var body = JsonSerializer.Deserialize<FilterBody>(SealedBox.Open(by.Keys, Binding(row.Id, by.PersonId), row.Body))!;
                opened.Add(new OpenedFilter(row.Id, body.Name, body.Choices));
            }
            catch (CannotOpenException)
            {
                // Sealed to a key that the person no longer has.
            }
        }
        return [.. opened.OrderBy(f => f.Name, StringComparer.Ordinal).ThenBy(f => f.Id)];
    }

    /// <exception cref="RefusedException">No name, too long a one, or as many as one person keeps.</exception>
    public async Task Save(SignedIn by, string name, string choices)
    {
        name = name.Trim();
        if (name.Length is 0 or > LongestName || choices.Length > 1000) throw new RefusedException("filter.name", "Give it a name of at most sixty signs. Nothing was saved.");
        var id = RecordId.Random();
        var body = SealedBox.Seal(by.Keys.Public, Binding(id, by.PersonId), JsonSerializer.SerializeToUtf8Bytes(new FilterBody(name, choices)), Padding.Message);
        var kept = (await Of(by).ConfigureAwait(false)).Select(f => f.Id).ToList();
        await store.Change(new Deed(by.PersonId, "filter.save", by.PersonId), async data =>
        {
            // Those of an earlier key open for nobody.
            await data.SavedFilters.Where(f => f.PersonId == by.PersonId && !kept.Contains(f.Id)).ExecuteDeleteAsync().ConfigureAwait(false);
            if (await data.SavedFilters.CountAsync(f => f.PersonId == by.PersonId).ConfigureAwait(false) >= Most) throw new RefusedException("filter.many", "You keep as many filters as one person can. Nothing was saved. Remove one first.");
            data.SavedFilters.Add(new SavedFilter { Id = id, PersonId = by.PersonId, Body = body });
        }).ConfigureAwait(false);
    }

    /// <exception cref="NotForYouException">It is not theirs, or there is none.</exception>
    public async Task Remove(SignedIn by, RecordId id)
    {
        var gone = await store.Change(new Deed(by.PersonId, "filter.remove", by.PersonId), data => data.SavedFilters.Where(f => f.Id == id && f.PersonId == by.PersonId).ExecuteDeleteAsync()).ConfigureAwait(false);
        if (gone == 1) return;
        await store.Refuse(new Deed(by.PersonId, "filter.remove", id)).ConfigureAwait(false);
        throw new NotForYouException();
    }

    private static Binding Binding(RecordId id, RecordId person) => new("saved-filter.body", id, 1, person);
}
