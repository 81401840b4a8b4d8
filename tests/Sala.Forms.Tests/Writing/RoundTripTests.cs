using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Sala.Forms.Sheets;

namespace Sala.Forms.Tests.Writing;

public partial class RoundTripTests
{
    public static TheoryData<FormFormat> Shapes => [FormFormat.Xlsx, FormFormat.Csv, FormFormat.Markdown, FormFormat.Json];

    [Theory, MemberData(nameof(Shapes))]
    public void Every_public_form_written_back_as_an_XLSForm_reads_as_an_equal_form(FormFormat shape)
    {
        var read = 0;
        foreach (var file in Directory.EnumerateFiles(Path.Combine(SharedFixtures.XlsFormsOrSkip, "forms")).Order(StringComparer.Ordinal))
        {
            Form form;
            try
            {
                form = Form.ReadToConvert(file);
            }
            catch (FormException)
            {
                continue;
            }
            Assert.Equal(Described(form), Described(Again(form, shape)));
            read++;
        }
        Assert.True(read >= 80, $"{read}");
    }

    [Theory, MemberData(nameof(Shapes))]
    public void A_form_with_everything_in_it_written_back_reads_as_an_equal_form(FormFormat shape)
    {
        var form = Form.ReadToConvert(Workbook.ReadMarkdown(EveryColumn), "everything");
        Assert.Equal(Described(form), Described(Again(form, shape)));
    }

    [Theory, MemberData(nameof(Shapes))]
    public void The_report_form_written_back_reads_as_an_equal_form(FormFormat shape) =>
        Assert.Equal(Described(ReportForm.Form), Described(Again(ReportForm.Form, shape)));

    private const string EveryColumn = """
        | survey |                              |         |                   |                |              |               |                     |            |                    |              |              |                 |
        |        | type                         | name    | label             | label::Thai (th) | hint       | guidance_hint | constraint          | constraint_message::Thai (th) | image::Thai (th) | bind::esri:x | instance::k  | parameters      | calculation | appearance | default | read_only | repeat_count | trigger |
        |        | start                        | began   |                   |                |              |               |                     |            |                    |              |              |                 |  |  |  |  |  |  |
        |        | audit                        |         |                   |                |              |               |                     |            |                    |              |              | identify-user=true | | | | | | |
        |        | text                         | intro   | A \\|b\\| \\n c   | ก              | H \\| bar    | G             | regex(., '\\\\n\|x') | ผิด       | a.png              | 7            | v            | rows=3          |  | multiline | x\|y | | | |
        |        | begin repeat                 | people  | People            |                |              |               |                     |            |                    |              |              |                 |  | field-list | | | 2+1 | |
        |        | select_multiple fruit or_other | fruit | Fruit             | ผลไม้          |              |               |                     |            |                    |              |              |                 |  | | | | | |
        |        | range                        | r       | R                 |                |              |               |                     |            |                    |              |              | start=0 end=1 step=0.5 | | | | | | |
        |        | end repeat                   |         |                   |                |              |               |                     |            |                    |              |              |                 |  | | | | | |
        |        | begin loop over fruit        | loop    | Loop              |                |              |               |                     |            |                    |              |              |                 |  | | | | | |
        |        | integer                      | n_%(name)s | How many %(label)s | กี่ %(label)s |          |               |                     |            |                    |              |              |                 |  | | | | | |
        |        | end loop                     |         |                   |                |              |               |                     |            |                    |              |              |                 |  | | | | | |
        |        | begin group                  | tab     | Table             |                | T            |               |                     |            |                    |              |              |                 |  | table-list | | | | |
        |        | select_one yn                | t1      | T1                |                |              |               |                     |            |                    |              |              |                 |  | | | | | |
        |        | select_one yn                | t2      | T2                |                |              |               |                     |            |                    |              |              |                 |  | | | | | |
        |        | end group                    |         |                   |                |              |               |                     |            |                    |              |              |                 |  | | | | | |
        |        | calculate                    | c       |                   |                |              |               |                     |            |                    |              |              |                 | 1 + 1 | | | | | ${intro} |
        |        | note                         |         | Bye ${intro}          |                |              |               |                     |            |                    |              |              |                 |  | | | | | |
        | choices |          |        |        |                  |       |                  |
        |         | list_name | name  | label  | label::Thai (th) | price | media::image     |
        |         | fruit    | a      | Apple  | แอปเปิล          | 3     | apple.png        |
        |         | fruit    | none   | None   |                  |       |                  |
        |         | yn       | 1      | Yes    |                  |       |                  |
        |         | yn       | 2      | No     | ไม่              |       |                  |
        | settings |            |         |                       |                  |
        |          | form_title | form_id | namespaces            | attribute::esri:v |
        |          | All        | all     | esri="http://e.sri/x" | 1                |
        | entities |           |       |
        |          | list_name | label |
        |          | people    | ${intro}  |
        | osm |           |          |          |
        |     | list_name | name     | label    |
        |     | building  | height   | Height   |
        """;

    private static Form Again(Form form, FormFormat shape)
    {
        using var stream = new MemoryStream();
        var workbook = form.ToWorkbook();
        switch (shape)
        {
            case FormFormat.Xlsx: workbook.WriteXlsx(stream); break;
            case FormFormat.Csv: workbook.WriteCsv(stream); break;
            case FormFormat.Json: workbook.WriteJson(stream); break;
            default: workbook.WriteMarkdown(stream); break;
        }
        stream.Position = 0;
        return Form.ReadToConvert(Workbook.Read(stream, shape), form.Id);
    }

    // The whole model: what the engine and the renderers see, and the XForm that it makes.
    private static string Described(Form form)
    {
        var text = new StringBuilder();
        text.AppendJoin('\n', form.Title, form.Id, form.Version, form.DefaultLanguage, string.Join(',', form.Languages), string.Join(',', form.LanguageNames)).Append('\n');
        foreach (var question in form.Questions)
        {
            text.Append(CultureInfo.InvariantCulture, $"{question.Group}/{question.Name} {question.Type} {question.TypeText} {question.ListName} {question.Appearance} {string.Join(' ', question.Parameters)}\n");
            foreach (var column in new[] { "relevant", "constraint", "calculation", "required", "read_only", "choice_filter", "default", "repeat_count", "trigger", "save_to" })
                if (question.Column(column) is { } cell) text.Append(CultureInfo.InvariantCulture, $"  {column}={cell}\n");
            foreach (var column in new[] { "label", "hint", "guidance_hint", "constraint_message", "required_message", "image", "audio", "video" })
                foreach (var language in form.Languages)
                    if (question.TextIn(column, language) is { } words) text.Append(CultureInfo.InvariantCulture, $"  {column} {language}={words}\n");
            foreach (var choice in question.Choices)
                text.Append(CultureInfo.InvariantCulture, $"  choice {choice.Name} {string.Join('|', form.Languages.Select(l => choice.LabelIn(l)))} {string.Join('|', choice.Columns.Select(c => $"{c.Key}={c.Value}"))}\n");
        }
        text.AppendJoin('\n', form.AnsweringProblems.Select(p => p.Message).Order(StringComparer.Ordinal));
        using var xform = new MemoryStream();
        try
        {
            form.WriteXForm(xform);
        }
        catch (FormException refused)
        {
            text.Append(string.Join('\n', refused.Problems.Select(p => p.Message)));
        }
        return text.Append(GeneratedName().Replace(Encoding.UTF8.GetString(xform.ToArray()), "$1")).ToString();
    }

    // Names that an XForm makes from the number of a row, which changes when empty rows go.
    [GeneratedRegex(@"(generated_table_list_label_|reserved_name_for_field_list_labels_)\d+")]
    private static partial Regex GeneratedName();
}
