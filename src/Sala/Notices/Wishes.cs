namespace Sala.Notices;

/// <summary>
/// What the child chose so far, over all their answers: what was answered once is not asked again, and becomes the facts of plans (rules I1, I5, I6).
/// </summary>
/// <param name="Said">The newest answer by name.</param>
/// <param name="Unwanted">People whom the child does not want.</param>
public sealed record Wishes(IReadOnlyDictionary<string, string> Said, IReadOnlySet<string> Unwanted)
{
    /// <summary>What may be answered by a choice, and the choices. A language is one of the country's.</summary>
    public static readonly IReadOnlyDictionary<string, string[]> Choices = new Dictionary<string, string[]>
    {
        ["supporter"] = ["someone", "none"], ["gender"] = ["woman", "man", "any"], ["time"] = ["fits", "other"], ["how"] = ["well", "so_so", "badly"],
    };

    /// <summary>What may be said in own words.</summary>
    public static readonly IReadOnlyList<string> InWords = ["supporter_who", "time_when", "how_words", "ask"];

    public string this[string name] => Said.GetValueOrDefault(name, "");

    public static Wishes Of(IEnumerable<OpenedLetter> letters)
    {
        var said = new Dictionary<string, string>();
        var unwanted = new HashSet<string>();
        foreach (var answer in letters.Where(l => l.FromChild).OrderBy(l => l.Body.At))
        {
            // Of one time and one step: asked anew for the next, as it is another question.
            foreach (var (name, value) in answer.Body.Facts.Where(f => f.Key != "ask")) said[name.StartsWith("time", StringComparison.Ordinal) || name.StartsWith("how", StringComparison.Ordinal) ? $"{name} {answer.Body.About}" : name] = value;
            unwanted.UnionWith(answer.Body.People.Select(p => p.Person));
        }
        return new Wishes(said, unwanted);
    }

    /// <summary>An answer that belongs to one letter.</summary>
    public string To(OpenedLetter letter, string name) => this[$"{name} {letter.Id}"];

    /// <summary>The facts of a plan that the child decides.</summary>
    public IEnumerable<(string Name, string Value)> AsFacts(OpenedLetter about)
    {
        if (this["gender"].Length > 0) yield return ("gender_wished", this["gender"]);
        if (this["language"].Length > 0) yield return ("language_wished", this["language"]);
        if (this["supporter"] == "none") yield return ("supporter", "none");
        // Whom, a worker looks up among the people of the case: until then nobody is named, and what is unknown blocks.
        if (this["supporter"] == "someone") yield return ("supporter", "named");
        if (To(about, "time").Length > 0) yield return ("child_wishes_this_time", To(about, "time") == "fits" ? "yes" : "no");
    }
}
