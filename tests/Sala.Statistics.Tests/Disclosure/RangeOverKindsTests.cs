using Sala.Statistics.Disclosure;

namespace Sala.Statistics.Tests.Disclosure;

public class RangeOverKindsTests
{
    [Fact]
    public void A_kind_of_39_children_gives_its_one_child_away() => // 1 of 39 is 3 %, 2 of 39 are 5 %: only one child fits "1-3 %"
        Assert.False(RangeOverKinds.HidesEachKind([100, 90, 70, 65, 39, 39], 1, 3, 2));

    [Fact]
    public void Kinds_of_60_and_more_hide_theirs() =>
        Assert.True(RangeOverKinds.HidesEachKind([100, 90, 70, 65, 60, 60], 1, 3, 2));

    [Fact]
    public void Two_kinds_are_never_hidden_in_a_range() => Assert.False(RangeOverKinds.HidesEachKind([200, 200], 1, 3, 2));

    [Fact]
    public void A_range_that_fits_no_counts_is_not_called_hidden() => // of 20 children one is 5 % already
        Assert.False(RangeOverKinds.HidesEachKind([100, 90, 70, 20], 1, 3, null));
}

public class PresentationStandardTests
{
    [Theory]
    [InlineData(0.09, 0.07, 0.11, 1000, 700, 80, PresentationWarnings.None)]
    [InlineData(0.09, 0.07, 0.11, 29, 29, 80, PresentationWarnings.FewPersons)]
    [InlineData(0.09, 0.07, 0.11, 60, 29.9, 80, PresentationWarnings.FewPersons)]
    [InlineData(0.50, 0.35, 0.65, 60, 40, 80, PresentationWarnings.WideInterval)]
    [InlineData(0.05, 0.01, 0.08, 60, 40, 80, PresentationWarnings.WideRelativeToEstimate)]
    [InlineData(0.95, 0.92, 0.99, 60, 40, 80, PresentationWarnings.WideRelativeToComplement)]
    [InlineData(0.02, 0.00, 0.05, 300, 200, 80, PresentationWarnings.None)] // 5 points or less pass whatever the proportion
    [InlineData(0.09, 0.07, 0.11, 1000, 700, 7, PresentationWarnings.FewDegreesOfFreedom)]
    [InlineData(0.00, 0.00, 0.04, 100, 100, 80, PresentationWarnings.NoEvents)]
    public void The_standard_warns_as_it_is_written(double p, double low, double high, int n, double effective, double df, PresentationWarnings expected) =>
        Assert.Equal(expected, PresentationStandard.Judge(p, low, high, n, effective, df));
}

public class KAnonymityTests
{
    [Fact]
    public void The_smallest_class_is_the_files_k_and_the_column_to_leave_out_is_named()
    {
        string?[] sex = ["1", "1", "1", "2", "2", "2"], age = ["12", "12", "13", "12", "12", "12"];
        var report = KAnonymity.Of([sex, age], 2);
        Assert.Equal((1, 3, 1, 1, 6), (report.K, report.Classes, report.UniqueRows, report.RowsUnder, report.Rows));
        Assert.Equal([1, 0], report.Alone); // without sex the child of 13 is still alone; without age nobody is
    }

    [Fact]
    public void A_band_holds_its_number() =>
        Assert.All((int[])[0, 24, 25, 49, 50, 403, 9_999, 10_000], n =>
        {
            var (from, to) = NumberBand.Of(n);
            Assert.InRange(n, from, to ?? int.MaxValue);
        });
}
