using System.Xml.Linq;
using Sala.Forms.Checking;
using Sala.Forms.Codebooks;
using Sala.Forms.Flow;
using Sala.Forms.Simulating;

namespace Sala.Forms.Tests.Checking;

// Public forms that are in use: no false alarm, and everything that is made of a form can be made of them.
public class PublicFormsTests
{
    // Each was looked at and is true: a code that its list does not have, a code without quotation marks, a switched-off row, a note asked for its value.
    private static readonly string[] Looked =
    [
        "CorrelAid__xlsform2lstsv__mitwirken_umfrage.xlsx survey 28 unknown-choice",
        "CorrelAid__xlsform2lstsv__mitwirken_umfrage.xlsx survey 28 never-relevant",
        "XLSForm__pyxform__calculate.xls survey 4 group-as-value",
        "XLSForm__pyxform__or_other.xlsx survey 3 unknown-column",
        "getodk__web-forms__socio-economic-survey-v20240515.xlsx survey 11 never-relevant",
        "getodk__web-forms__socio-economic-survey-v20240515.xlsx choices 293 labels-alike",
        "getodk__web-forms__socio-economic-survey-v20240515.xlsx choices 295 labels-alike",
        "getodk__web-forms__socio-economic-survey-v20240515.xlsx choices 296 labels-alike",
        "getodk__web-forms__whova_form.xlsx survey 30 unknown-choice",
        "getodk__web-forms__whova_form.xlsx survey 535 unknown-choice",
    ];

    private static readonly CheckRule[] Plain = [CheckRule.Doubtful, CheckRule.ListUnused, CheckRule.LabelMissing, CheckRule.TranslationMissing];

    private static List<(string Name, FormCheck Check)> Forms() =>
        [.. Directory.GetFiles(Path.Combine(SharedFixtures.XlsFormsOrSkip, "forms")).Order(StringComparer.Ordinal).Select(f => (Path.GetFileName(f), FormCheck.Of(f)))];

    [Fact]
    public void What_the_check_says_of_public_forms_is_what_was_looked_at_and_found_true()
    {
        var found = Forms().Where(f => f.Check.Form is not null)
            .SelectMany(f => f.Check.Findings.Where(p => !Plain.Contains(p.Rule)).Select(p => $"{f.Name} {p.Problem.Sheet} {p.Problem.Row} {p.Rule.Id}")).Distinct();
        Assert.Equal(Looked, found);
    }

    [Fact]
    public void Every_public_form_that_can_be_run_is_interviewed_described_and_drawn()
    {
        var forms = Forms().Where(f => f.Check.Form is not null).Select(f => (f.Name, Form: f.Check.Form!)).ToList();
        Assert.True(forms.Count > 60);
        foreach (var (name, form) in forms)
        {
            var report = Simulation.Run(form, 40, 7, StandingClock.Morning);
            Assert.True(report.Finished == 40, $"{name}: {string.Join(", ", report.GivenUp.Select(g => g.Question.Name).Distinct())}");
            XDocument.Parse(new Codebook(form).ToDdi());
            XDocument.Parse(new FlowPicture(form, form.DefaultLanguage).ToSvg());
        }
    }
}
