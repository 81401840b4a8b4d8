using Sala.Forms;
using Sala.Statistics;
using Sala.Statistics.Disclosure;
using Sala.Surveys.Datasets;
using Sala.Surveys.Plans;

namespace Sala.Surveys.Estimates;

/// <summary>Carries out a plan: every number of it, then what of them may be shown.</summary>
internal sealed class Estimation
{
    private readonly StudyData _study;
    private readonly Dictionary<string, ItemAccount> _items = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Measured> _measured = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyList<double[]>> _imputed = new(StringComparer.Ordinal);
    private readonly Dictionary<string, EstimateRow> _overall = new(StringComparer.Ordinal);

    private Estimation(StudyData study) => _study = study;

    private Plan Plan => _study.Plan;

    /// <summary>The findings of a plan.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="dataFile">The data; null takes those that the plan names.</param>
    /// <param name="progress">Told in words what is being done.</param>
    public static Findings Run(Plan plan, string? dataFile, IProgress<StudyProgress>? progress)
    {
        return Run(Read(plan, dataFile, progress), progress);
    }

    /// <summary>The findings of a plan over data that are read already.</summary>
    public static Findings Run(StudyData study, IProgress<StudyProgress>? progress)
    {
        var plan = study.Plan;
        var estimation = new Estimation(study);
        try
        {
            var rows = estimation.AllRows(progress);
            progress?.Report(new(StudyWork.Deciding, "disclosure control"));
            var earlier = EarlierPublications.Of(plan, study);
            estimation.Decide(rows, earlier);
            return new Findings(plan, study.Data.File, study.Data.Hash(), study.Data.Rows, study.PsuOf.Distinct().Count(), study.Strata,
                study.Form?.Id ?? "", study.Form?.Version ?? "", rows, estimation._items,
                plan.Identifying.Count == 0 ? null : KAnonymity.Of([.. plan.Identifying.Select(c => (IReadOnlyList<string?>)[.. Enumerable.Range(0, study.Data.Rows).Select(r => study.Persons.Find(c)![r])])], plan.Disclosure.Persons),
                study.PsuOf, study.Over("").Design.Warnings, WeightFactors.Of(plan, study.Over("").Design), WeightFactors.Loss(study.Over("").Design), earlier.Said);
        }
        catch (ExpressionException wrong)
        {
            throw new PlanException(plan.File, [wrong.Problem]);
        }
        catch (LonelyPsuException lonely)
        {
            throw study.Told(lonely);
        }
    }

    /// <summary>Reads the data of a plan, and puts them through its form.</summary>
    public static StudyData Read(Plan plan, string? dataFile, IProgress<StudyProgress>? progress)
    {
        var path = dataFile ?? (plan.Data is { } named ? Path.Combine(plan.Folder, named) : throw new PlanException(plan.File, [new(1, 1, "the plan names no data. Name them with --data.")]));
        progress?.Report(new(StudyWork.Reading, $"reading {Path.GetFileName(path)}"));
        return Of(plan, Dataset.Read(path, new Rows(progress)), progress);
    }

    /// <summary>Puts the data through the form of a plan.</summary>
    public static StudyData Of(Plan plan, Dataset data, IProgress<StudyProgress>? progress)
    {
        Form? form = null;
        if (plan.Form is { } file)
        {
            try { form = Form.Read(Path.Combine(plan.Folder, file)); }
            catch (FormException wrong) { throw new DatasetException(Path.GetFileName(file), $"the form cannot be read: {wrong.Message} Nothing was done."); }
        }
        return StudyData.Of(plan, data, form, progress);
    }

    private List<EstimateRow> AllRows(IProgress<StudyProgress>? progress)
    {
        var rows = new List<EstimateRow>();
        for (var i = 0; i < Plan.Indicators.Count; i++)
        {
            progress?.Report(new(StudyWork.Estimating, $"estimating {Plan.Indicators[i].Id} ({i + 1} of {Plan.Indicators.Count})", i + 1, Plan.Indicators.Count));
            rows.AddRange(RowsOf(Plan.Indicators[i]));
        }
        foreach (var quantile in Plan.Quantiles) rows.AddRange(QuantileRows.Of(quantile, this, _study));
        foreach (var standardised in Plan.Standardised) rows.AddRange(StandardisedRows.Of(standardised, this, _study));
        foreach (var number in Plan.Numbers) rows.AddRange(NumberRows.Of(number, this, _study));
        foreach (var range in Plan.Ranges) rows.AddRange(KindRanges.Of(range, this));
        foreach (var ranking in Plan.Rankings) rows.AddRange(Rankings.Of(ranking, this));
        foreach (var population in Plan.Populations) rows.Add(PopulationTotals.Of(population, _overall[population.Of]));
        foreach (var test in Plan.Tests) rows.Add(GroupTests.Of(test, this, _study));
        foreach (var model in Plan.Models) rows.AddRange(PlanModels.Of(model, this, _study));
        return rows;
    }

    /// <summary>The levels of a domain that the plan names, as a variable of the rows; other rows have none.</summary>
    public static CategoricalColumn Groups(Domain domain, Measured measured)
    {
        var variable = measured.Frame.Find(domain.Variable) ?? throw new ExpressionException(new(domain.Place.Line, domain.Place.Column, $"the data have no column {domain.Variable}{measured.Frame.Nearest(domain.Variable)}."));
        var codes = domain.Levels.Select(l => l.Code).ToList();
        return new CategoricalColumn(domain.Id, [.. Enumerable.Range(0, variable.Rows).Select(r => variable[r] is { } c ? codes.IndexOf(c) : -1)], codes);
    }

    private IEnumerable<EstimateRow> RowsOf(Indicator indicator)
    {
        if (indicator.Imputed)
        {
            var (first, sets) = Imputed.Measure(indicator, this, Plan);
            // Whoever has the trait in half of the completed sets or more is a case in what is kept from being worked out.
            _measured[indicator.Id] = first with { Values = [.. first.Values.Select((v, r) => double.IsNaN(v) || indicator.Mean ? v : sets.Average(s => s[r]) >= 0.5 ? 1 : 0)] };
            _imputed[indicator.Id] = sets;
        }
        else _measured[indicator.Id] = Measure(indicator.Id, indicator.Item, indicator.Value, indicator.Within, indicator.Over, indicator.Place);
        var all = _measured[indicator.Id];
        yield return _overall[indicator.Id] = Row(indicator, all, null, default, all.Base);
        foreach (var id in indicator.By)
        {
            var domain = Plan.Domains.First(d => d.Id == id);
            var variable = all.Frame.Find(domain.Variable) ?? throw new ExpressionException(new(domain.Place.Line, domain.Place.Column, $"the data have no column {domain.Variable}{all.Frame.Nearest(domain.Variable)}."));
            foreach (var level in domain.Levels)
                yield return Row(indicator, all, domain, level, [.. all.Base.Select((b, r) => b && variable[r] == level.Code)]);
        }
    }

    public IReadOnlyList<string> Kinds(string list) => Plan.Lists[list];

    public Indicator IndicatorOf(string id) => Plan.Indicators.First(i => i.Id == id);

    /// <summary>The values of an indicator and who is in its denominator.</summary>
    public Measured MeasuredOf(string id) => _measured[id];

    /// <summary>The overall number of an indicator.</summary>
    public EstimateRow Overall(string id) => _overall[id];

    /// <summary>Means of several indicators of one stack and one denominator, with their covariance.</summary>
    public Statistics.Estimates Together(IReadOnlyList<string> ids, Place place)
    {
        var over = IndicatorOf(ids[0]).Over;
        var bases = MeasuredOf(ids[0]).Base;
        if (ids.Any(i => IndicatorOf(i).Over != over || !MeasuredOf(i).Base.AsSpan().SequenceEqual(bases))) throw new ExpressionException(new(place.Line, place.Column, "these indicators are not of the same people, so they have no common order."));
        return Estimators.Mean(MeasuredOf(ids[0]).Design.With(ids.Select(i => new NumericColumn(i, MeasuredOf(i).Values))).In(bases), ids);
    }

    public Measured Measure(string id, string item, PlanFormula formula, PlanFormula? withinFormula, string over, Place place, bool filled = false)
    {
        var (frame, design, real) = _study.Over(over);
        var weights = design.Weights;
        if (frame.Find(item) is null) throw new ExpressionException(new(place.Line, place.Column, $"{id}: the data have no column {item}{frame.Nearest(item)}."));
        var states = frame.States(item);
        var value = PlanExpression.Compile(formula, frame);
        var within = withinFormula is { } w ? PlanExpression.Compile(w, frame) : null;
        var values = new double[frame.Rows];
        var counted = new bool[frame.Rows];
        for (var row = 0; row < frame.Rows; row++)
        {
            values[row] = value(row);
            // Who weighs nothing did not answer: the weights of the others stand for them.
            counted[row] = real[row] && weights[row] != 0 && (states[row].IsAsked() || filled && states[row] == ItemState.NoAnswer) && !double.IsNaN(values[row]) && (within is null || within(row) is not 0 and not double.NaN);
            if (!counted[row]) values[row] = double.NaN;
        }
        if (over.Length == 0) Account(item, states);
        return new Measured(frame, design, values, counted, states);
    }

    private void Account(string item, ItemState[] states)
    {
        if (_items.ContainsKey(item)) return;
        // Of two phases it is told of those who were drawn for the second.
        if (Plan.Design.Second is not null) states = [.. states.Where((_, r) => _study.Over("").Design.Weights[r] != 0)];
        var question = _study.Routing.Question(item);
        _items[item] = new ItemAccount(item, question is null ? null : new Words(Plain(question.Label("en")), Plain(question.Label("th"))), states.Length, states.Count(s => s.IsAsked()),
            states.Count(s => s == ItemState.NotAsked), states.Count(s => s == ItemState.Declined), states.Count(s => s == ItemState.DontKnow), states.Count(s => s == ItemState.PreferNotToSay), states.Count(s => s == ItemState.NoAnswer));
    }

    private static string Plain(string? text) => System.Text.RegularExpressions.Regex.Replace(text ?? "", @"\$\{[^}]*\}", "…");

    private EstimateRow Row(Indicator indicator, Measured all, Domain? domain, (string Code, Words Label) level, bool[] within)
    {
        var row = new EstimateRow
        {
            Indicator = indicator.Id,
            Kind = indicator.Mean ? NumberKind.Mean : NumberKind.Proportion,
            Label = indicator.Label,
            Base = indicator.Base,
            Figure = domain is null ? indicator.Figure : "",
            Domain = domain?.Id ?? "",
            Level = level.Code ?? "",
            DomainLabel = domain?.Label,
            LevelLabel = level.Label,
            Coarse = Plan.Ranges.Any(r => r.Unnamed && r.Pooled == indicator.Id),
        };
        // Does it hang on those who gave no answer in substance?
        if (domain is null && row.Kind == NumberKind.Proportion && !indicator.Imputed) row = row with { Notes = [.. Sensitivity(all), .. indicator.Sensitive && !row.Coarse ? (Words[])[DeclinedBounds.Of(indicator, all, this, _study)] : []] };
        // Figures of the study are given up last, then the overall numbers, then the domains.
        var priority = row.Figure.Length > 0 ? 100 : domain is null ? 10 : indicator.Figure.Length > 0 ? 2 : 1;
        var line = domain is null ? "" : $"{indicator.Id} by {domain.Id}";
        return Estimated(row, all, within, priority, line, indicator.Harmless, indicator.Id);
    }

    /// <summary>The completed values of an indicator, one set an imputation; one set where nothing was filled in.</summary>
    public IReadOnlyList<double[]> SetsOf(string id) => _imputed.TryGetValue(id, out var sets) ? sets : [_measured[id].Values];

    /// <summary>Fills in a row with a number that is made of indicators; where one of them was imputed, of each completed set, by Rubin's rules.</summary>
    /// <param name="make">The number, given the values of an indicator.</param>
    /// <param name="atLeastNothing">Whether less than zero is impossible.</param>
    public EstimateRow Combined(EstimateRow row, Func<Func<string, double[]>, Estimate> make, IReadOnlyList<string> of, bool atLeastNothing)
    {
        var sets = of.Max(id => SetsOf(id).Count);
        var made = Enumerable.Range(0, sets).Select(m => make(id => SetsOf(id) is { Count: > 1 } several ? several[m] : SetsOf(id)[0])).ToList();
        var (estimate, note) = sets == 1 ? (made[0], null) : Imputed.Combined(made);
        var df = double.IsFinite(estimate.DegreesOfFreedom) ? estimate.DegreesOfFreedom : row.DegreesOfFreedom;
        var interval = estimate.Interval(degreesOfFreedom: df);
        return row with
        {
            Value = estimate.Value,
            StandardError = estimate.StandardError,
            Low = atLeastNothing ? Math.Max(interval.Lower, 0) : interval.Lower,
            High = interval.Upper,
            Interval = sets == 1 ? row.Interval : "t, Rubin",
            DegreesOfFreedom = df,
            P = row.Kind == NumberKind.Contrast ? estimate.PValue(df) : double.NaN,
            Notes = note is null ? row.Notes : [.. row.Notes, note],
        };
    }

    // The same among those who answered: said only as more or less than two points, since the two numbers together would count the others.
    private static List<Words> Sensitivity(Measured all)
    {
        var valid = all.Base.Select((b, r) => b && all.States[r] == ItemState.Answered).ToArray();
        if (!valid.Contains(true)) return [];
        var asked = Estimators.Mean(all.Design.In(all.Base), all.Values, "asked").Value;
        var answered = Estimators.Mean(all.Design.In(valid), all.Values, "answered").Value;
        return Math.Abs(asked - answered) > 0.02
            ? [new("Without don't know and prefer not to say it would differ by more than 2 points.", "หากไม่นับคำตอบไม่รู้และไม่ต้องการตอบ ตัวเลขจะต่างไปมากกว่า 2 จุด")]
            : [new("Without don't know and prefer not to say it would differ by no more than 2 points.", "หากไม่นับคำตอบไม่รู้และไม่ต้องการตอบ ตัวเลขจะต่างไปไม่เกิน 2 จุด")];
    }

    /// <summary>Fills in a row for those within.</summary>
    /// <param name="of">The indicator whose values were filled in several times, where it is one.</param>
    public EstimateRow Estimated(EstimateRow row, Measured all, bool[] within, int priority, string line, bool harmless, string of = "")
    {
        row = Described(row, all, within, priority, line, harmless);
        if (row.Rows == 0) return row;
        if (_imputed.TryGetValue(of, out var sets)) return Imputed.Combined(row, sets, within, all.Design);
        var statement = row.Statement!;
        var domain = all.Design.In(within);
        if (row.Kind == NumberKind.Mean)
        {
            var mean = Estimators.Mean(domain, all.Values, row.Indicator);
            var interval = mean.Interval();
            return row with { Value = mean.Value, StandardError = mean.StandardError, Low = interval.Lower, High = interval.Upper, Interval = "t" };
        }
        var p = Proportions.Estimate(domain, all.Values, row.Indicator);
        return row with
        {
            Value = p.Value,
            StandardError = p.StandardError,
            Low = p.Interval.Lower,
            High = p.Interval.Upper,
            Interval = p.Method.ToString().ToLowerInvariant(),
            DegreesOfFreedom = p.DegreesOfFreedom,
            EffectiveRows = p.EffectiveSize,
            DesignEffect = double.IsFinite(p.EffectiveSize) ? p.Observations / p.EffectiveSize : double.NaN,
            Warnings = PresentationStandard.Judge(p.Value, p.Interval.Lower, p.Interval.Upper, statement.Denominator.Persons, p.EffectiveSize, p.DegreesOfFreedom),
        };
    }

    /// <summary>Who a row is of, and what it says to someone who adds and subtracts; a number that is no share of them says how many there are.</summary>
    public EstimateRow Described(EstimateRow row, Measured all, bool[] within, int priority, string line = "", bool harmless = false)
    {
        var share = row.Kind == NumberKind.Proportion || row.Shares;
        var denominator = TallyOf(all, r => within[r]);
        var statement = new Statement($"{row.Indicator}/{row.Domain}/{row.Level}", denominator, share ? TallyOf(all, r => within[r] && all.Values[r] == 1) : denominator, priority, line, harmless || !share);
        if (denominator.Total == 0) return row with { Statement = statement, Verdict = Verdict.FewAsked };
        var strata = Plan.Design.Strata is { } s ? Enumerable.Range(0, within.Length).Where(r => within[r]).Select(r => all.Frame.Find(s)![r]).Distinct().Count() : 1;
        return row with { Statement = statement, Rows = denominator.Total, Psus = denominator.Psus(_study.PsuOf), Strata = strata, DegreesOfFreedom = all.Design.In(within).DegreesOfFreedom };
    }

    /// <summary>Whether a level of a group has too few persons, with the trait or without it.</summary>
    public bool HasSmallCell(Measured all, CategoricalColumn group, bool mean) => Enumerable.Range(0, group.Levels.Count).Any(level => (mean ? [double.NaN] : (double[])[0, 1]).Any(answer =>
    {
        var cell = TallyOf(all, r => all.Base[r] && group.Codes[r] == level && (mean || all.Values[r] == answer));
        return cell.Total == 0 || DisclosureControl.IsSmall(cell, _study.PsuOf, Plan.Disclosure);
    }));

    /// <summary>How often each person is counted by the rows that hold.</summary>
    public Tally TallyOf(Measured all, Func<int, bool> holds)
    {
        var times = new byte[_study.Data.Rows];
        for (var r = 0; r < all.Values.Length; r++) if (holds(r)) times[all.Frame.Person[r]]++;
        return new Tally(times);
    }

    private void Decide(List<EstimateRow> rows, EarlierPublications earlier)
    {
        var stated = rows.SelectMany(r => r.Statements.Where(s => s.Denominator.Total > 0).Select(s => (Row: r, Statement: s))).ToList();
        var verdicts = DisclosureControl.Decide([.. stated.Select(s => earlier.Over(s.Statement))], earlier.PsuOf, Plan.Disclosure, [.. earlier.Shown.Distinct()]);
        for (var i = 0; i < stated.Count; i++)
            if (stated[i].Row.Verdict == Verdict.Shown) stated[i].Row.Verdict = verdicts[i];
        foreach (var test in rows.Where(r => r.Kind == NumberKind.Test))
            if (rows.Find(r => r.Indicator == test.Indicator && r.Domain == test.Domain && r.Statement is not null && r.Verdict != Verdict.Shown) is { } hidden) test.Verdict = hidden.Verdict;
        // Numbers that follow from a withheld one are withheld with it.
        foreach (var row in rows.Where(r => r.Statement is null))
            if (rows.Find(r => r.Statement is not null && r.Domain.Length == 0 && r.Indicator == Source(row)) is { } source && source.Verdict != Verdict.Shown && row.Verdict == Verdict.Shown) row.Verdict = source.Verdict;

        string Source(EstimateRow row) => row.Kind switch
        {
            NumberKind.Population => Plan.Populations.First(p => p.Id == row.Indicator).Of,
            _ when Plan.Models.FirstOrDefault(m => m.Id == row.Indicator) is { } model => model.Outcome,
            NumberKind.Test => row.Indicator,
            _ => "",
        };
    }

    private sealed class Rows(IProgress<StudyProgress>? progress) : IProgress<long>
    {
        public void Report(long value) => progress?.Report(new(StudyWork.Reading, $"reading: {value} rows"));
    }
}

/// <summary>The values of an indicator: NaN outside its denominator.</summary>
internal sealed record Measured(Frame Frame, SurveyDesign Design, double[] Values, bool[] Base, ItemState[] States);
