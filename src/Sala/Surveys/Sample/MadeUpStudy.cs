using Sala.Forms;
using Sala.Surveys.Datasets;

namespace Sala.Surveys.Sample;

/// <summary>Writes the data of samples/disrupting-harm-th. They are made up so that figures published of Thailand come out, and can prove nothing about
/// Thailand. Same seed, same bytes.</summary>
internal static class MadeUpStudy
{
    /// <summary>Children 12 to 17 who use the internet that the weights stand for: 400,000 / 0.09, made up like the rest.</summary>
    public const double Population = 4_444_000;

    private const int Seed = 20_220_221;

    /// <summary>The children's data file.</summary>
    /// <param name="forms">Folder of the country's forms.</param>
    public static byte[] Children(string forms)
    {
        var random = new Random(Seed);
        var (heading, rows) = MadeUpChildren.Rows(new MadeUpSample(random, Population), Form.Read(Path.Combine(forms, "child.xlsx")), random);
        return CsvFile.Write(heading, rows);
    }

    /// <summary>The caregivers' data file.</summary>
    /// <param name="forms">Folder of the country's forms.</param>
    public static byte[] Caregivers(string forms)
    {
        var sample = new MadeUpSample(new Random(Seed), Population);
        var (heading, rows) = MadeUpCaregivers.Rows(sample, Form.Read(Path.Combine(forms, "caregiver.xlsx")), new Random(Seed + 1));
        return CsvFile.Write(heading, rows);
    }
}
