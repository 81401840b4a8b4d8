namespace Sala.Surveys.Sample;

/// <summary>Chooses people so that their weights are a wanted share of all: who is likelier comes first, neighbours alike, and a few swaps at the end bring
/// the share to where it should be.</summary>
internal sealed class WeightedChoice(Random random, Func<MadeUpChild, double> weight)
{
    /// <summary>Some of those asked, their weights being the share of all of them.</summary>
    /// <param name="asked">Who may be chosen.</param>
    /// <param name="share">Wanted share of the weights.</param>
    /// <param name="likelier">Higher is chosen first, beside chance and neighbourhood.</param>
    /// <param name="neighbours">How alike those of one PSU are; 0 not at all.</param>
    public HashSet<MadeUpChild> Share(IReadOnlyCollection<MadeUpChild> asked, double share, Func<MadeUpChild, double>? likelier = null, double neighbours = 0.6)
    {
        var psus = new Dictionary<int, double>();
        var scored = asked.OrderBy(c => c.Number).Select(c =>
        {
            if (!psus.TryGetValue(c.Psu, out var place)) psus[c.Psu] = place = neighbours * Normal();
            return (Child: c, Score: place + (likelier?.Invoke(c) ?? 0) + Normal());
        }).OrderByDescending(s => s.Score).Select(s => s.Child).ToList();
        var wanted = share * asked.Sum(weight);
        var chosen = new HashSet<MadeUpChild>();
        var sum = 0.0;
        foreach (var child in scored)
        {
            if (sum + weight(child) / 2 > wanted) break;
            chosen.Add(child);
            sum += weight(child);
        }
        Tune(chosen, [.. scored.Where(c => !chosen.Contains(c))], wanted);
        return chosen;
    }

    /// <summary>So many of those asked, their weights being near the share.</summary>
    public HashSet<MadeUpChild> Few(IReadOnlyCollection<MadeUpChild> asked, int number, double share)
    {
        var order = asked.OrderBy(c => c.Number).ToArray();
        random.Shuffle(order);
        var chosen = new HashSet<MadeUpChild>(order.Take(number));
        Tune(chosen, [.. order.Skip(number)], share * asked.Sum(weight));
        return chosen;
    }

    public double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    private void Tune(HashSet<MadeUpChild> chosen, List<MadeUpChild> others, double wanted)
    {
        for (var round = 0; round < 12; round++)
        {
            var over = chosen.Sum(weight) - wanted;
            if (Math.Abs(over) < 1e-4 * wanted) return;
            var best = (Out: (MadeUpChild?)null, In: (MadeUpChild?)null, Left: Math.Abs(over));
            foreach (var leaves in chosen.OrderBy(c => c.Number))
                foreach (var enters in others)
                    if (Math.Abs(over - weight(leaves) + weight(enters)) is var rest && rest < best.Left) best = (leaves, enters, rest);
            if (best.Out is null) return;
            chosen.Remove(best.Out);
            others.Remove(best.In!);
            chosen.Add(best.In!);
            others.Add(best.Out);
        }
    }
}
