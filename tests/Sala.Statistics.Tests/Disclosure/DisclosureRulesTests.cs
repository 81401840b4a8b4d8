using Sala.Statistics.Disclosure;

namespace Sala.Statistics.Tests.Disclosure;

public class DisclosureRulesTests
{
    [Fact]
    public void A_minimum_of_one_person_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new DisclosureRules(Persons: 1).Checked());
}
