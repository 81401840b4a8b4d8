using CsCheck;
using Sala.Cases;

namespace Sala.Tests.Cases.Lists;

public class CaseNumberTests
{
    [Theory]
    // 572 has the check digit 4 in Damm (2004).
    [InlineData(572, 5724), InlineData(0, 0)]
    public void The_check_digit_is_that_of_Damm(int digits, int number) => Assert.Equal(number, CaseNumber.WithCheck(digits));

    [Fact]
    public void A_number_reads_back_as_it_is_written_however_it_is_typed() =>
        Gen.Int[1, 99_999_999].Sample(digits =>
        {
            var number = CaseNumber.WithCheck(digits);
            var written = CaseNumber.Write(number);
            Assert.Equal(number, CaseNumber.Read(written));
            Assert.Equal(number, CaseNumber.Read(written.ToLowerInvariant().Replace("-", " ", StringComparison.Ordinal)));
            Assert.Equal(number, CaseNumber.Read(written[2..].Replace("-", "", StringComparison.Ordinal)));
        });

    [Fact]
    public void One_wrong_digit_or_two_that_changed_places_name_no_case() =>
        Gen.Select(Gen.Int[1, 99_999_999], Gen.Int[0, 8], Gen.Int[1, 9]).Sample((digits, at, by) =>
        {
            var written = CaseNumber.WithCheck(digits).ToString("D9", System.Globalization.CultureInfo.InvariantCulture).ToCharArray();
            var wrong = (char[])written.Clone();
            wrong[at] = (char)('0' + (wrong[at] - '0' + by) % 10);
            Assert.Null(CaseNumber.Read(new string(wrong)));
            if (at == 8 || written[at] == written[at + 1]) return;
            var swapped = (char[])written.Clone();
            (swapped[at], swapped[at + 1]) = (swapped[at + 1], swapped[at]);
            Assert.Null(CaseNumber.Read(new string(swapped)));
        });

    [Theory]
    [InlineData(null), InlineData(""), InlineData("C-"), InlineData("R-1234-5678"), InlineData("abc"), InlineData("12345678901234567890")]
    public void What_is_no_number_reads_as_none(string? typed) => Assert.Null(CaseNumber.Read(typed));
}
