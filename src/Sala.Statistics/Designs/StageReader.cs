namespace Sala.Statistics;

/// <summary>Reads the stages of sampling out of the columns and checks them against each other.</summary>
internal static class StageReader
{
    public static Stage[] Read(SurveyData data, DesignSpecification specification, List<string> warnings)
    {
        if (data.Rows == 0) throw new DesignException(Messages.NoRows());
        var ids = specification.Ids.Count == 0 ? [null] : specification.Ids;
        if (specification.Fpc.Count > ids.Count) throw new DesignException(Messages.MoreFpcThanStages(specification.Fpc.Count, ids.Count));
        if (specification.Strata.Count > ids.Count) throw new DesignException(Messages.MoreStrataThanStages(specification.Strata.Count, ids.Count));
        var fractions = FpcAreFractions(data, specification);

        var stages = new Stage[ids.Count];
        var strata = specification.Strata.Select(s => Codes(data, s, "stratum")).ToArray();
        var unitBefore = new int[data.Rows];
        var unitsBefore = 1;
        for (var s = 0; s < stages.Length; s++)
        {
            var own = ids[s] is { } column ? Codes(data, column, s == 0 ? "PSU" : "unit") : RowCodes(data.Rows);
            // Units lie within the units of the stage before; with nest also within their stratum.
            var units = s == 0 ? own : Crossed(unitBefore, own);
            if (specification.Nest && strata.Length > 0 && ids[s] is not null) units = Crossed(strata[Math.Min(s, strata.Length - 1)].Codes, units);
            if (s == 0 && !specification.Nest && strata.Length > 0) CheckNested(units, strata[0], ids[0] ?? "row", specification.Strata[0], own.Names);

            var stratum = strata.Length == 0 ? (Codes: new int[data.Rows], Count: 1, Names: new[] { "all" }) : strata[Math.Min(s, strata.Length - 1)];
            if (s > 0) stratum = Crossed(unitBefore, stratum);
            stages[s] = Assemble(data, specification, s, units, stratum, unitBefore, unitsBefore, fractions, warnings);
            unitBefore = stages[s].UnitOfRow;
            unitsBefore = stages[s].Units;
        }
        return stages;
    }

    private static Stage Assemble(SurveyData data, DesignSpecification specification, int s,
        (int[] Codes, int Count, string[] Names) units, (int[] Codes, int Count, string[] Names) strata, int[] parentOfRow, int parents,
        bool fractions, List<string> warnings)
    {
        var stratumOfUnit = new int[units.Count];
        Array.Fill(stratumOfUnit, -1);
        var parentOfStratum = new int[strata.Count];
        var unitOfRow = units.Codes;
        for (var i = 0; i < data.Rows; i++)
        {
            // A unit of a later stage that lies in two strata counts in each: R's rule; rows keep their own stratum.
            if (stratumOfUnit[unitOfRow[i]] < 0) stratumOfUnit[unitOfRow[i]] = strata.Codes[i];
            parentOfStratum[strata.Codes[i]] = s == 0 ? 0 : parentOfRow[i];
        }
        var sampled = new int[strata.Count];
        foreach (var stratum in stratumOfUnit) sampled[stratum]++;

        var population = new double[units.Count];
        Array.Fill(population, double.PositiveInfinity);
        if (s < specification.Fpc.Count)
        {
            var name = specification.Fpc[s];
            var values = data.Numeric(name).Array;
            var first = new double[strata.Count];
            Array.Fill(first, double.NaN);
            for (var i = 0; i < data.Rows; i++)
            {
                var count = sampled[strata.Codes[i]];
                var size = fractions ? count / values[i] : values[i];
                if (size < count) throw new DesignException(Messages.FpcTooSmall(name, i, size, count));
                population[unitOfRow[i]] = size;
                ref var before = ref first[strata.Codes[i]];
                if (double.IsNaN(before)) before = size;
                else if (before != size && specification.Pps == UnequalProbability.None && !double.IsInfinity(before))
                {
                    warnings.Add($"the finite population in {name} differs within stratum {strata.Names[strata.Codes[i]]} of stage {s + 1}.");
                    before = double.PositiveInfinity;
                }
            }
        }
        else if (specification.Fpc.Count > 0) warnings.Add($"stage {s + 1} has no finite population and counts as drawn with replacement.");
        return new Stage
        {
            UnitOfRow = unitOfRow,
            StratumOfUnit = stratumOfUnit,
            StratumNames = strata.Names,
            ParentOfStratum = parentOfStratum,
            Parents = s == 0 ? 1 : parents,
            Sampled = sampled,
            Population = population,
        };
    }

    // Either all values are counts of units (1 or more) or all are fractions (at most 1).
    private static bool FpcAreFractions(SurveyData data, DesignSpecification specification)
    {
        int fraction = -1, count = -1;
        string fractionColumn = "";
        foreach (var name in specification.Fpc)
        {
            var values = data.Numeric(name).Array;
            for (var i = 0; i < values.Length; i++)
            {
                if (double.IsNaN(values[i])) throw new DesignException(Messages.MissingValue(name, i, "finite population"));
                if (!(values[i] > 0)) throw new DesignException(Messages.FpcNotPositive(name, i, values[i]));
                if (values[i] > 1) count = i;
                else if (values[i] < 1) (fraction, fractionColumn) = (i, name);
                if (specification.Pps != UnequalProbability.None && values[i] > 1) throw new DesignException(Messages.BrewerNeedsFractions(name, i));
            }
        }
        if (fraction >= 0 && count >= 0) throw new DesignException(Messages.FpcMixed(fraction, count, fractionColumn));
        return count < 0;
    }

    private static void CheckNested((int[] Codes, int Count, string[] Names) units, (int[] Codes, int Count, string[] Names) strata,
        string unitColumn, string stratumColumn, string[] unitNames)
    {
        var seen = new int[units.Count];
        Array.Fill(seen, -1);
        for (var i = 0; i < units.Codes.Length; i++)
        {
            ref var stratum = ref seen[units.Codes[i]];
            if (stratum < 0) stratum = strata.Codes[i];
            else if (stratum != strata.Codes[i])
                throw new DesignException(Messages.PsuInTwoStrata(unitNames[units.Codes[i]], strata.Names[stratum], strata.Names[strata.Codes[i]], i, stratumColumn + " and " + unitColumn));
        }
    }

    private static (int[] Codes, int Count, string[] Names) RowCodes(int rows) =>
        (Enumerable.Range(0, rows).ToArray(), rows, [.. Enumerable.Repeat("row", rows)]);

    private static (int[] Codes, int Count, string[] Names) Codes(SurveyData data, string column, string role)
    {
        var categorical = data.Categorical(column);
        var used = new int[categorical.Levels.Count];
        Array.Fill(used, -1);
        var codes = new int[data.Rows];
        for (var i = 0; i < codes.Length; i++)
        {
            var code = categorical.Array[i];
            if (code < 0) throw new DesignException(Messages.MissingValue(column, i, role));
            used[code] = 1;
            codes[i] = code;
        }
        // Levels that no row has are no units and no strata.
        var names = new List<string>();
        for (var l = 0; l < used.Length; l++)
        {
            if (used[l] < 0) continue;
            used[l] = names.Count;
            names.Add(categorical.Levels[l]);
        }
        for (var i = 0; i < codes.Length; i++) codes[i] = used[codes[i]];
        return (codes, names.Count, [.. names]);
    }

    private static (int[] Codes, int Count, string[] Names) Crossed(int[] outer, (int[] Codes, int Count, string[] Names) inner)
    {
        var keys = new long[outer.Length];
        for (var i = 0; i < keys.Length; i++) keys[i] = (long)outer[i] * inner.Count + inner.Codes[i];
        var distinct = keys.Distinct().Order().ToArray();
        var index = new Dictionary<long, int>(distinct.Length);
        for (var d = 0; d < distinct.Length; d++) index[distinct[d]] = d;
        var codes = new int[keys.Length];
        for (var i = 0; i < codes.Length; i++) codes[i] = index[keys[i]];
        return (codes, distinct.Length, [.. distinct.Select(d => inner.Names[(int)(d % inner.Count)])]);
    }
}
