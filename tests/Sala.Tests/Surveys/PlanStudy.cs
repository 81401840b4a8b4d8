using System.Globalization;
using System.Text;
using Sala.Statistics;
using Sala.Surveys.Datasets;
using Sala.Surveys.Estimates;
using Sala.Surveys.Plans;

namespace Sala.Tests.Surveys;

/// <summary>A made-up study of 480 rows in a folder of its own, with a plan that a test writes; and the same columns for the library directly.</summary>
internal sealed class PlanStudy : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>Strata a, b, c; ten PSUs in each; weights between 1 and 3.</summary>
    public PlanStudy(string design = "", string rest = "", string data = Csv)
    {
        File.WriteAllText(Path("data.csv"), data == Csv ? Rows() : data);
        File.WriteAllText(Path("plan.yml"), Plan(design, rest));
    }

    private const string Csv = "";

    public string Path(string file) => _folder.File(file);

    public void Write(string file, string text) => File.WriteAllText(Path(file), text);

    public Findings Run() => Estimation.Run(Sala.Surveys.Plans.Plan.Read(Path("plan.yml")), null, null);

    public void Dispose() => _folder.Dispose();

    public static string Plan(string design, string rest) => $$"""
        plan: p
        version: "1"
        title: { en: x, th: x }
        persons: { en: x, th: x }
        data: data.csv
        design: { strata: st, units: [psu], weight: w, lonely: fail{{design}} }
        domains:
          - { id: sex, variable: sex, label: { en: Sex, th: x }, levels: { "1": { en: girls, th: x }, "2": { en: boys, th: x } } }
          - { id: age, variable: age, label: { en: Age, th: x }, levels: { "1": { en: y, th: x }, "2": { en: m, th: x }, "3": { en: o, th: x } } }
        indicators:
          - { id: yes, label: { en: x, th: x }, base: { en: x, th: x }, item: yes, value: "yes" }
          - { id: hours, label: { en: x, th: x }, base: { en: x, th: x }, item: hours, value: "hours", estimate: mean }
        {{rest.Replace("\n", "\n        ", StringComparison.Ordinal)}}
        disclosure: { persons: 3, psus: 2, denominator: 20 }
        """.Replace("\n        ", "\n", StringComparison.Ordinal);

    public static string Rows()
    {
        var random = new Random(7);
        var csv = new StringBuilder("id,st,psu,w,sex,age,yes,hours,answered\n");
        for (var i = 0; i < 480; i++)
        {
            var (psu, sex, age) = (i / 16, random.Next(1, 3), random.Next(1, 4));
            var yes = random.NextDouble() < 0.15 + 0.1 * sex + 0.02 * (psu % 5) ? 1 : 0;
            csv.Append(CultureInfo.InvariantCulture, $"{i + 1},{"abc"[psu / 10]},{psu + 1},{1 + (psu + i) % 3},{sex},{age},{yes},{(random.Next(20) == 0 ? "" : $"{random.NextDouble() * 6 + sex:0.00}")},{(random.Next(10) == 0 ? 0 : 1)}\n");
        }
        return csv.ToString();
    }

    /// <summary>The same columns as the library takes them.</summary>
    public SurveyData Columns()
    {
        var data = Dataset.Read(Path("data.csv"));
        Column Number(string name) => new NumericColumn(name, [.. Enumerable.Range(0, data.Rows).Select(data.Find(name)!.Number)]);
        Column Levels(string name) => CategoricalColumn.Of(name, [.. Enumerable.Range(0, data.Rows).Select(r => data.Find(name)![r])]);
        return new SurveyData([Number("w"), Levels("st"), Levels("psu"), Levels("sex"), Levels("age"), Number("yes"), Number("hours"), Number("answered"), Levels("id")]);
    }

    public LinearizedDesign Design() => SurveyDesign.Of(Columns(), new DesignSpecification { Ids = ["psu"], Strata = ["st"], Weights = "w" });
}
