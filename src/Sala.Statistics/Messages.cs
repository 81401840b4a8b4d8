using System.Globalization;

namespace Sala.Statistics;

/// <summary>All that the library says when it refuses. Rows are counted from 1, without the line of headings.</summary>
internal static class Messages
{
    private static string N(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    public static string UnequalLengths(Column first, Column other) => $"column {other.Name} has {other.Rows} rows, column {first.Name} has {first.Rows}. Nothing was computed.";
    public static string TwoColumns(string name) => $"two columns are called {name}. Rename one of them.";
    public static string UnknownLevel(string column, int row, string text) => $"column {column}, row {row + 1}: \"{text}\" is none of the levels given. Add it to the levels or correct the row.";
    public static string NotNumeric(string column, string text) => $"column {column} holds \"{text}\", which is no number. Use it as a category, or correct the data.";
    public static string UnknownColumn(string name, IReadOnlyList<Column> columns)
    {
        var near = columns.Select(c => c.Name).OrderBy(c => Distance(c, name)).FirstOrDefault();
        return near is null ? $"there is no column {name}: the data have no columns." : $"there is no column {name}. The nearest is {near}.";
    }

    public static string MissingValue(string column, int row, string role) => $"column {column}, row {row + 1}: the {role} is missing. Every row needs one; nothing was computed.";
    public static string NegativeWeight(string column, int row, double value) => $"column {column}, row {row + 1}: the weight is {N(value)}. A weight is a finite number, zero or more.";
    public static string WeightNotFinite(double value) => $"{N(value)} is no weight. A weight is a finite number, zero or more.";
    public static string NoRows() => "the data have no rows. Nothing was computed.";
    public static string AllWeightsZero() => "all weights are zero: there is nobody to speak for.";
    public static string PsuInTwoStrata(string psu, string first, string second, int row, string column) =>
        $"column {column}, row {row + 1}: PSU {psu} lies in stratum {second} and in stratum {first}. If its number is used anew in each stratum, say nest: true; otherwise correct the row.";
    public static string FpcMixed(int rowOfFraction, int rowOfCount, string column) =>
        $"column {column}: row {rowOfFraction + 1} is a sampling fraction (at most 1) and row {rowOfCount + 1} a population count. Use one kind throughout.";
    public static string FpcTooSmall(string column, int row, double population, int sampled) =>
        $"column {column}, row {row + 1}: {sampled} units were sampled out of {N(population)}. The population cannot be smaller than the sample.";
    public static string FpcNotPositive(string column, int row, double value) => $"column {column}, row {row + 1}: {N(value)} is neither a population count nor a sampling fraction.";
    public static string BrewerNeedsFractions(string column, int row) => $"column {column}, row {row + 1}: sampling with unequal probabilities (Brewer) needs the inclusion probability, at most 1, not a count.";
    public static string MoreFpcThanStages(int fpc, int stages) => $"{fpc} columns of finite populations for {stages} stages of sampling. Name a column of units for each stage.";
    public static string MoreStrataThanStages(int strata, int stages) => $"{strata} columns of strata for {stages} stages of sampling.";
    public static string NoWeightsNoFpc() => "neither weights nor finite populations are named. Name the column of weights; assuming equal chances would be a guess.";
    public static string LonelyPsu(string stratum, int stage) =>
        $"stratum {stratum} has only one PSU at stage {stage}, so its variance cannot be estimated. Choose a rule (remove, adjust, average or certainty) or merge it with a stratum like it; the adviser shows the standard error under each.";
    public static string RowsPromised(long promised, long found) => $"{promised} rows were announced and {found} are there. The file may be cut off; nothing was computed.";
    public static string ReplicateShape(string what, int wanted, int found) => $"{what}: {wanted} are needed and {found} are there.";
    public static string ReplicateNegative(int row, int replicate, double value) => $"replicate weights, row {row + 1}, replicate {replicate + 1}: {N(value)} is no weight factor.";
    public static string EmptyDomain() => "no row lies in the domain.";
    public static string CellMissingInSample(string cell) => $"the population has {cell}, the sample has nobody there. Merge it with a cell like it; leaving it out would lose those people.";
    public static string CellMissingInPopulation(string cell) => $"the sample has people in {cell}, the population table has none. Correct the table or the data.";
    public static string MissingCalibrationVariable(string column, int row) => $"column {column}, row {row + 1}: a variable of the adjustment is missing. Each row needs one; impute it or leave the row out of the sample file.";
    public static string PopulationNames(string missing) => $"the population totals lack {missing}.";
    public static string PopulationUnknownNames(string extra) => $"the population totals name {extra}, which is no column of the model.";
    public static string CalibrationFailed(string total, double wanted, double reached) => $"no weights within the bounds reach the total of {total}: wanted {N(wanted)}, reached {N(reached)}. Widen the bounds or drop a total.";
    public static string CalibrationSingular() => "the calibration variables depend on each other (one is a sum of others). Drop one of them.";
    public static string ModelSingular(string term) => $"the model cannot tell {term} from the other terms in these rows. Drop it.";
    public static string NeedsReplicates(string what) => $"{what} needs replicate weights; this design is linearised.";
    public static string NeedsLinearised(string what) => $"{what} is not defined for replicate weights; use another method.";
    public static string BrrNeedsPairs(string stratum, int psus) => $"stratum {stratum} has {psus} PSUs. Balanced repeated replication takes exactly two in each stratum; use JKn or a bootstrap, or pair the PSUs.";
    public static string BootstrapNeedsTwo(string stratum) => $"stratum {stratum} has only one PSU. A bootstrap resamples PSUs within strata and needs two; merge it with a stratum like it.";
    public static string BootstrapPopulation(string stratum) => $"stratum {stratum}: the population is not known or not the same for all its PSUs; this bootstrap copies PSUs up to the population.";
    public static string Expression(string text, int position, string matter) => $"\"{text}\", character {position + 1}: {matter}";
    public static string NotTwoGroups(string column, int groups) => $"{column} has {groups} groups in these rows; this test compares two.";
    public static string NoSpread(string column) => $"{column} has a single value in these rows; there is nothing to compare.";
    public static string NotZeroOne(string column, int row, double value) => $"column {column}, row {row + 1}: {N(value)} is neither 0 nor 1. A proportion needs a variable of zeros and ones.";
    public static string NobodyOrEverybody(int events, int n) => events == 0
        ? $"nobody of {n} people asked said yes; the interval is that of Clopper and Pearson and rests on their number alone."
        : $"all of {n} people asked said yes; the interval is that of Clopper and Pearson and rests on their number alone.";
    public static string ReplicatesWithoutVariation(int count) => $"in {count} replicates nobody or everybody said yes, where log odds have no bound; this interval is too wide. Use beta.";
    public static string NoSpreadOfProportion() => "the weights were adjusted to this very variable, or it does not vary between units: the standard error is zero and the interval is the value.";
    public static string ResponseOutside(string response, int row, double value) => $"{response}, row {row + 1}: {N(value)} is no response of this family. A binomial response lies between 0 and 1, a Poisson one is zero or more.";
    public static string NoSuchTerm(string term, string formula) => $"the model {formula} has no term {term}.";
    public static string PopulationCell(string cell) => $"the population table names {cell} twice, or not with one level for each variable.";
    public static string PopulationCount(string cell, double people) => $"the population of {cell} is {N(people)}. A count is a finite number, zero or more.";
    public static string RakingNotSettled(int rounds) => $"raking did not settle within {rounds} rounds; allow more, or check whether the margins contradict each other.";
    public static string LogitNeedsBounds() => "logit calibration moves weights between two bounds; name both.";
    public static string BoundsAroundOne(double lower, double upper) => $"the bounds {N(lower)} and {N(upper)} do not have 1 between them.";
    public static string NegativeCalibrated(int rows) => $"{rows} weights became negative by the calibration. Use raking or bounds if weights are to be published.";
    public static string TrimmingImpossible(double lower, double upper) => $"the weights cannot all lie between {N(lower)} and {N(upper)} and keep their sum. Widen the bounds.";
    public static string NobodyAnswered(string classes, string level) => $"nobody answered in class {level} of {classes}. Merge it with a class like it.";
    public static string StandardShares(string by, int levels, int shares) => $"{by} has {levels} levels and {shares} shares are given.";
    public static string NoScoreInterval() => "the score test does not reach its bound within the sample, so it gives no limit. Use another interval.";
    public static string ReplicateFirst() => "the weights are calibrated already. Make the replicates from the design before that and calibrate them, so that each replicate is calibrated by itself.";
    public static string TwoReplicates(int count) => $"{count} replicates tell nothing of spread; make two or more.";
    public static string Jk1WithStrata() => "JK1 is for designs without strata; use JKn.";
    public static string NeedsStrata(string type) => $"{type} is for designs with strata; use JK1 or a bootstrap.";
    public static string Rho(double rho) => $"Fay's factor is {N(rho)}; it lies from 0 to below 1.";
    public static string CannotMake(string type) => $"replicates of type {type} are made by others; give their weights.";
    public static string WholePopulation() => "all strata were counted in full: this is the whole population and has no sampling variance.";
    public static string PopulationNumber(string source, double people, double se) => $"the population of {source} is {N(people)} with standard error {N(se)}. Both are finite numbers, zero or more.";
    public static string OtherYear(string source, int year, int survey) => $"the population ({source}) is of {year}, the survey of {survey}.";
    public static string NoSource() => "the population has no source or no year.";
    public static string OtherAges(string source, int a, int b, int c, int d) => $"the population ({source}) is of ages {a} to {b}, the survey of ages {c} to {d}.";
    public static string PopulationTakenAsKnown(string source) => $"the population ({source}) is taken as known; its own error is not in the interval.";
    public static string PsuInTwoStrataNoRow(string psu, string first, string second) => $"PSU {psu} lies in stratum {first} and in stratum {second}. Give PSUs names of their own, or correct the row.";
    public static string NoHeading(string file) => $"{file} has no line of headings within its first million characters.";
    public static string HeadingNotUtf8() => "the line of headings is no UTF-8. Save the file as UTF-8.";
    public static string NotUtf8() => "the text is no UTF-8. Save the file as UTF-8.";
    public static string CellFault(long row, string column, string matter) => $"column {column}, row {row}: {matter} Nothing was computed.";
    public static string RowsFault(long rows, string column, string matter) => $"column {column}, {(rows == 1 ? "one row" : $"{rows} rows")}: {matter} Nothing was computed.";
    public static string SumTooLarge() => "a sum of weights is too large to be exact. Nothing was computed.";
    public static string UnknownColumnOf(string name, string[] names) => $"there is no column {name}. The nearest is {names.OrderBy(c => Distance(c, name)).FirstOrDefault()}.";
    public static string ColumnTwice(string name) => $"column {name} is named for two things.";
    public static string QuoteNotClosed() => "a quoted cell is not closed before the file ends. Nothing was computed.";
    public static string RowTooLong() => "a row is longer than a million characters: a line end may be missing. Nothing was computed.";
    public static string FewCells(int cells, int headings) => $"the row has {cells} cells, the headings are {headings}.";
    public static string ManyCells(int headings) => $"the row has more cells than the {headings} headings.";
    public static string MissingCell(string role) => $"the {role} is missing. Every row needs one.";
    public static string WeightOutside(double value) => $"the weight is {N(value)}. A weight is a finite number, zero or more.";
    public static string NoNumber() => "this is no number.";
    public static string ProductTooLarge() => "weight times value is too large for exact sums.";
    public static string TwoPhase(string matter) => $"two-phase design: {matter}";

    private static int Distance(string a, string b)
    {
        var row = new int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++) row[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]) ? 0 : 1));
                diagonal = above;
            }
        }
        return row[b.Length];
    }
}
