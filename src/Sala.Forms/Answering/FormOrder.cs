namespace Sala.Forms.Answering;

/// <summary>
/// The order in which a form is worked out. Each question has two steps: whether it is relevant, and what its value is. A step stands
/// after all that it reads, so that one pass from the first changed step settles everything.
/// </summary>
internal sealed class FormOrder
{
    public readonly record struct Step(Question Question, bool IsRelevance);

    /// <summary>The steps in order.</summary>
    public required Step[] Steps { get; init; }

    /// <summary>For each step, the places of those that read it.</summary>
    public required int[][] Readers { get; init; }

    private int[] _relevance = [];
    private int[] _value = [];

    public int Relevance(Question question) => _relevance[question.Index];

    public int Value(Question question) => _value[question.Index];

    /// <summary>Orders the steps; <paramref name="cycle"/> names the questions that wait for each other where there is no order.</summary>
    public static FormOrder? Make(Form form, IEnumerable<(Question Reader, bool IsRelevance, Question Read)> reads, out IReadOnlyList<Question> cycle)
    {
        var count = form.Questions.Count * 2;
        var readers = new List<int>[count];
        for (var i = 0; i < count; i++) readers[i] = [];
        foreach (var question in form.Questions)
        {
            Add(Node(question, true), Node(question, false));
            if (question.Parent is not { } parent) continue;
            Add(Node(parent, true), Node(question, true));
            // A repeat's number of instances comes before what stands in them.
            if (parent.Type == QuestionType.Repeat) Add(Node(parent, false), Node(question, true));
        }
        foreach (var (reader, isRelevance, read) in reads) Add(Node(read, false), Node(reader, isRelevance));

        var waiting = new int[count];
        foreach (var list in readers)
            foreach (var reader in list) waiting[reader]++;
        var ready = new PriorityQueue<int, int>();
        for (var i = 0; i < count; i++)
            if (waiting[i] == 0) ready.Enqueue(i, i);
        var order = new List<int>(count);
        while (ready.TryDequeue(out var node, out _))
        {
            order.Add(node);
            foreach (var reader in readers[node])
                if (--waiting[reader] == 0) ready.Enqueue(reader, reader);
        }
        if (order.Count < count)
        {
            cycle = FindCycle(form, readers, waiting);
            return null;
        }
        cycle = [];
        var place = new int[count];
        for (var i = 0; i < count; i++) place[order[i]] = i;
        return new FormOrder
        {
            Steps = [.. order.Select(n => new Step(form.Questions[n / 2], n % 2 == 0))],
            Readers = [.. order.Select(n => readers[n].Select(r => place[r]).Distinct().ToArray())],
            _relevance = [.. form.Questions.Select(q => place[Node(q, true)])],
            _value = [.. form.Questions.Select(q => place[Node(q, false)])],
        };

        static int Node(Question question, bool relevance) => question.Index * 2 + (relevance ? 0 : 1);
        void Add(int read, int reader) => readers[read].Add(reader);
    }

    // From any step that still waits, go back along what it waits for until one comes up twice.
    private static List<Question> FindCycle(Form form, List<int>[] readers, int[] waiting)
    {
        var from = new int[waiting.Length];
        Array.Fill(from, -1);
        for (var i = 0; i < readers.Length; i++)
            if (waiting[i] > 0)
                foreach (var reader in readers[i])
                    if (waiting[reader] > 0) from[reader] = i;
        var seen = new HashSet<int>();
        var at = Array.FindIndex(waiting, w => w > 0);
        while (at >= 0 && from[at] >= 0 && seen.Add(at)) at = from[at];
        var cycle = new List<Question>();
        var start = at;
        do
        {
            var question = form.Questions[at / 2];
            if (cycle.Count == 0 || cycle[^1] != question) cycle.Add(question);
            at = from[at];
        }
        while (at >= 0 && at != start && cycle.Count < 100);
        if (cycle.Count > 1 && cycle[0] == cycle[^1]) cycle.RemoveAt(cycle.Count - 1);
        cycle.Reverse();
        return cycle;
    }
}
