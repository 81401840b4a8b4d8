using Sala.Vault;

namespace Sala.Cases;

/// <summary>
/// Who lives with whom, as it was written down of the people of one child (rule I10). Followed from home to home, through everybody but the child, who may have two homes:
/// whoever lives with the child is not for that alone in one home with another who does. What nobody wrote down is not known, and what is not known keeps a person out.
/// </summary>
internal sealed class Homes
{
    private readonly IReadOnlyList<OpenedEntry> people;
    private readonly Dictionary<RecordId, HashSet<RecordId>> beside = [];
    private readonly Dictionary<RecordId, HashSet<RecordId>> same = [];

    /// <param name="people">The people of all files of the child.</param>
    public Homes(IReadOnlyList<OpenedEntry> people)
    {
        this.people = people;
        foreach (var one in people)
        {
            same[one.Id] = [.. people.Where(other => other.Id == one.Id || IsOne(one, other)).Select(p => p.Id)];
            beside[one.Id] = [.. people.Where(other => other.Id != one.Id && (LivesWith(one).Contains(other.Id.ToString()) || LivesWith(other).Contains(one.Id.ToString()))).Select(p => p.Id)];
        }
    }

    /// <summary>Whether somebody is a suspect or lives with one.</summary>
    /// <returns>Null where that is not known: their home, or that of somebody they share it with, was not written down; or they and a suspect both live with the child, and nobody wrote down that it is not in one home.</returns>
    public bool? IsOrLivesWithSuspect(OpenedEntry who)
    {
        var home = Home(who.Id);
        if (home.Any(IsSuspect)) return true;
        if (home.Any(id => !IsKnown(id))) return null;
        return people.Where(p => IsSuspect(p.Id)).Any(s => MeetAtTheChilds(home, Home(s.Id))) ? null : false;
    }

    /// <summary>Everybody under one roof with a person, themself among them, without the child.</summary>
    private HashSet<RecordId> Home(RecordId of)
    {
        var found = new HashSet<RecordId>();
        var next = new Stack<RecordId>([of]);
        while (next.TryPop(out var id))
            if (found.Add(id))
                foreach (var other in same[id].Concat(beside[id]).Where(o => !IsChild(o))) next.Push(other);
        return found;
    }

    private bool MeetAtTheChilds(HashSet<RecordId> one, HashSet<RecordId> other) => one.Any(WithTheChild) && other.Any(WithTheChild)
        && !one.Any(a => other.Any(b => LivesApart(a, b) || LivesApart(b, a)));

    private bool WithTheChild(RecordId id) => beside[id].Any(IsChild);

    private bool IsSuspect(RecordId id) => Entry(id).Body["role"] == "suspect";

    private bool IsChild(RecordId id) => Entry(id).Body["role"] == "child";

    /// <summary>Whether somebody wrote down where a person lives, and who that is.</summary>
    private bool IsKnown(RecordId id) => same[id].Any(s => LivesWith(Entry(s)).Count > 0)
        && same[id].SelectMany(s => LivesWith(Entry(s))).All(w => w == "none" || beside.Keys.Any(p => p.ToString() == w));

    private OpenedEntry Entry(RecordId id) => people.First(p => p.Id == id);

    private bool LivesApart(RecordId one, RecordId other) => Written(Entry(one), "lives_apart_from").Contains(other.ToString());

    private static HashSet<string> LivesWith(OpenedEntry who) => Written(who, "lives_with");

    private static HashSet<string> Written(OpenedEntry who, string answer) => [.. who.Body[answer].Split(' ', StringSplitOptions.RemoveEmptyEntries)];

    /// <summary>One person who was written down twice, in one file or in two: the same name or the same number. The child is nobody else.</summary>
    private static bool IsOne(OpenedEntry one, OpenedEntry other) => one.Body["role"] != "child" && other.Body["role"] != "child" && (Names.AreAlike(one.Body["name"], other.Body["name"]) || Names.AreAlike(one.Body["phone"], other.Body["phone"]));
}
