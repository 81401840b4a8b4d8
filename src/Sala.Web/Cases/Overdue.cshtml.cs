using Sala.Agencies;
using Sala.Cases.Course;
using Sala.Operation;
using Sala.Web.Access;
using Sala.Web.Agencies;

namespace Sala.Web.Cases;

/// <summary>The cases of which a clock is over.</summary>
[For(RoleGroups.Caseworkers), NotCompressed]
public sealed class OverdueModel(Installation sala) : WorkPage(sala)
{
    public IReadOnlyList<OverdueCase> Cases { get; private set; } = [];

    public int Total { get; private set; }

    public async Task OnGetAsync() => (Cases, Total) = await Sala.Course.Overdue(By).ConfigureAwait(false);
}
