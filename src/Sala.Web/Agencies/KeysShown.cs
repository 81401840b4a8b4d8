using System.Text;
using QRCoder;
using Sala.Agencies;

namespace Sala.Web.Agencies;

/// <summary>What a person sees once: recovery key, authenticator secret, fingerprint.</summary>
public sealed record KeysShown(FirstKeys Keys, WorkPage Page, string Headline, string Next)
{
    /// <summary>The authenticator's secret, in groups of four, for who cannot scan.</summary>
    public string Secret
    {
        get
        {
            var query = System.Web.HttpUtility.ParseQueryString(new Uri(Keys.TotpUri).Query);
            return string.Join(' ', (query["secret"] ?? "").Chunk(4).Select(c => new string(c)));
        }
    }

    /// <summary>How many modules a side of the code has.</summary>
    public int Side => Matrix.Count;

    /// <summary>The dark modules as one SVG path; an image or a style would not pass the page's policy.</summary>
    public string Path
    {
        get
        {
            var path = new StringBuilder();
            for (var row = 0; row < Side; row++)
            {
                for (var column = 0; column < Side; column++)
                {
                    if (Matrix[row][column]) path.Append(System.Globalization.CultureInfo.InvariantCulture, $"M{column} {row}h1v1h-1z");
                }
            }
            return path.ToString();
        }
    }

    private List<System.Collections.BitArray> Matrix { get; } = QRCodeGenerator.GenerateQrCode(Keys.TotpUri, QRCodeGenerator.ECCLevel.M).ModuleMatrix;
}
