using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Sala.Agencies;
using Sala.Operation;
using Sala.Vault;
using Sala.Web.Access;

namespace Sala.Web.Agencies;

/// <summary>Who is on duty: what children are told about when a person reads comes from here.</summary>
[For(RoleGroups.Readers | Roles.Oversight)]
public sealed class RotaModel(Installation sala) : WorkPage(sala)
{
    public IReadOnlyList<Unit> Units { get; private set; } = [];
    public Unit? Shown { get; private set; }
    public IReadOnlyList<DutyShift> Shifts { get; private set; } = [];
    public IReadOnlyList<Colleague> Colleagues { get; private set; } = [];
    public IReadOnlyDictionary<RecordId, string> Names { get; private set; } = new Dictionary<RecordId, string>();

    [BindProperty(Name = "day")] public string? StartDay { get; set; }
    [BindProperty] public string? From { get; set; }
    [BindProperty] public int Hours { get; set; } = 8;

    public DateTimeOffset Now => Sala.Clock.GetUtcNow();
    public IEnumerable<DutyShift> OnNow => Shifts.Where(s => s.Starts <= Now && s.Ends > Now);
    public bool MayChange => Shown is { } unit && By.Has(Roles.Lead | Roles.HeadOfUnit | Roles.DutyDeputy, unit.Id);

    public Task OnGetAsync(RecordId? unit) => Load(unit);

    public Task<IActionResult> OnPostAddAsync(RecordId unit, RecordId person, int step) => Do(() =>
    {
        if (!DateTime.TryParseExact($"{StartDay} {From}", "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var typed))
            throw new RefusedException("rota.times", "A day and an hour are needed. Nothing was changed.");
        var starts = FromLocal(typed);
        return Sala.Rota.Add(By, unit, person, step == Rota.Deputy ? Rota.Deputy : Rota.OnDuty, starts, starts.AddHours(Math.Clamp(Hours, 0, 100)));
    }, $"/work/rota?unit={unit}&done=shift_added", () => Load(unit));

    public Task<IActionResult> OnPostRemoveAsync(RecordId unit, RecordId shift) =>
        Do(() => Sala.Rota.Remove(By, unit, shift), $"/work/rota?unit={unit}&done=shift_removed", () => Load(unit));

    public string NameOf(RecordId person) => Names.GetValueOrDefault(person, T["staff.somebody"]);

    private async Task Load(RecordId? asked)
    {
        StartDay ??= DateOnly.FromDateTime(Local(Now)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        From ??= "08:00";
        var all = By.Has(Roles.Oversight);
        Units = [.. (await Sala.People.Units().ConfigureAwait(false)).Where(u => u.Kind == UnitKind.Intake && (all || By.Has(RoleGroups.Readers, u.Id)))];
        Shown = asked is { } unit ? Units.FirstOrDefault(u => u.Id == unit) : Units.Count > 0 ? Units[0] : null;
        // A unit that is not this person's is asked for all the same, so that the domain refuses and writes it down.
        if ((Shown?.Id ?? asked) is not { } id) return;
        Shifts = [.. (await Sala.Rota.Coming(By, id).ConfigureAwait(false)).OrderBy(s => s.Starts).ThenBy(s => s.Step)];
        Colleagues = [.. (await Sala.People.In(By, id).ConfigureAwait(false)).Where(c => c.AnswersIn(id))];
        Names = await Sala.People.Names().ConfigureAwait(false);
    }
}
