using ArchUnitNET.Domain;
using ArchUnitNET.Domain.Extensions;
using ArchUnitNET.Loader;
using Sala.Forms;
using Sala.Operation;
using Sala.Tests.Countries;
using Sala.Vault;

namespace Sala.Tests;

/// <summary>Who may know whom (docs/architecture.md): a break is a failing test, not a remark in a review.</summary>
public class ArchitectureTests
{
    private static readonly System.Reflection.Assembly[] Ours =
        [typeof(SecretKey).Assembly, typeof(Form).Assembly, typeof(Statistics.Disclosure.DisclosureRules).Assembly, typeof(Installation).Assembly, typeof(global::Sala.Web.Server).Assembly, System.Reflection.Assembly.Load("Sala.Cli")];

    private static readonly Architecture House = new ArchLoader().LoadAssemblies(Ours).Build();

    private static readonly string[] Web = ["Microsoft.AspNetCore"];
    private static readonly string[] EntityFramework = ["Microsoft.EntityFrameworkCore"];
    private static readonly string[] Providers = ["Microsoft.Data.Sqlite", "Npgsql", "DuckDB.NET", "Microsoft.EntityFrameworkCore.Sqlite"];

    [Theory]
    [InlineData("Sala.Vault", "Sala.Forms"), InlineData("Sala.Forms", "Sala.Vault"), InlineData("Sala.Statistics", "Sala.Forms"), InlineData("Sala.Statistics", "Sala.Vault")]
    public void The_libraries_of_their_own_worth_know_neither_web_nor_database_nor_each_other(string library, string other)
    {
        var references = Ours.Single(a => a.GetName().Name == library).GetReferencedAssemblies().Select(r => r.Name!).ToList();
        Assert.DoesNotContain(references, r => r.StartsWith("Microsoft.", StringComparison.Ordinal) || r.StartsWith("Npgsql", StringComparison.Ordinal) || r.StartsWith("DuckDB", StringComparison.Ordinal) || r == other || r == "Sala");
        Assert.NotEmpty(references);
    }

    [Fact]
    public void Only_Data_knows_which_database_it_is() =>
        Nobody(t => !In(t, "Sala.Data"), Providers);

    [Fact]
    public void The_domain_knows_nothing_of_the_web() =>
        Nobody(t => t.Assembly.Name.StartsWith("Sala,", StringComparison.Ordinal) || t.Assembly.Name == "Sala", Web);

    [Fact]
    public void Pages_and_commands_hold_no_queries() =>
        Nobody(t => In(t, "Sala.Web") || In(t, "Sala.Cli"), [.. EntityFramework, .. Providers]);

    /// <summary>Data is known by all and knows the rows of all; Operation puts all together: these two are no features.</summary>
    [Fact]
    public void Features_of_the_domain_know_each_other_in_one_direction()
    {
        var knows = House.Types.Where(t => FeatureOf(t) is not null)
            .SelectMany(t => t.Dependencies.Select(d => (From: FeatureOf(t)!, To: FeatureOf(d.Target))))
            .Where(d => d.To is not null && d.To != d.From).Distinct().ToLookup(d => d.From, d => d.To!);
        Assert.True(knows.Count >= 4);
        Assert.All(knows, feature => Assert.Null(WayBack(knows, feature.Key)));
    }

    [Fact]
    public void No_name_says_only_that_something_is_handled()
    {
        string[] empty = ["Manager", "Helper", "Helpers", "Util", "Utils", "Utility", "Base"];
        var named = Ours.SelectMany(a => a.GetTypes()).Where(IsWritten).Where(t => empty.Any(e => t.Name.EndsWith(e, StringComparison.Ordinal))).Select(t => t.FullName);
        Assert.Empty(named);
    }

    [Fact]
    public void An_interface_has_two_real_things_behind_it()
    {
        var types = Ours.SelectMany(a => a.GetTypes()).ToList();
        var lonely = types.Where(t => t.IsInterface && IsWritten(t)).Where(i => types.Count(t => t.IsClass && i.IsAssignableFrom(t)) < 2).Select(t => t.FullName);
        Assert.Empty(lonely);
    }

    [Fact]
    public void Every_decision_has_the_sections_that_a_reader_looks_for()
    {
        string[] sections = ["**Question.**", "**Decision.**", "**Because.**", "**Weighed.**", "**Costs.**", "**Shown by**", "**Revisit when**"];
        var files = Directory.GetFiles(Path.Combine(Pack.Root, "docs", "decisions"), "*.md");
        Assert.True(files.Length > 10);
        Assert.All(files, file =>
        {
            var text = File.ReadAllText(file);
            Assert.StartsWith("# ", text, StringComparison.Ordinal);
            Assert.Matches(@"^\d{4}-\d{2}-\d{2}, ", text.Split('\n')[1]);
            var at = -1;
            foreach (var section in sections)
            {
                var next = text.IndexOf(section, StringComparison.Ordinal);
                Assert.True(next > at, $"{Path.GetFileName(file)}: {section} is missing or not in its place");
                at = next;
            }
        });
    }

    [Fact]
    public void No_page_writes_a_tag_that_nobody_reads()
    {
        // Tag helpers are off: a partial written as a tag would show nothing, and nothing would say so.
        var pages = Directory.GetFiles(Path.Combine(Pack.Root, "src", "Sala.Web"), "*.cshtml", SearchOption.AllDirectories).Where(f => File.ReadAllText(f) is var page && (page.Contains("<partial", StringComparison.Ordinal) || page.Contains(" asp-", StringComparison.Ordinal)));
        Assert.Empty(pages);
    }

    private static void Nobody(Func<IType, bool> who, string[] whom)
    {
        var breaks = House.Types.Where(who).SelectMany(t => t.Dependencies.Where(d => whom.Any(w => In(d.Target, w))).Select(d => $"{t.FullName} -> {d.Target.FullName}")).Distinct();
        Assert.Empty(breaks);
    }

    private static bool In(IType type, string space) => type.Namespace?.FullName is { } name && (name == space || name.StartsWith(space + ".", StringComparison.Ordinal));

    private static bool IsWritten(System.Type type) => !type.Name.Contains('<', StringComparison.Ordinal) && !type.IsDefined(typeof(System.Runtime.CompilerServices.CompilerGeneratedAttribute), false);

    private static string? FeatureOf(IType type) =>
        type.Namespace?.FullName.Split('.') is ["Sala", var feature, ..] && feature is not ("Data" or "Operation" or "Vault" or "Forms" or "Statistics" or "Web" or "Cli" or "Tests" or "Benchmarks") ? feature : null;

    private static string? WayBack(ILookup<string, string> knows, string begin)
    {
        var seen = new HashSet<string>();
        var ways = new Queue<string>(knows[begin].Select(next => $"{begin} -> {next}"));
        while (ways.TryDequeue(out var way))
        {
            var last = way[(way.LastIndexOf(' ') + 1)..];
            if (last == begin) return way;
            if (!seen.Add(last)) continue;
            foreach (var next in knows[last]) ways.Enqueue($"{way} -> {next}");
        }
        return null;
    }
}
