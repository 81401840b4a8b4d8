using CsCheck;

namespace Sala.Statistics.Tests.Numerics;

public sealed class ReproducibleSumTests
{
    [Fact]
    public void Terms_in_any_order_give_the_same_bits() => Gen.Double[-1e9, 1e9].Array[1, 300].Select(Gen.Int, (terms, seed) => (terms, seed)).Sample(c =>
    {
        var shuffled = c.terms.ToArray();
        new Random(c.seed).Shuffle(shuffled);
        return BitConverter.DoubleToInt64Bits(ReproducibleSum.Of(c.terms)) == BitConverter.DoubleToInt64Bits(ReproducibleSum.Of(shuffled));
    });

    [Fact]
    public void A_sum_that_cancels_keeps_what_is_left() =>
        Assert.Equal(1.0, ReproducibleSum.Of([1e16, 1.0, -1e16]));

    [Fact]
    public void Sums_by_group_are_the_sums_of_the_groups()
    {
        double[] terms = [0.1, 0.2, 0.3, 1e10, -1e10];
        Assert.Equal([ReproducibleSum.Of([0.1, 0.3]), 0.2], ReproducibleSum.ByGroup(terms, [0, 1, 0, -1, -1], 2), (a, b) => Math.Abs(a - b) < 1e-17);
    }
}
