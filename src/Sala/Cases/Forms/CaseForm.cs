using System.Security.Cryptography;
using Sala.Forms;

namespace Sala.Cases.Forms;

/// <summary>One version of a form of the pack that is filled in on cases, as its file stood.</summary>
public sealed class CaseForm
{
    /// <summary>A data file that Sala fills itself, so that a form can ask for somebody of the case: <c>select_one_from_file people.csv</c>. The file of that name in the pack stands for it in a preview.</summary>
    public const string PeopleFile = "people.csv";

    private static readonly string[] Columns = ["name", "label"];

    private readonly byte[] file;

    private CaseForm(byte[] file, Form form, Compartment part, EntryKind kind) => (this.file, Form, Part, Kind, Hash) = (file, form, part, kind, HashOf(file));

    /// <summary>The form with no people in it.</summary>
    public Form Form { get; }

    /// <summary>The part of the case that it is written into: the setting <c>sala_part</c>.</summary>
    public Compartment Part { get; }

    /// <summary>What an entry made with it is: the setting <c>sala_kind</c>.</summary>
    public EntryKind Kind { get; }

    /// <summary>SHA-256 of the file, in hexadecimal: tells this version from every other, also where an author forgot to count on.</summary>
    public string Hash { get; }

    public bool AsksForPeople => Form.Questions.Any(q => q.ListName == PeopleFile);

    internal ReadOnlySpan<byte> File => file;

    /// <summary>The form of a file.</summary>
    /// <returns>Null where it is no form for cases.</returns>
    /// <exception cref="FormException">It is none that can be answered.</exception>
    /// <exception cref="InvalidDataException">It is for cases, and names a part or kind that cases do not have.</exception>
    public static CaseForm? Of(byte[] file)
    {
        var form = Read(file, []);
        if (form.Setting("sala_part") is not { } part) return null;
        if (!Enum.TryParse<Compartment>(part, ignoreCase: true, out var compartment) || !Enum.IsDefined(compartment)) throw new InvalidDataException($"{form.Id}: sala_part is one of {string.Join(", ", Enum.GetNames<Compartment>()).ToLowerInvariant()}.");
        var kind = EntryKind.Form;
        if (form.Setting("sala_kind") is { } word && (!Enum.TryParse(word, ignoreCase: true, out kind) || !Writable.Contains(kind))) throw new InvalidDataException($"{form.Id}: sala_kind is one of {string.Join(", ", Writable).ToLowerInvariant()}.");
        return new CaseForm(file, form, compartment, kind);
    }

    /// <summary>What a form may make: everything else is written under the rules, by its own service.</summary>
    private static readonly EntryKind[] Writable = [EntryKind.Person, EntryKind.Incident, EntryKind.Form, EntryKind.Exhibit, EntryKind.Order];

    /// <summary>What it is called: the setting <c>sala_title_th</c> for Thai, else its title.</summary>
    public string Title(string language) => Form.Setting($"sala_title_{language}") ?? Form.Title;

    /// <summary>The form as it asks in one case.</summary>
    /// <param name="people">Ids and names of the people of the case.</param>
    public Form For(IEnumerable<(string Id, string Name)> people) => AsksForPeople ? Read(file, people) : Form;

    internal static string HashOf(ReadOnlySpan<byte> file) => Convert.ToHexStringLower(SHA256.HashData(file));

    private static Form Read(byte[] file, IEnumerable<(string Id, string Name)> people) =>
        Form.Read(new MemoryStream(file, writable: false), FormFormat.Xlsx, new FormFiles().Add(PeopleFile, Columns, people.Select(p => new[] { p.Id, p.Name })));
}
